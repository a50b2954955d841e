"""Answers questions about the opened folder: hits, suggestions, figures, passages to review.

Reads and never changes anything. Begin with `folder_search`.
"""

"""Finds title, source, author and date of an article, and reads what others claim of it.

Knows text and pages, no file format. Begin with `gathered`.
"""

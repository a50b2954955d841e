"""Finds articles that are versions of one story, and the sentences they share.

Knows articles and nothing of their files. Begin with `versions`.
"""

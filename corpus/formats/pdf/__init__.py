"""Reads PDF documents: the lines of each page in reading order, joined into paragraphs.

Knows pypdf, and nothing of other formats. Begin with `document`.
"""

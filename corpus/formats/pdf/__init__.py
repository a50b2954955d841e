"""Reads PDF documents: the lines of each page in reading order, joined into paragraphs.

It knows pypdf, and nothing of other formats. Begin with `document`.
"""

"""Decides what each line of a page is: title, text, byline, furniture.

Knows text and blocks, no file format. Begin with `blocks` for the result and `classify` for the way
there.
"""

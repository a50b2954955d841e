"""Readers of files that hold one article: a module or a room for each format.

A reader turns bytes into canonical text and blocks and knows no other reader. Begin with
`registry`, which chooses one by suffix.
"""

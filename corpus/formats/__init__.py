"""Readers of files that hold one article: a module or a room for each format.

A reader turns bytes into canonical text and blocks, and does not know who chose it. Begin with
`registry`, the table of formats.
"""

"""Keeps the catalogue and the index of the folder up to date, in processes of its own.

Knows corpus and index, nothing of annotations. Begin with `refresh`.
"""

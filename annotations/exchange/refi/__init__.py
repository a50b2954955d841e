"""REFI-QDA: projects (.qdpx) and codebooks (.qdc).

Knows the neutral bundle of `annotations.exchange` and the standard's XML. Begin with `project`.
"""

"""Scores what was found: BM25, positions and proximity.

Plain functions of numbers that any engine may use. Begin with `bm25`.
"""

"""The folder of articles: which files it holds, what has changed, what was read before.

It knows how articles are read, and caches what is slow to recompute. Begin with `stamps`.
"""

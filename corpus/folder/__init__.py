"""The folder of articles: which files it holds, what has changed, what was read before.

Knows how articles are read and keeps what is slow to make again. Begin with `stamps`.
"""

"""Finds a query's hits in a text, and the passages that answer it.

Works on the text of one article, without an index. Begin with `matching`.
"""

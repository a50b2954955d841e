"""Passages to review: how each was, how things stand now, and the keys to decide.

Knows the workspace's review list. Begin with `screen`.
"""

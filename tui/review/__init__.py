"""Passages to review: how each was, how it is now, and the commands to decide.

Knows the workspace's review list. Begin with `screen`.
"""

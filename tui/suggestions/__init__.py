"""Sentences to tag: suggested by the topics' queries, or found by a search.

Knows the workspace's findings. Begin with `screen`.
"""

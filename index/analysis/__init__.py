"""Turns words into the terms that are indexed, searched and marked.

The same chain serves text and queries, whichever engine is used. Begin with `terms`.
"""

"""The query language: from typed words to a tree that any engine can translate.

Knows no engine and no index. Begin with `nodes`, then `parser`.
"""

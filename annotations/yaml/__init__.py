"""Reads YAML that people edit, and writes YAML that diffs well.

Knows nothing of annotations. Begin with `strict` for reading and `text` for writing.
"""

"""Imports and exports annotations, and adds the articles that come with them.

Chooses, matches and compares; the formats are those of `annotations.exchange`. Begin with
`exporting` or `importing`.
"""

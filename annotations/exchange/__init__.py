"""Annotations leave and enter in the formats of other tools (docs/formats.md)."""

"""Writes and reads annotations in the formats of other tools (docs/formats.md).

Knows a neutral bundle and the formats, and no folder. Begin with `formats`, which names the module
of each; `bundle` is what is written, `claims` what is read.
"""

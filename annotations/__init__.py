"""Topics, passages and notes: their model, their YAML files, anchoring, history and exchange.

Knows articles as texts with positions, and neither the search nor a screen. Begin with `model`;
then `files` for what is on disk, `history` for steps and undo.
"""

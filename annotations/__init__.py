"""Topics, passages and notes: their model, their YAML files, anchoring and history."""

"""The annotations folder: one YAML file for each article, saved and merged at once.

Knows the model, YAML and merging; nothing of a screen. Begin with `store`.
"""

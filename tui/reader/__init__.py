"""The reader: one article, its passages, hits, jumps and suggestions.

Draws and routes keys; what is changed is the workspace's business. Begin with `screen`.
"""

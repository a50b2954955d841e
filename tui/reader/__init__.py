"""The reader: one article, its passages, hits, suggestions and versions, and the keys for them.

It knows the workspace, which makes the changes, and no other screen. Begin with `screen`, which
opens a `session` for each article and passes commands on to its parts.
"""

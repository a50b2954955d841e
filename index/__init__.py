"""Full-text search: what a query means, which articles match it, and where in an article it does.

Knows articles, but no annotations: whoever searches answers `topic:` and the like (`Resolver`).
Begin with `engine`, which says what an engine does, and `engines`, which opens one.
"""

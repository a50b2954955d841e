"""Full-text search: analysis, the query language, and the engine behind an interface."""

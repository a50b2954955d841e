"""The library: the list of articles, the search prompt and the facets beside it.

Knows the workspace's catalogue and search. Begin with `screen`.
"""

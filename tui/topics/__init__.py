"""The topics: their figures and charts, and the forms that change them.

Knows the workspace's codebook. Begin with `screen`.
"""

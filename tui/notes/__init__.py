"""Notes on passages and articles: the editor, and the user's own.

Drafts are kept until they are saved. Begin with `editor`.
"""

"""Everything on the screen: a Textual application over a workspace.

It knows the workspace and what lies below. Begin with `app` and `routes`, then the `screen` of any
place.
"""

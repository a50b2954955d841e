"""Everything on the screen: a Textual application over a workspace."""

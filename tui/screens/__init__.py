"""What the screens of all places share: dispatch of keys, lists, dialogs.

They know no place; places derive from them. Begin with `base`, then `list_screen` and `overlay`.
"""

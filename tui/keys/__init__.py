"""Keys: the user's own key map, and what was typed before the program was ready.

Knows commands and no screen. Begin with `keymap`.
"""

"""Keys: the key map with the user's changes, and keys typed before the program was ready.

It knows commands and no screen. Begin with `keymap`.
"""

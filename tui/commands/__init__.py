"""What a command is, and the commands of every screen; each place adds its own.

Key dispatch, hints, help and docs/keys.md read these records; `tui.all_commands` has them all.
Begin with `command`.
"""

"""Every command of the screens, described once: keys, names, help and scope.

Key dispatch, hints, help and docs/keys.md all read these records. Begin with `registry`.
"""

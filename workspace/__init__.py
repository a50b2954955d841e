"""One opened folder as one object, for the screen and the commands alike.

Knows the rooms below and no screen. Begin with `workspace.Workspace`, which opens and wires; then
`coding` for what changes something, `search` for what is asked, `articles` for what keeps it up to
date, `exchange` for what comes and goes.
"""

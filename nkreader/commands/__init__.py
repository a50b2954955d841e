"""The commands without a screen: one module for each.

A command reads its options, asks the workspace and prints; it knows no other command. Begin with
`nkreader.main`, which lists them.
"""

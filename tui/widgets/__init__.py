"""Widgets that several places share: lists of rows, and bars of text that can be clicked.

They know the palette and commands, and no screen. Begin with `row_list` and `bars`.
"""

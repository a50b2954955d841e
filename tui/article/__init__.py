"""An article as several places draw it: the text column, its marks, the preview beside a list.

It knows `tui.text`, which wraps and marks without a screen, and no place. Begin with `view`.
"""

"""Text as the reader shows it: wrapped into lines, divided into units, selected and marked.

Pure Python without Textual, so it is tested without a screen; everything is measured in code points
of the canonical text and in terminal cells. Begin with `reading`.
"""

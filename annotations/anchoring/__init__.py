"""Finds annotated passages again in a text that has changed.

Answers only what it can prove, and knows no files. Begin with `anchors`.
"""

"""Annotations of the web: the W3C's model, and Hypothesis.

Knows the neutral bundle of `annotations.exchange` and JSON-LD. Begin with `web_annotation`.
"""

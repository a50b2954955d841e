"""Wrapping, text units and the selection model: pure Python, tested without a screen."""

"""How large an article may be."""

LARGEST = 64 << 20
"""Bytes. Far more than any article; a file or record beyond it is a mistake or a whole archive."""

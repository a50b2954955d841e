"""Reads HTML pages: visible text, article or furniture, and what the markup says.

Knows pages and trafilatura, and nothing of other formats. Begin with `page`.
"""

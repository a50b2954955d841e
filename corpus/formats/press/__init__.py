"""Splits exports of press databases (Nexis, Factiva, WISO) into their articles.

Knows lines and columns, whatever file format they came in. Begin with `databases`.
"""

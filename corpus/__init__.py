"""Articles on disk turned into clean, canonical text with known blocks and sentences.

It knows the disk, and nothing of search or annotations. Begin with `article`, then `load`.
"""

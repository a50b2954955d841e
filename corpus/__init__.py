"""Articles on disk turned into clean, canonical text with known blocks and sentences."""

"""Data of the package: the words that German compounds are made of."""

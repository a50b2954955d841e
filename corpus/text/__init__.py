"""Text itself: decoding, canonical form, words, sentences, languages, dates.

Knows nothing of articles, pages or files. Begin with `canonical`, whose code points every position
in the program counts.
"""

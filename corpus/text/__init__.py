"""Text itself: decoding, canonical form, words, sentences, languages, dates.

It knows nothing about articles, pages or files. Begin with `canonical`: every position in the
program counts the code points of that form.
"""

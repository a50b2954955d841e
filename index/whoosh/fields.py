"""The fields of the Whoosh index, and the terms each holds.

=========== ====================================================================================
body        stems of the words of the unfolded blocks
parts       stems of the parts of the compounds among them, at the place of the compound
title       stems of the title, and of the parts of its compounds
words       the words of the body unstemmed: for prefixes, wildcards and similar spellings
plain       those of them with accents, without these: `erdogan` where the text has Erdoğan
titlewords  the words of the title, unstemmed
source      the words of the source, unstemmed
author      the words of the author's name, unstemmed
date        the date as it is
language    the language the article was analysed in
=========== ====================================================================================

A place is a position in the whole index. Each document begins so far behind the one before that no
phrase and no `near` reaches across, so one pass over a term's places finds it in all documents. The
text itself is not stored.
"""

POSITIONED = ("body", "parts", "title")
"""The fields that keep the places of their terms."""

COUNTED = ("words", "plain", "titlewords", "source", "author", "date", "language")
"""The fields that keep only how often each document has a term."""

FIELDS = (*POSITIONED, *COUNTED)

DOCUMENT_GAP = 2_000
"""Places left free between documents: more than the widest window of any query."""

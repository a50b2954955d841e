"""The "key: value" lines that some tools write at the top of a file, between lines of dashes."""

import re
from typing import NamedTuple

_FENCED = re.compile(r"\s*---[ \t]*\n(?P<body>(?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_PAIR = re.compile(r"(?P<key>[A-Za-zÄÖÜäöü_ -]{2,30}):[ \t]+(?P<value>\S[^\n]*)")
_KEYS = {
    "title": "title",
    "titel": "title",
    "headline": "title",
    "author": "author",
    "authors": "author",
    "autor": "author",
    "source": "source",
    "quelle": "source",
    "publisher": "source",
    "outlet": "source",
    "site": "source",
    "sitename": "source",
    "date": "date",
    "datum": "date",
    "published": "date",
    "url": "url",
    "link": "url",
    "canonical": "url",
    "language": "language",
    "lang": "language",
    "sprache": "language",
}


class FrontMatter(NamedTuple):
    """The fields (title, author, source, date, url, language), and where the article begins."""

    fields: dict[str, str]
    end: int


def front_matter(text: str) -> FrontMatter:
    """Read the front matter of a canonical text; no fields and 0 if there is none.

    Only plain values on one line are read: the format is a subset of YAML front matter.
    """
    match = _FENCED.match(text)
    pairs = [_PAIR.match(line) for line in match["body"].split("\n")] if match else []
    if match is None or not any(pairs):
        return FrontMatter({}, 0)
    fields: dict[str, str] = {}
    for pair in pairs:
        key = _KEYS.get(pair["key"].strip().casefold()) if pair else None
        if pair and key:
            fields.setdefault(key, pair["value"].strip().strip("\"'"))
    return FrontMatter(fields, match.end())

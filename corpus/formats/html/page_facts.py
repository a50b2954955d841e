"""What an HTML page states for machines: <meta>, JSON-LD, dates in the markup."""

import copy
import re
from collections.abc import Iterator
from typing import Any

from trafilatura.metadata import extract_metadata

from corpus.metadata.outlets import is_address
from corpus.text.canonical import one_line
from corpus.text.common_words import word_set

_NOBODY = frozenset(("unknown", "admin", "administrator", "none", "name"))
_LONGEST_NAME = 100
_DATES = word_set("""
    article:published_time datepublished date dc.date dc.date.issued dcterms.date dcterms.created
    pubdate publish-date publish_date publication_date sailthru.date parsely-pub-date
    """)
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"?([^",}\]]{4,60})')


def page_facts(page: Any) -> dict[str, str]:
    """Return title, author, source, date and url, as far as a parsed page states them.

    A date that trafilatura cannot read is returned as it is written.
    """
    try:
        # "Extensive" would take any date in the text for the article's.
        found = extract_metadata(copy.deepcopy(page), extensive=False)
    except Exception:  # whatever odd markup makes a library stumble over
        return {}
    stated = {
        "title": found.title,
        "author": _people(found.author or "", found.sitename or ""),
        "source": found.sitename,
        "date": found.date or next(_dates(page), ""),
        "url": found.url,
    }
    fields = {name: one_line(value) for name, value in stated.items() if value}
    for name in ("author", "source"):
        value = fields.get(name, "")
        if value.casefold() in _NOBODY or len(value) > _LONGEST_NAME or "©" in value:
            fields.pop(name, None)
    return fields


def _people(authors: str, site: str) -> str:
    """Return the authors without the site itself and without addresses."""
    names = [name.strip() for name in authors.split(";")]
    site = site.casefold()
    return "; ".join(n for n in names if n and not is_address(n) and n.casefold() != site)


def _dates(page: Any) -> Iterator[str]:
    """Yield the dates that a page states, as they are written."""
    for meta in page.iter("meta"):
        names = (meta.get(name, "").strip().casefold() for name in ("property", "name", "itemprop"))
        if value := meta.get("content", "").strip():
            yield from (value for name in names if name in _DATES)
    for script in page.iter("script"):
        if script.get("type") == "application/ld+json":
            yield from _PUBLISHED.findall(script.text or "")

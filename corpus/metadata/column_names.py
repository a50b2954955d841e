"""The names by which tables and JSON objects call the fields of an article.

These are common English and German names, and those of Media Cloud, GDELT, Factiva, LexisNexis,
NewsAPI, the Guardian, the New York Times and WordPress. `columns:` in config.yaml adds others.
"""

import math
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from corpus.metadata.columns import Columns
from corpus.text.canonical import one_line
from corpus.text.entities import letters

_TEXTS = (
    *("text", "content", "body", "article", "fulltext", "full_text", "article_text", "maintext"),
    *("inhalt", "volltext", "artikeltext", "bodytext", "body_text", "story_text", "articlebody"),
    *("content_html", "content_text"),
)
# A part of the text, used where there is no more. It needs a title or an address beside it: many a
# table that has nothing to do with articles has descriptions.
_EXTRACTS = (
    *("description", "summary", "abstract", "lead_paragraph", "lead", "teaser", "snippet"),
    *("hlead", "zusammenfassung", "vorspann"),
)
_FACTIVA_TEXT = ("lp", "td")  # the lead and the rest
_NAMES = {
    name: tuple(columns.split())
    for name, columns in {
        "title": "title headline heading titel überschrift ueberschrift schlagzeile webtitle"
        " article_title hd",
        "source": "source publisher outlet site sitename site_name source_name newspaper medium"
        " quelle zeitung media_name publication publication_name publisher_name sourcecommonname"
        " domain sn",
        "author": "author authors byline creator autor autoren verfasser by",
        "date": "date published published_at publish_date date_publish publication_date pubdate"
        " datepublished date_published datum veröffentlicht publishedat webpublicationdate pub_date"
        " publication_datetime seendate load_date load-date pd created_at",
        "url": "url link canonical_url source_url uri weburl web_url documentidentifier",
        "language": "language lang sprache language_code la",
        "id": "id _id article_id articleid doc_id docid document_id uuid guid stories_id story_id"
        " an",
    }.items()
}
METADATA = tuple(name for name in _NAMES if name != "id")
"""The fields of an article that a record may state."""

# What an object in the place of a text calls its text: a source its name, content its rendering.
# Those with a dollar are MongoDB's.
_INSIDE = ("name", "rendered", "main", "original", "title", "value", "$date", "$oid", "$numberLong")
_LEVELS = 2  # {"$date": {"$numberLong": "1718582400000"}}
# Elasticsearch and the Guardian keep the fields of an article one level down.
_BELOW = ("_source", "fields")
_TRUNCATED = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d{1,9} chars\]\s*\Z")  # NewsAPI's
_END = 40
# What Python, pandas, JavaScript, databases and people write for nothing.
_NOTHING = frozenset(
    (
        "none",
        "null",
        "nan",
        "nat",
        "<na>",
        "#n/a",
        "n/a",
        "n.a.",
        "undefined",
        "k. a.",
        "k.a.",
        "o. d.",
    )
)


def text_of(fields: Mapping[str, Any], columns: Columns) -> str:
    """Return the text of an article, or ""."""
    own = _first(fields, columns.named("text"), "\n\n")
    if own:
        return own
    whole = _first(fields, _TEXTS, "\n\n") or "\n\n".join(
        filter(None, (_as_text(fields.get(name), "\n\n") for name in _FACTIVA_TEXT))
    )
    if whole:
        return whole[:-_END] + _TRUNCATED.sub(" …", whole[-_END:])
    if value_of("title", fields, columns) or value_of("url", fields, columns):
        return _first(fields, _EXTRACTS, "\n\n")
    return ""


def value_of(field: str, fields: Mapping[str, Any], columns: Columns) -> str:
    """Return what a record states in a field, on one line, or ""."""
    names = (*columns.named(field), *_NAMES[field])
    values = (one_line(letters(_as_text(fields.get(name), ", "))) for name in names)
    return next((value for value in values if value and value.casefold() not in _NOTHING), "")


def unreadable_date(fields: Mapping[str, Any], columns: Columns) -> str:
    """Return a date that is no text as JSON, so that it is reported; "" where there is none."""
    values = (fields.get(name) for name in (*columns.named("date"), *_NAMES["date"]))
    found = (value for value in values if isinstance(value, dict | list | bool) and value)
    return next((msgspec.json.encode(value).decode() for value in found), "")


def fields_of(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of a JSON object by their names in lower case."""
    fields = {name.strip().casefold(): member for name, member in value.items()}
    for below in _BELOW:
        if isinstance(inner := fields.get(below), dict):
            fields = {name.strip().casefold(): member for name, member in inner.items()} | fields
    return fields


def _first(fields: Mapping[str, Any], names: tuple[str, ...], joint: str) -> str:
    """Return the first of the named values that is not empty, as text."""
    return next(filter(None, (_as_text(fields.get(name), joint) for name in names)), "")


def _as_text(value: object, joint: str) -> str:
    """Return a value as text, a list as its texts joined; "" for anything else."""
    if isinstance(value, str):
        return value if value and not value.isspace() else ""
    if isinstance(value, list):
        return joint.join(filter(None, (_item(item) for item in value)))
    if isinstance(value, dict):
        return _item(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    try:
        return str(value) if math.isfinite(value) else ""
    except (OverflowError, ValueError):  # a number of thousands of digits
        return ""


def _item(value: object) -> str:
    """Return a text, or the text of an object in its place."""
    for _level in range(_LEVELS):
        if isinstance(value, dict):
            inside = (value[name] for name in _INSIDE if isinstance(value.get(name), str | dict))
            value = next(inside, "")
    return value if isinstance(value, str) and value.strip() else ""

"""The report in Markdown: quotes, notes and sources by topic or by article.

Whatever stands in an article or a note shows as itself: every sign that Markdown would take for
its own is escaped (CommonMark 6.1, and what GitHub adds to it).
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from annotations.exchange.bundle import Bundle, Document
from annotations.exchange.formats import WriteOptions
from annotations.exchange.losses import Losses
from annotations.exchange.reports.contents import (
    WHOLE_ARTICLE,
    Contents,
    Entry,
    Group,
    citation,
    others,
)
from annotations.topics import Topic
from corpus.text.canonical import canonical

# What means something wherever it stands, and what only does at the beginning of a line.
_SIGNS = re.compile(
    r"([\\`*\[\]<>&|~$#!{}@]|(?<![^\W_])_|_(?![^\W_])|:(?=[\w+-]+:)|:(?=//)|(?<=www)\.)",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[!-;=?-~]+")
_BEGINS = re.compile(r"[+=-]|(?<=\d)[.)]")


def write(bundle: Bundle, out: BinaryIO, options: WriteOptions) -> Losses:
    """Write the report, in UTF-8. Raises OSError."""
    contents = Contents(bundle, options.by)
    out.writelines(f"{part}\n\n".encode() for part in _parts(contents))
    return Losses()


def _parts(contents: Contents) -> Iterator[str]:
    yield "# Annotated passages"
    yield shown(contents.summary)
    if contents.topic_counts:
        rows = [f"| {shown(topic.name)} | {n} |" for topic, n in contents.topic_counts.items()]
        yield "\n".join(["| topic | passages |", "|---|---:|", *rows])
    for group in contents.groups:
        yield from _group(group)


def _group(group: Group) -> Iterator[str]:
    yield f"## {shown(group.heading)} ({len(group.entries)})"
    if isinstance(group.about, Topic) and group.about.description:
        yield shown(group.about.description)
    if isinstance(group.about, Document):
        yield _source(group.about)
    for entry in group.entries:
        yield from _entry(entry, group)


def _entry(entry: Entry, group: Group) -> Iterator[str]:
    annotation = entry.annotation
    if annotation.is_about_article:
        star = "★ " if annotation.starred else ""
        yield f"*{star}{WHOLE_ARTICLE}*"
    else:
        yield quoted(annotation.quote)
    if annotation.note:
        yield f"**Note:** {lines(annotation.note)}"
    is_by_topic = not isinstance(group.about, Document)
    also = others(annotation.topics, group.heading if is_by_topic else "")
    facts = [_source(entry.document)] if is_by_topic else []
    if also:
        facts.append(("also: " if is_by_topic else "") + ", ".join(map(shown, also)))
    facts += [shown(annotation.coder)] if annotation.coder else []
    facts += [f"*{entry.doubt}*"] if entry.doubt else []
    if facts:
        yield "— " + " · ".join(facts)


def _source(document: Document) -> str:
    url = f"<{document.url}>" if _URL.fullmatch(document.url) else shown(document.url)
    parts = [shown(citation(document)), url, shown(document.path)]
    return " · ".join(part for part in parts if part)


def quoted(text: str) -> str:
    """A block quotation that shows the text, with its line breaks."""
    return lines(text, "> ")


def lines(text: str, mark: str = "") -> str:
    """Text with its line breaks, each line after `mark`."""
    found = [shown(line) for line in canonical(text).split("\n")]
    while found and not found[-1]:
        found.pop()
    # A backslash before the end of a line is a line break, unless a paragraph ends there.
    broken = [f"{line}\\" if line and after else line for line, after in pairwise([*found, ""])]
    return "\n".join(f"{mark}{line}".rstrip() for line in broken)


def shown(text: str) -> str:
    """Text on one line that shows as itself."""
    line = " ".join(canonical(text).split())
    escaped = _SIGNS.sub(r"\\\1", line)
    first = re.match(r"\d{0,9}", escaped)
    at = first.end() if first else 0
    return escaped[:at] + (rf"\{escaped[at:]}" if _BEGINS.match(escaped, at) else escaped[at:])

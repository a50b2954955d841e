"""The report as one page of HTML that needs nothing else: no script, no font, no picture.

Whatever stands in an article or a note is escaped, and a policy in the page forbids the browser
to load or run anything even so.
"""

from collections.abc import Iterator
from html import escape
from typing import BinaryIO

from annotations.exchange.bundle import Bundle, Document
from annotations.exchange.formats import WriteOptions
from annotations.exchange.losses import Losses
from annotations.exchange.reports import charts
from annotations.exchange.reports.charts import Slice
from annotations.exchange.reports.contents import (
    WHOLE_ARTICLE,
    Contents,
    Entry,
    Group,
    citation,
    others,
    title_of,
)
from annotations.exchange.reports.look import STYLE, Colours
from annotations.exchange.reports.marked_text import marked_text
from annotations.exchange.reports.periods import over_time
from annotations.topics import Topic
from corpus.text.canonical import canonical

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MOST_ROWS = 40
_TITLE = "Annotated passages"


def write(bundle: Bundle, out: BinaryIO, options: WriteOptions) -> Losses:
    """Write the page, in UTF-8. Raises OSError."""
    out.writelines(part.encode() for part in _Page(Contents(bundle, options.by)).parts())
    return Losses()


class _Page:
    """The parts of the page, from top to bottom."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._colours = Colours(contents.bundle.topics)
        self._linked: set[int] = set()  # the numbers that a link back from an article leads to

    def parts(self) -> Iterator[str]:
        yield self._head()
        yield self._navigation()
        yield from self._charts()
        for at, group in enumerate(self._contents.groups):
            yield from self._group(at, group)
        yield from self._articles()
        yield f"<footer>{_shown(self._contents.summary)} · nkreader</footer>\n</body>\n</html>\n"

    def _head(self) -> str:
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{_TITLE}</title>\n<style>{self._colours.variables()}{STYLE}</style>\n</head>\n"
            f'<body>\n<h1>{_TITLE}</h1>\n<p class="meta">{_shown(self._contents.summary)}</p>\n'
        )

    def _navigation(self) -> str:
        links = [
            f'<a href="#g{at}">{self._dot(group)}{_shown(group.heading)} '
            f'<span class="count">{len(group.entries):,}</span></a>'
            for at, group in enumerate(self._contents.groups)
        ]
        return (
            f'<nav aria-label="Contents">{"".join(links)}<a href="#articles">Articles</a></nav>\n'
        )

    def _dot(self, group: Group) -> str:
        if not isinstance(group.about, Topic):
            return ""
        return (
            f'<span class="dot" style="background:{self._colours.of_topic(group.heading)}"></span>'
        )

    def _charts(self) -> Iterator[str]:
        topics = self._slices()
        if not topics:
            return
        yield _figure("Passages by topic", charts.bars("Passages by topic", topics))
        periods, without = over_time(self._contents)
        if len(periods) > 1:
            columns = [
                (period, [each._replace(value=counts[each.label]) for each in topics])
                for period, counts in periods.items()
            ]
            left_out = f", {without:,} without a date left out" if without else ""
            title = f"Topics by date of the article{left_out}"
            yield _figure(title, charts.columns_over_time(title, columns))
        if len(self._contents.bundle.documents) > 1:
            yield self._matrix(topics)

    def _slices(self) -> list[Slice]:
        counts = self._contents.topic_counts
        return [
            Slice(canonical(topic.name), count, self._colours.of_topic(topic.name))
            for topic, count in counts.items()
        ]

    def _matrix(self, topics: list[Slice]) -> str:
        documents = sorted(self._contents.bundle.documents, key=lambda each: -len(each.placed))[
            :_MOST_ROWS
        ]
        counts: dict[tuple[int, int], int] = {}
        for row, document in enumerate(documents):
            for passage in document.placed:
                for column, topic in enumerate(self._contents.topic_counts):
                    if topic.name in passage.annotation.topics:
                        counts[row, column] = counts.get((row, column), 0) + 1
        left_out = len(self._contents.bundle.documents) - len(documents)
        title = "Topics in articles" + (f", {left_out:,} with fewer left out" if left_out else "")
        names = [canonical(title_of(document)) for document in documents]
        return _figure(title, charts.matrix(title, names, topics, counts))

    def _group(self, at: int, group: Group) -> Iterator[str]:
        count = f'<span class="count">{len(group.entries):,}</span>'
        yield f'<section id="g{at}">\n<h2>{self._dot(group)}{_shown(group.heading)} {count}</h2>\n'
        if isinstance(group.about, Topic) and group.about.description:
            yield f'<p class="meta">{_shown(group.about.description)}</p>\n'
        if isinstance(group.about, Document):
            yield f'<p class="meta">{_source(group.about)}</p>\n'
        for entry in group.entries:
            yield self._entry(entry, group)
        yield "</section>\n"

    def _entry(self, entry: Entry, group: Group) -> str:
        annotation = entry.annotation
        place = "" if entry.number in self._linked else f' id="q{entry.number}"'
        self._linked.add(entry.number)
        if annotation.is_about_article:
            words = f'<p class="meta">{"★ " if annotation.starred else ""}{WHOLE_ARTICLE}</p>'
        else:
            colour = self._colours.of(
                [group.heading] if isinstance(group.about, Topic) else annotation.topics
            )
            language = (
                f' lang="{escape(entry.document.language)}"' if entry.document.language else ""
            )
            quote = _lines(annotation.quote)
            words = f'<blockquote{language} style="border-color:{colour}">{quote}</blockquote>'
        note = f'<div class="note">{_lines(annotation.note)}</div>' if annotation.note else ""
        return f'<div class="entry"{place}>{words}{note}{self._facts(entry, group)}</div>\n'

    def _facts(self, entry: Entry, group: Group) -> str:
        is_by_topic = not isinstance(group.about, Document)
        facts = []
        if entry.is_marked:
            facts.append(f'<a href="#p{entry.number}">{entry.number} in the article</a>')
        if is_by_topic:
            facts.append(_source(entry.document))
        topics = others(entry.annotation.topics, group.heading if is_by_topic else "")
        facts += map(self._topic, topics)
        facts += [_shown(entry.annotation.coder)] if entry.annotation.coder else []
        facts += [f'<span class="doubt">{entry.doubt}</span>'] if entry.doubt else []
        return f'<p class="facts">{" · ".join(facts)}</p>'

    def _topic(self, topic: str) -> str:
        colour = self._colours.of_topic(topic)
        return f'<span class="topic" style="color:{colour}">{_shown(topic)}</span>'

    def _articles(self) -> Iterator[str]:
        yield '<section id="articles">\n<h2>Articles</h2>\n'
        for document in self._contents.bundle.documents:
            language = f' lang="{escape(document.language)}"' if document.language else ""
            has_title = any(block.kind == "title" for block in document.blocks)
            title = "" if has_title else f"<h3>{_shown(title_of(document))}</h3>\n"
            yield f"<article{language}>\n{title}"
            yield f'<p class="meta" lang="en">{_source(document)}</p>\n'
            yield marked_text(document, list(self._contents.entries_of(document)), self._colours)
            yield "</article>\n"
        yield "</section>\n"


def _figure(title: str, chart: str) -> str:
    return f"<figure><figcaption>{_shown(title)}</figcaption>{chart}</figure>\n"


def _source(document: Document) -> str:
    cited = _shown(citation(document))
    if document.url.startswith(("http://", "https://")):
        cited = f'<a href="{escape(document.url)}" rel="noreferrer">{cited}</a>'
    return f"{cited} {_shown(document.path)}" if document.title else cited


def _lines(text: str) -> str:
    return escape(canonical(text).strip("\n")).replace("\n", "<br>")


def _shown(text: str) -> str:
    return escape(" ".join(canonical(text).split()))

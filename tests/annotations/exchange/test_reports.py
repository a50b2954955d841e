"""The reports: everything shows as itself, passages are marked where they stand, links lead on."""

import io
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from annotations.anchoring.anchors import State
from annotations.exchange.bundle import Bundle, Document, Passage
from annotations.exchange.formats import FORMATS, WriteOptions
from annotations.exchange.reports.contents import Contents
from annotations.exchange.reports.periods import over_time
from annotations.model import Annotation
from annotations.topics import Topic
from corpus.page.blocks import Block, BlockKind
from corpus.text.canonical import canonical
from corpus.text.spans import Span

HOSTILE = (
    "<script>alert(1)</script> **x** [a](javascript:b) &amp; `c` <img src=x onerror=y> _z_ # d"
)
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4", "p", "nav", "a"),
    *("span", "figure", "figcaption", "svg", "text", "rect", "line", "section", "div", "mark"),
    *("blockquote", "article", "footer", "br"),
}
ATTRIBUTES = re.compile(
    r"href|id|class|style|title|lang|rel|name|content|charset|http-equiv|role|aria-\w+|viewbox|"
    r"width|height|x\d?|y\d?|rx|transform|text-anchor"
)


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in {"meta", "br"}:
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")
        if tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def values(self, name: str) -> list[str]:
        return [value for attribute, value in self.attributes if attribute == name]


def passage(
    text: str, start: int, end: int, *topics: str, note: str = "", state: State = State.OK
) -> Passage:
    annotation = Annotation(
        *(f"{start}-{end}", topics, text[start:end], "", "", start, end, note, "anna", "", "")
    )
    return Passage(annotation, Span(start, end), state)


def bundle(*documents: Document, topics: tuple[str, ...] = ("arms", "summits")) -> Bundle:
    return Bundle(documents, tuple(map(Topic, topics)), "2026-01-01T00:00:00Z")


def written(format_name: str, made: Bundle, by: str = "topic") -> str:
    out = io.BytesIO()
    FORMATS[format_name].write(made, out, WriteOptions(by=by))
    return out.getvalue().decode()


def whole(text: str, **more: str) -> Document:
    """A document with all of its text as one passage with a topic and a note."""
    return Document("a.txt", text=text, passages=(passage(text, 0, len(text), "arms"),), **more)


@pytest.mark.parametrize("by", ["topic", "article"])
@given(words=st.text(min_size=1).map(canonical).filter(str.strip))
def test_nothing_in_an_article_or_a_note_becomes_markup(by: str, words: str) -> None:
    for hostile in (HOSTILE, words):
        text = f"{hostile}{words}"
        document = Document(
            *("a.txt", hostile, hostile, hostile, hostile, hostile, hostile, text),
            passages=(passage(text, 0, len(text), hostile, note=hostile),),
        )
        page = Page(written("html", bundle(document, topics=(hostile,)), by))
        assert set(page.tags) <= TAGS
        assert page.tags["style"] == 1
        for name, _ in page.attributes:
            assert ATTRIBUTES.fullmatch(name), name
        assert "".join(page.texts["mark"]) == "".join(line.strip() for line in text.split("\n"))


@given(words=st.text(min_size=1).map(canonical).filter(str.strip))
def test_markdown_shows_every_text_as_itself(words: str) -> None:
    for hostile in (HOSTILE, words, f"{words}\n{HOSTILE}", f"1. {words}\n===\n- a\n    b"):
        document = Document("a.txt", hostile, passages=(passage(hostile, 0, len(hostile), "arms"),))
        html = MarkdownIt("gfm-like", {"linkify": False}).render(
            written("markdown", bundle(document))
        )
        page = Page(html)
        assert set(page.tags) <= {
            *("h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "br"),
        }
        shown = page.texts["blockquote"][0]
        assert shown.split() == hostile.split()


def test_a_page_needs_nothing_from_elsewhere() -> None:
    page = written("html", bundle(whole("Ein Satz.", url="https://example.org/a?b&c")))
    read = Page(page)
    assert not re.search(r"@import|url\(|<script|<link|<img| src=", page)
    links = [value for value in read.values("href") if not value.startswith("#")]
    assert set(links) == {"https://example.org/a?b&c"}
    assert "default-src 'none'" in "".join(read.values("content"))
    hostile = Page(written("html", bundle(whole("Ein Satz.", url="javascript:alert(1)"))))
    assert all(value.startswith("#") for value in hostile.values("href"))


@pytest.mark.parametrize("by", ["topic", "article"])
def test_every_link_leads_to_one_place(by: str) -> None:
    text = "Putin trifft Kim in Pjöngjang."
    document = Document(
        "a.txt",
        text=text,
        passages=(
            passage(text, 0, 16, "arms", "summits"),
            passage(text, 6, 30, "summits"),
            passage(text, 17, 19),
        ),
    )
    page = Page(written("html", bundle(document), by))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {value.removeprefix("#") for value in page.values("href")} <= set(ids)
    assert {"p1", "p2", "p3", "q1", "q2", "q3"} <= set(ids)


@given(
    spans=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda s: s[0] < s[1]))
)
def test_overlapping_passages_are_marked_exactly(spans: list[tuple[int, int]]) -> None:
    text = "Ein Absatz hier.\n\nNoch einer & <b>mehr</b>."
    passages = tuple(passage(text, *span, "arms") for span in spans)
    document = Document("a.txt", text=text, passages=passages)
    page = Page(written("html", bundle(document), "article"))
    covered = {at for start, end in spans for at in range(start, end)}
    wanted = "".join(text[at] for at in sorted(covered)).replace("\n", "")
    assert "".join(page.texts.get("mark", [])) == wanted


def test_a_word_with_two_topics_has_a_line_for_each() -> None:
    text = "Putin trifft Kim."
    document = Document("a.txt", text=text, passages=(passage(text, 0, 5, "arms", "summits"),))
    (style,) = (v for v in Page(written("html", bundle(document))).values("style") if "grad" in v)
    assert style.count("linear-gradient") == 2
    assert "var(--t0)" in style
    assert "var(--t1)" in style


def test_furniture_is_left_out_unless_somebody_has_marked_it() -> None:
    text = "Titel\n\nJetzt abonnieren\n\nLesen Sie auch\n\nEin Absatz."
    kinds = (BlockKind.TITLE, BlockKind.FURNITURE, BlockKind.RELATED, BlockKind.PARAGRAPH)
    blocks = tuple(
        Block(kind, text.index(line), text.index(line) + len(line), "")
        for kind, line in zip(kinds, text.split("\n\n"), strict=True)
    )
    marked = passage(text, text.index("Lesen"), text.index("Lesen") + 14, "arms")
    page = written("html", bundle(Document("a.txt", text=text, passages=(marked,), blocks=blocks)))
    article = page.partition('<section id="articles">')[2]
    assert "Jetzt abonnieren" not in article
    assert re.search(r'<p class="dimmed">.*Lesen Sie auch', article)


@pytest.mark.parametrize("format_name", ["markdown", "html"])
def test_what_has_no_certain_place_is_listed_and_says_so(format_name: str) -> None:
    text = "Ein Satz."
    lost = passage("Weg damit.", 0, 10, "arms", state=State.ORPHAN)
    document = Document("a.txt", "Titel", text=text, passages=(lost,))
    gone = Document("b.txt", "Fort", is_missing=True, passages=(lost,))
    told = written(format_name, bundle(document, gone))
    assert told.count("Weg damit.") == 2
    assert "the passage is no longer in it" in told
    assert "no longer exists" in told
    assert "<mark" not in told


@pytest.mark.parametrize("format_name", ["markdown", "html"])
def test_a_passage_comes_with_its_source_note_and_other_topics(format_name: str) -> None:
    text = "Putin trifft Kim."
    about = Annotation("1", (), "", "", "", 0, 0, "Zur Lage", "ben", "", "", starred=True)
    document = Document(
        *("a.txt", "Der Besuch", "Zeitung", "A. Autor", "2024-06-17"),
        text=text,
        passages=(passage(text, 0, 5, "arms", "summits", note="Wer sagt das?"),),
        about=(about,),
    )
    told = written(format_name, bundle(document))
    assert "A. Autor: Der Besuch. Zeitung, 2024-06-17." in told
    for words in ("Wer sagt das?", "Zur Lage", "★ On the article as a whole", "anna, ben"):
        assert words in told
    assert told.index("summits") < told.index("Wer sagt das?")


def test_counts_over_time_have_no_gaps_and_leave_out_what_has_no_date() -> None:
    def dated(date: str) -> Document:
        return Document(f"{date}.txt", date=date, passages=(passage("Satz.", 0, 5, "arms"),))

    months, without = over_time(
        Contents(bundle(*map(dated, ["2023-11-30", "2024-02", ""])), "topic")
    )
    assert (list(months), without) == (["2023-11", "2023-12", "2024-01", "2024-02"], 1)
    assert [months[month]["arms"] for month in months] == [1, 0, 0, 1]
    years, _ = over_time(Contents(bundle(*map(dated, ["1995", "2024-02-01"])), "topic"))
    assert (len(years), years["2024"]["arms"]) == (30, 1)


def test_an_empty_bundle_is_a_whole_page() -> None:
    assert Page(written("html", bundle())).tags["h1"] == 1
    assert written("markdown", bundle()).startswith("# ")

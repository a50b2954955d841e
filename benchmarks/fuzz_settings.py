"""Damaged annotation files, configurations and queries: what the program does with each."""

import os
from functools import cache
from pathlib import Path

from fuzz_samples import PAGE, RECORD, TEXT
from interchange import bundle
from msgspec.structs import replace

from annotations.files.article_file import AnnotationFile, AnnotationFileError, parse, render
from annotations.topics import Topic, TopicChange, TopicEdit
from corpus.folder.scan import scan
from corpus.load import load_article
from corpus.text.spans import Span
from index.documents import document
from index.engine import SearchEngine
from index.engines import open_engine
from index.hits.matching import Matcher
from index.query.parser import parse as parse_query
from workspace.coding.save_result import SaveError
from workspace.coding.topics_file import TopicsFile
from workspace.config import ConfigError
from workspace.places import Options, PlaceError, resolve

ADDED = Topic("neues Thema: #1", colour="red", description="Was\ndazu gehört")


def annotations() -> list[tuple[str, bytes]]:
    """Files as we write them, with keys of somebody else, and as a person may."""
    whole = bundle(9).documents[0]
    placed = tuple(each.annotation for each in whole.placed)
    extra = {"farbe": [1, {"a": None, "b": [1.5, "yes"]}], "am": "2024-06-17"}
    placed = (*placed[1:], replace(placed[0], extra=extra, rejected=("a", "b: c")))
    ours = render(AnnotationFile(whole.path, whole.title, whole.sha256, placed, extra, extra))
    typed = (
        "# von Hand\nversion: 1\narticle: {path: a.txt, title: 'Der \"Titel\"'}\nannotations:\n"
        "- id: a\n  quote: >-\n    Die Schleuse\n    sei\n  topics: [a, \"b\\u00e4\", 'c']\n"
        "  start: 3\n  end: 9\n  note: |+\n    eins\n\n    zwei\n\n- {id: b, quote: x, start: 0,"
        " end: 1, starred: true}\n"
    )
    return [("a.yaml", ours), ("a.yaml", typed.encode()), ("a.yaml", typed.encode("utf-8-sig"))]


def load(_place: Path, name: str, data: bytes) -> str:
    """Read an annotation file; what is read can be written, and is then read the same."""
    file = Path(name)
    try:
        found = parse(data, file)
    except AnnotationFileError as error:
        if error.__cause__:  # nothing that we expect
            raise
        str(error).encode()
        return "problem"
    assert parse(render(found), file) == found, "read otherwise when it is written"
    return "read"


def configs() -> list[tuple[str, bytes]]:
    """Configurations: the bundled one, in flow style, with other line ends, of topics alone."""
    bundled = (Path(__file__).parents[1] / "config.yaml").read_text(encoding="utf-8")
    topics = bundled[bundled.index("\ntopics:") : bundled.index("\n# Spellings")]
    flow = "topics: [{name: a, key: 1, letter: b}, {name: \"c: d\", colour: '#ff0000'}]\n"
    rest = "keys: {reader.note: [a, f2]}\ncolumns: {text: [x, y]}\nreading: {width: 60}\n"
    others = "include: ['2024/*']\nexclude: [drafts]\nsources:\n- [a, b]\naliases:\n- [c, d]\n"
    made = (bundled, topics, flow, rest + flow + others, topics.replace("\n", "\r\n"), others)
    return [("config.yaml", text.encode()) for text in made]


def configure(place: Path, name: str, data: bytes) -> str:
    """Read a configuration, and put a topic into it: all else stays, and undo gives it back."""
    os.environ["XDG_STATE_HOME"] = str(place / "state")
    file = place / name
    file.write_bytes(data)
    try:
        settings = resolve(Options(place, place / "annotations", file))
    except (ConfigError, PlaceError) as error:
        str(error).encode()
        return "problem"
    topics = TopicsFile(settings)
    before = topics.topics
    edit = TopicEdit((TopicChange(None, ADDED),))
    try:
        made = topics.make(edit)
    except SaveError as error:
        str(error).encode()
        assert file.read_bytes() == data, "refused, and yet something has changed"
        return "no topic"
    now = resolve(Options(place, place / "annotations", file)).config
    assert now.topics == (*before, ADDED) or made.notes, "other topics"
    assert _all_but_topics(now) == _all_but_topics(settings.config), "something else has changed"
    if made.edit is not None:
        topics.make(made.edit.inverse())
        assert file.read_bytes() == data, "undo does not give back what was"
    return "read"


def _all_but_topics(config: object) -> dict[str, object]:
    """What a configuration says of all but topics."""
    fields = config.__struct_fields__  # type: ignore[attr-defined]
    return {field: getattr(config, field) for field in fields if field != "topics"}


def queries() -> list[tuple[str, bytes]]:
    """Queries of every kind."""
    made = (
        'Hafen -Nordstadt OR (Größe "bis Montag")~5 title:Gipfel',
        '"Schleuse Hafen"~3 verhand* *handlung* Schoigu~2 S*e?',
        'date:2024-01..2024-06 source:dw.com author:Muster is:untagged note:x topic:"arms deals"',
        "((a ODER b) UND NICHT c) | d date:>=2024 „bleibt geschlossen“",
        "der die das *",
    )
    return [("query", text.encode()) for text in made]


@cache
def _index(place: Path) -> tuple[SearchEngine, Path]:
    articles = place / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(TEXT * 3, encoding="utf-8")
    (articles / "b.html").write_text(PAGE, encoding="utf-8")
    (articles / "c.txt").write_text(f"{RECORD['title']}\n\n" + "a b " * 5000, encoding="utf-8")
    engine = open_engine(place / "index", writable=True)
    found = [document(each.key, load_article(articles, each.path)) for each in scan(articles)]
    engine.update(found, [], on_batch=lambda _: None, should_stop=lambda: False)
    return engine, articles


def search(place: Path, _name: str, data: bytes) -> str:
    """Search, as typed and while it is typed, and mark what is found."""
    engine, articles = _index(place)
    text = data.decode("utf-8", "surrogateescape")
    outcome = "nothing"
    for typing in (False, True):
        query = parse_query(text, typing=typing)
        result = engine.search(query)
        assert result.total == len(result.hits)
        for problem in result.problems:
            assert "damaged" not in problem.message, problem.message
            assert 0 <= problem.position <= len(text), "a place outside"
            engine.search(parse_query(problem.suggestion), limit=3)
        for suggestion in result.suggestions:
            engine.search(parse_query(suggestion.query), limit=3)
        matcher = Matcher(query)
        for name in ("a.txt", "c.txt"):
            article = load_article(articles, name)
            spans = matcher.hits(article.text, [Span(0, len(article.text))])
            assert all(0 <= s.start < s.end <= len(article.text) for s in spans), "no slices"
            assert len(matcher.passages(article, 3)) <= 3
        outcome = "found" if result.hits else outcome
    return outcome

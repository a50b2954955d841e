"""Finds sentences and paragraphs to tag: those in which a query finds something.

Looking at an article takes milliseconds. So findings come article by article, and only those
articles are looked at again that have another text or other annotations than the last time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from annotations.files.article_file import AnnotationFile
from corpus.article import Article
from corpus.barrier import barrier
from corpus.errors import ArticleError
from corpus.folder.catalogue import Catalogue
from corpus.text.spans import Span
from corpus.text.undivided import whole
from workspace.coding.article_coding import Placed, carried
from workspace.coding.bulk import Marked
from workspace.workspace import Workspace

if TYPE_CHECKING:
    from index.hits.sieve import Sifted
    from index.query.nodes import ParsedQuery
    from workspace.search.folder_search import Search

Key = tuple[str, Span, str]
Finder = Callable[[Article, Sequence[Placed]], "list[Finding]"]


class Unit(Enum):
    """What is found and tagged as one passage."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


class Finding(Struct, frozen=True):
    """A piece of an article that a query has found, and the text it was found in.

    `words` is what stands there, `hits` are the slices of it that the query meant. `topic` is the
    one it is suggested for, "" when somebody has searched for it; `carries` are the topics of the
    passages that cover it.
    """

    path: str
    sha256: str
    title: str
    span: Span
    words: str
    hits: tuple[Span, ...]
    topic: str = ""
    carries: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What identifies it, whatever is tagged meanwhile."""
        return self.path, self.span, self.topic


class ArticleFindings(Struct, frozen=True):
    """What was found in an article; `problem` says why it could not be read."""

    path: str
    findings: tuple[Finding, ...] = ()
    problem: str = ""


class FindingsCache:
    """Looks at articles one by one, and remembers what it found in each."""

    def __init__(self, workspace: Workspace, find: Finder) -> None:
        self._workspace = workspace
        self._find = find
        self._known: dict[str, tuple[AnnotationFile | None, str, ArticleFindings]] = {}

    def at(self, paths: Iterable[str]) -> Iterator[ArticleFindings]:
        """Look at articles in this order; for one thread, which may stop at any time."""
        for path in paths:
            yield self._at(path)

    def _at(self, path: str) -> ArticleFindings:
        workspace = self._workspace
        file = workspace.recorder.file(path)
        record = workspace.catalogue.records.get(path)
        sha256 = record.sha256 if record else ""
        known = self._known.get(path)
        if known and known[0] is file and known[1] == sha256 != "":
            return known[2]
        try:
            article = workspace.article(path)
            with barrier(path, "the search in the article"):
                looked = ArticleFindings(
                    path, tuple(self._find(article, workspace.placed(article)))
                )
        except ArticleError as error:
            return ArticleFindings(path, problem=f"{path}: {error.reason} {error.advice}".strip())
        self._known[path] = (file, sha256, looked)
        return looked


def finder_of(search: "Search", query: "ParsedQuery", unit: Unit) -> Finder:
    """Return what looks in an article for what a person has searched for."""

    def look(article: Article, placed: Sequence[Placed]) -> list[Finding]:
        sifted = search.sift(query, article, pieces(article, unit))
        return [finding(article, placed, each) for each in sifted]

    return look


def pieces(article: Article, unit: Unit) -> list[Span]:
    """The sentences or the paragraphs of an article, without what is folded away."""
    blocks = [(at, block) for at, block in enumerate(article.blocks) if not block.folded]
    if unit is Unit.PARAGRAPH:
        return [Span(block.start, block.end) for _, block in blocks]
    return [sentence for at, _ in blocks for sentence in article.sentences_in(at)]


def finding(
    article: Article, placed: Sequence[Placed], sifted: "Sifted", topic: str = ""
) -> Finding:
    """What was found in a piece of an article, with the topics that it carries already."""
    start, end = sifted.span
    return Finding(
        article.path,
        article.sha256,
        article.title,
        sifted.span,
        article.text[start:end],
        tuple(Span(hit.start - start, min(hit.end, end) - start) for hit in sifted.hits),
        topic,
        carried(placed, sifted.span),
    )


def marked(findings: Iterable[Finding]) -> list[Marked]:
    """Findings as slices to tag: each once, with every topic it is suggested for."""
    topics: dict[tuple[str, str, Span], list[str]] = {}
    for each in findings:
        at = topics.setdefault((each.path, each.sha256, each.span), [])
        at += [each.topic] if each.topic else []
    spans: dict[tuple[str, str, tuple[str, ...]], list[Span]] = {}
    for (path, sha256, span), wanted in topics.items():
        spans.setdefault((path, sha256, tuple(wanted)), []).append(span)
    return [
        Marked(path, sha256, tuple(found), wanted)
        for (path, sha256, wanted), found in spans.items()
    ]


def arrange(
    findings: Iterable[Finding], words: str = "", topics: Sequence[str] | None = None
) -> list[Finding]:
    """Those that have all of some words in them, in their topic or in the title of their article.

    With `topics` those of the first topic come first; else they stay in their order.
    """
    wanted = words.casefold().split()
    found = [each for each in findings if _has(each, wanted)]
    if topics is not None:
        rank = {name: at for at, name in enumerate(topics)}
        found.sort(key=lambda each: rank.get(each.topic, len(rank)))
    return found


def _has(finding: Finding, wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    text = f"{whole(finding.words).text}\n{finding.topic}\n{finding.title}".casefold()
    return all(word in text for word in wanted)


def one_of_each_story(paths: Iterable[str], catalogue: Catalogue) -> list[str]:
    """The first of the articles that tell the same story."""
    seen: set[str] = set()
    kept = []
    for path in paths:
        record = catalogue.records.get(path)
        story = record.story if record else ""
        if story not in seen:
            kept.append(path)
        if story:
            seen.add(story)
    return kept

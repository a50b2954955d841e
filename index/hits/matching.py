"""Where an article matches a query: exact hits, and the sentences that hold them.

Independent of the engine. Inside a compound the whole compound is the hit; a phrase is one hit;
what a query negates is not marked.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from corpus.page.blocks import BlockKind
from corpus.text.spans import Span
from index.analysis.terms import DEFAULT_LANGUAGE
from index.hits.marking import Mark, Marker
from index.query.aliases import Aliases
from index.query.nodes import ParsedQuery

if TYPE_CHECKING:
    from corpus.article import Article

_RUNNING_TEXT = {BlockKind.PARAGRAPH, BlockKind.LIST}
_NO_SENTENCE = 0.75  # what it costs a headline or a caption that it is no running text
_CLOSE = 40  # code points between two words of the query, at which closeness counts half


class Passage(Struct, frozen=True):
    """The sentence ``text[start:end]`` (several, if a hit spans them), its hits and its score."""

    start: int
    end: int
    hits: tuple[Span, ...]
    score: float


class Matcher:
    """Marks one query in any number of articles. `language` is that of articles that have none."""

    def __init__(
        self,
        query: ParsedQuery,
        aliases: Aliases | None = None,
        language: str = DEFAULT_LANGUAGE,
    ) -> None:
        self._aliases = aliases or Aliases()
        self._root = self._aliases.apply(query.root) if query.root else None
        self._language = language
        self._markers: dict[str, Marker] = {}

    def hits(self, text: str, spans: Sequence[Span]) -> list[Span]:
        """Return the hits within the spans of a text, in order, without overlaps."""
        return joined(self._marker(self._language).marks(text, spans))

    def passages(self, article: "Article", limit: int | None = None) -> list[Passage]:
        """Return the sentences of an article that hold hits, the best first.

        With a limit, a sentence that occurs twice in the article is returned once.
        """
        passages = list(_passages(article, self._marks(article)))
        passages.sort(key=lambda passage: -passage.score)
        return passages if limit is None else _distinct(article.text, passages)[:limit]

    def best(self, article: "Article") -> tuple[Passage, int] | None:
        """Return the first of an article's `passages`, and how many hits the article has.

        Few blocks are divided into sentences for it: no sentence scores higher than all the hits of
        its block would together, if they stood close.
        """
        marks = self._marks(article)
        by_block = groupby(marks, key=lambda mark: article.block_at(mark.start))
        blocks = [(block, list(held)) for block, held in by_block]
        scores = {block: _score(article, block, held, 1.0) for block, held in blocks}
        best: Passage | None = None
        for block, held in sorted(blocks, key=lambda each: -scores[each[0]]):
            if best and (scores[block], -held[0].start) < (best.score, -best.start):
                break
            first = max(_passages(article, held), key=lambda passage: passage.score)
            if best is None or (first.score, -first.start) > (best.score, -best.start):
                best = first
        return (best, len(joined(marks))) if best else None

    def _marks(self, article: "Article") -> list[Mark]:
        """Return the hits in an article in order."""
        marker = self._marker(article.language or self._language)
        whole = article.undivided
        if not whole.divided:
            return marker.marks(whole.text, article.searchable())
        marks = marker.marks(whole.text, [*map(whole.span_here, article.searchable())])
        spans = (whole.span_there(Span(mark.start, mark.end)) for mark in marks)
        return [
            mark._replace(start=start, end=end)
            for mark, (start, end) in zip(marks, spans, strict=True)
        ]

    def _marker(self, language: str) -> Marker:
        if language not in self._markers:
            self._markers[language] = Marker(self._root, self._aliases, language, self._language)
        return self._markers[language]


def joined(marks: Iterable[Mark]) -> list[Span]:
    """Join marks that overlap into one span."""
    joined: list[Span] = []
    for start, end, *_ in marks:
        if joined and start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return joined


def _by_sentence(article: "Article", marks: Iterable[Mark]) -> Iterator[tuple[Span, list[Mark]]]:
    """Group marks by the sentence they begin in, longer when a mark reaches into the next."""
    span, held = Span(0, 0), list[Mark]()
    for mark in marks:
        if held and mark.start < span.end:
            held.append(mark)
        else:
            if held:
                yield span, held
            span, held = article.sentence_at(mark.start), [mark]
        if mark.end > span.end:
            span = Span(span.start, max(mark.end, article.sentence_at(mark.end - 1).end))
    if held:
        yield span, held


def _passages(article: "Article", marks: Iterable[Mark]) -> Iterator[Passage]:
    for span, held in _by_sentence(article, marks):
        score = _score(article, article.block_at(span.start), held, _closeness(held))
        yield Passage(*span, tuple(joined(held)), score)


def _score(article: "Article", block: int, marks: list[Mark], closeness: float) -> float:
    """Score hits in a block: different words of the query count most, the closer the better.

    After that counts how often they occur. Headlines and captions come after running text.
    """
    best: dict[int, float] = {}
    for mark in marks:
        best[mark.leaf] = max(best.get(mark.leaf, 0.0), mark.weight)
    close = closeness if len(best) > 1 else 0.0
    score = sum(best.values()) + 0.5 * close + len(marks) / (len(marks) + 4)
    return score if article.blocks[block].kind in _RUNNING_TEXT else score - _NO_SENTENCE


def _closeness(marks: list[Mark]) -> float:
    """Return from 0 to 1 how close the two nearest words of different leaves are."""
    gaps = [max(0, two.start - one.end) for one, two in pairwise(marks) if one.leaf != two.leaf]
    return _CLOSE / (_CLOSE + min(gaps)) if gaps else 0.0


def _distinct(text: str, passages: list[Passage]) -> list[Passage]:
    """Leave out passages with the same words as an earlier one."""
    said: dict[str, Passage] = {}
    for passage in passages:
        words = text[passage.start : passage.end].casefold().split()
        said.setdefault(" ".join(words), passage)
    return list(said.values())

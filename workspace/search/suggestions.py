"""Suggests the sentences that topics' `suggest:` queries find and nobody has decided about.

A sentence is suggested for a topic until a passage that it shares words with carries the topic, or
somebody has rejected the topic for it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from annotations.topics import Topic
from corpus.article import Article
from corpus.text.spans import Span
from workspace.coding.article_coding import Placed
from workspace.config import ConfigError
from workspace.search.findings import (
    ArticleFindings,
    Finding,
    FindingsCache,
    Unit,
    finding,
    one_of_each_story,
    pieces,
)
from workspace.search.folder_search import Search
from workspace.workspace import Workspace

if TYPE_CHECKING:
    from index.query.nodes import ParsedQuery


class _Checked(Struct, frozen=True):
    """The topics that can suggest something, and what is wrong with the others' queries."""

    topics: tuple[Topic, ...]
    queries: "Mapping[str, ParsedQuery]"
    problems: tuple[ConfigError, ...]
    looking: FindingsCache


class Suggestions:
    """Suggests sentences of one folder for its topics. May be used from any thread."""

    def __init__(self, workspace: Workspace, search: Search) -> None:
        self._workspace = workspace
        self._search = search
        self._checked: _Checked | None = None

    @property
    def problems(self) -> Sequence[ConfigError]:
        """What is wrong with `suggest:` of topics, which then suggest nothing."""
        return self._check().problems

    @property
    def topics(self) -> Sequence[str]:
        """The topics that suggest sentences, in their order."""
        return tuple(self._check().queries)

    def in_article(self, article: Article, placed: Sequence[Placed]) -> list[Finding]:
        """What is suggested in an article, in its order; of one sentence in that of the topics."""
        sentences = pieces(article, Unit.SENTENCE)
        return sorted(
            (
                finding(article, placed, sifted, topic)
                for topic, query in self._check().queries.items()
                for sifted in self._search.sift(query, article, sentences)
                if not _is_decided(placed, sifted.span, topic)
            ),
            key=lambda each: each.span,
        )

    def in_folder(self, *, topic: str = "", one_of_each: bool = False) -> Iterator[ArticleFindings]:
        """What is suggested in each article that may have something, in the order of the list.

        Only for `topic` when one is named; with `one_of_each` only in one version of each story.
        """
        catalogue = self._workspace.catalogue
        paths = self._paths(topic)
        if one_of_each:
            paths = one_of_each_story(paths, catalogue)
        for looked in self._check().looking.at(paths):
            found = tuple(each for each in looked.findings if topic in {"", each.topic})
            yield ArticleFindings(looked.path, found, looked.problem)

    def articles(self, topic: str = "") -> int:
        """How many articles `in_folder` has to look at."""
        return len(self._paths(topic))

    def _paths(self, topic: str) -> list[str]:
        """The articles that have the words of a query, found by the index."""
        records = self._workspace.catalogue.records
        found: set[str] = set()
        for name, query in self._check().queries.items():
            if topic in {"", name}:
                paths = self._search.having(query)
                found.update(records if paths is None else paths)
        return [path for path, record in records.items() if path in found and not record.problem]

    def _check(self) -> _Checked:
        """Read the queries, once for as long as the topics stay as they are."""
        topics = tuple(self._workspace.topics)
        checked = self._checked
        if checked is None or checked.topics != topics:
            queries: dict[str, ParsedQuery] = {}
            problems = []
            for at, topic in enumerate(topics):
                query, problem = _read(topic.suggest)
                if problem:
                    problems.append(self._problem(at, topic, *problem))
                elif query is not None:
                    queries[topic.name] = query
            looking = FindingsCache(self._workspace, self.in_article)
            checked = self._checked = _Checked(topics, queries, tuple(problems), looking)
        return checked

    def _problem(self, at: int, topic: Topic, message: str, advice: str) -> ConfigError:
        message = f"{message} Nothing is suggested for `{topic.name}`"
        return self._workspace.settings.file.error(("topics", at, "suggest"), message, advice)


def problem_of(text: str) -> str:
    """What is wrong with a query that is to suggest sentences, and the way out; or nothing."""
    _, problem = _read(text)
    return " ".join(problem) if problem else ""


def _read(text: str) -> "tuple[ParsedQuery | None, tuple[str, str] | None]":
    """Parse a query; return it, or what is wrong with it and the way out."""
    from index.hits.sieve import fields_in, without_negations
    from index.query.parser import parse

    if not text.strip():
        return None, None
    query = parse(text)
    if query.problems:
        first = query.problems[0]
        advice = f"Perhaps: {first.suggestion}" if first.suggestion else "Correct the query."
        return None, (first.message, advice)
    assert query.root is not None
    if field := next(fields_in(query.root), None):
        words = f"{field.name}: asks for articles; a suggestion is a sentence with certain words."
        return None, (words, f"Leave {field.name}: out.")
    if without_negations(query.root) is None:
        return None, ("It only says what must not be there.", "Add words that must be there.")
    return query, None


def _is_decided(placed: Iterable[Placed], span: Span, topic: str) -> bool:
    """Whether the topic stands on words of a slice, or was rejected for all of it."""
    for each in placed:
        annotation, place = each.annotation, each.span
        if annotation.is_about_article:
            continue
        if topic in annotation.topics and place.start < span.end and span.start < place.end:
            return True
        if topic in annotation.rejected and place.start <= span.start and span.end <= place.end:
            return True
    return False

"""Counts topics in the annotations: how often, where, together, over time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from msgspec import Struct

from annotations.files.article_file import AnnotationFile
from annotations.model import Annotation
from annotations.topics import Topic
from corpus.folder.catalogue import Record

_MONTHS = 12


class Counts(Struct, frozen=True):
    """A topic with the number of its passages, of the articles they are in, and of their notes.

    `topic` is `None` for one that only annotations have.
    """

    name: str
    topic: Topic | None
    passages: int
    articles: int
    notes: int


class InArticle(Struct, frozen=True):
    """How many passages of each topic an article has."""

    path: str
    title: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Of all topics."""
        return sum(self.counts.values())


class OverTime(Struct, frozen=True):
    """How many passages of each topic there are by the date of their article.

    `periods` are months (`2024-06`) or years in order, without a gap; `counts` gives for each topic
    one number for each. `undated` is how many passages are in articles without a date.
    """

    periods: tuple[str, ...]
    counts: Mapping[str, tuple[int, ...]]
    undated: int

    @property
    def is_monthly(self) -> bool:
        """Whether a period is a month."""
        return bool(self.periods) and "-" in self.periods[0]


def count_topics(files: Iterable[AnnotationFile], topics: Sequence[Topic]) -> list[Counts]:
    """Count every topic: the configured ones in their order, then the others by name."""
    passages: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    for file in files:
        here = Counter(topic for annotation in file.annotations for topic in annotation.topics)
        passages += here
        articles.update(here.keys())
        notes.update(
            topic
            for annotation in file.annotations
            if annotation.note
            for topic in annotation.topics
        )
    known = {topic.name: topic for topic in topics}
    names = (*known, *sorted(set(passages) - set(known), key=str.casefold))
    return [
        Counts(name, known.get(name), passages[name], articles[name], notes[name]) for name in names
    ]


def by_article(files: Iterable[AnnotationFile]) -> list[InArticle]:
    """Count the topics of each article that has some, the most passages first."""
    found = [
        InArticle(file.path, file.title, counts)
        for file in files
        if (
            counts := Counter(
                topic for annotation in file.annotations for topic in annotation.topics
            )
        )
    ]
    return sorted(found, key=lambda each: (-each.total, each.path))


def together(files: Iterable[AnnotationFile]) -> dict[frozenset[str], int]:
    """Count how often two topics meet: on one passage, or on two that overlap."""
    met: Counter[frozenset[str]] = Counter()
    for file in files:
        coded = [annotation for annotation in file.annotations if annotation.topics]
        for each in coded:
            met.update(map(frozenset, combinations(each.topics, 2)))
        for one, other in _overlapping(coded):
            pairs = {frozenset(pair) for pair in product(one.topics, other.topics)}
            # Others have met on one of the two already, or are one topic.
            met.update(
                p for p in pairs if len(p) == 2 and not (p <= {*one.topics} or p <= {*other.topics})
            )
    return dict(met)


def _overlapping(annotations: Sequence[Annotation]) -> Iterable[tuple[Annotation, Annotation]]:
    in_order = sorted(annotations, key=lambda each: each.start)
    for at, one in enumerate(in_order):
        for other in in_order[at + 1 :]:
            if other.start >= one.end:
                break
            yield one, other


def over_time(
    files: Iterable[AnnotationFile], records: Mapping[str, Record], most: int
) -> OverTime:
    """Count passages by the date of their article: by month, or by year where more than `most`."""
    by_month: dict[str, Counter[str]] = {}
    undated = 0
    for file in files:
        counts = Counter(topic for annotation in file.annotations for topic in annotation.topics)
        record = records.get(file.path)
        month = record.date[:7] if record else ""
        if len(month) == 7:
            by_month.setdefault(month, Counter()).update(counts)
        else:
            undated += counts.total()
    if not by_month:
        return OverTime((), {}, undated)
    months = _months(min(by_month), max(by_month))
    if len(months) <= most:
        return OverTime(months, _lined_up(months, by_month), undated)
    by_year: dict[str, Counter[str]] = {}
    for month, counts in by_month.items():
        by_year.setdefault(month[:4], Counter()).update(counts)
    years = tuple(str(year) for year in range(int(min(by_year)), int(max(by_year)) + 1))
    return OverTime(years[-most:], _lined_up(years[-most:], by_year), undated)


def _months(first: str, last: str) -> tuple[str, ...]:
    start, end = (int(each[:4]) * _MONTHS + int(each[5:7]) - 1 for each in (first, last))
    return tuple(f"{at // _MONTHS:04}-{at % _MONTHS + 1:02}" for at in range(start, end + 1))


def _lined_up(
    periods: Sequence[str], counted: Mapping[str, Mapping[str, int]]
) -> dict[str, tuple[int, ...]]:
    topics = {topic for counts in counted.values() for topic in counts}
    return {
        topic: tuple(counted.get(period, {}).get(topic, 0) for period in periods)
        for topic in topics
    }

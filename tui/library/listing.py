"""Which articles the library lists, and in which order."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from corpus.folder.catalogue import Record

if TYPE_CHECKING:
    from annotations.model import Annotation
    from index.engine import Hit, PartialHit
    from workspace.search.folder_search import Found
    from workspace.workspace import Workspace


class Facet(StrEnum):
    """What a list can be narrowed by."""

    TOPIC = "topic"
    SOURCE = "source"
    MONTH = "month"
    STORY = "story"
    MARK = "mark"


class Order(StrEnum):
    """How a list is sorted."""

    USUAL = "as found"
    NEWEST = "newest first"
    OLDEST = "oldest first"
    TITLE = "by title"

    @property
    def following(self) -> "Order":
        """The next one, the first after the last."""
        every = list(Order)
        return every[(every.index(self) + 1) % len(every)]


class Narrowing(Struct, frozen=True):
    """One value of a facet: only articles that have it are listed."""

    facet: Facet
    value: str

    @property
    def words(self) -> str:
        """How the screen names it."""
        if self.facet is Facet.MARK:
            return self.value
        if self.facet is Facet.STORY:
            return "versions of one story"
        return f"{self.facet} {self.value}"


class Partial(Struct, frozen=True):
    """Articles with most words of a search, the best first, listed after those with all.

    `before` is the line that stands between the two, `lacks` the words that each lacks, by path.
    """

    records: Sequence[Record] = ()
    before: str = ""
    lacks: Mapping[str, Sequence[str]] = {}


class Listing(Struct):
    """What narrows the list (a search, facets, one article for each story) and sorts it."""

    found: "Found | None" = None
    narrowings: list[Narrowing] = field(default_factory=list)
    is_folded: bool = False
    order: Order = Order.USUAL

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter hides articles."""
        return self.found is not None or bool(self.narrowings)

    @property
    def is_as_found(self) -> bool:
        """Whether the first articles found are the first of the list."""
        return self.order is Order.USUAL and not self.narrowings

    def toggle(self, narrowing: Narrowing) -> None:
        """Narrow the list to a value, instead of another one of its facet; or no longer."""
        others = [other for other in self.narrowings if other.facet is not narrowing.facet]
        if narrowing not in self.narrowings:
            others.append(narrowing)
        self.narrowings = others

    def drop_last(self) -> bool:
        """Drop the last narrowing, but not the search; return whether there was one."""
        if self.narrowings:
            self.narrowings.pop()
            return True
        return False

    def records(self, workspace: "Workspace") -> list[Record]:
        """The articles to list: those found, in the order of the search, else all."""
        catalogue = workspace.catalogue
        records: Iterable[Record] = catalogue.records.values()
        if self.found is not None:
            records = _known(self.found.hits, workspace)
        return _sorted(self._kept(records, workspace), self.order)

    def partial(self, workspace: "Workspace") -> Partial:
        """The articles listed after those: narrowed as they are, but neither counted nor sorted."""
        if self.found is None or not self.found.partial:
            return Partial()
        hits = self.found.partial
        records = list(self._kept(_known(hits, workspace), workspace))
        lacks = {hit.path: hit.lacks for hit in hits}
        return Partial(records, self.found.before_partial, lacks)

    def _kept(self, records: Iterable[Record], workspace: "Workspace") -> Iterable[Record]:
        """What is left when the list is narrowed and folded."""
        for narrowing in self.narrowings:
            records = filter(_test(narrowing, workspace), records)
        if self.is_folded and not any(
            narrowing.facet is Facet.STORY for narrowing in self.narrowings
        ):
            from workspace.search.findings import one_of_each_story  # not before the first paint

            catalogue = workspace.catalogue
            first = one_of_each_story([record.path for record in records], catalogue)
            records = [catalogue.records[path] for path in first]
        return records

    @property
    def narrowed_to(self) -> str:
        """What only is listed, apart from the search; "" for everything."""
        return " · ".join(narrowing.words for narrowing in self.narrowings)

    def words(self, stories: Mapping[str, Sequence[str]]) -> str:
        """Return what narrows and sorts the list, apart from the search."""
        parts = [self.narrowed_to] if self.narrowings else []
        if self.is_folded and stories:
            parts.append("one per story")
        if self.order is not Order.USUAL:
            parts.append(self.order)
        return " · ".join(parts)


_MARKS: "Mapping[str, Callable[[Sequence[Annotation]], bool]]" = {
    "starred": lambda annotations: any(annotation.starred for annotation in annotations),
    "with article note": lambda annotations: any(
        annotation.is_about_article and annotation.note for annotation in annotations
    ),
}


def facets(records: Sequence[Record], workspace: "Workspace") -> list[tuple[Narrowing, int]]:
    """Return what a list can be narrowed by, and how many articles each would leave."""
    paths = {record.path for record in records}
    topics: Counter[str] = Counter()
    marks: Counter[str] = Counter()
    for file in workspace.annotation_files():
        if file.path in paths:
            topics.update({topic for annotation in file.annotations for topic in annotation.topics})
            marks.update(mark for mark, has in _MARKS.items() if has(file.annotations))
    sources = Counter(record.source for record in records if record.source)
    months = Counter(record.date[:7] for record in records if len(record.date) >= 7)
    return [
        *((Narrowing(Facet.TOPIC, value), topics[value]) for value in _most_first(topics)),
        *((Narrowing(Facet.MARK, value), marks[value]) for value in _MARKS if marks[value]),
        *((Narrowing(Facet.SOURCE, value), count) for value, count in sources.most_common()),
        *((Narrowing(Facet.MONTH, value), months[value]) for value in sorted(months, reverse=True)),
    ]


def _most_first(counted: Counter[str]) -> list[str]:
    """The values, the most frequent first, those as frequent as each other by name."""
    return sorted(counted, key=lambda value: (-counted[value], value))


def values_of(
    listing: Listing, listed: Sequence[Record], workspace: "Workspace"
) -> list[tuple[Narrowing, int]]:
    """Return each facet's values, with their counts among the articles all else lets through.

    `listed` are the articles of the listing. A facet that narrows it offers its other values too.
    """
    values = facets(listed, workspace)
    for narrowing in listing.narrowings:
        others = [other for other in listing.narrowings if other is not narrowing]
        wider = replace(listing, narrowings=others).records(workspace)
        offered = [value for value in facets(wider, workspace) if value[0].facet is narrowing.facet]
        values = [value for value in values if value[0].facet is not narrowing.facet] + offered
    in_order = (Facet.TOPIC, Facet.MARK, Facet.SOURCE, Facet.MONTH)
    return [value for facet in in_order for value in values if value[0].facet is facet]


def _test(narrowing: Narrowing, workspace: "Workspace") -> Callable[[Record], bool]:
    value = narrowing.value
    match narrowing.facet:
        case Facet.TOPIC:
            files = workspace.annotation_files()
            tagged = {
                file.path for file in files if any(value in a.topics for a in file.annotations)
            }
            return lambda record: record.path in tagged
        case Facet.MARK:
            has = _MARKS[value]
            files = workspace.annotation_files()
            marked = {file.path for file in files if has(file.annotations)}
            return lambda record: record.path in marked
        case Facet.SOURCE:
            return lambda record: record.source == value
        case Facet.MONTH:
            return lambda record: record.date.startswith(value)
        case Facet.STORY:
            return lambda record: record.story == value


def _known(hits: "Iterable[Hit | PartialHit]", workspace: "Workspace") -> Iterator[Record]:
    """The records of what was found, as far as it is still there."""
    records = (workspace.catalogue.records.get(hit.path) for hit in hits)
    return (record for record in records if record is not None)


def _sorted(records: Iterable[Record], order: Order) -> list[Record]:
    """The records in an order; those without a date after those with one."""
    if order is Order.NEWEST:
        return sorted(records, key=lambda record: record.date, reverse=True)
    if order is Order.OLDEST:
        return sorted(records, key=lambda record: record.date or "~")
    if order is Order.TITLE:
        return sorted(records, key=lambda record: record.title.casefold())
    return list(records)

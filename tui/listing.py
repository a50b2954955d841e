"""Which articles the library lists: all, those found, those with a topic, versions of one story."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.catalogue import Record

if TYPE_CHECKING:
    from workspace.search import Found
    from workspace.workspace import Workspace


@dataclass(slots=True)
class Listing:
    """What narrows the list: a search, a topic, a story, folding versions of a story into one."""

    found: "Found | None" = None
    topic: str | None = None
    story: str | None = None
    is_folded: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether there is something to give up to see more articles."""
        return bool(self.found or self.topic is not None or self.story is not None)

    def give_up(self) -> bool:
        """Give up what was narrowed down last, but not the search; whether there was something."""
        if self.story is not None:
            self.story = None
        elif self.topic is not None:
            self.topic = None
        else:
            return False
        return True

    def records(self, workspace: "Workspace") -> list[Record]:
        """The articles to list: those found, in the order of the search, else all."""
        catalogue = workspace.catalogue
        records: Iterable[Record] = catalogue.records.values()
        if self.found is not None:
            hits = (catalogue.records.get(hit.path) for hit in self.found.hits)
            records = (record for record in hits if record is not None)
        if self.topic is not None:
            tagged = workspace.articles_where("topic", self.topic) or ()
            records = (record for record in records if record.path in tagged)
        if self.story is not None:
            return [record for record in records if record.story == self.story]
        return list(_one_of_each_story(records) if self.is_folded else records)

    def words(self, stories: Mapping[str, Sequence[str]]) -> str:
        """Say what narrows the list, apart from the search."""
        parts = []
        if self.topic is not None:
            parts.append(f"topic {self.topic}")
        if self.story is not None:
            parts.append("versions of one story")
        elif self.is_folded and stories:
            parts.append("one of each story")
        return " · ".join(parts)


def _one_of_each_story(records: Iterable[Record]) -> Iterable[Record]:
    """The first of each story that the list has: of a search, the best."""
    seen: set[str] = set()
    for record in records:
        if record.story not in seen:
            if record.story:
                seen.add(record.story)
            yield record

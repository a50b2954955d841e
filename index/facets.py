"""What there is to choose from: words that could be meant, sources and months of what was found."""

from collections import Counter
from collections.abc import Iterable

from index.analysis import folded
from index.engine import Completion, Facets
from index.snapshot import Snapshot

_MONTH = len("2024-06")


def completions(snapshot: Snapshot, prefix: str, limit: int) -> tuple[Completion, ...]:
    """Give the words that begin like `prefix`, those in most articles first."""
    words = snapshot.vocabulary("words").complete(folded(prefix), limit).words
    counted = [Completion(word, len(snapshot.postings("words", word))) for word in words]
    return tuple(completion for completion in counted if completion.articles)


def facets(snapshot: Snapshot, found: Iterable[int]) -> Facets:
    """Count documents by source and by month, the most frequent source and the first month first.

    A document has one source and one date, so all lists together are no longer than the documents.
    """
    numbers = set(found)
    sources: Counter[str] = Counter()
    for source in snapshot.vocabulary("outlet").words:
        sources[source] += len(numbers & snapshot.postings("outlet", source).keys())
    months: Counter[str] = Counter()
    for date in snapshot.vocabulary("date").words:
        months[date[:_MONTH]] += len(numbers & snapshot.postings("date", date).keys())
    return Facets(
        {source: count for source, count in sources.most_common() if count},
        {month: count for month, count in sorted(months.items()) if count},
    )

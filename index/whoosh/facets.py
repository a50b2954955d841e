"""What there is to choose from: words that could be meant, sources and months of what was found."""

from collections import Counter
from collections.abc import Iterable

from index.analysis.terms import folded
from index.engine import Completion, Facets
from index.whoosh.snapshot import Snapshot

_MONTH = len("2024-06")


def completions(snapshot: Snapshot, prefix: str, limit: int) -> tuple[Completion, ...]:
    """Give the words that begin like `prefix`, those in most articles first."""
    words = snapshot.vocabulary("words").complete(folded(prefix), limit).words
    counted = [Completion(word, len(snapshot.postings("words", word)[0])) for word in words]
    return tuple(completion for completion in counted if completion.articles)


def facets(snapshot: Snapshot, found: Iterable[int]) -> Facets:
    """Count documents by source, the most frequent first, and by month, the first first."""
    numbers = list(found)
    sources = Counter(map(snapshot.column("outlet").__getitem__, numbers))
    months: Counter[str] = Counter()
    for date, count in Counter(map(snapshot.column("date").__getitem__, numbers)).items():
        months[date[:_MONTH]] += count
    return Facets(
        {source: count for source, count in sources.most_common() if source},
        {month: count for month, count in sorted(months.items()) if month},
    )

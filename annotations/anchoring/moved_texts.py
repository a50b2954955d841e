"""Plans which annotation files follow their articles to new paths, by the hash of the text."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

# Marks the file that steps aside while others trade places; no article has such a name.
ASIDE = "~moving"


class Follow(Struct, frozen=True):
    """The annotations of the article `old` belong to `new`, which has the very same text."""

    old: str
    new: str


class Unclear(Struct, frozen=True):
    """An article is gone, and its text is now in several others, none of them called like it."""

    old: str
    candidates: tuple[str, ...]


class Plan(Struct, frozen=True):
    """What follows, all at once, and what stays where it is because nobody can tell where to.

    `aside` are places of records to which something follows, while what is there is of a text that
    is nowhere now, or nobody can tell where: it waits aside, rather than among those of another.
    """

    follows: tuple[Follow, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    aside: tuple[Follow, ...] = ()


def plan(
    annotated: Mapping[str, str],
    articles: Mapping[str, str],
    is_record: Callable[[str], bool] = lambda _path: False,
) -> Plan:
    """Compare where annotations say their texts were with where those texts are now.

    Both mappings go from path to the SHA-256 of the canonical text, "" where it is not known. A
    path that still exists is not followed, as its text may have been edited and a copy kept
    elsewhere; except that of a record (`is_record`) in a file with many, whose number in the path
    shifts when another one is put in. Each text goes to the one place that has it; among several,
    to the one with the same file name; as many old places as new ones are paired in their order.
    """
    places: dict[str, list[str]] = defaultdict(list)
    for path, text in sorted(articles.items()):
        places[text].append(path)
    settled = {path for path, text in annotated.items() if text and articles.get(path) == text}
    lost: dict[str, list[str]] = defaultdict(list)
    for path, text in sorted(annotated.items()):
        if text and path not in settled and (path not in articles or is_record(path)):
            lost[text].append(path)
    follows: list[Follow] = []
    unclear: list[Unclear] = []
    for text, olds in lost.items():
        free = [path for path in places[text] if path not in settled] or places[text]
        for old, new in _paired(olds, free):
            if new:
                follows.append(Follow(old, new))
            elif free:
                unclear.append(Unclear(old, tuple(free)))
    aside = tuple(_aside(follows, annotated, articles, is_record))
    return Plan(tuple(follows), tuple(unclear), aside)


def _aside(
    follows: Collection[Follow],
    annotated: Mapping[str, str],
    articles: Mapping[str, str],
    is_record: Callable[[str], bool],
) -> Iterable[Follow]:
    """What would be among the annotations of another record when that arrives at its place."""
    leaving = {follow.old for follow in follows}
    for path in dict.fromkeys(follow.new for follow in follows):
        text = annotated.get(path)
        if text and text != articles[path] and path not in leaving and is_record(path):
            aside = path + ASIDE
            # The same text may be there since a crash: then it is the same, and goes together.
            while annotated.get(aside, text) != text or aside in articles or aside in leaving:
                aside += ASIDE
            yield Follow(path, aside)


def _paired(olds: list[str], news: list[str]) -> Iterable[tuple[str, str]]:
    """Give each old place its new one, "" when that is not clear."""
    if len(news) == 1:
        return [(old, news[0]) for old in olds]
    if len(news) == len(olds):
        return list(zip(olds, news, strict=True))
    found = []
    for old in olds:
        alike = [new for new in news if PurePosixPath(new).name == PurePosixPath(old).name]
        found.append((old, alike[0] if len(alike) == 1 else ""))
    return found


def in_safe_order(follows: Iterable[Follow], taken: Collection[str] = ()) -> list[Follow]:
    """Return moves that, made one by one, do together what `follows` do at once.

    Nothing arrives at a path before what was there has left. Where paths trade places in a circle
    one of them steps aside to a path of its own, which is no article's and none of those `taken`;
    should the program end just then, its text's hash brings it home with the next plan.
    """
    waiting = {follow.old: follow.new for follow in follows if follow.old != follow.new}
    used = {*taken, *waiting, *waiting.values()}
    arriving = defaultdict(list)
    for old, new in waiting.items():
        arriving[new].append(old)
    free = [old for old, new in waiting.items() if new not in waiting]
    ordered: list[Follow] = []
    while waiting:
        if free:
            old = free.pop()
            ordered.append(Follow(old, waiting.pop(old)))
        else:
            old = _in_circle(waiting)
            aside, new = old + ASIDE, waiting.pop(old)
            # Something may wait there since a crash, perhaps of a text that is nowhere now.
            while aside in used:
                aside += ASIDE
            used.add(aside)
            ordered.append(Follow(old, aside))
            waiting[aside] = new
            arriving[new].append(aside)
        free += [path for path in arriving[old] if path in waiting]
    return ordered


def _in_circle(waiting: Mapping[str, str]) -> str:
    """Return one of those that trade places, where none can go before another one has left."""
    path = next(iter(waiting))
    seen: set[str] = set()
    while path not in seen:
        seen.add(path)
        path = waiting[path]
    return path

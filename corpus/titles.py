"""Which line is the title, and what of that line is the title itself."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.features import Features
from corpus.stopwords import ANY

_FURTHEST_ABOVE = 60
_FURTHEST_INTO = 2
_LONGEST = 220
_BODY_SAMPLE = 3000
_STEM = 5
_WORD = re.compile(r"\w{4,}")
_BREADCRUMB = re.compile(r"\s*(?:»|›|>|::)\s*")
_BAR = re.compile(r"\s+(?:\||•|·)\s+")
_DASH = re.compile(r"\s+[-–—]\s+")
_SITE = re.compile(
    r"\.(?:de|at|ch|com|org|net|info|eu)\b|\b(?:online|news|zeitung|nachrichten|magazin|magazine|blog"
    r"|presse|times|post|tagblatt|anzeiger|kurier|rundschau|wordpress|wikipedia|tv|radio)\b",
    re.IGNORECASE,
)
_SHORTEST_LEFT = 15


def choose_title(page: Sequence[str], seen: Sequence[Features], first: int, last: int) -> int:
    """Give the index of the title line of an article that reaches from `first` to `last`, or -1.

    A title stands shortly above the text or at its start, has the text's words in it, and often
    stands on the page twice (in a breadcrumb, in a menu).
    """
    candidates = list(_candidates(seen, first, last))
    if not candidates:
        return -1
    sample = "\n".join(page[first : last + 1])[:_BODY_SAMPLE]
    body = {word[:_STEM] for word in _WORD.findall(sample.casefold())}
    twice = Counter(page)
    best, choice = 0.0, -1
    for index in candidates:
        score = _score(page[index], body, twice) - 0.08 * max(0, first - index)
        if score > best:
            best, choice = score, index
    return choice


def _candidates(seen: Sequence[Features], first: int, last: int) -> Iterator[int]:
    for index in range(max(0, first - _FURTHEST_ABOVE), min(first + _FURTHEST_INTO, last + 1)):
        if index >= first and seen[index].prose:
            return
        if _may_be_title(seen[index]):
            yield index


def _may_be_title(seen: Features) -> bool:
    if seen.cue or seen.bullet or seen.prose or seen.names:
        return False
    return seen.words >= 2 and 12 <= seen.length <= _LONGEST


def _score(line: str, body: set[str], twice: Counter[str]) -> float:
    lower = line.casefold()
    words = [word for word in _WORD.findall(lower) if word not in ANY]
    known = sum(word[:_STEM] in body for word in words)
    score = 2.0 * known / len(words) if words else 0.0
    score += min(len(lower.split()), 8) / 8
    score += 0.7 if twice[line] > 1 else 0.0
    if line.endswith((".", ":", "…")):
        score -= 1.0
    if _BREADCRUMB.search(line):
        score -= 0.5
    return score


def clean_title(line: str) -> str:
    """Give the title in a title line: without breadcrumb, site suffix and Markdown marks."""
    title = " ".join(line.split()).lstrip("# ")
    title = _longest_part(_BREADCRUMB.split(title))
    parts = _BAR.split(title)
    if len(parts) > 1:
        title = parts[0] if len(parts[0]) >= _SHORTEST_LEFT else _longest_part(parts)
    return _without_site(title)


def _longest_part(parts: list[str]) -> str:
    return max(parts, key=len)


def _without_site(title: str) -> str:
    """Drop " - Some Paper Online" from the end, where the last part looks like a site's name."""
    matches = list(_DASH.finditer(title))
    if not matches:
        return title
    before, site = title[: matches[-1].start()], title[matches[-1].end() :]
    if len(before) >= _SHORTEST_LEFT and len(site.split()) <= 4 and _SITE.search(site):
        return before
    return title

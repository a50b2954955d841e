"""Which line is the title, and what of that line is the title itself."""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.blocks import BlockKind
from corpus.features import Features
from corpus.stopwords import ANY
from corpus.weights import TITLE

_SHORTEST, _LONGEST = 4, 220
_TEXT, _LONG_TEXT = 80, 140
_FURTHEST = 24
_SAMPLE = 600
_MOST_LINES = 60
_DEEPEST = 0.8
_SEARCHED = 50_000
_STEM = 5
_WORD = re.compile(r"\w{4,}")
_BREADCRUMB = re.compile(r"\s+(?:»|›|>|::)\s+")
_BAR = re.compile(r"\s+(?:\||•|·)\s+")
_DASH = re.compile(r"\s+[-–—]\s+")
_SITE = re.compile(
    r"\.(?:de|at|ch|com|org|net|info|eu)\b|\b(?:online|news|zeitung|nachrichten|magazin|magazine|blog"
    r"|presse|times|post|tagblatt|anzeiger|kurier|rundschau|wordpress|wikipedia|tv|radio)\b",
    re.IGNORECASE,
)
_SHORTEST_LEFT = 15
_CLOSING = "\"'”“’‘»«)]*"
_HEAD = (BlockKind.BYLINE, BlockKind.DATELINE)
_LENGTHS = (
    (10, "a word"),
    (20, "very short"),
    (35, "short"),
    (100, "as long as most titles"),
    (_LONGEST + 1, "very long"),
)
_ENDS = {".": "ends with a stop", ":": "ends with a colon", "!": "ends with an exclamation mark"}


@dataclass(frozen=True, slots=True)
class Page:
    """What the choice of a title needs to know: each line, and how much it reads like the article.

    `first` and `last` are the ends of the stretch with most text, `passed` the share of the text
    above each line.
    """

    lines: Sequence[str]
    seen: Sequence[Features]
    weights: Sequence[float]
    passed: Sequence[float]
    first: int
    last: int


def choose_title(page: Page) -> int:
    """Give the index of the title line, or -1: the candidate whose signs add up to the most."""
    best, choice = -math.inf, -1
    for index, shown in candidates(page):
        score = sum(strength * TITLE.get(name, 0.0) for name, strength in shown.items())
        if score > best:
            best, choice = score, index
    return choice


def candidates(page: Page) -> Iterator[tuple[int, dict[str, float]]]:
    """Give every line that may be the title, with the signs it shows and their strength."""
    text = [i for i, weight in enumerate(page.weights) if weight > 0]
    text = [i for i in text if page.seen[i].length >= _TEXT] or text or [page.first]
    long_text = [i for i in text if page.seen[i].length >= _LONG_TEXT] or text
    near = {i for place in text for i in range(max(0, place - _FURTHEST), place)}
    places = [i for i in sorted(near) if i <= page.last and _possible(page, i)]
    if not places:
        return
    whole = "\n".join(page.lines)[:_SEARCHED]
    spoken = _vocabulary(page)
    for index in places:
        line, seen = page.lines[index], page.seen[index]
        shown: dict[str, float] = {}
        _place(shown, page, index, long_text)
        _neighbours(shown, page, index)
        _look(shown, line, seen)
        _words(shown, line, spoken, 1 if page.weights[index] > 0 else 0)
        if len(line) >= 8 and whole.find(line, whole.find(line) + 1) >= 0:
            shown["stands there again"] = 1.0
        yield index, shown


def _possible(page: Page, index: int) -> bool:
    """Whether the line is short, not deep in the text, and no paragraph of the article."""
    seen = page.seen[index]
    if not _SHORTEST <= seen.length <= _LONGEST:
        return False
    if page.passed[index] > _DEEPEST:
        return False
    return not (seen.prose and page.weights[index] > 0 and index >= page.first)


def _vocabulary(page: Page) -> Counter[str]:
    """Count the lines of text, of the first 60, that each word (by its first letters) is in."""
    spoken: Counter[str] = Counter()
    read = 0
    for line, weight in zip(page.lines, page.weights, strict=True):
        if weight > 0:
            words = set(_WORD.findall(line[:_SAMPLE].casefold())) - ANY
            spoken.update({word[:_STEM] for word in words})
            read += 1
            if read == _MOST_LINES:
                break
    return spoken


def _place(shown: dict[str, float], page: Page, index: int, long_text: list[int]) -> None:
    below = bisect_right(long_text, index)
    distance = long_text[below] - index if below < len(long_text) else _FURTHEST
    shown["far above long text"] = min(distance, _FURTHEST) / _FURTHEST
    shown["far above the article"] = min(max(0, page.first - index), 60) / 60
    passed = page.passed[index]
    shown["text before it"] = passed
    if passed == 0:
        shown["no text before it"] = 1.0
    elif passed > 0.05:
        shown["some text before it"] = 1.0


def _neighbours(shown: dict[str, float], page: Page, index: int) -> None:
    below = page.seen[index + 1 : index + 6]
    above = page.seen[max(0, index - 10) : index]
    if below and below[0].time:
        shown["date right below"] = 1.0
    if any(seen.time for seen in below[:4]):
        shown["date below"] = 1.0
    if any(seen.cue and seen.cue.kind in _HEAD for seen in below):
        shown["author or date line below"] = 1.0
    if below and below[0].prose:
        shown["prose right below"] = 1.0
    if above:
        shown["text above"] = max(0.0, sum(seen.alone for seen in above) / len(above) + 1.5)
        shown["links above"] = sum(seen.link for seen in above[-6:]) / 6


def _look(shown: dict[str, float], line: str, seen: Features) -> None:
    length = seen.length
    for bound, name in _LENGTHS:
        if length < bound:
            shown[name] = 1.0
            break
    end = _ENDS.get(line.rstrip(_CLOSING)[-1:])
    if end:
        shown[end] = 1.0
    if line[0].islower():
        shown["starts in lower case"] = 1.0
    if seen.words <= 1:
        shown["one word"] = 1.0
    if seen.cue:
        shown["a phrase of furniture"] = 1.0
    if seen.bullet:
        shown["bullet"] = 1.0
    if seen.names:
        shown["names of people"] = 1.0
    if seen.time:
        shown["date or time"] = 1.0
    if "|" in line or "»" in line[:-1] or "›" in line or " / " in line:
        shown["bar between parts"] = 1.0
    if "©" in line or "@" in line or "http" in line or "www." in line:
        shown["link or credit"] = 1.0
    shown["stop words"] = min(seen.stopwords, 0.5) * 2


def _words(shown: dict[str, float], line: str, spoken: Counter[str], own: int) -> None:
    """Compare with the article's words; the line itself counts for `own` of the mentions."""
    words = [word[:_STEM] for word in _WORD.findall(line.casefold()) if word not in ANY]
    if words:
        shown["the article's words"] = sum(spoken[word] > own for word in words) / len(words)
        shown["its frequent words"] = sum(spoken[word] > own + 2 for word in words) / len(words)


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

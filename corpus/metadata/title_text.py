"""The text of a title: of a title line that holds more, or in place of a missing one."""

import re
from collections.abc import Sequence

from corpus.page.blocks import Block
from corpus.text.sentences import first_sentence

_LONGEST_OPENING = 100
_BREADCRUMB = re.compile(r"\s+(?:»|›|>|::)\s+")
_BAR = re.compile(r"\s+(?:\||•|·)\s+")
_DASH = re.compile(r"\s+[-–—]\s+")
_SITE = re.compile(
    r"\.(?:de|at|ch|com|org|net|info|eu)\b|\b(?:online|news|zeitung|nachrichten|magazin|magazine|blog"
    r"|presse|times|post|tagblatt|anzeiger|kurier|rundschau|wordpress|wikipedia|tv|radio)\b",
    re.IGNORECASE,
)
_SHORTEST_LEFT = 15


def opening(text: str, blocks: Sequence[Block]) -> str:
    """Return a substitute for a missing title: the first sentence, or its first words.

    "" if every block is folded.
    """
    first = next((block for block in blocks if not block.folded), None)
    if first is None:
        return ""
    end = min(first.end, first.start + 4 * _LONGEST_OPENING)
    sentence = first_sentence(text, first.start, end)
    words = " ".join(text[sentence.start : sentence.end].split())
    if len(words) <= _LONGEST_OPENING:
        return words.removesuffix(".")
    cut = words[:_LONGEST_OPENING]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;:–- ") + " …"


def clean_title(line: str) -> str:
    """Return the title in a title line, without breadcrumb, site suffix and Markdown marks."""
    title = " ".join(line.split()).lstrip("# :|")
    title = _longest_part(_BREADCRUMB.split(title))
    parts = _BAR.split(title)
    if len(parts) > 1:
        title = parts[0] if len(parts[0]) >= _SHORTEST_LEFT else _longest_part(parts)
    return _without_site(title)


def _longest_part(parts: list[str]) -> str:
    return max(parts, key=len)


def _without_site(title: str) -> str:
    """Drop " - Some Paper Online" from the end if the last part looks like a site's name."""
    matches = list(_DASH.finditer(title))
    if not matches:
        return title
    before, site = title[: matches[-1].start()], title[matches[-1].end() :]
    if len(before) >= _SHORTEST_LEFT and len(site.split()) <= 4 and _SITE.search(site):
        return before
    return title

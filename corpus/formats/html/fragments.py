"""Pieces of HTML that hold nothing but an article, in feeds, mails and e-books."""

from collections.abc import Iterator
from typing import Any

from corpus.formats.html.markup import parse_markup
from corpus.formats.html.visible import visible_lines
from corpus.formats.paragraphs import Paragraph
from corpus.page.blocks import BlockKind
from corpus.text.canonical import canonical

_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    **dict.fromkeys(("li", "dd", "dt"), BlockKind.LIST),
    **dict.fromkeys(("figcaption", "caption"), BlockKind.CAPTION),
}
_NEAR = 4  # elements around a line whose tag may give its kind


def fragment_paragraphs(path: str, markup: str) -> Iterator[Paragraph]:
    """Yield the visible lines of some markup with their kinds. Raises ArticleError."""
    page = parse_markup(path, canonical(markup))
    for line in visible_lines(page) if page is not None else ():
        tag = _telling(line.element)
        yield Paragraph(line.text, _KINDS.get(tag), f"<{tag}>" if tag else "", line.tight)


def _telling(element: Any) -> str:
    """Return the tag of the nearest element around a line that gives its kind, or ""."""
    for _ in range(_NEAR):
        if element is None:
            break
        if element.tag in _KINDS:
            return str(element.tag)
        element = element.getparent()
    return ""

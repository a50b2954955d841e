"""A passage to review, side by side: as it was, and as it is now."""

import re
from collections.abc import Callable, Sequence

from rich.style import Style
from rich.text import Text

from annotations.model import Annotation
from corpus.text.spans import Span
from tui.palette import Palette
from tui.review.beside import Column
from tui.text.differences import differences
from tui.widgets.strips import clean
from workspace.search.doubts import Doubt, Kind

# Longer passages are cut: comparing them would take too long.
_LONGEST = 4_000
_WHITE_SPACE = re.compile(r"\s+")
_HEADINGS = {
    Kind.UNCERTAIN: "The likely place now",
    Kind.REWORDED: "The same place now",
}
_LOST = "Nothing like it is in the article any more."
_LOST_WAYS = (
    "Select where it belongs now ({review.select}), keep it as it is ({review.keep}), or delete it "
    "({review.delete})."
)
_GONE_WAYS = (
    "If the article was renamed and edited, rename its annotation file too. Else keep "
    "this passage as it is ({review.keep}), or delete it ({review.delete})."
)
# How much of the context of a passage is shown, in code points.
_AROUND = 100


def columns_of(
    doubt: Doubt, palette: Palette, spelt: Callable[[str], str]
) -> tuple[Column, Column]:
    """Return the two columns that show what is to be decided."""
    draw = _Drawer(palette, spelt)
    if doubt.conflict is not None:
        return draw.versions(doubt.conflict.ours, doubt.conflict.theirs)
    if doubt.now is not None:
        return draw.change(doubt)
    return draw.lost(doubt)


class _Drawer:
    def __init__(self, palette: Palette, spelt: Callable[[str], str]) -> None:
        self._palette, self._spelt = palette, spelt
        # Visible without colour too.
        self._changed = palette.accent + Style(bold=True, underline=True)

    def change(self, doubt: Doubt) -> tuple[Column, Column]:
        """The quote as it was and the text there now, with the differences marked."""
        annotation, now = doubt.annotation, doubt.now
        assert now is not None
        was, words = _cut(annotation.quote), _cut(now.words)
        gone, new = differences(was, words)
        left = self._in_context(annotation.prefix, was, annotation.suffix, gone)
        right = self._in_context(now.before, words, now.after, new)
        return (
            Column("The passage as it was", (left, *self._facts(annotation))),
            Column(_HEADINGS[doubt.kind], (right,)),
        )

    def lost(self, doubt: Doubt) -> tuple[Column, Column]:
        """The quote in its former context, and why it has no place."""
        annotation = doubt.annotation
        was = self._in_context(annotation.prefix, _cut(annotation.quote), annotation.suffix, ())
        if doubt.kind is Kind.LOST:
            why = (_LOST, self._spelt(_LOST_WAYS))
        else:
            why = (_line(f"{doubt.path}: {doubt.reason}"), self._spelt(_GONE_WAYS))
        return (
            Column("The passage as it was", (was, *self._facts(annotation))),
            Column("Why it has no place", [Text(words) for words in why]),
        )

    def versions(self, ours: Annotation | None, theirs: Annotation | None) -> tuple[Column, Column]:
        """An annotation as it is here and as it is elsewhere, with the differences marked."""
        return (
            Column("1  Here", self._version(ours, theirs)),
            Column("2  Elsewhere, and now in the file", self._version(theirs, ours)),
        )

    def _version(self, one: Annotation | None, other: Annotation | None) -> list[Text]:
        if one is None:
            return [Text("Deleted.", self._changed)]
        quote, note = _cut(one.quote), _cut(one.note)
        topics = Text()
        for at, topic in enumerate(one.topics):
            topics.append(" · " if at else "", self._palette.dim)
            is_same = other is None or topic in other.topics
            plain = self._palette.label(topic) + Style(bold=True)
            topics.append(clean(topic), plain if is_same else plain + Style(underline=True))
        if not one.topics:
            topics.append("no topic", self._palette.dim)
        paragraphs = [topics, self._marked(quote, _new_in(quote, other.quote if other else None))]
        if note:
            marked = self._marked(note, _new_in(note, other.note if other else None))
            paragraphs.append(Text.assemble(("* ", self._palette.accent), marked))
        return [*paragraphs, self._who(one)]

    def _facts(self, annotation: Annotation) -> list[Text]:
        """Topics, note and coder of an annotation whose place is uncertain."""
        facts = []
        if annotation.topics:
            facts.append(
                Text(" · ").join(
                    Text(clean(topic), self._palette.label(topic) + Style(bold=True))
                    for topic in annotation.topics
                )
            )
        if annotation.note:
            facts.append(Text.assemble(("* ", self._palette.accent), _cut(annotation.note)))
        return [*facts, self._who(annotation)]

    def _who(self, annotation: Annotation) -> Text:
        when = annotation.updated or annotation.created
        when = clean(when.replace("T", " ").removesuffix("Z"))[:16]
        return Text(
            " · ".join(part for part in (clean(annotation.coder), when) if part),
            self._palette.dim,
        )

    def _in_context(self, before: str, words: str, after: str, changed: Sequence[Span]) -> Text:
        dim = self._palette.dim
        before, after = _line(before[-_AROUND:]), _line(after[:_AROUND])
        return Text.assemble(
            (f"… {before.lstrip()}" if before.strip() else "", dim),
            self._marked(words, changed),
            (f"{after.rstrip()} …" if after.strip() else "", dim),
        )

    def _marked(self, words: str, changed: Sequence[Span]) -> Text:
        text = Text(words)
        for span in changed:
            text.stylize(self._changed, span.start, span.end)
        return text


def _new_in(words: str, other: str | None) -> Sequence[Span]:
    return () if other is None else differences(words, _cut(other))[0]


def _line(words: str) -> str:
    """Return words as one paragraph, with single spaces."""
    return _WHITE_SPACE.sub(" ", clean(words))


def _cut(words: str) -> str:
    words = _line(words)
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"

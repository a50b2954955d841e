"""Replaces in changes what no UTF-8 file can hold."""

from contextlib import suppress

from msgspec.structs import replace

from annotations.history.steps import Change
from annotations.model import Annotation
from annotations.yaml.text import without_surrogates


def storable(change: Change) -> Change:
    """Return the change with what no UTF-8 file can hold replaced: nearly always itself."""
    after = change.after
    if after is None:
        return change
    with suppress(UnicodeEncodeError):
        for text in (
            after.note,
            after.quote,
            after.prefix,
            after.suffix,
            after.coder,
            *after.topics,
            *after.rejected,
        ):
            text.encode()
        return change
    return replace(change, after=_without_surrogates(after))


def _without_surrogates(annotation: Annotation) -> Annotation:
    clean = without_surrogates
    return replace(
        annotation,
        topics=tuple(clean(topic) for topic in annotation.topics),
        rejected=tuple(clean(topic) for topic in annotation.rejected),
        quote=clean(annotation.quote),
        prefix=clean(annotation.prefix),
        suffix=clean(annotation.suffix),
        note=clean(annotation.note),
        coder=clean(annotation.coder),
    )

"""Brings changes into a file that somebody else may have changed meanwhile, field by field.

Which annotation is which is told by its id. What one side alone has changed is no conflict: two
people may put topics on one passage, write its note and move it, each without the other.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from annotations.history.steps import Change
from annotations.model import Annotation

_PLACE = ("quote", "prefix", "suffix", "start", "end")
_OURS = frozenset(("kept_for",))
"""Fields about which nobody is asked: what was decided last counts."""
_THEIRS = frozenset(("coder", "created"))


class Merged(Struct, frozen=True):
    """The annotations after a merge, the changes as made, and what the user should know."""

    annotations: tuple[Annotation, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


class Terms(Struct, frozen=True):
    """How changes meet what others have done: the terms on which a step is made.

    With `taking_back`, which is for undoing, what they did stays and ours alone goes: no second
    version comes, and nothing that they have deleted comes back. With `of_topics`, which is for
    changing a topic everywhere, what they have deleted stays deleted. `is_again` says that the
    changes have been made before: what they made of an annotation of ours that is there still
    stays. `names` are what topics are called by now that were called otherwise then.
    """

    taking_back: bool = False
    of_topics: bool = False
    is_again: bool = False
    names: Mapping[str, str] = field(default_factory=dict)


PLAIN = Terms()


def merge(theirs: Iterable[Annotation], changes: Sequence[Change], terms: Terms = PLAIN) -> Merged:
    """Apply `changes` to the annotations `theirs`, as they are on disk now.

    Each change carries what we knew (`before`) and what we want (`after`), so that this is a
    three-way merge: what we did not touch stays theirs; what they did not touch becomes ours. Where
    both changed one field of an annotation differently, both versions stay, ours under a new id; an
    edit wins over a deletion. What we make and find made already is no conflict: a step is done a
    second time after a crash, and redone where undoing it had to leave something. The notes say
    each time that something else happened than what was asked.
    """
    now = {annotation.id: annotation for annotation in theirs}
    made: list[Change] = []
    notes: list[str] = []
    for change in changes:
        before, after = change.before, change.after
        wanted = after or before
        if wanted is None:
            continue
        found = now.get(wanted.id)
        if terms.names:
            before, after = (each and renamed(each, terms.names, found) for each in (before, after))
        if found == after:
            continue
        if found != before:
            if terms.of_topics and not _has_what_goes(found, before, after):
                continue
            if terms.taking_back:
                after, note = _taken_back(found, before, after)
            else:
                after, note = _resolved(found, before, after, terms)
            if note:
                notes.append(note)
            found = now.get(after.id) if after else found
        if after == found:
            continue
        if after is None:
            del now[wanted.id]
        else:
            now[after.id] = after
        made.append(Change(change.article, found, after))
    return Merged(tuple(now.values()), tuple(made), tuple(notes))


def renamed(
    annotation: Annotation, names: Mapping[str, str], theirs: Annotation | None = None
) -> Annotation:
    """Return an annotation with the present names of its topics, but for names in theirs."""
    there = {*theirs.topics, *theirs.rejected} if theirs else set()
    present = {old: new for old, new in names.items() if old not in there}
    if not present.keys() & {*annotation.topics, *annotation.rejected}:
        return annotation
    topics, rejected = (
        tuple(dict.fromkeys(present.get(each, each) for each in each_))
        for each_ in (annotation.topics, annotation.rejected)
    )
    return replace(annotation, topics=topics, rejected=rejected)


def _has_what_goes(
    theirs: Annotation | None, before: Annotation | None, after: Annotation | None
) -> bool:
    """Whether there still is a topic in the place of which another one is put, if any is."""
    if theirs is None or before is None or after is None:
        return True
    was, will_be, there = ({*each.topics, *each.rejected} for each in (before, after, theirs))
    return was <= will_be or bool((was - will_be) & there)


def _resolved(
    theirs: Annotation | None, before: Annotation | None, ours: Annotation | None, terms: Terms
) -> tuple[Annotation | None, str]:
    """Decide about an annotation that is not as we knew it: what to store, what to tell."""
    if ours is None:
        assert theirs is not None  # absent on both sides is no conflict
        if before and says_the_same(theirs, before):
            return None, ""
        return theirs, f"Not deleted, because it was changed elsewhere: {_named(theirs)}."
    if theirs is None:
        return _where_deleted(before, ours, terms)
    merged, clashes = merged_fields(before or empty(ours), ours, theirs)
    if not clashes:
        return merged, ""
    if before is None and terms.is_again:
        return merged, f"Left as it was changed elsewhere ({', '.join(clashes)}): {_named(theirs)}."
    return copy_of(ours), f"Changed here and elsewhere, both versions are kept: {_named(ours)}."


def _where_deleted(
    before: Annotation | None, ours: Annotation, terms: Terms
) -> tuple[Annotation | None, str]:
    """Decide about an annotation that is not there: new, or deleted elsewhere."""
    if before is None:
        return ours, ""
    if terms.of_topics or says_the_same(before, ours):
        return None, ""  # nobody has changed what it says of its words
    return ours, f"Deleted elsewhere, kept because you changed it: {_named(ours)}."


def _taken_back(
    theirs: Annotation | None, ours: Annotation | None, before: Annotation | None
) -> tuple[Annotation | None, str]:
    """Decide what is left of an annotation when what we did to it is taken back.

    `ours` is how we left it, `before` how it was before.
    """
    if theirs is None:
        named = before or ours
        assert named is not None
        return None, f"It stays deleted, as it was deleted elsewhere: {_named(named)}."
    if ours is None:
        return theirs, f"It is there again already, and stays as it is: {_named(theirs)}."
    if before is None:
        left = _without(theirs, ours)
        if left is None:
            return None, ""
        note = "The passage itself stays, because it was changed elsewhere"
        return left, f"{note}: {_named(theirs)}."
    merged, clashes = merged_fields(ours, before, theirs)
    if not clashes:
        return merged, ""
    what = ", ".join(clashes)
    return merged, f"Left as it was changed elsewhere ({what}): {_named(theirs)}."


def _without(theirs: Annotation, ours: Annotation) -> Annotation | None:
    """What others have put on an annotation that we made; None for nothing."""
    left = replace(
        theirs,
        topics=_changed(theirs.topics, ours.topics, ()),
        rejected=_changed(theirs.rejected, ours.rejected, ()),
        note="" if theirs.note == ours.note else theirs.note,
        starred=theirs.starred and not ours.starred,
    )
    return None if left.is_blank and dict(left.extra) == dict(ours.extra) else left


def merged_fields(
    before: Annotation, ours: Annotation, theirs: Annotation
) -> tuple[Annotation | None, tuple[str, ...]]:
    """Return `theirs` with what was changed from `before` to `ours`, and what both have changed.

    Of a field that both have changed to different values theirs stands. None for an annotation of
    which nothing is left when each has taken something away. `updated` follows the other fields.
    """
    fields: dict[str, Any] = {
        "topics": _changed(theirs.topics, before.topics, ours.topics),
        "rejected": _changed(theirs.rejected, before.rejected, ours.rejected),
    }
    clashes = []
    for name in ("note", "starred", *sorted(_OURS), *sorted(_THEIRS)):
        was, wanted, found = (getattr(each, name) for each in (before, ours, theirs))
        fields[name] = _one(was, wanted, found)
        if wanted not in {was, found} and found != was:
            if name in _OURS:
                fields[name] = wanted
            elif name not in _THEIRS:
                clashes.append(name)
    place, is_clear = _place(before, ours, theirs)
    fields |= zip(_PLACE, place, strict=True)
    clashes += [] if is_clear else ["place"]
    fields["extra"], unclear = _extra(before.extra, ours.extra, theirs.extra)
    merged = replace(theirs, **fields, updated=theirs.updated)
    if merged != theirs:
        is_older = theirs.updated == before.updated
        updated = ours.updated if is_older else max(ours.updated, theirs.updated)
        merged = replace(merged, updated=updated)
    is_gone = merged.is_blank and not (ours.is_blank or theirs.is_blank)
    return None if is_gone else merged, (*clashes, *unclear)


def empty(annotation: Annotation) -> Annotation:
    """Return an annotation as it would be if it said nothing yet."""
    return replace(annotation, topics=(), rejected=(), note="", starred=False, extra={})


def says_the_same(one: Annotation, other: Annotation) -> bool:
    """Whether two versions of an annotation say the same of the same words, wherever they stand."""
    return _said(one) == _said(other)


def _said(each: Annotation) -> Annotation:
    return replace(
        each,
        topics=tuple(sorted(each.topics)),
        rejected=tuple(sorted(each.rejected)),
        prefix="",
        suffix="",
        start=0,
        end=len(each.quote),
        updated="",
        kept_for="",
    )


def _changed(
    theirs: tuple[str, ...], before: tuple[str, ...], ours: tuple[str, ...]
) -> tuple[str, ...]:
    """Return their topics with those we have added and removed; in our order if it was ours."""
    if theirs == before:
        return ours
    taken = set(before) - set(ours)
    put = (each for each in ours if each not in before)
    return tuple(dict.fromkeys((*(each for each in theirs if each not in taken), *put)))


def _one(before: object, ours: object, theirs: object) -> object:
    return ours if theirs == before else theirs


def _place(
    before: Annotation, ours: Annotation, theirs: Annotation
) -> tuple[tuple[object, ...], bool]:
    """Return the place of an annotation, and whether it is clear which one it is.

    Writing down where the same words stand now is nobody's decision: one that moved the passage to
    other words counts more.
    """
    was, wanted, found = (
        tuple(getattr(each, name) for name in _PLACE) for each in (before, ours, theirs)
    )
    if wanted in (was, found) or found == was:
        return (found if wanted == was else wanted), True
    if ours.quote == before.quote != theirs.quote:
        return found, True
    is_clear = theirs.quote in {before.quote, ours.quote}
    return (wanted if is_clear else found), is_clear


def _extra(
    before: Mapping[str, object], ours: Mapping[str, object], theirs: Mapping[str, object]
) -> tuple[dict[str, object], list[str]]:
    """Merge the keys that this version does not know, each by itself."""
    merged, clashes = dict(theirs), []
    for key in {**before, **ours}:
        was, wanted, found = (each.get(key, _NOTHING) for each in (before, ours, theirs))
        if wanted in (was, found):
            continue
        if found != was:
            clashes.append(key)
        elif wanted is _NOTHING:
            del merged[key]
        else:
            merged[key] = wanted
    return merged, clashes


_NOTHING = object()


def copy_of(annotation: Annotation) -> Annotation:
    """Return the annotation under another id, to stand beside one with its own.

    The same conflict met again, after a crash or by a second merge, gives the same copy.
    """
    identity = uuid.uuid5(uuid.NAMESPACE_OID, repr(annotation))
    return replace(annotation, id=str(identity))


def _named(annotation: Annotation) -> str:
    """Return how a message names an annotation: by the first words of its quote."""
    quote = " ".join(annotation.quote.split())
    return f"“{quote}”" if len(quote) <= 50 else f"“{quote[:49]}…”"

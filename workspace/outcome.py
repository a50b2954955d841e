"""How a change ended: saved, or not and why."""

from dataclasses import dataclass


class SaveError(Exception):
    """Something could not be saved: what, why and the way out. Nothing on disk has changed."""


class ArticleChangedError(SaveError):
    """The text that a change was made on is no longer the text in the folder."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a change did, in words, and what merging with somebody else's changes had to do."""

    label: str
    notes: tuple[str, ...] = ()
    article: str = ""

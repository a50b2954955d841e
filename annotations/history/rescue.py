"""Keeps work that could not be saved in a file of its own until it can be."""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from annotations.history.session import Session
from annotations.history.steps import Change, Part, net
from annotations.model import Annotation, ArticleIdentity
from corpus.own_files import load_or_set_aside, refuse_unknown
from disk import durable
from disk.cache_file import make_own_folder

_ENDING = ".json"


class KeptPart(Struct, frozen=True):
    """What a step, by its id, does to the file of an article, as it was done; `is_back`: undone."""

    step: str
    is_back: bool
    part: Part


class Unsaved(Struct, frozen=True):
    """Changes of one article, in their order, that are not on disk, and why, in words.

    `parts` are those of the steps that made them, in their order.
    """

    article: ArticleIdentity
    changes: tuple[Change, ...]
    reason: str
    parts: tuple[KeptPart, ...] = ()

    def then(self, later: "Unsaved") -> "Unsaved":
        """Return as one, with what both come to, this and what was kept `later` of its article."""
        changes = net((*self.changes, *later.changes))
        return Unsaved(later.article, changes, later.reason, (*self.parts, *later.parts))


class Conflict(Struct, frozen=True):
    """One annotation that was changed here and elsewhere; `theirs` is what stands in the file.

    None on a side that deleted it. `before` is what it was before it was changed here.
    """

    article: str
    ours: Annotation | None
    theirs: Annotation | None
    before: Annotation | None = None

    @property
    def id(self) -> str:
        """The annotation's id."""
        annotation = self.ours or self.theirs or self.before
        return annotation.id if annotation else ""

    def is_same_as(self, other: "Conflict") -> bool:
        """Whether both are about one annotation."""
        return (self.article, self.id) == (other.article, other.id)


class Rescued(Struct, frozen=True):
    """What a session must not forget: unsaved changes, and conflicts that nobody has settled."""

    unsaved: tuple[Unsaved, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class Rescue:
    """The rescue files in `folder`, which should lie in the user's state folder; one a session.

    What a session keeps is its own for as long as it runs: it will save that itself.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._session = Session(folder)
        self.file = folder / f"{self._session.id}{_ENDING}"

    def keep(self, rescued: Rescued) -> None:
        """Make this session's file say exactly this; without anything to say there is none.

        It is on disk when this returns. Raises OSError.
        """
        if rescued == Rescued():
            durable.remove(self.file, own=True, missing_ok=True)
            self._session.end()
            return
        make_own_folder(self._folder, within=self._folder.parent)
        self._session.begin()
        durable.write_durably(self.file, msgspec.json.encode(rescued, enc_hook=str), own=True)

    def close(self) -> None:
        """Leave what is kept to the next session."""
        self._session.end()

    def others(self) -> Iterable[tuple[Path, Rescued]]:
        """Return what sessions that ended have left; what cannot be understood is set aside.

        Applying it twice does no harm, so that its file is deleted when that is done.
        """
        for file in sorted(self._folder.glob(f"*{_ENDING}")):
            if self._session.runs(file.stem):
                continue
            what = "What an earlier session could not save"
            if rescued := load_or_set_aside(file, _decoded, what):
                yield file, rescued


def _decoded(data: bytes) -> Rescued:
    rescued = msgspec.json.decode(data, type=Rescued)
    refuse_unknown(msgspec.json.decode(data), msgspec.to_builtins(rescued, enc_hook=str))
    return rescued

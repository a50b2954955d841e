"""Keeps notes that are being typed in a file until they are saved or discarded.

A draft is found again by what it is about: an annotation, a slice of an article, or all of it.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from corpus.own_files import load_or_set_aside
from disk.cache_file import discard, replacing

ABOUT = "article"


class _Draft(msgspec.Struct):
    article: str
    on: str
    text: str


class Drafts:
    """The drafts of one annotations folder; each in a file that only its owner can read.

    `on` names what a note is about, the best name first: a draft is written under that one and
    found under each. Nothing here is ever worth stopping for.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, article: str, on: Sequence[str]) -> str | None:
        """What had been typed; `None` when nothing was left unsaved."""
        for name in on:
            found = _read(self._file(article, name))
            if found and (found.article, found.on) == (article, name):
                return found.text
        return None

    def begun(self, article: str) -> list[str]:
        """What the drafts left of an article are about."""
        found = map(_read, sorted(self.folder.glob("*.json")))
        return [draft.on for draft in found if draft and draft.article == article]

    def keep(self, article: str, on: Sequence[str], text: str) -> None:
        """Keep what has been typed so far."""
        draft = {"article": article, "on": on[0], "text": text}
        with (
            suppress(OSError),
            replacing(self._file(article, on[0]), within=self.folder.parent) as file,
        ):
            file.write(json.dumps(draft, ensure_ascii=False).encode("utf-8", "replace"))

    def drop(self, article: str, on: Sequence[str]) -> None:
        """Forget what was typed: it has been saved, or discarded."""
        for name in on:
            with suppress(OSError):
                discard(self._file(article, name))

    def _file(self, article: str, on: str) -> Path:
        name = f"{article}\0{on}".encode("utf-8", "surrogateescape")
        return self.folder / f"{hashlib.sha256(name).hexdigest()[:24]}.json"


def _read(file: Path) -> _Draft | None:
    """Read a draft; a damaged one holds somebody's words, and is set aside."""
    return load_or_set_aside(file, _DECODER.decode, "The draft of a note")


_DECODER = msgspec.json.Decoder(_Draft)

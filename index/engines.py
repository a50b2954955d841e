"""Opens a search engine: the only door, so nothing outside `index/` names an engine.

An engine is a room beside this module (`index.whoosh`) whose module `engine` has what
`EngineModule` asks for. A new one is listed in `EngineKind` and `_module`, and must pass
`tests/index/test_contract.py`, which runs for every kind.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from index.analysis.terms import ANALYSIS_VERSION, DEFAULT_LANGUAGE
from index.engine import SearchEngine

EngineKind = Literal["whoosh"]

DEFAULT: EngineKind = "whoosh"


class EngineModule(Protocol):
    """What the module of an engine offers."""

    LAYOUT_VERSION: int
    """Raised whenever the layout of the index changes: an index of another version is rebuilt."""

    def open_engine(
        self, folder: Path, *, aliases: Sequence[Sequence[str]], language: str, writable: bool
    ) -> SearchEngine:
        """See `open_engine` below."""
        ...

    def open_in_memory(self, *, aliases: Sequence[Sequence[str]], language: str) -> SearchEngine:
        """See `open_in_memory` below."""
        ...


def open_engine(
    folder: Path,
    *,
    aliases: Sequence[Sequence[str]] = (),
    language: str = DEFAULT_LANGUAGE,
    writable: bool = False,
    kind: EngineKind = DEFAULT,
) -> SearchEngine:
    """Open the index in `folder`, or one that is still empty.

    What is missing, damaged, foreign, out of date, or was made with another `language` (that of
    articles which have none of their own) counts as empty, and the next update of a writable engine
    rebuilds it. Nothing is written outside `folder`, and without `writable`
    nothing at all (but for the mark that an index was found to be damaged).

    Raises IndexProblem when `writable` and the folder cannot be made or belongs to somebody else.
    """
    return _module(kind).open_engine(folder, aliases=aliases, language=language, writable=writable)


def open_in_memory(
    *,
    aliases: Sequence[Sequence[str]] = (),
    language: str = DEFAULT_LANGUAGE,
    kind: EngineKind = DEFAULT,
) -> SearchEngine:
    """Return an empty index that is kept in memory and ends with the program.

    It is for when no index can be written to disk, and is updated and searched in one process.
    """
    return _module(kind).open_in_memory(aliases=aliases, language=language)


def index_version(kind: EngineKind = DEFAULT) -> str:
    """Return the versions of layout and analysis; an index of other versions is rebuilt."""
    return f"{_module(kind).LAYOUT_VERSION}.{ANALYSIS_VERSION}"


def _module(kind: EngineKind) -> EngineModule:
    """Import an engine when it is needed, and not before the first paint."""
    match kind:
        case "whoosh":
            from index.whoosh import engine
    return engine

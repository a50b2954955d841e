"""Loads Whoosh 2.7.4, the library: without its warnings, and without the web.

`whoosh.compat` imports `urllib.request`, and HTTP, e-mail and TLS with it, for one function that
nothing in Whoosh calls: a fifteenth of the time of a search on the command line.
"""

import builtins
import sys
import warnings
from collections.abc import Mapping, Sequence
from importlib.util import find_spec, module_from_spec
from types import SimpleNamespace
from typing import Any

_WEB = "urllib.request"
_NO_WEB = SimpleNamespace(urlretrieve=None)


def _import(
    name: str,
    globals_: Mapping[str, object] | None = None,
    locals_: Mapping[str, object] | None = None,
    wanted: Sequence[str] | None = (),
    level: int = 0,
) -> Any:
    """Import as Python does, but not the web."""
    return _NO_WEB if name == _WEB else __import__(name, globals_, locals_, wanted, level)


def _load_compat() -> None:
    """Load `whoosh.compat` with an import of its own, which no other module or thread sees."""
    spec = find_spec("whoosh.compat")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    vars(module)["__builtins__"] = {**vars(builtins), "__import__": _import}
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)


with warnings.catch_warnings():
    # Whoosh 2.7.4 predates stricter escapes; compiling it must not write over somebody's screen.
    warnings.simplefilter("ignore")
    if "whoosh.compat" not in sys.modules:
        _load_compat()
    import whoosh
    from whoosh.codec.whoosh3 import W3Codec, W3Segment
    from whoosh.fields import STORED, Schema
    from whoosh.filedb.filestore import FileStorage, RamStorage
    from whoosh.filedb.structfile import StructFile
    from whoosh.index import TOC, FileIndex
    from whoosh.writing import SegmentWriter

VERSION = ".".join(map(str, whoosh.__version__))

__all__ = [
    "STORED",
    "TOC",
    "VERSION",
    "FileIndex",
    "FileStorage",
    "RamStorage",
    "Schema",
    "SegmentWriter",
    "StructFile",
    "W3Codec",
    "W3Segment",
]

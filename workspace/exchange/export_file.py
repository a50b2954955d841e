"""Writes annotations into a new file, never over one that exists."""

import io
from collections.abc import Collection
from pathlib import Path

from msgspec import Struct

from annotations.exchange.formats import FORMATS, WriteOptions
from disk.durable import create
from workspace.exchange.exporting import Selection, make_bundle
from workspace.workspace import Workspace


class Written(Struct, frozen=True):
    """How many annotations are in which file, and what its format cannot carry."""

    file: Path
    count: int
    lost: tuple[str, ...]


def name_problem(folder: Path, name: str) -> str:
    """Why a new file in this folder cannot have the name, and the way out; "" when it can."""
    if not name or name in {".", ".."} or "\0" in name:
        return "Type a name for the file."
    if Path(name).name != name:
        return f"The file goes into {folder}: type a name without a folder."
    if (folder / name).exists() or (folder / name).is_symlink():
        return f"{name} already exists and is not overwritten: type another name."
    return ""


def write_new_file(
    workspace: Workspace, ids: Collection[str], format_name: str, file: Path
) -> Written:
    """Write the annotations with these ids into a new file.

    Raises `OSError`, also when the file is there meanwhile, and `ExchangeError`; then it leaves
    nothing behind.
    """
    bundle = make_bundle(workspace, Selection(ids=ids))
    buffer = io.BytesIO()
    losses = FORMATS[format_name].write(bundle, buffer, WriteOptions())
    create(file, buffer.getvalue(), mode=0o666)
    count = sum(len(document.placed) for document in bundle.documents)
    return Written(file, count, tuple(losses.words))

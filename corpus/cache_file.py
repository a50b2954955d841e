"""Writing a cache file: readers see the old one or the new one, never a part of it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """Give a file to write, readable by its owner alone, that takes the place of `file` at the end.

    An error inside leaves `file` as it was. Raises OSError. Losing a cache file costs time, nothing
    else, so nothing waits for the disk.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as temporary:
            yield temporary
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

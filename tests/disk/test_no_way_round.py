"""Nothing outside `disk` opens, makes, renames or deletes a file: there is no way round the doors.

What is found is told from the code alone, so it holds for lines that no test runs.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "root_packages"
]

# Each with why no path that comes from anybody can reach it.
ALLOWED = {
    # The terminal that the program was started on, by the name the system gives it.
    ("tui/terminal.py", "os.open"),
}

# Functions by their modules. `os.fdopen`, `os.read` and the like take what is open already.
FUNCTIONS = {
    "": {"open"},
    "io": {"open", "open_code", "FileIO"},
    "codecs": {"open"},
    "os": {
        *("open", "mkfifo", "mknod", "truncate", "link", "symlink", "rename", "renames", "replace"),
        *("remove", "unlink", "rmdir", "removedirs", "mkdir", "makedirs", "chmod", "lchmod"),
        *("chown", "lchown", "utime", "fsync", "fdatasync", "chroot", "setxattr", "removexattr"),
    },
    "fcntl": {"flock", "lockf"},
    "mmap": {"mmap"},
    "sqlite3": {"connect"},
    "tarfile": {"open", "TarFile"},
    "gzip": {"open", "GzipFile"},
    "bz2": {"open", "BZ2File"},
    "lzma": {"open", "LZMAFile"},
    "dbm": {"open"},
    "shelve": {"open"},
    "fileinput": {"input", "FileInput"},
    "linecache": {"getline", "getlines"},
    "mailbox": {"mbox", "Maildir", "MH", "MMDF", "Babyl"},
    "shutil": {
        *("copyfile", "copymode", "copystat", "copy", "copy2", "copytree", "rmtree", "move"),
        *("chown", "make_archive", "unpack_archive"),
    },
    "tempfile": {
        *("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory"),
        *("mkstemp", "mkdtemp", "mktemp"),
    },
    "zipfile": {"ZipFile", "PyZipFile", "is_zipfile", "Path"},
    "logging": {"FileHandler", "basicConfig"},
}
CLASSES = {"ZipFile", "TarFile", "GzipFile", "BZ2File", "LZMAFile", "FileIO", "mmap"}
# Those may be given a stream or bytes in memory, by a first argument of one of these names.
STREAMS = {
    *("zipfile.ZipFile", "tarfile.open", "gzip.GzipFile", "gzip.open", "bz2.BZ2File", "mmap.mmap"),
}
IN_MEMORY = {"out", "stream", "buffer", "file_in_memory"}
# Methods of a path, whatever holds it. `replace` is also one of texts, which takes two arguments.
METHODS = {
    *("read_bytes", "read_text", "write_bytes", "write_text", "touch", "unlink", "rename", "mkdir"),
    *("rmdir", "symlink_to", "hardlink_to", "chmod", "lchmod"),
}
# Of objects that are no paths, by what they are called.
NO_PATHS = {"self", "screen", "_front", "_host", "formatter", "_zip", "codebook", "backups"}


def ways_round(source: str) -> Iterator[tuple[int, str]]:
    """Give the line and the name of each call, import or mention of what opens or changes files."""
    tree = ast.parse(source)
    modules: dict[str, str] = {}
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                modules[each.asname or each.name] = each.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                names[each.asname or each.name] = f"{node.module}.{each.name}"
    calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if name := _mentioned(node, modules, names):
            call = calls.get(id(node))
            if call is None and name.rpartition(".")[2] in CLASSES:
                continue  # as a type
            if not (name in STREAMS and call and _is_in_memory(call)):
                yield node.lineno, name  # type: ignore[attr-defined]
        elif isinstance(node, ast.Attribute) and _is_method(node, calls.get(id(node))):
            yield node.lineno, f".{node.attr}"


def _mentioned(node: ast.AST, modules: dict[str, str], names: dict[str, str]) -> str:
    """Give the full name of a function that is mentioned, called or not; "" for any other node."""
    if isinstance(node, ast.Name):
        full = names.get(node.id, f".{node.id}")
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        known = node.value.id
        full = f"{modules.get(known) or names.get(known, '?')}.{node.attr}"
    else:
        return ""
    module, _, function = full.rpartition(".")
    if module == "builtins":
        module = ""
    return f"{module}.{function}" if function in FUNCTIONS.get(module, ()) else ""


def _is_method(node: ast.Attribute, call: ast.Call | None) -> bool:
    owner = node.value
    last = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    if last in NO_PATHS:
        return False
    if node.attr == "replace":  # Path.replace has one argument, str.replace two or three
        names = [each.arg for each in call.keywords] if call else []
        return call is not None and ((len(call.args) == 1 and not names) or names == ["target"])
    if node.attr == "open":
        return True
    return node.attr in METHODS


def _is_in_memory(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    if ast.unparse(call.func).endswith("mmap"):  # of no file
        return first is not None and ast.unparse(first) == "-1"
    if isinstance(first, ast.Call):
        return ast.unparse(first.func).endswith("BytesIO")
    return isinstance(first, ast.Name) and first.id in IN_MEMORY


def test_there_is_no_way_round_the_doors() -> None:
    found = []
    used = set()
    for room in ROOMS:
        if room == "disk":
            continue
        for file in sorted((ROOT / room).rglob("*.py")):
            path = file.relative_to(ROOT).as_posix()
            for line, name in ways_round(file.read_text(encoding="utf-8")):
                if (path, name) in ALLOWED:
                    used.add((path, name))
                else:
                    found.append(f"{path}:{line}: {name}")
    assert found == []
    assert used == ALLOWED  # what is not needed is not allowed


@pytest.mark.parametrize(
    "line",
    [
        "open('a')",
        "import io; io.open('a')",
        "import builtins; builtins.open('a')",
        "import os; os.open('a', 0)",
        "import os as system; system.replace('a', 'b')",
        "from os import rename; rename('a', 'b')",
        "from os import rename as give; give('a', 'b')",
        "import os; act = os.remove",
        "from pathlib import Path; Path('a').open()",
        "from pathlib import Path; Path('a').read_text()",
        "from pathlib import Path; (Path('a') / 'b').write_bytes(b'')",
        "file.unlink(missing_ok=True)",
        "file.parent.mkdir(parents=True)",
        "self.file.touch()",
        "made.replace(file)",
        "made.replace(target=file)",
        "file.rename(other)",
        "file.symlink_to(other)",
        "act = file.unlink",
        "import shutil; shutil.rmtree('a')",
        "from shutil import copyfile; copyfile('a', 'b')",
        "import tempfile; tempfile.NamedTemporaryFile()",
        "import mmap; mmap.mmap(3, 0)",
        "import sqlite3; sqlite3.connect('a')",
        "import zipfile; zipfile.ZipFile('a.zip')",
        "import zipfile; zipfile.ZipFile(file)",
        "import zipfile; zipfile.ZipFile(io.open('a'))",
        "from zipfile import ZipFile; ZipFile(str(path))",
        "import tarfile; tarfile.open('a')",
        "import gzip; gzip.open('a')",
        "import mailbox; mailbox.mbox('a')",
        "import os; os.fsync(3)",
        "import fcntl; fcntl.flock(3, 0)",
        "def f():\n    import os\n    os.unlink('a')",
        "f = lambda path: path.read_bytes()",
    ],
)
def test_each_way_round_would_be_found(line: str) -> None:
    assert list(ways_round(line))


@pytest.mark.parametrize(
    "line",
    [
        "text.replace('a', 'b')",
        "import os; os.fdopen(3)",
        "import os; os.fspath(file)",
        "import io, zipfile; zipfile.ZipFile(io.BytesIO(data))",
        "import zipfile; zipfile.ZipFile(out, 'w')",
        "import gzip; gzip.decompress(data)",
        "import zipfile; archive: zipfile.ZipFile",
        "time.replace(tzinfo=UTC)",
        "file.is_file()",
        "self.open(screen)",
        "import dataclasses; dataclasses.replace(step, changes=())",
        "from msgspec.structs import replace; replace(step, changes=())",
    ],
)
def test_what_touches_no_file_is_left_alone(line: str) -> None:
    assert list(ways_round(line)) == []

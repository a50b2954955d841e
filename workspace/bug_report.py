"""Collects what a bug report says of a project: facts and counts, nothing that anybody wrote."""

import os
import stat
from collections import Counter
from contextlib import closing
from pathlib import Path

from annotations.files.presence import is_taken as is_open
from corpus.folder.catalogue import Catalogue
from corpus.folder.scan import FolderError
from disk.named import read_named
from workspace.articles.refresh import stamps
from workspace.articles.turns import is_taken, said
from workspace.places import Places
from workspace.workspace import Workspace

Facts = dict[str, object]
_MOUNTS = Path("/proc/self/mounts")
_MOST_BYTES = 1 << 22


def folder_facts(folder: Path) -> Facts:
    """Where a folder is, whose it is, what you may do there, and on what file system."""
    facts: Facts = {"path": str(folder)}
    try:
        status = folder.lstat()
        if stat.S_ISLNK(status.st_mode):
            facts["is a link to"] = os.path.realpath(folder)
            status = folder.stat()
    except OSError as error:
        facts["state"] = "not there yet" if isinstance(error, FileNotFoundError) else str(error)
        there = next(each for each in (folder, *folder.parents) if each.exists())
        return facts | _space(there)
    kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no folder"
    may = [name for name, mode in _MODES.items() if os.access(folder, mode)]
    facts["state"] = f"{kind}, {stat.filemode(status.st_mode)}, you may {' and '.join(may) or '-'}"
    facts["owner"] = "you" if status.st_uid == os.getuid() else f"user {status.st_uid}"
    return facts | _space(folder)


_MODES = {"read": os.R_OK | os.X_OK, "write": os.W_OK | os.X_OK}


def _space(folder: Path) -> Facts:
    try:
        found = os.statvfs(folder)
    except OSError as error:
        return {"free": f"unknown ({error.strerror})"}
    facts: Facts = {"free": f"{found.f_bavail * found.f_frsize / 1e9:,.1f} GB"}
    if system := _file_system(folder):
        facts["file system"] = system
    return facts


def _file_system(folder: Path) -> str:
    """The type of the file system that a folder is on, where the system tells; with its options."""
    try:
        lines = read_named(_MOUNTS, most=_MOST_BYTES).decode(errors="replace").splitlines()
    except OSError:
        return ""
    real = os.path.realpath(folder)
    best, found = "", ""
    for line in lines:
        _, mount, kind, options, *_ = line.split(" ")
        mount = mount.encode().decode("unicode_escape")  # a space is \040 there
        if (real == mount or real.startswith(mount.rstrip("/") + "/")) and len(mount) >= len(best):
            best, found = mount, f"{kind} ({options.partition(',')[0]})"
    return found


def index_facts(places: Places) -> Facts:
    """How many articles are known and indexed, and whether that is all."""
    from index.engines import index_version, open_engine

    records = Catalogue.load(places.catalogue).records.values()
    with closing(open_engine(places.index, language=places.language)) as engine:
        indexed = engine.stamps()
    try:
        found = sum(1 for _ in stamps(places, lambda _problem: None))
    except FolderError:
        found = 0
    readable = [record for record in records if not record.problem]
    is_current = all(indexed.get(each.path) == each.stamp for each in readable)
    suffixes = Counter(Path(record.path).suffix.lower()[:12] or "none" for record in records)
    return {
        "articles in the folder": found,
        "articles known": len(records),
        "that cannot be read": len(records) - len(readable),
        "indexed": len(indexed),
        "is complete": found == len(records) and is_current,
        "being brought up to date": is_taken(places.cache),
        "turns": said(places.cache).finished,
        "version": index_version(),
        "suffixes": ", ".join(f"{count} {suffix}" for suffix, count in suffixes.most_common(8)),
        "characters": sum(each.characters for each in readable),
    }


def annotation_facts(workspace: Workspace) -> Facts:
    """How many annotations there are, and how many files of them cannot be read."""
    is_taken_by_another = is_open(workspace.places.annotations)
    workspace.load_annotations()
    files = workspace.annotation_files()
    every = [annotation for file in files for annotation in file.annotations]
    return {
        "files": len(files),
        "annotations": len(every),
        "coders": len({each.coder for each in every}),
        "topics in use": len({topic for each in every for topic in each.topics}),
        "files that cannot be read": len(workspace.problems),
        "open in another nkreader": is_taken_by_another,
    }


def state_facts(places: Places) -> Facts:
    """What the program keeps for itself: how much of it, and what was damaged."""
    return {
        "history": _bytes(places.history),
        "backups": _bytes(places.backups),
        "log": _bytes(places.log),
        "reading log": _bytes(places.reading),
        "unsaved changes": _count(places.rescue, "*.json"),
        "drafts": _count(places.drafts, "*.json"),
        "set aside as damaged": _count(places.state, "*.damaged-*"),
    }


def _bytes(place: Path) -> str:
    size = 0
    for each in (place, *place.rglob("*")):
        try:
            status = each.lstat()
        except OSError:
            continue
        size += status.st_size if stat.S_ISREG(status.st_mode) else 0
    return f"{size / 1e6:,.1f} MB"


def _count(folder: Path, pattern: str) -> int:
    return sum(1 for _ in folder.rglob(pattern))

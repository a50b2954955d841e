"""Whatever the disk does, wherever the process dies, a save leaves old or new content whole."""

import contextlib
import errno
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from annotations.files.article_file import AnnotationFileError
from annotations.files.store import AnnotationStore
from annotations.history.steps import Change
from annotations.model import Annotation, ArticleIdentity
from disk import durable

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = ArticleIdentity("news/a.txt", "A", "0")
OLD = Annotation("1", ("summits",), "quote", "", "", 0, 5, "old", "", "", "")
NEW = replace(OLD, note="new " * 5000)
CALLS = [(io, "open"), *((os, name) for name in ("open", "write", "fsync", "fchmod", "close"))]
CALLS += [(os, name) for name in ("replace", "mkdir", "unlink", "stat", "lstat", "access")]

Fault = Callable[[Callable[..., Any], tuple[Any, ...]], Any]


@contextlib.contextmanager
def faulty(fault: Fault, at: int | None = None, only: str = "") -> Iterator[list[str]]:
    """Let the system call number `at` (from 0), or every one named `only`, do `fault` instead."""
    seen: list[str] = []

    def wrap(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            seen.append(name)
            if name == only or len(seen) - 1 == at:
                return fault(real, args)
            return real(*args, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for module, name in CALLS:
            patch.setattr(module, name, wrap(name, getattr(module, name)))
        yield seen


def failing(number: int) -> Fault:
    def fault(real: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        if real is os_close:  # closes all the same, as Linux does
            real(*args)
        raise OSError(number, os.strerror(number))

    return fault


os_close, os_write = os.close, os.write


def saved_once(folder: Path) -> AnnotationStore:
    store = AnnotationStore(folder)
    store.apply(ARTICLE, [Change(ARTICLE.path, None, OLD)])
    return store


def save(store: AnnotationStore) -> None:
    store.apply(ARTICLE, [Change(ARTICLE.path, OLD, NEW)])


def whole(folder: Path) -> Annotation:
    """Return what is on disk, which must be one version or the other."""
    (annotation,) = AnnotationStore(folder).load(ARTICLE.path).annotations
    assert annotation in (OLD, NEW)
    return annotation


def calls_of_a_save(folder: Path) -> list[str]:
    store = saved_once(folder)
    with faulty(lambda real, args: real(*args)) as seen:
        save(store)
    return list(seen)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
def test_a_failing_system_call_anywhere_leaves_one_version_whole(
    tmp_path: Path, number: int
) -> None:
    calls = calls_of_a_save(tmp_path / "count")
    assert {"open", "write", "fsync", "replace", "close"} <= set(calls)
    for at, name in enumerate(calls):
        folder = tmp_path / f"{at}-{name}"
        store = saved_once(folder)
        try:
            with faulty(failing(number), at):
                save(store)
        except AnnotationFileError as error:
            assert error.advice  # noqa: PT017 - some calls may fail without harm
        else:
            assert whole(folder) == NEW, f"said to be saved, but {name} failed"
        whole(folder)
        save(store)
        assert whole(folder) == NEW
        assert [path for path in folder.rglob("*") if durable.is_temporary(path.name)] == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_the_first_save_of_an_article_fails_whole_too(tmp_path: Path, number: int) -> None:
    with faulty(lambda real, args: real(*args)) as seen:
        saved_once(tmp_path / "count")
    for at in range(len(seen)):
        folder = tmp_path / str(at)
        with contextlib.suppress(AnnotationFileError), faulty(failing(number), at):
            saved_once(folder)
        assert AnnotationStore(folder).load(ARTICLE.path).annotations in ((), (OLD,))
        saved_once(folder)
        assert whole(folder) == OLD


def test_short_writes_are_continued(tmp_path: Path) -> None:
    store = saved_once(tmp_path)
    with faulty(lambda _, args: os_write(args[0], args[1][:100]), only="write") as seen:
        save(store)
    assert seen.count("write") > 100
    assert whole(tmp_path) == NEW


def corrupting(_: object, args: tuple[int, memoryview]) -> int:
    data = bytes(args[1])
    return os_write(args[0], data.replace(b"new", b"nww", 1))


@pytest.mark.parametrize(
    ("fault", "message"),
    [(lambda *_: 0, "No space left"), (corrupting, "other bytes than were written")],
)
def test_a_disk_that_lies_is_found_out(tmp_path: Path, fault: Fault, message: str) -> None:
    store = saved_once(tmp_path)
    with pytest.raises(AnnotationFileError, match=message), faulty(fault, only="write"):
        save(store)
    assert whole(tmp_path) == OLD


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    store = saved_once(tmp_path)
    with (
        pytest.raises(AnnotationFileError, match="Permission denied"),
        faulty(lambda *_: False, only="access"),
    ):
        save(store)
    assert whole(tmp_path) == OLD


def test_a_process_killed_anywhere_leaves_one_version_whole(tmp_path: Path) -> None:
    calls = calls_of_a_save(tmp_path / "count")
    command = [sys.executable, __file__, tmp_path, str(len(calls))]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    states = [whole(tmp_path / str(at)) for at in range(len(calls))]
    assert states[0] == OLD
    assert states[-1] == NEW


def die_halfway(real: Callable[..., Any], args: tuple[Any, ...]) -> None:
    if real is os_write:
        real(args[0], args[1][: len(args[1]) // 2])
    os._exit(9)


def kill_at_every_call(base: Path, calls: int) -> None:
    for at in range(calls):
        store = saved_once(base / str(at))
        child = os.fork()
        if child == 0:
            with faulty(die_halfway, at):
                save(store)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


if __name__ == "__main__":
    kill_at_every_call(Path(sys.argv[1]), int(sys.argv[2]))

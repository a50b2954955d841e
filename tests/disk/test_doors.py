"""Reading, writing, locking and deleting what is no plain file of its place is refused by name."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from disk import cache_file, durable, lock, place
from disk.cache_file import make_own_folder, replacing
from disk.lock import locked, try_locked
from disk.plain import NotPlainError, TooLargeError
from disk.reading import mapped, opened, read
from tests.disk import odd

WORDS = {
    "link": "it is a link that leads out of the folder, to ",
    "dangling": "it is a link that leads out of the folder, to ",
    "loop": "it is a link",
    "device": "it is a link that leads out of the folder, to /dev/zero",
    "fifo": "it is a FIFO",
    "in_socket": "it is a socket",
    "folder": "it is a folder",
}


def take_lock(file: Path, within: Path) -> None:
    with locked(file, within=within, seconds=0):
        pass


DOORS: dict[str, Callable[[Path, Path], object]] = {
    "read": lambda file, within: read(file, within=within),
    "opened": lambda file, within: opened(file, within=within).close(),
    "write": lambda file, within: durable.write_durably(file, b"new", within=within),
    "append": lambda file, _: durable.append_durably(file, b"new"),
    "remove": lambda file, within: durable.remove(file, within=within),
    "lock": take_lock,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "place"
    root.mkdir()
    return root


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    outside = tmp_path / "outside"
    outside.mkdir()
    return outside


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        each.name: (each.lstat().st_mode, each.read_bytes() if each.is_file() else b"")
        for each in folder.iterdir()
    }


def status(file: Path) -> tuple[int, int, int]:
    found = file.lstat()
    return found.st_mode, found.st_ino, found.st_mtime_ns


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", odd.KINDS)
def test_what_is_no_plain_file_is_refused_by_name(
    root: Path, outside: Path, door: str, kind: str
) -> None:
    odd.mine(outside)
    odd.KINDS[kind](root / "a.yaml", outside)
    before = status(root / "a.yaml"), everything(outside)
    with pytest.raises(NotPlainError) as caught:
        DOORS[door](root / "a.yaml", root)
    assert str(caught.value.strerror).startswith(WORDS[kind])
    assert caught.value.way_out
    assert (status(root / "a.yaml"), everything(outside)) == before
    assert [each.name for each in root.iterdir()] == ["a.yaml"]


@pytest.mark.parametrize("door", [each for each in DOORS if each != "append"])
@pytest.mark.parametrize("kind", ["link", "fifo"])
def test_so_is_what_lies_above_it(root: Path, outside: Path, door: str, kind: str) -> None:
    (outside / "b").write_text("theirs")
    if kind == "link":
        (root / "sub").symlink_to(outside)
    else:
        os.mkfifo(root / "sub")
    with pytest.raises(OSError, match=r"out of the folder, to|Not a directory"):
        DOORS[door](root / "sub" / "b", root)
    assert everything(outside)["b"][1] == b"theirs"
    assert len(everything(outside)) == 1


@pytest.mark.parametrize("door", [each for each in DOORS if each != "append"])
def test_a_neighbour_whose_name_begins_alike_is_no_part_of_the_place(root: Path, door: str) -> None:
    other = root.with_name(root.name + "-other")
    other.mkdir()
    (other / "b").write_text("theirs")
    (root / "b").symlink_to(other / "b")
    with pytest.raises(NotPlainError, match="out of the folder"):
        DOORS[door](root / "b", root)
    with pytest.raises(NotPlainError, match="out of the folder"):
        DOORS[door](other / "b", root)
    assert (other / "b").read_text() == "theirs"


@pytest.mark.parametrize("path", ["../outside/b", "/etc/hostname", "sub/../../outside/b", "."])
@pytest.mark.parametrize("door", [each for each in DOORS if each != "append"])
def test_a_path_out_of_the_place_is_refused(
    root: Path, outside: Path, door: str, path: str
) -> None:
    (outside / "b").write_text("theirs")
    with pytest.raises(NotPlainError, match="out of the folder"):
        DOORS[door](root / path, root)
    assert everything(outside)["b"][1] == b"theirs"


@pytest.mark.parametrize("door", ["append", "lock"])
def test_what_is_opened_to_write_has_one_name(root: Path, outside: Path, door: str) -> None:
    odd.hard_link(root / "a", outside)
    with pytest.raises(NotPlainError, match="another name elsewhere"):
        DOORS[door](root / "a", root)
    assert odd.mine(outside).read_bytes() == odd.MINE


def test_a_second_name_keeps_what_it_had(root: Path, outside: Path) -> None:
    odd.hard_link(root / "a", outside)
    durable.write_durably(root / "a", b"new")
    assert (root / "a").read_bytes() == b"new"
    assert odd.mine(outside).read_bytes() == odd.MINE


def test_the_place_may_be_a_link_and_links_inside_are_followed(root: Path, tmp_path: Path) -> None:
    (root / "sub").mkdir()
    (root / "sub" / "a").write_text("a")
    (root / "link").symlink_to(root / "sub" / "a")
    (root / "folder").symlink_to("sub")
    way = tmp_path / "way"
    way.symlink_to(root)
    assert read(way / "sub" / "a", within=way) == b"a"
    assert read(way / "link", within=way) == b"a"
    assert read(way / "folder" / "a", within=way) == b"a"
    durable.write_durably(way / "folder" / "a", b"b", within=way)
    durable.write_durably(way / "link", b"c", within=way)
    assert (root / "link").is_symlink()
    assert (root / "sub" / "a").read_bytes() == b"c"


def test_relative_places(root: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    (root / "a").write_text("a")
    assert read(Path("a")) == b"a"
    assert read(Path("../place/a")) == b"a"
    assert read(Path("../place/a"), within=Path("../place")) == b"a"
    with pytest.raises(NotPlainError):
        read(outside / "b", within=Path())


@pytest.mark.parametrize("door", [each for each in DOORS if each != "append"])
def test_a_link_put_there_while_the_path_is_walked_is_not_followed(
    root: Path, outside: Path, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "sub").mkdir()
    for folder in (root / "sub", outside):
        (folder / "b").write_bytes(odd.MINE)
    (root / "way").symlink_to("sub")
    inside = place._inside

    def swapped(path: str, top: str) -> list[str]:
        parts = inside(path, top)
        if not (root / "sub").is_symlink():
            (root / "sub").rename(root / "aside")
            (root / "sub").symlink_to(outside)
        return parts

    monkeypatch.setattr(place, "_inside", swapped)
    with pytest.raises(NotPlainError, match="out of the folder"):
        DOORS[door](root / "way" / "b", root)
    assert everything(outside) == {"b": (everything(outside)["b"][0], odd.MINE)}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", ["link", "fifo", "device"])
def test_so_is_one_put_there_between_the_look_and_the_opening(
    root: Path, outside: Path, door: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The status is that of the plain file that was there a moment ago."""
    file = root / "a"
    file.write_bytes(odd.MINE)
    plain = file.lstat()
    file.unlink()
    odd.KINDS[kind](file, outside)
    there, look = file.lstat(), os.stat

    def outdated(path: str | Path, **how: object) -> os.stat_result:
        found = look(path, **how)  # type: ignore[arg-type]
        return plain if os.path.samestat(found, there) else found

    monkeypatch.setattr(os, "stat", outdated)
    if door in ("write", "remove"):  # a name is replaced or goes; what it led to stays
        DOORS[door](file, root)
    else:
        with pytest.raises(OSError, match=r"symbolic links|it is a FIFO|No such device"):
            DOORS[door](file, root)
    monkeypatch.undo()
    assert odd.mine(outside).read_bytes() == odd.MINE


def test_reading_has_an_end(root: Path) -> None:
    with (root / "sparse").open("wb") as file:
        file.truncate(10 << 30)
    with pytest.raises(TooLargeError, match="larger than 16 MB"):
        read(root / "sparse", most=16 << 20)
    with pytest.raises(TooLargeError, match="larger than 10 bytes"):
        read(Path("/proc/self/maps"), most=10)  # one that says that it is empty
    for door in (opened, mapped):
        with pytest.raises(TooLargeError, match="larger than 4 GB"):
            door(root / "sparse")
    (root / "a").write_bytes(b"0123456789")
    assert read(root / "a", most=10) == b"0123456789"
    with pytest.raises(TooLargeError):
        read(root / "a", most=9)


def test_what_never_ends_is_not_read_for_ever(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "a").touch()
    monkeypatch.setattr(os, "read", lambda _file, size: b"x" * min(size, 1 << 16))
    with pytest.raises(TooLargeError):
        read(root / "a", most=1 << 20)


def test_a_lock_on_a_file_that_has_just_gone_is_none(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    took = lock.try_lock

    def late(descriptor: int) -> bool:
        if not (root / "aside").exists():  # somebody removes it between the opening and the lock
            (root / "lock").rename(root / "aside")
        return took(descriptor)

    monkeypatch.setattr(lock, "try_lock", late)
    held = try_locked(root / "lock")
    assert held is not None
    assert os.path.samestat(os.fstat(held), (root / "lock").stat())
    os.close(held)


def test_folders_are_made_in_their_place_only(root: Path, outside: Path) -> None:
    durable.make_folder(root / "a" / "b", within=root)
    assert (root / "a" / "b").is_dir()
    (root / "out").symlink_to(outside)
    with pytest.raises(NotPlainError, match="leads out"):
        durable.make_folder(root / "out" / "b", within=root)
    assert list(outside.iterdir()) == []


def test_a_cache_file_takes_the_place_of_a_link_and_not_of_what_it_leads_to(
    root: Path, outside: Path
) -> None:
    for kind in ("link", "fifo", "loop", "in_socket"):
        odd.KINDS[kind](root / kind, outside)
        with replacing(root / kind) as file:
            file.write(b"new")
        assert (root / kind).read_bytes() == b"new"
        assert stat.S_ISREG((root / kind).lstat().st_mode)
    assert odd.mine(outside).read_bytes() == odd.MINE


def test_a_folder_that_is_a_link_by_the_time_a_cache_file_is_written_gets_none(
    root: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(folder: Path, **_: object) -> None:
        folder.symlink_to(outside)

    monkeypatch.setattr(cache_file, "make_own_folder", late)
    with pytest.raises(NotPlainError), replacing(root / "own" / "a"):
        pass
    assert list(outside.iterdir()) == []


def test_a_folder_that_all_share_is_not_closed_to_them(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    with replacing(shared / "file") as file:
        file.write(b"x")
    assert stat.S_IMODE(shared.stat().st_mode) == 0o1777
    assert stat.S_IMODE((shared / "file").stat().st_mode) == 0o600


def test_a_failing_cache_file_leaves_the_old_one_and_no_other(root: Path) -> None:
    (root / "a").write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), replacing(root / "a") as file:
        file.write(b"%d" % (1 // 0))
    assert everything(root) == {"a": (everything(root)["a"][0], b"old")}


def test_what_is_made_anew_or_goes_is_the_link_and_not_what_it_leads_to(
    root: Path, outside: Path
) -> None:
    (root / "file").symlink_to(odd.mine(outside))
    (root / "folder").symlink_to(outside)
    (root / "full").mkdir()
    (root / "full" / "a").touch()
    with cache_file.recreate(root / "file") as file:
        file.write(b"new")
    cache_file.discard_all(root, lambda name: name != "file")
    assert [each.name for each in root.iterdir()] == ["file"]
    assert (root / "file").read_bytes() == b"new"
    assert odd.mine(outside).read_bytes() == odd.MINE


def test_own_folders_are_taken_from_others(tmp_path: Path) -> None:
    make_own_folder(tmp_path / "a" / "own")
    assert stat.S_IMODE((tmp_path / "a" / "own").stat().st_mode) == 0o700
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    with replacing(tmp_path / "open" / "file") as file:
        file.write(b"x")
    assert stat.S_IMODE((tmp_path / "open").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "open" / "file").stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_is_another_users_is_refused_where_all_is_ours(root: Path) -> None:
    (root / "a").write_text("x")
    os.chown(root / "a", 65534, -1)
    for door in (
        lambda: read(root / "a", own=True),
        lambda: durable.append_durably(root / "a", b"x", own=True),
        lambda: try_locked(root / "a", own=True),
    ):
        with pytest.raises(NotPlainError, match="it belongs to nobody, not to root"):
            door()
    assert read(root / "a") == b"x"  # a colleague's, in a folder that is shared
    os.chown(root / "a", 0, -1)
    os.chown(root, 65534, -1)
    with pytest.raises(NotPlainError, match="it belongs to nobody, not to root"):
        read(root / "a", own=True)


def test_a_folder_of_our_own_that_is_a_link_is_refused(root: Path, outside: Path) -> None:
    (outside / "a").write_text("theirs")
    (root / "own").symlink_to(outside)
    for door in (
        lambda: read(root / "own" / "a", own=True),
        lambda: durable.append_durably(root / "own" / "a", b"x", own=True),
        lambda: durable.remove(root / "own" / "a", own=True),
        lambda: try_locked(root / "own" / "a", own=True),
        lambda: make_own_folder(root / "own"),
    ):
        with pytest.raises(NotPlainError, match="its folder is a link, to "):
            door()
    assert (outside / "a").read_text() == "theirs"
    assert read(root / "own" / "a") == b"theirs"  # where it may be anybody's, it is the user's link


def test_a_lock_that_is_removed_is_no_lock_any_more(root: Path) -> None:
    held = try_locked(root / "lock")
    assert held is not None
    assert try_locked(root / "lock") is None
    (root / "lock").unlink()
    other = try_locked(root / "lock")
    assert other is not None
    os.close(held)
    assert try_locked(root / "lock") is None
    os.close(other)


def test_only_plain_leftovers_are_cleared(root: Path, outside: Path) -> None:
    for kind in ("link", "fifo", "folder"):
        odd.KINDS[kind](root / f".nkreader-{kind}.tmp", outside)
    (root / ".nkreader-0.tmp").write_text("x")
    os.utime(odd.mine(outside), (1, 1))
    for each in list(root.iterdir()):
        os.utime(each, (1, 1), follow_symlinks=False)
        durable.remove_leftover(each)
    assert len(list(root.iterdir())) == 3
    assert odd.mine(outside).read_bytes() == odd.MINE


def test_what_is_made_anew_is_never_in_the_place_of_another(root: Path, outside: Path) -> None:
    for kind, make in odd.KINDS.items():
        make(root / kind, outside)
        with pytest.raises(FileExistsError):
            durable.create(root / kind, b"new")
    assert odd.mine(outside).read_bytes() == odd.MINE
    durable.create(root / "a", b"new")
    assert (root / "a").read_bytes() == b"new"

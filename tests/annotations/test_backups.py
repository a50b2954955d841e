"""Earlier versions are kept, pruned, and brought back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import astuple

from annotations.files import article_file as files
from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.files.backups import Backup, Backups, surplus
from annotations.files.store import AnnotationStore, Applied
from annotations.history.steps import Change
from annotations.model import Annotation, ArticleIdentity

ARTICLE = ArticleIdentity("news/a.txt", "A", "0")
NAME = "news/a.txt.yaml"
NOTED = [Annotation("1", (), "q", "", "", 0, 1, str(number), "", "", "") for number in range(15)]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> AnnotationStore:
    return AnnotationStore(tmp_path / "annotations", tmp_path / "state" / "backups")


def edit(store: AnnotationStore, number: int) -> Applied:
    before = NOTED[number - 1] if number else None
    return store.apply(ARTICLE, [Change(ARTICLE.path, before, NOTED[number])])


def kept(store: AnnotationStore) -> Backups:
    assert store.backups is not None
    return store.backups


def test_the_last_ten_versions_are_kept(store: AnnotationStore) -> None:
    for number in range(15):
        edit(store, number)
    versions = [version.file for version in kept(store).versions(NAME)]
    notes = [files.parse(file.read_bytes(), file).annotations[0].note for file in versions]
    assert notes == [str(number) for number in range(14, 4, -1)]
    assert kept(store).names() == [NAME]


def test_one_version_a_day_is_kept_of_thirty_days() -> None:
    hourly = [Backup(Path(str(hour)), NOW - timedelta(hours=hour)) for hour in range(24 * 60)]
    dropped = {backup.file for backup in surplus(hourly)}
    left = [backup for backup in hourly if backup.file not in dropped]
    assert left[:10] == hourly[:10]
    days = [backup.time.date() for backup in left[9:]]
    assert days == sorted(set(days), reverse=True)
    assert len({backup.time.date() for backup in left}) == 30
    assert len(left) == 39  # the last ten, and one of each of the 29 days before


def contents(backups: Backups) -> list[bytes]:
    """What is kept, the newest first."""
    return [version.file.read_bytes() for version in backups.versions(NAME)]


def test_a_clock_that_was_years_ahead_makes_nothing_newer_and_drops_nothing(
    tmp_path: Path,
) -> None:
    backups = Backups(tmp_path)
    past = [NOW - timedelta(days=day) for day in range(25, 0, -1)]
    ahead = [NOW.replace(year=2031) + timedelta(minutes=minute) for minute in range(12)]
    after = [NOW + timedelta(minutes=minute) for minute in range(12)]
    for number, time in enumerate((*past, *ahead, *after)):
        backups.keep(NAME, str(number).encode(), time)
    found = contents(backups)
    assert found[:10] == [str(number).encode() for number in range(48, 38, -1)]
    assert [int(each) for each in found] == sorted(map(int, found), reverse=True)
    # Every day of before is still there.
    assert {str(number).encode() for number in range(25)} <= set(found)


def test_versions_from_before_they_were_counted_are_older_than_those_that_are(
    tmp_path: Path,
) -> None:
    backups = Backups(tmp_path)
    (tmp_path / NAME).mkdir(parents=True)
    for time in ("20310101T000000.000000Z", "20261121T000000.000000Z"):
        (tmp_path / NAME / f"{time}.yaml").write_bytes(time[:4].encode())
    backups.keep(NAME, b"now", NOW)
    assert contents(backups) == [b"now", b"2031", b"2026"]
    assert backups.names() == [NAME]
    backups.keep(NAME, b"now", NOW)
    backups.keep(NAME, b"then", NOW - timedelta(days=9))
    assert contents(backups)[0] == b"then"


def test_the_same_content_is_not_kept_twice(tmp_path: Path) -> None:
    backups = Backups(tmp_path)
    for hour in range(3):
        backups.keep(NAME, b"same", NOW + timedelta(hours=hour))
    assert [version.time for version in backups.versions(NAME)] == [NOW]


def restore(store: AnnotationStore, version: Backup) -> AnnotationFile:
    with store.writing(ARTICLE.path):
        planned = store.plan_version(ARTICLE.path, version)
        store.carry_out(planned)
    return planned.file


def test_a_restored_version_replaces_a_broken_file_which_is_kept_too(
    store: AnnotationStore,
) -> None:
    edit(store, 0)
    edit(store, 1)
    store.file_of(ARTICLE.path).write_text("version: 1\nannotations: [\n")
    version = kept(store).versions(NAME)[1]
    assert restore(store, version).annotations == (NOTED[0],)
    assert AnnotationStore(store.folder).load(ARTICLE.path).annotations == (NOTED[0],)
    broken = kept(store).versions(NAME)[1]
    assert broken.file.read_text() == "version: 1\nannotations: [\n"


def test_a_deleted_file_can_be_brought_back(store: AnnotationStore) -> None:
    edit(store, 0)
    edit(store, 1)
    store.file_of(ARTICLE.path).unlink()
    restore(store, kept(store).versions(NAME)[0])
    assert store.load(ARTICLE.path).annotations == (NOTED[1],)


def test_a_broken_backup_is_not_brought_back(store: AnnotationStore) -> None:
    edit(store, 0)
    edit(store, 1)
    version = kept(store).versions(NAME)[1]
    version.file.write_text("version: 1\n")
    with pytest.raises(AnnotationFileError, match="missing key"):
        restore(store, version)
    assert store.load(ARTICLE.path).annotations == (NOTED[1],)


def test_a_save_goes_on_without_its_backup_and_says_so(
    store: AnnotationStore, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("a file where the state folder should be")
    for number in range(2):
        done = edit(store, number)
        assert done.notes == ("No backup could be kept of a.txt.yaml: Not a directory.",)
        assert done.file.annotations == (NOTED[number],)


def test_other_files_in_the_backup_folder_are_left_alone(tmp_path: Path) -> None:
    backups = Backups(tmp_path)
    (tmp_path / NAME).mkdir(parents=True)
    (tmp_path / NAME / "mine.yaml").write_text("x")
    assert backups.versions(NAME) == []
    assert backups.names() == []
    backups.keep(NAME, b"1", NOW)
    assert (tmp_path / NAME / "mine.yaml").exists()
    assert astuple(backups.versions(NAME)[0])[1] == NOW

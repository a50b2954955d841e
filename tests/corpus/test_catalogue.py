"""The catalogue file: what was saved comes back, and damage costs nothing but time."""

import stat

import pytest

from corpus.folder.catalogue import Catalogue, Record


def records(number):
    return {
        f"{n}.txt": Record(f"{n}.txt", f"stamp{n}", title=f"Titel {n} – ü", words=n, problem="")
        for n in range(number)
    }


@pytest.mark.parametrize("number", [0, 1, 999, 2500])
def test_what_is_saved_is_loaded(tmp_path, number):
    file = tmp_path / "cache" / "catalogue"
    Catalogue(records(number)).save(file)
    assert Catalogue.load(file).records == records(number)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["catalogue"]


def test_saving_again_replaces(tmp_path):
    Catalogue(records(5)).save(tmp_path / "c")
    Catalogue(records(2)).save(tmp_path / "c")
    assert len(Catalogue.load(tmp_path / "c").records) == 2


def test_missing_and_foreign_files_are_empty(tmp_path):
    assert Catalogue.load(tmp_path / "none").records == {}
    assert Catalogue.load(tmp_path).records == {}
    (tmp_path / "c").write_bytes(b"nkreader catalogue 0\nold")
    assert Catalogue.load(tmp_path / "c").records == {}


def test_any_damage_gives_an_empty_catalogue_and_no_error(tmp_path):
    file = tmp_path / "c"
    Catalogue(records(3)).save(file)
    data = file.read_bytes()
    for position in range(len(data)):
        file.write_bytes(data[:position])
        assert Catalogue.load(file).records == {}
        file.write_bytes(data[:position] + bytes([data[position] ^ 0x55]) + data[position + 1 :])
        assert Catalogue.load(file).records == {}
    file.write_bytes(data + b"x")
    assert Catalogue.load(file).records == {}


def test_a_failed_save_leaves_the_old_file(tmp_path):
    file = tmp_path / "c"
    Catalogue(records(1)).save(file)
    broken = Catalogue({"a": Record("a", "s", words=object())})
    with pytest.raises(TypeError):
        broken.save(file)
    assert Catalogue.load(file).records == records(1)
    assert len(list(tmp_path.iterdir())) == 1

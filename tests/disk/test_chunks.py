"""A cache file of many items: of a damaged one whole chunks are read, and nothing else."""

import json
from pathlib import Path

import pytest

from disk.chunks import load_chunks, save_chunks

KIND = b"numbers 1\n"


def save(file: Path, numbers: list[int]) -> bytes:
    save_chunks(file, KIND, numbers, lambda chunk: json.dumps(list(chunk)).encode(), size=3)
    return file.read_bytes()


def load(file: Path) -> tuple[list[int], bool]:
    """The items that are read, and whether the file was whole."""
    numbers: list[int] = []
    try:
        for chunk in load_chunks(file, KIND, json.loads):
            numbers += chunk
    except Exception:
        return numbers, False
    return numbers, True


@pytest.mark.parametrize("count", [0, 1, 3, 8])
def test_what_is_saved_is_loaded(tmp_path: Path, count: int) -> None:
    numbers = list(range(count))
    save(tmp_path / "cache", numbers)
    assert load(tmp_path / "cache") == (numbers, True)


def test_a_file_cut_anywhere_gives_its_whole_chunks_and_says_that_it_is_cut(tmp_path: Path) -> None:
    file = tmp_path / "cache"
    numbers = list(range(8))
    data = save(file, numbers)
    for end in range(len(data)):
        file.write_bytes(data[:end])
        found, is_whole = load(file)
        assert not is_whole
        assert found == numbers[: len(found)]
        assert len(found) in (0, 3, 6, 8)
    assert len(found) == 8  # all but the end


def test_a_flipped_bit_or_another_kind_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "cache"
    numbers = list(range(8))
    data = save(file, numbers)
    for place in range(len(data)):
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        found, is_whole = load(file)
        assert not is_whole
        assert found == numbers[: len(found)]

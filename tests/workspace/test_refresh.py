"""Bringing catalogue and index up to date with a folder of real files."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from corpus.folder.catalogue import Catalogue
from corpus.folder.scan import FolderError
from corpus.metadata.columns import Columns
from index.engines import open_engine
from workspace.articles.refresh import Refreshed, Watcher, refresh, refresh_folder
from workspace.articles.turns import said
from workspace.places import Places

Refresh = Callable[..., Refreshed]
Finds = Callable[[str], list[str]]

FOX = "003_bbd1d1e14c627851.txt"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9


def catalogue(places: Places) -> Catalogue:
    return Catalogue.load(places.catalogue)


def indexed(places: Places) -> dict[str, str]:
    engine = open_engine(places.index)
    try:
        return engine.stamps()
    finally:
        engine.close()


def write(places: Places, name: str, text: str) -> Path:
    file = places.articles / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def text(title: str, who: str) -> str:
    """A short article in whole sentences, which cleaning takes for no page furniture."""
    return f"{title}\n\nAm Fluss war am Montag {who} zu sehen, wie mehrere Zeugen berichteten.\n"


def make_many(places: Places, count: int) -> None:
    for number in range(count):
        write(
            places, f"viele/{number:04}.txt", text(f"Meldung Nummer {number}", f"Wort{number:04}")
        )


def test_everything_is_read_once(places: Places, refreshed: Refresh, finds: Finds) -> None:
    seen: list[tuple[int, int]] = []
    first = refreshed(Watcher(progress=lambda done, total: seen.append((done, total))))
    assert (first.articles, first.changed, first.removed, first.problems) == (5, 5, 0, ())
    assert seen == [(done, 5) for done in range(6)]
    assert finds("Luxuslimousine") == [FOX]
    record = catalogue(places).records[FOX]
    assert record.title.startswith("Putin besucht Kim Jong Un")
    assert record.words > 900
    assert list(catalogue(places).records) == sorted(catalogue(places).records)
    assert set(indexed(places)) == set(catalogue(places).records)

    again = refreshed()
    assert (again.articles, again.changed, again.removed) == (5, 0, 0)
    assert finds("Luxuslimousine") == [FOX]


def test_only_what_has_changed_is_read_again(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    refreshed()
    write(places, FOX, text("Ein anderer Titel", "der Quastenflosser"))
    write(places, "unter/ordner/neu.txt", text("Neues von den Vögeln im Süden", "die Kraniche"))
    found = refreshed()
    assert (found.articles, found.changed, found.removed) == (6, 2, 0)
    assert finds("Quastenflosser") == [FOX]
    assert finds("Luxuslimousine") == []
    assert finds("Kraniche") == ["unter/ordner/neu.txt"]
    assert catalogue(places).records[FOX].title == "Ein anderer Titel"


def test_a_change_of_the_same_size_is_seen_by_its_time(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    file = write(places, "neu.txt", text("Neues von den Vögeln im Süden", "der Kranich"))
    refreshed()
    status = file.stat()
    write(places, "neu.txt", text("Neues von den Vögeln im Süden", "der Sperber"))
    assert file.stat().st_size == status.st_size
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))
    assert refreshed().changed == 1
    assert finds("Kranich") == []
    assert finds("Sperber") == ["neu.txt"]


def test_what_is_gone_goes(places: Places, refreshed: Refresh, finds: Finds) -> None:
    refreshed()
    (places.articles / FOX).unlink()
    found = refreshed()
    assert (found.articles, found.changed, found.removed) == (4, 0, 1)
    assert finds("Luxuslimousine") == []
    assert FOX not in catalogue(places).records
    assert FOX not in indexed(places)


def test_the_annotations_are_no_articles(places: Places, refreshed: Refresh) -> None:
    refreshed()
    places.annotations.mkdir()
    (places.annotations / "notiz.txt").write_text("Kein Artikel.\n", encoding="utf-8")
    assert refreshed().articles == 5


def test_patterns_choose_which_files_are_articles(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    refreshed()
    chosen = replace(places, include=("00[34]_*",), exclude=("*bbd1*",))
    engine = open_engine(places.index, writable=True)
    try:
        assert refresh(chosen, engine).removed == 4
    finally:
        engine.close()
    assert [path[:3] for path in catalogue(places).records] == ["004"]
    assert finds("Luxuslimousine") == []
    assert refreshed().articles == 5


def test_what_cannot_be_read_is_listed_with_the_reason_and_tried_again(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    file = places.articles / "bild.txt"
    file.write_bytes(PICTURE)
    for _ in range(2):
        found = refreshed()
        assert found.articles == 6
        (problem,) = found.problems
        assert problem.startswith("bild.txt: ")
        record = catalogue(places).records["bild.txt"]
        assert record.title == "bild.txt"
        assert record.problem
        assert record.problem in problem
    assert finds("Luxuslimousine") == [FOX]
    assert "bild.txt" not in indexed(places)

    write(places, "bild.txt", text("Doch ein Text", "der Quastenflosser"))
    assert refreshed().problems == ()
    assert catalogue(places).records["bild.txt"].problem == ""
    assert finds("Quastenflosser") == ["bild.txt"]


def test_what_could_be_read_before_is_no_longer_found(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    refreshed()
    (places.articles / FOX).write_bytes(PICTURE)
    assert len(refreshed().problems) == 1
    assert finds("Luxuslimousine") == []
    assert catalogue(places).records[FOX].problem


def stop_after(count: int) -> Watcher:
    """Stop when so many articles have been read."""
    reached = [0]

    def progress(done: int, _total: int) -> None:
        reached[0] = done

    return Watcher(progress=progress, should_stop=lambda: reached[0] >= count)


def test_a_refresh_that_was_stopped_is_none_that_others_need_not_do_again(places: Places) -> None:
    assert not refresh_folder(places, stop_after(1)).is_whole
    assert (said(places.cache).begun, said(places.cache).finished) == (1, 0)
    assert refresh_folder(places, Watcher()).is_whole
    assert (said(places.cache).begun, said(places.cache).finished) == (2, 2)


@pytest.mark.parametrize("count", [0, 1, 150])
def test_stopping_early_leaves_what_was_done_and_the_rest_for_later(
    places: Places, refreshed: Refresh, finds: Finds, count: int
) -> None:
    make_many(places, 300)
    refreshed(stop_after(count))
    done = set(indexed(places))
    assert len(done) < 305
    assert done <= set(catalogue(places).records)
    assert finds("Luxuslimousine") == [FOX] * (FOX in done)

    rest = refreshed()
    assert (rest.articles, rest.changed) == (305, 305 - len(done))
    assert len(catalogue(places).records) == 305
    assert finds("Luxuslimousine") == [FOX]
    assert finds("Wort0299") == ["viele/0299.txt"]
    assert refreshed().changed == 0


def test_stopping_early_does_not_forget_what_was_known(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    make_many(places, 300)
    refreshed()
    for file in (places.articles / "viele").iterdir():
        file.write_text(
            file.read_text(encoding="utf-8").replace("am Montag", "am Nachmittag"), encoding="utf-8"
        )
    refreshed(stop_after(100))
    assert len(catalogue(places).records) == 305
    assert finds("Wort0299") == ["viele/0299.txt"]
    assert 0 < refreshed().changed < 300
    assert len(finds("Nachmittag")) == 300


def test_a_lost_or_damaged_cache_is_made_again(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    refreshed()
    places.catalogue.write_bytes(b"nonsense")
    assert refreshed().changed == 5
    for file in places.index.iterdir():
        if file.is_file():
            file.write_bytes(b"nonsense")
    refreshed()
    assert finds("Luxuslimousine") == [FOX]
    assert len(catalogue(places).records) == 5


def test_a_folder_that_is_gone_is_an_error_and_forgets_nothing(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    refreshed()
    places.articles.rename(places.articles.with_name("elsewhere"))
    with pytest.raises(FolderError, match="articles"):
        refreshed()
    assert len(catalogue(places).records) == 5
    places.articles.with_name("elsewhere").rename(places.articles)
    assert refreshed().changed == 0
    assert finds("Luxuslimousine") == [FOX]


def test_the_cache_is_private_and_the_articles_are_untouched(
    places: Places, refreshed: Refresh
) -> None:
    before = {file: file.read_bytes() for file in places.articles.iterdir()}
    refreshed()
    assert {file: file.read_bytes() for file in places.articles.iterdir()} == before
    assert places.catalogue.stat().st_mode & 0o077 == 0
    assert places.index.stat().st_mode & 0o077 == 0


def test_versions_of_a_story_are_told_and_told_anew_when_one_goes(
    places: Places, refreshed: Refresh
) -> None:
    original = (places.articles / FOX).read_text(encoding="utf-8")
    write(places, "zeitung.txt", "Eine andere Schlagzeile über dieselbe Reise\n\n" + original)
    refreshed()
    assert catalogue(places).versions_of(FOX) == (FOX, "zeitung.txt")
    assert catalogue(places).versions_of("zeitung.txt") == (FOX, "zeitung.txt")
    (places.articles / "zeitung.txt").unlink()
    refreshed()
    assert catalogue(places).versions_of(FOX) == ()


def test_a_lost_cache_of_sketches_is_made_again(places: Places, refreshed: Refresh) -> None:
    write(places, "copy.txt", (places.articles / FOX).read_text(encoding="utf-8"))
    refreshed()
    places.derived.unlink()
    assert refreshed().changed == 6
    assert catalogue(places).versions_of(FOX) == (FOX, "copy.txt")
    assert refreshed().changed == 0


def test_what_recurs_on_many_pages_is_folded_from_the_first_one_on(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    recurring = "Zorkelwampf Rubrik Quasselbude"
    for number in range(12):
        body = text(f"Meldung Nummer {number}", f"Wort{number:04}")
        write(places, f"seite-{number:02}.txt", f"{body}\n{recurring}\n")
    refreshed()
    assert finds("Zorkelwampf") == []
    assert finds("Wort0000") == ["seite-00.txt"]
    # Read again because it was edited, an article does not count twice, and folds nothing more.
    for edit in range(12):
        write(places, "seite-00.txt", text(f"Fassung {edit}", "ein Seehund"))
        refreshed()
    assert finds("Seehund") == ["seite-00.txt"]


def test_records_are_articles_and_one_more_line_reads_no_other_again(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    record = '{"id": "r%s", "title": "Meldung", "text": "Am Montag war Wort%s zu sehen."}\n'
    file = write(places, "agentur.jsonl", record % (1, "eins") + record % (2, "zwei"))
    refreshed()
    assert finds("Wortzwei") == ["agentur.jsonl/r2"]
    with file.open("a", encoding="utf-8") as more:
        more.write("{broken\n" + record % (3, "drei"))
    found = refreshed()
    assert (found.articles, found.changed) == (8, 1)
    assert len(found.problems) == 1
    assert "agentur.jsonl" in found.problems[0]
    assert finds("Wortdrei") == ["agentur.jsonl/r3"]


def test_a_change_in_metadata_csv_is_seen_without_reading_the_others_again(
    places: Places, refreshed: Refresh
) -> None:
    refreshed()
    write(places, "metadata.csv", f"path,title,source\n{FOX},Ein besserer Titel,Bote\n")
    assert refreshed().changed == 1
    record = catalogue(places).records[FOX]
    assert (record.title, record.source) == ("Ein besserer Titel", "Bote")
    (places.articles / "metadata.csv").unlink()
    assert refreshed().changed == 1
    assert catalogue(places).records[FOX].title != "Ein besserer Titel"


def test_an_index_damaged_inside_is_built_anew_by_the_next_refresh(
    places: Places, finds: Finds
) -> None:
    refresh_folder(places, Watcher())
    for file in places.index.rglob("*"):
        if file.is_file() and file.stat().st_size > 1000:
            data = bytearray(file.read_bytes())
            for place in range(200, len(data), 97):
                data[place] ^= 0xFF
            file.write_bytes(data)
    write(places, "neu.txt", text("Noch eine Meldung", "ein Biber"))
    found = refresh_folder(places, Watcher())
    assert found.articles == 6
    refresh_folder(places, Watcher())
    assert finds("Biber") == ["neu.txt"]
    assert finds("Luxuslimousine") == [FOX]


def test_other_words_under_the_same_size_and_time_are_found(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    file = write(places, "neu.txt", text("Meldung vom Fluss", "der Kranich"))
    refreshed()
    then = file.stat()
    file.write_text(text("Meldung vom Fluss", "der Pelikan"), encoding="utf-8")
    os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert file.stat().st_size == then.st_size
    assert refreshed().changed == 1
    assert (finds("Pelikan"), finds("Kranich")) == (["neu.txt"], [])
    assert refreshed().changed == 0


def test_a_file_that_was_touched_copied_or_locked_is_not_read_again(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    file = write(places, "neu.txt", text("Meldung vom Fluss", "der Kranich"))
    refreshed()
    os.utime(file, (0, 0))
    assert refreshed().changed == 0
    data = file.read_bytes()
    file.unlink()
    file.write_bytes(data)
    file.chmod(0o600)
    assert refreshed().changed == 0
    seen = catalogue(places).records["neu.txt"].seen
    assert str(file.stat().st_ctime_ns) in seen
    write(places, "neu.txt", text("Meldung vom Fluss", "der Pelikan"))
    assert refreshed().changed == 1
    assert finds("Pelikan") == ["neu.txt"]


def test_a_newspaper_has_one_name_in_the_list(places: Places, refreshed: Refresh) -> None:
    for name, source in (("a", "Talbote"), ("b", "talbote.de"), ("c", "TALBOTE ONLINE")):
        write(places, f"{name}.md", f"---\nsource: {source}\n---\n{text('Titel', 'ein Kranich')}")
    refreshed()
    names = {path: record.source for path, record in catalogue(places).records.items()}
    assert len({names["a.md"], names["b.md"], names["c.md"]}) == 1
    assert names["b.md"] != "talbote.de"
    places = replace(places, sources=(("Bote im Tal", "Talbote"),))
    found = refresh_folder(places, Watcher())
    assert found.changed == 0
    assert catalogue(places).records["b.md"].source == "Bote im Tal"


def test_files_that_are_not_read_are_counted(places: Places, refreshed: Refresh) -> None:
    write(places, "a.xyz", "Text")
    found = refreshed()
    assert found.others == "1 file not read: 1 .xyz"
    assert found.problems == ()


EXPORT = "".join(
    f"{title}\n\nEcho\n\nJune 17, 2024\n\nCopyright 2024 Echo\n\nLength: 9 words\nBody\n\n"
    f"{said}\n\nLoad-Date: June 18, 2024\n\nEnd of Document\n\n"
    for title, said in (("Der Fluss", "Wasser war zu sehen."), ("Der Berg", "Schnee war zu sehen."))
)


def test_an_export_is_indexed_by_its_articles(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    write(places, "export.txt", EXPORT)
    refreshed()
    assert finds("Schnee") == ["export.txt/000002"]
    assert catalogue(places).records["export.txt/000001"].source == "Echo"
    assert refreshed().changed == 0


def test_an_export_that_has_annotations_as_one_article_stays_one(
    places: Places, refreshed: Refresh, finds: Finds
) -> None:
    write(places, "export.txt", EXPORT)
    kept = places.annotations / "export.txt.yaml"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("version: 1\n")
    assert any("stays one" in problem for problem in refreshed().problems)
    assert finds("Schnee") == ["export.txt"]
    kept.unlink()
    (places.articles / "export.txt").write_text(EXPORT + "\n")
    refreshed()
    assert finds("Schnee") == ["export.txt/000002"]


def test_columns_of_the_configuration_are_read_here_and_by_other_processes(
    places: Places, finds: Finds, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"Wort{number:04} war zu sehen;Echo\n" for number in range(40))
    write(places, "tabelle.csv", f"Langtext;Blatt\n{rows}")
    monkeypatch.setattr("workspace.articles.reader_processes._WORTH_IT", 10)
    monkeypatch.setattr("workspace.articles.reader_processes._how_many", lambda: 1)
    columns = Columns((("text", ("Langtext",)), ("source", ("Blatt",))))
    refresh_folder(replace(places, columns=columns), Watcher())
    assert finds("Wort0007") == ["tabelle.csv/000008"]
    assert catalogue(places).records["tabelle.csv/000008"].source == "Echo"

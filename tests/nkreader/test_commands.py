"""What the commands say, to scripts and to people."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.load import load_article
from workspace.config import load_config

Call = Callable[..., Any]
Places = tuple[str, ...]

FACTS = {
    *("path", "title", "source", "author", "date", "language", "characters", "words"),
    *("text_sha256", "annotations"),
}
PASSAGE = {
    *("id", "path", "start", "end", "quote", "topics", "note", "coder", "created", "updated"),
    "state",
}
FOX = "003_bbd1d1e14c627851.txt"


def test_articles_gives_the_facts_of_each_article(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    answer = call("articles", "--json", *places)
    assert (answer.status, answer.err) == (0, "")
    assert [each["path"] for each in answer.objects] == sorted(
        file.name for file in (project / "articles").iterdir()
    )
    for each in answer.objects:
        assert set(each) == FACTS
        article = load_article(project / "articles", each["path"])
        assert (each["title"], each["characters"]) == (article.title, len(article.text))
        assert (each["text_sha256"], each["words"]) == (article.sha256, article.words)
        assert each["annotations"] == (each["path"] == tagged["path"])


def test_articles_without_json_gives_a_row_each(call: Call, places: Places) -> None:
    answer = call("articles", *places)
    rows = [row.split("\t") for row in answer.out.splitlines()]
    assert {len(row) for row in rows} == {4}
    assert rows[3][0] == FOX
    assert rows[3][3].startswith("Putin besucht Kim Jong Un")


def test_show_adds_text_and_blocks(call: Call, places: Places, project: Path) -> None:
    (shown,) = call("show", FOX, "--json", *places).objects
    assert set(shown) == FACTS | {"text", "blocks"}
    assert shown["text"] == load_article(project / "articles", FOX).text
    for block in shown["blocks"]:
        assert set(block) == {"kind", "start", "end", "rule"}
        part = shown["text"][block["start"] : block["end"]]
        assert part
        assert part == part.strip()
    (title,) = (block for block in shown["blocks"] if block["kind"] == "title")
    assert shown["text"][title["start"] : title["end"]] == shown["title"]


def test_an_article_of_a_few_words_is_shown_and_found(
    call: Call, places: Places, project: Path
) -> None:
    text = "Doch ein Text\n\nDer Quastenflosser lebt.\n"
    (project / "articles" / "kurz.txt").write_text(text, encoding="utf-8")
    assert "Der Quastenflosser lebt." in call("show", "kurz.txt", *places).out
    assert call("search", "Quastenflosser", *places).status == 0


def test_show_prints_what_is_read_and_why(call: Call, places: Places) -> None:
    shown = call("show", FOX, *places).out
    assert "Es wird Putins erste Reise nach Nordkorea seit 24 Jahren sein." in shown
    assert "Bitte geben Sie eine gültige E-Mail-Adresse ein." not in shown
    why = call("show", FOX, "--why", *places).out
    (line,) = (row for row in why.splitlines() if "gültige E-Mail-Adresse" in row)
    assert line.startswith("furniture ")


def test_an_article_that_is_not_there_is_an_error_in_words(call: Call, places: Places) -> None:
    for path in ("nowhere.txt", "../config.yaml", "/etc/hostname"):
        answer = call("show", path, *places)
        assert (answer.status, answer.out) == (2, "")
        assert path in answer.err


def test_search_gives_passages_whose_hits_are_slices(
    call: Call, places: Places, project: Path
) -> None:
    answer = call("search", "Sanktionen", "--json", *places)
    assert (answer.status, answer.err) == (0, "")
    scores = [each["score"] for each in answer.objects]
    assert scores == sorted(scores, reverse=True)
    for each in answer.objects:
        assert set(each) == {"path", "title", "score", "passages"}
        text = load_article(project / "articles", each["path"]).text
        assert each["passages"]
        for passage in each["passages"]:
            assert set(passage) == {"start", "end", "text", "hits"}
            assert passage["text"] == text[passage["start"] : passage["end"]]
            assert passage["hits"]
            for start, end in passage["hits"]:
                assert passage["start"] <= start < end <= passage["end"]
                assert "sanktion" in text[start:end].casefold()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("US", ("000", "001", "002", "003", "004")),
        ("Schoigu", ("001", "002", "004")),
        ("Shoigu", ("001", "002", "004")),
        ("Pyongyang", ("000", "001", "002", "003", "004")),
        ("Pjoengjang", ("000", "001", "002", "003", "004")),
        ("Sanktionen", ("003", "004")),
        ("sanctions", ("003", "004")),
        ("Luxuslimousine", ("003",)),
    ],
)
def test_search_finds_names_in_the_spelling_one_knows(
    call: Call, places: Places, query: str, found: tuple[str, ...]
) -> None:
    answer = call("search", query, "--json", *places)
    assert tuple(sorted(each["path"][:3] for each in answer.objects)) == found


def test_search_goes_on_with_articles_that_have_most_words(call: Call, places: Places) -> None:
    query = ("Wann", "bekam", "Kim", "eine", "Luxuslimousine", "mit", "Quastenflosser?")
    answer = call("search", *query, "--json", *places)
    assert answer.status == 1  # as without them: nothing has all the words
    assert answer.objects[0]["path"].startswith("003")
    assert "Quastenflosser" in answer.objects[0]["lacks"]
    assert "Wann" not in answer.objects[0]["lacks"]
    assert "No article has all the words." in answer.err
    plain = call("search", *query, "--limit", "1", *places).out.splitlines()
    assert plain[0].split("\t")[2] == ", ".join(answer.objects[0]["lacks"])
    assert sum(not line.startswith("\t") for line in plain) == 1


def test_search_all_keeps_to_the_articles_with_all_words(call: Call, places: Places) -> None:
    query = ("Putin", "Luxuslimousine", "Kim")
    both = call("search", *query, "--json", *places)
    strict = call("search", *query, "--all", "--json", *places)
    with_all = [each for each in both.objects if "lacks" not in each]
    assert with_all == strict.objects != []
    assert len(both.objects) > len(with_all)
    assert (both.status, strict.status) == (0, 0)
    assert "1 article has all the words" in both.err
    assert call("search", "Putin AND Quastenflosser AND Kim", "--json", *places).out == ""


def test_search_says_by_its_exit_status_whether_it_found_anything(
    call: Call, places: Places, tmp_path: Path
) -> None:
    assert call("search", "Putin", "--limit", "2", "--json", *places).out.count("\n") == 2
    nothing = call("search", "Quastenflosser", "--json", *places)
    assert (nothing.status, nothing.out) == (1, "")
    assert "nothing found" in nothing.err
    wrong = call("search", "Putin", "--folder", str(tmp_path / "nowhere"))
    assert (wrong.status, wrong.out) == (2, "")
    assert "nowhere" in wrong.err
    assert call("search", "Putin", "--limit", "0", *places).status == 2


def test_a_broken_query_is_named_and_its_words_are_searched(call: Call, places: Places) -> None:
    answer = call("search", '"Luxuslimousine', "--json", *places)
    assert answer.err.startswith("nkreader: ")
    assert [each["path"] for each in answer.objects] == [FOX]


def test_search_by_topic_and_note(call: Call, places: Places, tagged: dict[str, Any]) -> None:
    for query in ('topic:"arms deals"', "note:Zahl", "is:tagged"):
        answer = call("search", query, "--json", *places)
        assert [each["path"] for each in answer.objects] == [tagged["path"]], query
    assert len(call("search", "is:untagged", "--json", *places).objects) == 4


def test_passages_lists_what_was_coded(call: Call, places: Places, tagged: dict[str, Any]) -> None:
    answer = call("passages", "--json", *places)
    (passage,) = answer.objects
    assert (answer.status, answer.err) == (0, "")
    assert set(passage) == PASSAGE
    assert passage["topics"] == ["arms deals"]
    assert (passage["note"], passage["state"]) == ("Woher die Zahl?", "ok")
    assert {key: passage[key] for key in tagged} == tagged
    (row,) = call("passages", *places).out.splitlines()
    assert row.split("\t") == [
        *(tagged["path"], "arms deals", "bis zu 1.000 Container", "Woher die Zahl?")
    ]


def test_passages_of_an_article_that_is_gone_are_still_listed(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    (project / "articles" / tagged["path"]).unlink()
    (passage,) = call("passages", "--json", *places).objects
    assert (passage["quote"], passage["state"]) == (tagged["quote"], "orphan")


def test_a_passage_is_found_again_in_a_text_that_has_grown(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    file = project / "articles" / tagged["path"]
    file.write_bytes(b"Ein neuer Satz am Anfang.\n\n" + file.read_bytes())
    (passage,) = call("passages", "--json", *places).objects
    text = load_article(project / "articles", tagged["path"]).text
    assert passage["state"] == "moved"
    assert text[passage["start"] : passage["end"]] == tagged["quote"]
    assert call("check", *places).status == 0


def test_check_finds_nothing_wrong_where_nothing_is(
    call: Call, places: Places, tagged: dict[str, Any]
) -> None:
    answer = call("check", "--json", *places)
    assert (answer.status, answer.out) == (0, "")
    assert "nothing wrong" in answer.err


def test_check_finds_what_is_wrong(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    annotations = project / "annotations"
    (annotations / f"{FOX}.yaml").write_text("version: 1\nannotations: [\n", encoding="utf-8")
    (project / "articles" / "bild.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    file = annotations / f"{tagged['path']}.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("[arms deals]", "[arms deals, Kraniche]"),
        encoding="utf-8",
    )
    answer = call("check", "--json", *places)
    assert answer.status == 1
    for each in answer.objects:
        assert set(each) == {"kind", "path", "message", "fix"}
        assert each["message"]
        assert each["fix"]
    by_kind = {each["kind"]: each for each in answer.objects}
    assert set(by_kind) == {"annotations", "article", "topic"}
    assert by_kind["annotations"]["path"].endswith(f"{FOX}.yaml")
    assert "line" in by_kind["annotations"]["message"]
    assert by_kind["article"]["path"] == "bild.txt"
    assert "Kraniche" in by_kind["topic"]["message"]
    # The broken file was only looked at, and the other commands go on without it.
    assert (annotations / f"{FOX}.yaml").read_text() == "version: 1\nannotations: [\n"
    listed = call("passages", "--json", *places)
    assert [each["path"] for each in listed.objects] == [tagged["path"]]
    assert f"{FOX}.yaml:" in listed.err


def test_check_finds_a_passage_that_is_lost(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    (project / "articles" / tagged["path"]).write_text("Etwas ganz anderes.\n", encoding="utf-8")
    answer = call("check", "--json", *places)
    assert answer.status == 1
    (problem,) = answer.objects
    assert (problem["kind"], problem["path"]) == ("anchor", tagged["path"])
    assert tagged["quote"] in problem["message"]


def test_check_does_not_say_of_an_article_it_cannot_read_that_passages_are_lost(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    (project / "articles" / tagged["path"]).write_bytes(b"%PDF-1.7 and no text")
    answer = call("check", "--json", *places)
    assert [(each["kind"], each["path"]) for each in answer.objects] == [
        ("article", tagged["path"])
    ]


def test_a_broken_configuration_is_named_by_file_line_and_key(call: Call, project: Path) -> None:
    (project / "config.yaml").write_text("language: de\nthema: dark\n", encoding="utf-8")
    for command in (["articles"], ["search", "Putin"], ["passages"], ["index"], []):
        answer = call(*command)
        assert (answer.status, answer.out) == (2, ""), command
        for word in ("config.yaml:2", "thema", "theme"):
            assert word in answer.err
    answer = call("check", "--json")
    assert answer.status == 1
    (problem,) = answer.objects
    assert problem["kind"] == "config"
    assert problem["path"].endswith("config.yaml:2")
    assert "theme" in problem["fix"]


def test_a_folder_that_is_none_is_an_error_in_words(
    call: Call, project: Path, tmp_path: Path
) -> None:
    file = project / "articles" / FOX
    for folder in (tmp_path / "nowhere", file):
        for command in (["articles"], ["search", "x"], ["passages"], ["index"], ["show", "x.txt"]):
            answer = call(*command, "--folder", str(folder))
            assert (answer.status, answer.out) == (2, ""), command
            assert str(folder) in answer.err
    assert not (tmp_path / "nowhere").exists()


def test_index_reads_only_what_has_changed(call: Call, places: Places, project: Path) -> None:
    assert "5 articles, 5 read, 0 removed" in call("index", *places).err
    assert "5 articles, 0 read, 0 removed" in call("index", *places).err
    (project / "articles" / FOX).unlink()
    (project / "articles" / "neu.txt").write_text("Kraniche ziehen nach Süden.\n", "utf-8")
    assert "5 articles, 1 read, 1 removed" in call("index", *places).err
    assert call("search", "Luxuslimousine", *places).status == 1
    assert call("search", "Kraniche", *places).status == 0
    rebuilt = call("index", "--rebuild", *places)
    assert (rebuilt.status, rebuilt.out) == (0, "")
    assert "5 articles, 5 read, 0 removed" in rebuilt.err


def test_init_writes_a_configuration_once(call: Call, project: Path) -> None:
    answer = call("init", "neu", "--articles", "../articles")
    assert (answer.status, answer.out) == (0, "")
    assert "config.yaml" in answer.err
    file = project / "neu" / "config.yaml"
    assert len(load_config(file).config.topics) == 3
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["articles"] == "../articles"
    assert "#" in file.read_text(encoding="utf-8")
    listed = call("articles", "--json", "--config", str(file))
    assert len(listed.objects) == 5

    file.write_text("theme: light\n", encoding="utf-8")
    again = call("init", "neu")
    assert (again.status, again.out) == (2, "")
    assert str(Path("neu/config.yaml")) in again.err
    assert file.read_text(encoding="utf-8") == "theme: light\n"


def test_init_in_a_folder_that_is_a_file(call: Call, project: Path) -> None:
    answer = call("init", f"articles/{FOX}")
    assert (answer.status, answer.out) == (2, "")
    assert FOX in answer.err


ESCAPES = ("\x1b]0;owned\x07", "\x1b[31m", "\x9b2J", "\u202e")


def test_escape_sequences_never_reach_the_terminal(
    call: Call, places: Places, project: Path
) -> None:
    name = f"boese{''.join(ESCAPES)}.txt"
    title, who = f"Ein Titel{ESCAPES[0]} mit Folgen", f"der Quastenflosser{ESCAPES[1]}"
    text = f"{title}\n\nAm Fluss war {who} zu sehen.\n"
    (project / "articles" / name).write_text(text, encoding="utf-8")
    (project / "articles" / f"kaputt{ESCAPES[0]}.txt").write_bytes(b"\0\1\2\3" * 50)
    evil = "".join(ESCAPES)
    calls = (
        ["articles"],
        ["articles", "--json"],
        ["show", name],
        ["show", name, "--json"],
        ["show", name, "--why"],
        ["show", f"{evil}.txt"],
        ["search", "Quastenflosser"],
        ["search", "Quastenflosser", "--json"],
        ["search", f"nirgends{evil}"],
        ["search", f'title:{evil} "{evil}'],
        ["search", f"unbekannt{evil}:x"],
        ["search", f"topic:{evil}"],
        ["check"],
        ["check", "--json"],
        ["index", "--rebuild"],
    )
    for arguments in calls:
        answer = call(*arguments, *places)
        for letter in "\x1b\x07\x9b\u202e":
            assert letter not in answer.out, arguments
            assert letter not in answer.err, arguments
    assert "Folgen" in call("search", "Quastenflosser", *places).out
    answer = call("articles", "--folder", f"nowhere{evil}")
    assert answer.status == 2
    assert not set("\x1b\x07\x9b\u202e") & set(answer.err)


def test_letters_decoded_wrongly_are_offered_as_a_repair_and_left_alone(
    call: Call, places: Places, project: Path
) -> None:
    clean = "Süße Grüße für die Mächte\n\nDie „Übung“ für Söldner begann am Dienstag früh.\n"
    broken = clean.encode().decode("cp1252", errors="replace")
    file = project / "articles" / "kaputt und alt.txt"
    file.write_text(broken, encoding="utf-8")
    before = file.read_bytes()
    answer = call("check", *places, "--json")
    assert answer.status == 1
    (problem,) = answer.objects
    assert (problem["kind"], problem["path"]) == ("article", file.name)
    assert "SÃ¼ÃŸe is Süße" in problem["message"]
    assert "nkreader show 'kaputt und alt.txt' --repaired" in problem["fix"]
    shown = call("show", file.name, "--repaired", *places)
    assert (shown.status, shown.out) == (0, clean)
    assert file.read_bytes() == before


def test_a_broken_record_is_told_and_the_others_are_listed(
    call: Call, places: Places, project: Path
) -> None:
    good = '{"id": "%s", "title": "Meldung %s", "text": "Am Montag traf der Zirkusdirektor ein."}'
    lines = [good % ("a", "eins"), "{broken", good % ("b", "zwei")]
    (project / "articles" / "agentur.jsonl").write_text("\n".join(lines), encoding="utf-8")
    answer = call("articles", *places, "--json")
    assert [each["path"] for each in answer.objects][-2:] == ["agentur.jsonl/a", "agentur.jsonl/b"]
    assert "agentur.jsonl" in answer.err
    checked = call("check", *places, "--json")
    assert [each["path"] for each in checked.objects] == ["agentur.jsonl"]
    found = call("search", "Zirkusdirektor", *places, "--json")
    assert {each["path"] for each in found.objects} == {"agentur.jsonl/a", "agentur.jsonl/b"}


def test_without_a_cache_the_search_is_made_in_memory_and_says_so(
    call: Call, places: Places, tmp_path: Path
) -> None:
    cache = tmp_path / "xdg" / "cache"
    cache.parent.mkdir(exist_ok=True)
    cache.write_text("a file where a folder should be", encoding="utf-8")
    answer = call("search", "Luxuslimousine", *places, "--json")
    assert answer.status == 0
    assert [each["path"] for each in answer.objects] == ["003_bbd1d1e14c627851.txt"]
    assert "in memory" in answer.err
    assert str(cache) in answer.err
    assert call("index", *places).status == 2


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("--topic", "arms deals"), True),
        (("--topic", "ARMS DEALS", "--topic", "summits"), True),
        (("--topic", "summits"), False),
        (("--article", "002_f35cf44dca2f7aeb.txt"), True),
        (("--article", "002_*", "--topic", "arms deals"), True),
        (("--query", "Container"), True),
        (("--query", "Luxuslimousine"), False),
        (("--query", "Luxuslimousine", "--topic", "arms deals"), False),
    ],
)
def test_passages_and_export_choose_alike(
    call: Call, places: Places, tagged: dict[str, Any], asked: tuple[str, ...], found: bool
) -> None:
    listed = call("passages", *asked, "--json", *places)
    exported = call("export", "jsonl", *asked, *places)
    assert (listed.status, exported.status) == (int(not found),) * 2
    assert len(listed.objects) == len(exported.objects) == int(found)
    assert found or "nothing found" in listed.err


@pytest.mark.parametrize(
    ("option", "typed", "meant"),
    [("--topic", "arms deal", "arms deals"), ("--article", "002_f35cf44dca2f7aeb", FOX[:2])],
)
def test_a_name_that_is_not_there_is_an_error_and_the_nearest_is_told(
    call: Call, places: Places, tagged: dict[str, Any], option: str, typed: str, meant: str
) -> None:
    for command in (("passages",), ("export", "csv")):
        answer = call(*command, option, typed, *places)
        assert (answer.status, answer.out) == (2, "")
        assert f"Did you mean “{meant}" in answer.err


def test_reports_are_written_in_two_orders(
    call: Call, places: Places, tagged: dict[str, Any]
) -> None:
    for name, heading in (("markdown", "## arms deals"), ("html", "<h2>")):
        assert heading in call("export", name, *places).out
        by_article = call("export", name, "--by", "article", *places)
        assert (by_article.status, tagged["quote"] in by_article.out) == (0, True)
    answer = call("export", "csv", "--by", "article", *places)
    assert (answer.status, answer.out) == (2, "")
    assert "--by belongs to markdown and html" in answer.err


def test_a_divided_word_is_whole_for_people_and_as_it_stands_for_programs(
    call: Call, places: Places, project: Path
) -> None:
    text = "Der Rat berät über die Hafenerweite-\nrung am Fluss.\n"
    (project / "articles" / "wrapped.txt").write_text(text, encoding="utf-8")
    [found] = call("search", "Hafenerweiterung", "--json", *places).objects
    assert found["passages"][0]["text"] == text.strip()
    [[start, end]] = found["passages"][0]["hits"]
    assert text[start:end] == "Hafenerweite-\nrung"
    assert "die Hafenerweiterung am Fluss" in call("search", "Hafenerweiterung", *places).out


def test_a_command_reports_three_unreadable_files_and_counts_the_rest(
    call: Call, places: Places, project: Path
) -> None:
    names = [f"scan-{number}.docx" for number in range(5)]
    for name in names:
        (project / "articles" / name).write_bytes(b"no zip file")
    for command in (["articles"], ["search", "Putin"], ["index", "--rebuild"]):
        err = call(*command, *places).err
        assert [name in err for name in names] == [True, True, True, False, False], command
        assert "2 more problems; `nkreader check` lists them all\n" in err, command
    listed = call("check", *places).out
    assert all(f"{name}: This is not a Word document." in listed for name in names)


def test_a_command_reports_three_unreadable_annotation_files_and_counts_the_rest(
    call: Call, places: Places, project: Path
) -> None:
    (project / "annotations").mkdir()
    for number in range(4):
        (project / "annotations" / f"{number}.txt.yaml").write_text("version: [")
    for command in (["articles"], ["passages"], ["search", "Putin"]):
        err = call(*command, *places).err
        assert ["2.txt.yaml" in err, "3.txt.yaml" in err] == [True, False], command
        assert "1 more problem; `nkreader check` lists them all\n" in err, command
    assert "3.txt.yaml" in call("check", *places).out

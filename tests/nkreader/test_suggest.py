"""`nkreader suggest`, called as a script would call it."""

from pathlib import Path
from typing import Any

from corpus.load import load_article

Call = Any
AL_JAZEERA = "004_1f7bb46f9c956492.txt"


def test_suggestions_are_objects_with_places_in_the_text(
    call: Call, places: tuple[str, ...], project: Path
) -> None:
    answer = call("suggest", "--json", *places)
    assert answer.status == 0
    assert {each["topic"] for each in answer.objects} == {"arms deals", "summits", "sanctions"}
    for each in answer.objects:
        text = load_article(project / "articles", each["path"]).text
        assert text[each["start"] : each["end"]] == each["text"]
        assert all(each["start"] <= start < end <= each["end"] for start, end in each["hits"])


def test_one_topic_is_listed_in_lines(call: Call, places: tuple[str, ...]) -> None:
    answer = call("suggest", "--topic", "sanctions", *places)
    lines = [line.split("\t") for line in answer.out.splitlines()]
    assert len(lines) == 11
    assert {topic for _, topic, _ in lines} == {"sanctions"}
    assert any(path == AL_JAZEERA and "Exportkontrollen" in words for path, _, words in lines)


def test_a_topic_that_suggests_nothing_is_told(call: Call, places: tuple[str, ...]) -> None:
    answer = call("suggest", "--topic", "gossip", *places)
    assert answer.status == 2
    assert "The topic `gossip` suggests nothing. Those with a query: arms deals" in answer.err


def test_a_query_that_cannot_be_used_is_told_and_checked(call: Call, project: Path) -> None:
    config = project / "config.yaml"
    config.write_text(
        "articles: articles\nannotations: annotations\n"
        "topics:\n- name: summits\n  suggest: Gipfel title:Kim\n",
        encoding="utf-8",
    )
    answer = call("suggest")
    assert (answer.status, answer.out) == (1, "")
    assert f"{config.name}:5: topics[0].suggest: title: asks for articles" in answer.err
    assert "nothing is suggested" in answer.err
    checked = call("check", "--json")
    (problem,) = [each for each in checked.objects if each["kind"] == "config"]
    assert problem["path"].endswith("config.yaml:5")
    assert problem["fix"] == "Leave title: out."

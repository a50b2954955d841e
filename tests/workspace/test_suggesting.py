"""Sentences that the topics' queries find: until somebody has tagged or rejected them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from corpus.text.spans import Span
from workspace.articles.refresh import Refreshed
from workspace.places import Options, resolve
from workspace.search.conditions import articles_where
from workspace.search.findings import Finding, FindingsCache, Unit, arrange, finder_of, marked
from workspace.search.folder_search import Search
from workspace.search.suggestions import Suggestions
from workspace.workspace import Workspace

OnDisk = Callable[[str], list[dict[str, Any]]]
Open = Callable[[], Workspace]

AL_JAZEERA = "004_1f7bb46f9c956492.txt"
FOX = "003_bbd1d1e14c627851.txt"
BOTH = "Am Dienstag warnte der Sprecher des US-Außenministeriums"


def suggesting(workspace: Workspace) -> Suggestions:
    search = Search(
        workspace.places.index, workspace.config.aliases, partial(articles_where, workspace)
    )
    return Suggestions(workspace, search)


def found(workspace: Workspace, path: str = AL_JAZEERA) -> list[Finding]:
    article = workspace.article(path)
    return suggesting(workspace).in_article(article, workspace.placed(article))


def of_both(workspace: Workspace) -> list[Finding]:
    """What is suggested of a sentence that two topics want."""
    return [each for each in found(workspace) if each.words.startswith(BOTH)]


def topics(findings: list[Finding]) -> list[str]:
    return [each.topic for each in findings]


def test_the_default_queries_find_what_belongs_to_the_topics(workspace: Workspace) -> None:
    """Counted by hand: 37 of 40, 28 of 28 and 11 of 11 belong to their topics."""
    paths = sorted(file.name for file in workspace.places.articles.iterdir())
    every = [each for path in paths for each in found(workspace, path)]
    counts = {name: topics(every).count(name) for name in ("arms deals", "summits", "sanctions")}
    assert counts == {"arms deals": 40, "summits": 28, "sanctions": 11}
    assert all(each.hits for each in every)
    words = {each.words for each in every if each.topic == "sanctions"}
    assert any("Exportkontrollen" in each for each in words)
    assert not any("Schoigu" in each.words for each in every if each.topic == "summits")


def test_several_topics_suggest_one_sentence_until_each_is_decided(workspace: Workspace) -> None:
    assert topics(of_both(workspace)) == ["arms deals", "sanctions"]
    article = workspace.article(AL_JAZEERA)
    span = of_both(workspace)[0].span
    workspace.changes.toggle_topic(article, span, "arms deals", None)
    assert topics(of_both(workspace)) == ["sanctions"]
    workspace.recorder.undo()
    assert topics(of_both(workspace)) == ["arms deals", "sanctions"]


@pytest.mark.parametrize(("before", "after"), [(0, 0), (-200, 50), (20, -40)])
def test_nothing_is_suggested_where_a_passage_with_the_topic_touches_it(
    workspace: Workspace, before: int, after: int
) -> None:
    article, span = workspace.article(AL_JAZEERA), of_both(workspace)[0].span
    passage = Span(span.start + before, span.end + after)
    workspace.changes.toggle_topic(article, passage, "sanctions", None)
    assert topics(of_both(workspace)) == ["arms deals"]


def test_what_was_rejected_is_not_suggested_again_also_after_a_restart(
    workspace: Workspace, open_workspace: Open, on_disk: OnDisk
) -> None:
    first = of_both(workspace)[:1]
    saved = workspace.bulk.reject_many(marked(first))
    assert saved.words == "rejected arms deals for 1 passage"
    (stored,) = on_disk(AL_JAZEERA)
    assert (stored["rejected"], stored["quote"]) == (["arms deals"], first[0].words)
    workspace.close()
    again = open_workspace()
    assert topics(of_both(again)) == ["sanctions"]
    again.bulk.reject_many(marked(of_both(again)))
    assert of_both(again) == []
    assert [each["rejected"] for each in on_disk(AL_JAZEERA)] == [["arms deals", "sanctions"]]
    again.recorder.undo()
    again.recorder.undo()
    assert topics(of_both(again)) == ["arms deals", "sanctions"]
    assert on_disk(AL_JAZEERA) == []


def test_a_topic_put_where_it_was_rejected_is_rejected_no_more(
    workspace: Workspace, on_disk: OnDisk
) -> None:
    findings = of_both(workspace)
    workspace.bulk.reject_many(marked(findings))
    workspace.bulk.tag_many(marked(findings[:1]))
    (stored,) = on_disk(AL_JAZEERA)
    assert (stored["topics"], stored["rejected"]) == (["arms deals"], ["sanctions"])


def test_a_rejection_follows_its_sentence_when_the_article_is_edited(
    workspace: Workspace, open_workspace: Open
) -> None:
    workspace.bulk.reject_many(marked(of_both(workspace)))
    file = workspace.places.articles / AL_JAZEERA
    file.write_text("Ein neuer Anfang.\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert of_both(open_workspace()) == []


def test_many_are_accepted_as_one_step_each_with_its_own_topics(
    workspace: Workspace, on_disk: OnDisk
) -> None:
    findings = [*of_both(workspace), *found(workspace, FOX)[:1]]
    saved = workspace.bulk.tag_many(marked(findings))
    assert saved.words == "tagged arms deals, sanctions, summits: 2 passages"
    assert [each["topics"] for each in on_disk(AL_JAZEERA)] == [["arms deals", "sanctions"]]
    assert [each["topics"] for each in on_disk(FOX)] == [["summits"]]
    workspace.recorder.undo()
    assert on_disk(AL_JAZEERA) == on_disk(FOX) == []


def test_the_folder_is_gone_through_article_by_article(
    workspace: Workspace, refreshed: Callable[[], Refreshed]
) -> None:
    refreshed()
    workspace.load_catalogue()
    suggests = suggesting(workspace)
    looked = list(suggests.in_folder())
    assert [each.path for each in looked] == list(workspace.catalogue.records)
    assert suggests.articles() == 5
    assert [each.path for each in suggests.in_folder(topic="sanctions")] == [
        path for path in workspace.catalogue.records if not path.startswith("000")
    ]
    for each in looked:
        assert list(each.findings) == found(workspace, each.path)
    workspace.bulk.tag_many(marked(looked[0].findings[:1]))
    again = list(suggests.in_folder())
    assert len(again[0].findings) == len(looked[0].findings) - 1
    # Where nothing has changed nobody looks again.
    for before, after in zip(looked[1:], again[1:], strict=True):
        assert before.findings[0] is after.findings[0]


def test_one_version_of_a_story_is_enough(
    workspace: Workspace, refreshed: Callable[[], Refreshed]
) -> None:
    text = (workspace.places.articles / FOX).read_text(encoding="utf-8")
    (workspace.places.articles / "copy.txt").write_text(text, encoding="utf-8")
    refreshed()
    workspace.load_catalogue()
    suggests = suggesting(workspace)
    assert {"copy.txt", FOX} < {each.path for each in suggests.in_folder()}
    assert len(list(suggests.in_folder(one_of_each=True))) == 5


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("(Sanktion", "This ( is never closed."),
        ("Sanktion title:Kim", "title: asks for articles"),
        ("-Sanktion", "It only says what must not be there."),
        ("***", "* needs some letters beside it"),
    ],
)
def test_a_query_that_cannot_be_used_is_told_with_its_line(
    project: Path, query: str, message: str
) -> None:
    config = project / "config.yaml"
    config.write_text(
        "articles: articles\nannotations: annotations\ntopics:\n- name: summits\n"
        f"  suggest: Gipfel\n- name: broken\n  suggest: '{query}'\n",
        encoding="utf-8",
    )
    workspace = Workspace(resolve(Options(config=config)))
    suggests = suggesting(workspace)
    (problem,) = suggests.problems
    assert str(problem).startswith(f"{config}:7: topics[1].suggest: {message}")
    assert "Nothing is suggested for `broken`" in str(problem)
    assert suggests.topics == ("summits",)
    assert set(topics(found(workspace, FOX))) == {"summits"}


def test_what_a_search_finds_is_listed_by_sentence_or_paragraph(workspace: Workspace) -> None:
    search = Search(workspace.places.index, workspace.config.aliases, lambda _field, _value: None)
    query = search.find("Sanktionen Waffen date:2023").query

    def lines(unit: Unit) -> list[str]:
        looked = FindingsCache(workspace, finder_of(search, query, unit)).at([FOX, "gone.txt"])
        here, gone = looked
        assert gone.problem.startswith("gone.txt: ")
        for each in here.findings:
            assert each.words == workspace.article(FOX).text[slice(*each.span)]
            assert all(each.words[slice(*hit)].strip() for hit in each.hits)
        return [each.words for each in here.findings]

    sentences, paragraphs = lines(Unit.SENTENCE), lines(Unit.PARAGRAPH)
    assert [line[:30] for line in sentences] == ["Der Westen erhob daraufhin den"]
    assert [line[:30] for line in paragraphs] == ["Im März beendete ein russische"]


def test_findings_tell_which_topics_they_carry_already(workspace: Workspace) -> None:
    search = Search(workspace.places.index, workspace.config.aliases, lambda _field, _value: None)
    query = search.find("Luxuslimousine").query
    article = workspace.article(FOX)
    looking = FindingsCache(workspace, finder_of(search, query, Unit.SENTENCE))
    ((before,),) = (looked.findings for looked in looking.at([FOX]))
    assert before.carries == ()
    block = article.blocks[article.block_at(before.span.start)]
    workspace.changes.toggle_topic(article, Span(block.start, block.end), "sanctions", None)
    ((after,),) = (looked.findings for looked in looking.at([FOX]))
    assert (after.key, after.carries) == (before.key, ("sanctions",))
    saved = workspace.bulk.tag_many(marked([after]), "sanctions")
    assert saved.words == "nothing was changed. Already done: 1 passage"


def test_findings_are_filtered_by_words_and_ordered_by_topic(workspace: Workspace) -> None:
    findings = found(workspace)
    by_topic = arrange(findings, topics=["sanctions", "arms deals", "summits"])
    assert topics(by_topic) == sorted(
        topics(findings), key=["sanctions", "arms deals", "summits"].index
    )
    filtered = arrange(findings, "exportkontrollen SANCTIONS")
    assert [each.words[:10] for each in filtered] == ["„Russland "]
    assert arrange(findings, "  ") == findings

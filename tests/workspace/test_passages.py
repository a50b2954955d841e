"""The list of all passages: its orders and its filter."""

from msgspec.structs import replace

from annotations.files.article_file import AnnotationFile
from annotations.model import Annotation
from workspace.coding.passages import all_have, delete, put_topic, take_topic, write_note
from workspace.coding.present import ArticleAnnotation
from workspace.search.passages import NO_TOPIC, Listed, Order, cited, list_passages


def made(
    name: str, start: int, *topics: str, quote: str = "", note: str = "", coder: str = "anna"
) -> Annotation:
    return Annotation(
        id=name,
        topics=topics,
        quote=quote or f"Zitat {name}",
        prefix="",
        suffix="",
        start=start,
        end=start + 10,
        note=note,
        coder=coder,
        created="",
        updated="",
    )


FILES = (
    AnnotationFile(
        "b.txt",
        "Zweiter Artikel",
        "",
        (
            made("b1", 5, "summits", "Kraniche", quote="Straße nach Pjöngjang"),
            made("b2", 40, note="Frage: woher?"),
        ),
    ),
    AnnotationFile(
        "a.txt",
        "Zeitung von gestern",
        "",
        (made("a1", 90, "arms deals", coder="berta"), made("a2", 7, "summits", "arms deals")),
    ),
    AnnotationFile("c.txt", "", "", (made("c1", 0, "Aale"),)),
)
TOPICS = ("summits", "arms deals", "sanctions")


def listed(order: Order, words: str = "") -> list[tuple[str, str]]:
    return [
        (each.heading, each.annotation.id) for each in list_passages(FILES, order, words, TOPICS)
    ]


def test_by_topic_in_the_order_of_the_configuration_then_others_then_none() -> None:
    assert listed(Order.TOPIC) == [
        ("summits", "a2"),
        ("summits", "b1"),
        ("arms deals", "a2"),
        ("arms deals", "a1"),
        ("Aale", "c1"),
        ("Kraniche", "b1"),
        (NO_TOPIC, "b2"),
    ]


def test_by_article_in_the_order_of_the_text() -> None:
    assert listed(Order.ARTICLE) == [
        ("Zeitung von gestern", "a2"),
        ("Zeitung von gestern", "a1"),
        ("Zweiter Artikel", "b1"),
        ("Zweiter Artikel", "b2"),
        ("c.txt", "c1"),
    ]


def test_the_filter_wants_every_word_somewhere() -> None:
    assert listed(Order.ARTICLE, "STRASSE pjöng") == [("Zweiter Artikel", "b1")]
    assert listed(Order.ARTICLE, "woher") == [("Zweiter Artikel", "b2")]
    assert listed(Order.ARTICLE, "berta") == [("Zeitung von gestern", "a1")]
    assert listed(Order.ARTICLE, "arms gestern") == [
        ("Zeitung von gestern", "a2"),
        ("Zeitung von gestern", "a1"),
    ]
    assert listed(Order.ARTICLE, "arms straße") == []
    assert listed(Order.TOPIC, "  ") == listed(Order.TOPIC)


def test_a_passage_says_which_article_it_is_from() -> None:
    (only,) = list_passages(FILES, Order.ARTICLE, "aale")
    assert (only.path, only.title, only.annotation.id) == ("c.txt", "", "c1")


def test_nothing_coded_is_an_empty_list() -> None:
    assert list_passages((), Order.TOPIC) == []


def test_by_coder_and_by_day_the_newest_first() -> None:
    assert [name for heading, name in listed(Order.CODER) if heading == "berta"] == ["a1"]
    assert {heading for heading, _ in listed(Order.CODER)} == {"anna", "berta"}
    old, new = (replace(made(day, 0, "Aale"), created=f"{day}T10:00:00Z") for day in DAYS)
    files = (AnnotationFile("a.txt", "", "", (old, new)),)
    by_day = [each.heading for each in list_passages(files, Order.DATE)]
    assert by_day == [DAYS[1], DAYS[0]]


DAYS = ("2024-01-02", "2024-01-03")


def chosen(*annotations: Annotation) -> list[ArticleAnnotation]:
    return [ArticleAnnotation("a.txt", each) for each in annotations]


def test_a_topic_is_put_on_those_that_lack_it_and_taken_away_when_all_have_it() -> None:
    both = chosen(made("1", 0, "arms deals"), made("2", 5, note="Frage"))
    assert not all_have(both, "arms deals")
    changes = put_topic(both, "arms deals")
    assert [change.after.topics for change in changes if change.after] == [("arms deals",)]
    assert [change.before.id for change in changes if change.before] == ["2"]
    tagged = chosen(made("1", 0, "arms deals"), made("2", 5, "arms deals", note="Frage"))
    assert all_have(tagged, "arms deals")
    gone, noted = take_topic(tagged, "arms deals")
    assert gone.after is None  # nothing is left that it would say
    assert noted.after is not None
    assert noted.after.topics == ()
    assert take_topic(both[1:], "arms deals") == put_topic(tagged, "arms deals") == []


def test_a_topic_that_was_rejected_is_rejected_no_more_when_it_is_put_there() -> None:
    rejecting = replace(made("1", 0, note="Frage"), rejected=("summits", "Aale"))
    (change,) = put_topic(chosen(rejecting), "summits")
    assert change.after is not None
    assert change.after.rejected == ("Aale",)


def test_no_change_of_those_chosen_moves_a_passage() -> None:
    before = made("1", 7, "Aale", quote="Straße", note="Frage")
    (one,) = chosen(before)
    changes = [*put_topic([one], "x"), write_note(one, "anders"), *delete([one])]
    places = [(c.after.quote, c.after.start, c.after.end) for c in changes if c.after]
    assert places == [("Straße", 7, 17)] * 2
    (frage,) = chosen(made("2", 0, note="Frage"))
    assert write_note(frage, "").after is None


def test_what_is_copied_names_quote_source_topics_and_note() -> None:
    one = made("1", 0, "Aale", "Kraniche", quote="Straße", note="Frage?")
    assert (
        cited(Listed("", "a.txt", "Titel", one))
        == "“Straße” (Titel, a.txt)\n[Aale, Kraniche]\nFrage?"
    )

"""The list of all passages: its orders and its filter."""

from annotations.files import AnnotationFile
from annotations.model import Annotation
from workspace.passages import NO_TOPIC, Order, list_passages


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

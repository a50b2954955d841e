"""The numbers of the topics are those that the annotations say."""

from annotations.files.article_file import AnnotationFile
from annotations.model import Annotation
from annotations.topics import Topic
from corpus.folder.catalogue import Record
from workspace.search.topic_figures import by_article, count_topics, over_time, together


def passage(start: int, end: int, *topics: str, note: str = "") -> Annotation:
    return Annotation("", topics, "x" * (end - start), "", "", start, end, note, "", "", "")


A = AnnotationFile(
    "a.txt",
    "About a",
    "",
    (
        passage(0, 9, "x", "y", note="n"),
        passage(5, 20, "y"),
        passage(8, 12, "z"),
        passage(30, 31, "x"),
    ),
)
B = AnnotationFile("b.txt", "About b", "", (passage(0, 9, "x", note="n"), passage(9, 12, "y")))
C = AnnotationFile("c.txt", "About c", "", (passage(0, 0),))


def record(path: str, date: str) -> Record:
    return Record(path, stamp="", date=date)


def test_counts() -> None:
    y = Topic("y", 1)
    found = [
        (c.name, c.topic, c.passages, c.articles, c.notes) for c in count_topics([A, B, C], [y])
    ]
    assert found == [("y", y, 3, 2, 1), ("x", None, 3, 2, 2), ("z", None, 1, 1, 0)]


def test_articles_with_the_most_passages_come_first() -> None:
    assert [(each.path, dict(each.counts)) for each in by_article([B, C, A])] == [
        ("a.txt", {"x": 2, "y": 2, "z": 1}),
        ("b.txt", {"x": 1, "y": 1}),
    ]


def test_topics_meet_on_a_passage_or_where_two_overlap() -> None:
    """Passages that only touch do not; two that overlap in a topic of both add nothing."""
    assert together([A, B, C]) == {
        frozenset("xy"): 1,
        frozenset("xz"): 1,
        frozenset("yz"): 2,
    }


def test_passages_over_time_have_no_gap_and_are_by_year_where_months_do_not_fit() -> None:
    records = {"a.txt": record("a.txt", "2023-11-03"), "b.txt": record("b.txt", "2024-01-31")}
    months = over_time([A, B, C], records, 12)
    assert months.periods == ("2023-11", "2023-12", "2024-01")
    assert months.counts == {"x": (2, 0, 1), "y": (2, 0, 1), "z": (1, 0, 0)}
    assert months.undated == 0
    years = over_time([A, B], records, 2)
    assert (years.periods, years.counts["x"]) == (("2023", "2024"), (2, 1))
    undated = over_time([A, B], {"a.txt": record("a.txt", "2023-11")}, 12)
    assert (undated.periods, undated.undated) == (("2023-11",), 2)

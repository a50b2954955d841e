"""The inverse of a step, and what several changes of one annotation come to."""

from msgspec.structs import replace

from annotations.history.steps import Change, Head, Part, net, parts_of
from annotations.model import Annotation
from annotations.rewrite import rewrite

ONE = Annotation("1", ("summits",), "q", "", "", 0, 1, "", "", "", "")
TWO = replace(ONE, note="n")


def test_the_inverse_has_its_ends_swapped_and_its_changes_in_reverse_order() -> None:
    heads = (None, Head("title", "sha"))
    part = Part(
        "a.txt",
        (Change("a.txt", None, ONE), Change("a.txt", ONE, TWO)),
        heads,
        rewrite(None, b"new", 2),
    )
    inverse = part.inverse()
    assert inverse.changes == (Change("a.txt", TWO, ONE), Change("a.txt", ONE, None))
    assert inverse.head == (heads[1], None)
    assert inverse.rewrite == rewrite(b"new", None, 2)
    assert inverse.inverse() == part


def test_changes_are_parted_by_article_and_stay_in_their_order() -> None:
    changes = [Change("a", None, ONE), Change("b", None, ONE), Change("a", ONE, TWO)]
    assert parts_of(changes) == (
        Part("a", (changes[0], changes[2])),
        Part("b", (changes[1],)),
    )


def test_changes_of_one_annotation_come_to_one() -> None:
    assert net([Change("a", None, ONE), Change("a", ONE, TWO)]) == (Change("a", None, TWO),)
    assert net([Change("a", None, ONE), Change("a", ONE, None)]) == ()


def test_a_part_goes_with_its_article_but_its_bytes_do_not() -> None:
    part = Part("a.txt", (Change("a.txt", None, ONE),), None, rewrite(None, b"x"))
    assert part.at({"a.txt": "b.txt"}) == Part("b.txt", (Change("b.txt", None, ONE),))
    assert part.at({"c.txt": "b.txt"}) is part

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import (
    And,
    Field,
    Fuzzy,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    parse,
)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("Waffen", Word("Waffen")),
        ("Waffen Lieferung", And((Word("Waffen"), Word("Lieferung")))),
        ("Waffen AND Lieferung", And((Word("Waffen"), Word("Lieferung")))),
        ("a OR b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("(a OR b) -c", And((Or((Word("a"), Word("b"))), Not(Word("c"))))),
        ("NOT a", Not(Word("a"))),
        ("NOT NOT a", Word("a")),
        ('"vor der Wahl"', Phrase(("vor", "der", "Wahl"))),
        ("„vor der Wahl“", Phrase(("vor", "der", "Wahl"))),
        ('"Putin Kim"~5', Phrase(("Putin", "Kim"), slop=5)),
        ("US-Beamte", Phrase(("US", "Beamte"))),
        ("verhand*", Prefix("verhand")),
        ("*handlung*", Wildcard("*handlung*")),
        ("ver**lung", Wildcard("ver*lung")),
        ("Schoigu~", Fuzzy("Schoigu", 1)),
        ("Schoigu~2", Fuzzy("Schoigu", 2)),
        ("title:Gipfel", Field("title", "Gipfel", Word("Gipfel"))),
        ('source:"NBC News"', Field("source", "NBC News", Phrase(("NBC", "News")))),
        ("date:2024-01..2024-06", Field("date", "2024-01..2024-06")),
        ('topic:"arms deals"', Field("topic", "arms deals")),
        ("is:unread", Field("is", "unread")),
        ("Russland: Krieg", And((Word("Russland"), Word("Krieg")))),
        ("um 12:30?", And((Word("um"), Phrase(("12", "30"))))),
    ],
)
def test_what_is_typed_is_read(text, root):
    assert parse(text) == ParsedQuery(text, root, ())


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("Waffen (Kim", 7, "("),
        ("Waffen) Kim", 6, ")"),
        ('Waffen "Kim', 7, "quotation"),
        ("Waffen OR", 7, "OR"),
        ("Waffen topik:x", 7, "topik"),
        ("Waffen date:gestern", 12, "gestern"),
        ("Waffen *", 7, "*"),
        ("Waffen title:", 7, "title"),
    ],
)
def test_a_broken_query_says_where_and_still_searches_its_words(text, position, word):
    query = parse(text)
    assert [problem.position for problem in query.problems] == [position]
    assert word in query.problems[0].message
    assert "Waffen" in str(query.root)


def test_a_mistyped_field_is_suggested():
    assert parse("titel:Gipfel").problems[0].suggestion == "title:"


def test_the_last_bare_word_is_completed_while_it_is_typed():
    assert parse("Kim Waf", typing=True).root == And((Word("Kim"), Word("Waf", typed=True)))
    assert parse("Kim Waffen ", typing=True).root == And((Word("Kim"), Word("Waffen")))
    assert parse("title:Gip", typing=True).root == Field("title", "Gip", Word("Gip", typed=True))
    assert parse("US-San", typing=True).root == And((Word("US"), Word("San", typed=True)))


@pytest.mark.parametrize(
    "text", ['Kim "vor der', "Kim date:20", "Kim topic:", "Kim (", "Kim -", "Kim O"]
)
def test_what_is_not_yet_finished_is_not_wrong_yet(text):
    assert parse(text, typing=True).problems == ()


@pytest.mark.parametrize(
    "text",
    ["", " ", "()" * 3000, "(" * 10_000, ")" * 10_000, '"' * 9_999, "a " * 10_000, "-" * 5000],
)
def test_extreme_queries_are_read(text):
    assert isinstance(parse(text), ParsedQuery)


FRAGMENTS = st.sampled_from(
    ["(", ")", '"', "„", "“", "~", "~9", "*", "-", "OR", "AND", "NOT", "title:", "date:", "topic:",
     "source:", "x:", "..", " ", "Waffen", "ß", "😀", "2024", "\\", "[a-z]+", "\0", "\ud800"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(FRAGMENTS, max_size=30).map("".join)), st.booleans())
def test_nothing_that_can_be_typed_raises(text, typing):
    query = parse(text, typing=typing)
    assert query.text == text
    assert all(0 <= problem.position <= len(text) for problem in query.problems)

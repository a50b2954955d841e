import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.query.dates import parse_range
from index.query.nodes import (
    And,
    Field,
    Fuzzy,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    Variants,
    Wildcard,
    Word,
)
from index.query.parser import parse


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
        ("US-Beamte", Variants((Phrase(("US", "Beamte")), Word("USBeamte")))),
        ("G20", Variants((Word("G20"), Phrase(("G", "20"))))),
        ("G-20", Variants((Phrase(("G", "20")), Word("G20")))),
        ("CO₂", Variants((Word("CO₂"), Phrase(("CO", "2"))))),
        ("1000", Variants((Word("1000"), Phrase(("1", "000"))))),
        ("1.000", Variants((Phrase(("1", "000")), Word("1000")))),
        ("1'000", Variants((Phrase(("1", "000")), Word("1000")))),
        ("(1 000) Mann", And((Variants((Phrase(("1", "000")), Word("1000"))), Word("Mann")))),
        ("1 000", Variants((Phrase(("1", "000")), Word("1000")))),
        ("1985", Word("1985")),
        ("2023-2024", Phrase(("2023", "2024"))),
        ("SchülerInnen", Variants((Word("SchülerInnen"), Word("Schüler")))),
        ("Schüler/-innen", Variants((Word("Schüler"), Word("Schülerinnen")))),
        ("=Waffe", Word("Waffe", exact=True)),
        ('"Waffe"', Word("Waffe", exact=True)),
        ("title:=Waffe", Field("title", "=Waffe", Word("Waffe", exact=True))),
        ("Putin NEAR Kim", Phrase(("Putin", "Kim"), slop=10)),
        ("Putin NEAR/5 Kim NEAR/5 Xi", Phrase(("Putin", "Kim", "Xi"), slop=5)),
        ("Putin W/3 Kim", Phrase(("Putin", "Kim"), slop=3)),
        ("M?ller", Wildcard("M?ller")),
        ("Wer war Müller?", And((Word("Wer"), Word("war"), Word("Müller")))),
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


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Kim titel:Gipfel", "Kim title:Gipfel"),
        ("autor:Meyer Kim", "author:Meyer Kim"),
        ("(Kim OR Putin", "(Kim OR Putin)"),
        ("((Kim OR Putin) (Xi", "((Kim OR Putin) (Xi))"),
        ("title:(Kim", "title:(Kim)"),
        ('Kim "', "Kim"),
        ("Kim) Putin", "Kim Putin"),
        ('"vor der Wahl', '"vor der Wahl"'),
        ("Kim OR", "Kim"),
        ("AND Kim", "Kim"),
        ("Kim title: Gipfel", "Kim title:Gipfel"),
        ("date:2024-06..2024-01 Kim", "date:2024-01..2024-06 Kim"),
        ("Schoigu~7 Kim", "Schoigu~2 Kim"),
        ('Kim ""', "Kim"),
        ("/waff.*/ Kim", "waff* Kim"),
        ("/Scho[ij]gu/", "Scho?gu"),
        ("Kim NEAR", "Kim"),
        ('="vor der Wahl"', '"vor der Wahl"'),
        ("=Kim-Jong", "Kim-Jong"),
    ],
)
def test_a_suggestion_is_the_query_put_right(text, right):
    (problem,) = parse(text).problems
    assert problem.suggestion == right
    assert parse(right).problems == ()


@pytest.mark.parametrize("text", ["~", "😀", "???", "()", "(((", "-", "&"])
def test_a_query_without_words_is_told_that_it_has_none(text):
    query = parse(text)
    assert query.root is None
    assert [problem.suggestion for problem in query.problems] == [""]
    assert parse(text, typing=True).problems == ()


def test_what_is_asked_of_a_field_that_does_not_exist_is_searched_in_the_text():
    assert parse("titel:Gipfel").root == Word("Gipfel")
    assert parse("ort:Berlin").root == Phrase(("ort", "Berlin"))
    assert parse("Journalist:in__fo") == ParsedQuery(
        "Journalist:in__fo", Phrase(("Journalist", "in__fo"))
    )


@pytest.mark.parametrize("text", ["Schüler*innen", "Schüler:innen", "Schüler_innen"])
def test_a_sign_before_innen_is_a_gender_gap(text):
    query = parse(text)
    assert query.problems == ()
    assert query.root.nodes[:2] == (Word("Schüler"), Word("Schülerinnen"))


def test_what_cannot_be_searched_is_explained():
    (problem,) = parse("/(a|b)c/").problems
    assert "Regular expressions" in problem.message
    (problem,) = parse("C++").problems
    assert "every C" in problem.message


def test_words_joined_by_and_are_firm():
    assert parse("a AND b c").root.firm == {Word("a"), Word("b")}
    assert parse("(a b) AND c d").root.firm == {Word("a"), Word("b"), Word("c")}
    assert parse("a b").root.firm == frozenset()


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("„vor der Wahl“", '"vor der Wahl"'),
        ("»vor der Wahl«", '"vor der Wahl"'),
        ("“vor der Wahl”", '"vor der Wahl"'),
        ("‚vor der Wahl‘", '"vor der Wahl"'),
        ("'vor der Wahl'", '"vor der Wahl"'),
        ("´vor der Wahl´", '"vor der Wahl"'),
        (",,vor der Wahl''", '"vor der Wahl"'),
        ("„Putin Kim“~5", '"Putin Kim"~5'),
        ("Waffen –Kim", "Waffen -Kim"),
        ("Waffen − Kim", "Waffen Kim"),
        ("Putin – Kim", "Putin Kim"),
        ("Putin–Kim", '"Putin Kim"'),
        ("Putin ODER Kim", "Putin OR Kim"),
        ("Putin|Kim", "Putin OR Kim"),
        ("Putin UND Kim", "Putin Kim"),
        ("Putin NICHT Kim", "Putin NOT Kim"),
        ("Putin oder Kim", "Putin AND oder Kim"),
        ("Putin,Kim; Xi", "Putin Kim Xi"),
        ("1,5 Prozent", '"1 5" Prozent'),
        ("Trump´s Rede", '"Trump s" Rede'),
        ("Trump's Rede", '"Trump s" Rede'),
        ("Pjöngjang", "Pjöngjang"),
        ("Rüstungs­verhandlung", "Rüstungsverhandlung"),
        ("Waffen Kim", "Waffen Kim"),
        ("Schoigu~?", "Schoigu~"),
        ("date:2024-01–2024-06", "date:2024-01..2024-06"),
    ],
)
def test_keyboards_and_copied_text_write_the_same_in_many_ways(typed, same):
    query = parse(typed)
    assert query.problems == ()
    assert _bare(query.root) == _bare(parse(same).root)


def _bare(node):
    """Leave out how a date was written: what counts is the range."""
    return parse_range(node.value) if isinstance(node, Field) else node


def test_stars_between_quotation_marks_are_told():
    query = parse('Kim "vor der Wahl*"')
    assert query.problems[0].position == 4
    assert query.root == And((Word("Kim"), Phrase(("vor", "der", "Wahl"))))


@pytest.mark.parametrize(
    ("typed", "inside", "outside"),
    [
        ("2024", ["2024", "2024-01", "2024-12-31"], ["2023-12-31", "2025", ""]),
        ("2024-01..2024-06", ["2024-01", "2024-06-30"], ["2023-12", "2024-07"]),
        (">=2024-06", ["2024-06-01", "2025"], ["2024-05-31"]),
        (">2024-06", ["2024-07-01", "2025"], ["2024-06-30", "2024-05"]),
        ("<2024", ["2023-12-31"], ["2024-01-01", "2024", ""]),
        ("≤18.06.2024", ["2024-06-18", "2024-06-01"], ["2024-06-19"]),
        ("06.2024", ["2024-06-18"], ["2024-07"]),
        ("2023…", ["2023-01", "2025"], ["2022-12"]),
    ],
)
def test_dates_hold_what_lies_between(typed, inside, outside):
    wanted = parse_range(typed)
    assert wanted is not None
    assert [date for date in [*inside, *outside] if date in wanted] == inside


@pytest.mark.parametrize(
    "typed", ["", "..", "gestern", "2024-13", ">=", "2021..2022..2023", "٢٠٢٤"]
)
def test_what_is_no_date_is_none(typed):
    assert parse_range(typed) is None


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
    [
        "",
        " ",
        "()" * 3000,
        "(" * 10_000,
        ")" * 10_000,
        "title:" * 500,
        "-" + "title:-" * 300,
        "x:" * 900,
        "'a " * 600,
        ",," * 900,
        "OR " * 600,
        "NOT " * 500,
        '"' * 9_999,
        "a " * 10_000,
        "-" * 5000,
    ],
)
def test_extreme_queries_are_read(text):
    assert isinstance(parse(text), ParsedQuery)


FRAGMENTS = st.sampled_from(
    ["(", ")", '"', "„", "“", "'", "´", ",,", "–", "|", ",", ">=", "UND", "ODER", "NICHT",
     "~", "~9", "*", "-", "OR", "AND", "NOT", "title:", "date:", "topic:",
     "source:", "x:", "..", " ", "Waffen", "ß", "😀", "2024", "\\", "[a-z]+", "\0", "\ud800",
     "=", " NEAR ", "NEAR/5", " W/3 ", "?", "M?ller", "*innen", ":innen", "_in", "G-20", "1 000",
     "1.000", "/Wa.*/", " /a[bc]d(/ ", "C++", "+", " und -"]
)  # fmt: skip


@settings(deadline=None)  # a time is no behaviour
@given(st.one_of(st.text(), st.lists(FRAGMENTS, max_size=30).map("".join)), st.booleans())
def test_nothing_that_can_be_typed_raises(text, typing):
    query = parse(text, typing=typing)
    assert query.text == text
    assert all(0 <= problem.position <= len(text) for problem in query.problems)


@settings(deadline=None)
@given(st.lists(FRAGMENTS, max_size=12).map("".join))
def test_what_is_suggested_is_wrong_in_nothing_that_can_be_put_right(text):
    problems = parse(text).problems
    lasting = {problem.message for problem in problems if not problem.suggestion}
    for problem in problems[:5]:
        if problem.suggestion:
            assert {left.message for left in parse(problem.suggestion).problems} <= lasting


def test_two_mistakes_are_put_right_at_once():
    first, second = parse("Kim) titel:Gipfel").problems
    assert first.suggestion == second.suggestion == "Kim title:Gipfel"

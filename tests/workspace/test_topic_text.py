"""Topics are changed in the text of a configuration, and nothing else is, to the last byte."""

import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from annotations.topics import Topic, TopicChange
from annotations.yaml import strict as strict_yaml
from workspace.coding.topic_text import hunk, with_change

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

BLOCK = """\
# mine
articles: seeds   # here

topics:
# the first
- name: arms deals
  key: 1    # a digit
  # letter: a
  colour: red
  description: |
    Weapons,
    sold.

# the second
- name: "summits"
  letter: s
  # key: 2

aliases:
- [a, b]
"""
ARMS = Topic("arms deals", 1, "", "red", "Weapons,\nsold.\n")
SUMMITS = Topic("summits", None, "s")


def lines(text: str, change: TopicChange) -> tuple[list[str], list[str]]:
    """The lines that a change takes out and those that it puts in."""
    old, new = text.splitlines(), with_change(text, change).splitlines()
    return [each for each in old if each not in new], [each for each in new if each not in old]


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        (ARMS, {"name": "Waffen"}, ["- name: arms deals"], ["- name: Waffen"]),
        (ARMS, {"key": 7}, ["  key: 1    # a digit"], ["  key: 7    # a digit"]),
        (ARMS, {"key": None}, ["  key: 1    # a digit"], ["  key:    # a digit"]),
        (ARMS, {"letter": "w"}, [], ["  letter: w"]),
        (ARMS, {"colour": "#aabbcc"}, ["  colour: red"], ["  colour: '#aabbcc'"]),
        (ARMS, {"colour": ""}, ["  colour: red"], []),
        (
            ARMS,
            {"description": "All: of it"},
            ["  description: |", "    Weapons,", "    sold."],
            ["  description: 'All: of it'"],
        ),
        (ARMS, {"suggest": "Waffe*"}, [], ["  suggest: Waffe*"]),
        (SUMMITS, {"name": "Gipfel"}, ['- name: "summits"'], ["- name: Gipfel"]),
        (SUMMITS, {"letter": ""}, ["  letter: s"], []),
        (SUMMITS, {"key": 2}, [], ["  key: 2"]),
    ],
)
def test_a_field_is_changed_and_nothing_else(
    before: Topic, after: dict[str, object], gone: list[str], come: list[str]
) -> None:
    changed = Topic(**{**{f: getattr(before, f) for f in Topic.__struct_fields__}, **after})
    assert lines(BLOCK, TopicChange(before, changed)) == (gone, come)
    windows = BLOCK.replace("\n", "\r\n")
    text = with_change(windows, TopicChange(before, changed))
    assert text == with_change(BLOCK, TopicChange(before, changed)).replace("\n", "\r\n")


def test_a_topic_comes_behind_the_others_and_goes_with_its_own_comments() -> None:
    new = Topic("sanctions", 3, "c", "yellow", "no: more", "Sanktion*")
    text = with_change(BLOCK, TopicChange(None, new))
    assert text == BLOCK.replace(
        "  # key: 2\n",
        "  # key: 2\n\n- name: sanctions\n  key: 3\n  letter: c\n  colour: yellow\n"
        "  description: 'no: more'\n  suggest: Sanktion*\n",
    )
    assert with_change(BLOCK, TopicChange(SUMMITS, None)) == BLOCK.replace(
        '- name: "summits"\n  letter: s\n  # key: 2\n', ""
    )
    only = with_change(BLOCK, TopicChange(SUMMITS, None))
    none = with_change(only, TopicChange(ARMS, None))
    assert "# the first" in none
    assert "# the second" in none
    assert yaml.safe_load(none)["topics"] is None
    assert yaml.safe_load(with_change(none, TopicChange(None, new)))["topics"][0]["key"] == 3


@pytest.mark.parametrize(
    ("text", "change", "expected"),
    [
        ("", (None, "b"), "topics:\n- name: b\n"),
        ("# only", (None, "b"), "# only\n\ntopics:\n- name: b\n"),
        ("---\n", (None, "b"), "---\n\ntopics:\n- name: b\n"),
        ("{}\n", (None, "b"), "{topics: [{name: b}]}\n"),
        ("{coder: x} # c\n", (None, "b"), "{topics: [{name: b}], coder: x} # c\n"),
        ("topics: # none\ncoder: x", (None, "b"), "topics: # none\n- name: b\ncoder: x"),
        ("topics: []  # none\n", (None, "b"), "topics:  # none\n- name: b\n"),
        ("topics: ~\n", (None, "b"), "topics:\n- name: b\n"),
        ("topics: [\n  # none\n]\n", (None, "b"), "topics: [{name: b}\n  # none\n]\n"),
        ("topics:\n- name: a", (None, "b"), "topics:\n- name: a\n- name: b\n"),
        ("topics:\n  - {name: a}\n", (None, "b"), "topics:\n  - {name: a}\n  - name: b\n"),
        ("topics: [{name: a}] # c\n", (None, "b"), "topics: [{name: a}, {name: b}] # c\n"),
        ("topics: [{name: a}] # c\n", ("a", None), "topics: [] # c\n"),
        ("topics: [{name: a}, {name: b}]\n", ("a", None), "topics: [{name: b}]\n"),
        ("topics: [{name: a}, {name: b}]\n", ("b", None), "topics: [{name: a}]\n"),
        ("topics: [{name: a}, {name: b}]\n", ("a", "c"), "topics: [{name: c}, {name: b}]\n"),
        (
            "topics: [\n  {name: a}, # A\n  {name: b}, # B\n]\n",
            ("b", None),
            "topics: [\n  {name: a}, # A\n  # B\n]\n",
        ),
        (
            "topics: [\n  {name: a}, # A\n  {name: b} # B\n]\n",
            ("b", None),
            "topics: [\n  {name: a} # A\n  # B\n]\n",
        ),
        ("topics:\n-\n  # c\n  name: a\n- name: b\n", ("a", None), "topics:\n- name: b\n"),
        ("topics: [{name: a, key: 1}]\n", ("a", "a"), "topics: [{name: a, key: 1}]\n"),
    ],
)
def test_every_shape(text: str, change: tuple[str | None, str | None], expected: str) -> None:
    before, after = (Topic(name) if name else None for name in change)
    assert with_change(text, TopicChange(before, after)) == expected


def test_fields_in_braces() -> None:
    text = "topics: [{name: a, key: 1, colour: red}, {key: 2, name: 'b, c'}]\n"
    a, b = Topic("a", 1, "", "red"), Topic("b, c", 2)
    no_key = with_change(text, TopicChange(a, Topic("a", None, "", "red")))
    assert no_key == text.replace(", key: 1", "")
    no_key = with_change(text, TopicChange(b, Topic("b, c")))
    assert no_key == text.replace("key: 2", "key: null")
    renamed = with_change(text, TopicChange(b, Topic("d, e", 2, "", "", "x: y")))
    assert renamed == text.replace("2, name: 'b, c'", "2, description: 'x: y', name: 'd, e'")


# -- whatever the file looks like

NAMES = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"
    ),
    min_size=1,
    max_size=12,
).filter(lambda name: name.strip() == name and "\ufeff" not in name)
WORDS = st.one_of(st.just(""), NAMES, st.just("two\nlines\n"))
TOPICS = st.builds(
    Topic,
    name=NAMES,
    key=st.none() | st.integers(1, 9),
    letter=st.sampled_from(["", "a", "x"]),
    colour=st.sampled_from(["", "red", "#aabbcc"]),
    description=WORDS,
    suggest=WORDS,
)
NOISE = st.sampled_from(["", "# a comment", "  # an indented one", "    # - name: off", "   "])


@st.composite
def configurations(draw: st.DrawFn) -> tuple[str, list[Topic]]:
    """A configuration as a person may have typed it, and its topics."""
    topics = draw(st.lists(TOPICS, max_size=4, unique_by=lambda topic: topic.name.casefold()))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    written: list[str] = [draw(NOISE), "coder: anna  # me", draw(NOISE)]
    if draw(st.booleans()):
        written += _block(draw, topics)
    else:
        written += _flow(draw, topics)
    written += [draw(NOISE), "keys: {}", draw(NOISE)]
    return newline.join(written), topics


def _quoted(draw: st.DrawFn, value: object) -> str:
    if isinstance(value, int):
        return str(value)
    return yaml.dump(value, default_style=draw(st.sampled_from(["'", '"'])), width=10**6).strip()


def _fields(draw: st.DrawFn, topic: Topic) -> list[str]:
    said = {field: getattr(topic, field) for field in Topic.__struct_fields__}
    said = {field: value for field, value in said.items() if value not in ("", None)}
    names = draw(st.permutations(list(said)))
    # Two lines in one quoted scalar may not begin lower than their key.
    pairs = [f"{name}: {_quoted(draw, said[name])}" for name in names]
    return [pair.replace("\n", "\n     ") for pair in pairs]


def _block(draw: st.DrawFn, topics: list[Topic]) -> list[str]:
    margin = draw(st.sampled_from(["", "  "]))
    written = ["topics:" + draw(st.sampled_from(["", "  # those"]))]
    for topic in topics:
        pairs = _fields(draw, topic)
        dash = "- "
        for pair in pairs:
            written.append(margin + dash + pair + draw(st.sampled_from(["", "  # so"])))
            written.append(draw(NOISE))
            dash = "  "
    return written


def _flow(draw: st.DrawFn, topics: list[Topic]) -> list[str]:
    gap = draw(st.sampled_from([" ", "\n  ", "  # c\n  "]))
    items = ["{" + ", ".join(_fields(draw, topic)) + "}" for topic in topics]
    return ["topics: [" + f",{gap}".join(items) + draw(st.sampled_from(["]", "\n]"]))]


def load(text: str) -> list[Topic]:
    words = dict.fromkeys(("name", "letter", "colour", "description", "suggest"), str)
    found = strict_yaml.load(text.encode(), shape={"topics": [words]}).value
    return msgspec.convert(found["topics"] or [], list[Topic])


@CALM
@given(configurations(), st.data())
def test_what_was_wanted_and_all_the_rest(
    written: tuple[str, list[Topic]], data: st.DataObject
) -> None:
    text, topics = written
    if load(text) != topics:  # another quoting of the breaks in a text
        return
    number = data.draw(st.integers(-1, len(topics) - 1))
    new = data.draw(TOPICS)
    assume(new.name not in {each.name for each in topics})
    if number < 0:
        change, wanted = TopicChange(None, new), [*topics, new]
    elif data.draw(st.booleans()):
        change = TopicChange(topics[number], None)
        wanted = topics[:number] + topics[number + 1 :]
    else:
        change = TopicChange(topics[number], new)
        wanted = [*topics[:number], new, *topics[number + 1 :]]
    after = with_change(text, change)
    assert load(after) == wanted
    if change.after is not None:
        comments = [line.strip() for line in text.splitlines() if line.strip().startswith("#")]
        kept = [line.strip() for line in after.splitlines() if line.strip().startswith("#")]
        assert kept == comments
    # What was put there can be taken back to the very byte.
    was, now = hunk(text, after)
    if after.count(now) == 1:
        assert after.replace(now, was) == text

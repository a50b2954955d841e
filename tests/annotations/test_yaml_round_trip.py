"""Whatever is typed or quoted comes back exactly, from PyYAML's C parser and its Python one."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotations.files import article_file as files
from annotations.files.article_file import AnnotationFile
from annotations.model import Annotation
from annotations.yaml import strict as strict_yaml

# A busy machine is slow, which is no failure.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FILE = Path("article.txt.yaml")
NASTY = [
    *[
        "",
        " ",
        "yes",
        "No",
        "null",
        "~",
        "1e3",
        "0x1F",
        "1_000",
        "12:30",
        "2024-01-01",
        "-",
        "- a",
        "?",
    ],
    *[
        "a: b",
        "a #b",
        "#a",
        "&a",
        "*a",
        "!!int 1",
        "%YAML",
        "@",
        "`",
        "'",
        '"',
        "\\",
        "{a}",
        "[a]",
        "|",
    ],
    *[
        ">",
        "---",
        "...",
        "--- a",
        "\t",
        "\ta",
        "a\t",
        " a",
        "a ",
        "a\n",
        "a\n\n",
        "\na",
        "a\n b\n\n c",
    ],
    *[
        "a\r\nb",
        "\x85",
        "a\x85b",
        "\u2028",
        "\ufeff",
        "\x00",
        "\x1b[31m",
        "\x7f",
        "\xa0",
        "\xad",
        "😀",
    ],
    *[
        "👩‍👩‍👧",
        "\ufffe",
        "<<",
        "=",
        "<<<<<<< HEAD",
        "a\n=======\nb",
        "  a\nb",
        "a\n  \n",
        "a\n   ",
        ",",
        ":",
    ],
    *[
        "a:",
        "\n",
        "\n\n\n",
        "„Nein“, sagte er: „doch“",
        "a" * 2000,
        "x\n" * 90,
        "\U0010ffff",
        "é",
        "e\u0301",
    ],
]
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text(
        st.sampled_from("ab \n\t:-#'\"[]{},&*!|>%@`?.~1\r\\\x85\u2028\ufeff\xa0😀ä"), max_size=12
    ),
    st.lists(st.sampled_from(NASTY), max_size=3).map("".join),
)
keys = texts.filter(lambda key: len(key) <= strict_yaml.MAX_KEY_LENGTH)
plain_data = st.recursive(
    st.one_of(
        texts, st.integers(-(10**18), 10**18), st.booleans(), st.none(), st.floats(-1e9, 1e9)
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=5,
)
names_in_use = set(files._Record.__struct_fields__) | {"version", "article", "annotations", "path"}


def extras() -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(keys.filter(lambda key: key not in names_in_use), plain_data, max_size=2)


@st.composite
def annotation(draw: st.DrawFn) -> Annotation:
    start = draw(st.integers(0, 10**6))
    return Annotation(
        id=draw(texts.filter(bool)),
        topics=tuple(draw(st.lists(texts, max_size=3))),
        quote=draw(texts),
        prefix=draw(texts),
        suffix=draw(texts),
        start=start,
        end=start + draw(st.integers(0, 1000)),
        note=draw(texts),
        coder=draw(texts),
        created=draw(texts | st.just("2026-11-22T10:00:00Z")),
        updated=draw(texts | st.just("2026-11-22T10:05:00+01:00")),
        extra=draw(extras()),
    )


@st.composite
def annotation_file(draw: st.DrawFn) -> AnnotationFile:
    found = draw(st.lists(annotation(), max_size=3, unique_by=lambda item: item.id))
    return AnnotationFile(
        *[draw(texts), draw(texts), draw(texts), tuple(sorted(found, key=files.order))],
        extra=draw(extras()),
        article_extra=draw(
            extras().filter(lambda found: not {"title", "text_sha256"} & set(found))
        ),
    )


@pytest.fixture(params=["C parser", "Python parser"])
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = yaml.CSafeLoader if request.param == "C parser" else yaml.SafeLoader
    monkeypatch.setattr(strict_yaml, "_PARSER", chosen)


@CALM
@given(file=annotation_file())
def test_a_file_survives_saving_and_loading_with_both_parsers(file: AnnotationFile) -> None:
    data = files.render(file)
    for parser in (yaml.CSafeLoader, yaml.SafeLoader):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(strict_yaml, "_PARSER", parser)
            assert files.parse(data, FILE) == file


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize("text", NASTY)
def test_each_special_form_survives_everywhere(text: str) -> None:
    item = Annotation(
        text or "x", (text,), text, text, text, 1, 2, text, text, text, text, {"k": text}
    )
    file = AnnotationFile(text, text, text, (item,), {"k": [text]}, {"k": {text[:100]: text}})
    assert files.parse(files.render(file), FILE) == file


@CALM
@given(file=annotation_file())
def test_what_is_saved_twice_is_the_same_to_the_byte(file: AnnotationFile) -> None:
    data = files.render(file)
    assert files.render(files.parse(data, FILE)) == data


@CALM
@example(text="1e3")
@example(text="1_000")
@example(text="0o17")
@given(text=texts)
def test_other_yaml_readers_see_the_same_quote_and_note(text: str) -> None:
    item = Annotation("1", (text,), text, "", "", 0, 1, text, "", "", "")
    loaded = yaml.safe_load(files.render(AnnotationFile("a.txt", "A", "0", (item,))))[
        "annotations"
    ][0]
    assert (loaded["quote"], loaded["topics"], loaded.get("note", "")) == (text, [text], text)


@pytest.mark.parametrize("number", [10**18, -(10**18), 2**63 - 1, 1 - 2**63])
def test_a_number_that_has_room_in_64_bits_is_one_and_a_longer_one_stays_as_typed(
    number: int,
) -> None:
    read = strict_yaml.plain_value(str(number))
    assert (read, type(read)) == (number, int)
    assert isinstance(strict_yaml.plain_value(f"{number}0"), strict_yaml.PlainNumber)

"""Configurations: good ones load, bad ones are named by file, line and key with a way out."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.topics import Topic
from workspace import bundled
from workspace.config import (
    Config,
    ConfigError,
    check_config,
    initial_config,
    load_config,
    parse_config,
)


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_bundled_configuration_has_three_topics() -> None:
    config = load_config(bundled.config_file()).config
    assert [(topic.name, topic.key) for topic in config.topics] == [
        ("arms deals", 1),
        ("summits", 2),
        ("sanctions", 3),
    ]
    assert all(topic.letter and topic.colour and topic.description for topic in config.topics)
    assert config.aliases


@pytest.mark.parametrize("articles", [".", "texte", "../texte", "my articles", "a: b #c", "ä'\""])
def test_the_initial_configuration_loads_from_any_folder(tmp_path: Path, articles: str) -> None:
    file = write(tmp_path, initial_config(articles))
    config = load_config(file).config
    assert config.articles == articles
    assert config.annotations == "annotations"
    assert config.topics == load_config(bundled.config_file()).config.topics
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["articles"] == articles


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "null\n", "{}\n"])
def test_an_empty_configuration_is_the_default(tmp_path: Path, text: str) -> None:
    assert load_config(write(tmp_path, text)).config == Config()


def test_a_key_without_a_value_counts_as_left_out(tmp_path: Path) -> None:
    text = "".join(f"{key}:\n" for key in Config.__struct_fields__)
    assert load_config(write(tmp_path, text)).config == Config()


def test_names_are_text_whatever_they_look_like(tmp_path: Path) -> None:
    text = "articles: 2024\ncoder: yes\ntopics:\n- name: 2024\n  letter: n\naliases:\n- [1, one]\n"
    config = load_config(write(tmp_path, text)).config
    assert (config.articles, config.coder) == ("2024", "yes")
    assert (config.topics[0].name, config.topics[0].letter) == ("2024", "n")
    assert config.aliases == (("1", "one"),)


TOPICS = "topics:\n- name: eins\n  key: 1\n  letter: e\n"


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        # unknown keys
        ("language: de\nthema: dark\n", 2, "", ("thema", "theme")),
        ("coder: a\nreading:\n  with: 80\n", 3, "reading", ("with", "width")),
        ("topics:\n- name: a\n  color: red\n", 3, "topics[0]", ("color", "colour")),
        (TOPICS + "- name: b\n  xyz: 1\n", 6, "topics[1]", ("xyz", "name", "letter")),
        # wrong types
        ("coder: a\narticles: [texte]\n", 2, "articles", ("expected text",)),
        ("annotations: {a: b}\n", 1, "annotations", ("expected text",)),
        ("\nlanguage: 5\n", 2, "language", ("expected text",)),
        # on the line of the key, wherever its value begins
        ("theme: dark\nfolders:\n- a\n- b\n", 2, "", ("unknown key `folders`",)),
        ("reading:\n  wide:\n  - 80\n", 2, "reading", ("unknown key `wide`",)),
        ("coder:\n- anna\n", 1, "coder", ("expected text",)),
        (
            "keys:\n  reader.find: f3\n  reader.note:\n  - 5\n",
            4,
            "keys.reader.note[0]",
            ("expected",),
        ),
        ("theme: green\n", 1, "theme", ("green", "dark", "light", "ansi")),
        ("reading: wide\n", 1, "reading", ("expected", "text")),
        ("reading:\n  width: wide\n", 2, "reading.width", ("expected a whole number",)),
        ("reading:\n  width: 72.5\n", 2, "reading.width", ("expected a whole number",)),
        ("topics: sanctions\n", 1, "topics", ("expected a list",)),
        ("topics:\n- sanctions\n", 2, "topics[0]", ("expected", "text")),
        ("topics:\n- name: a\n  key: one\n", 3, "topics[0].key", ("expected a whole number",)),
        ("topics:\n- name: a\n  key: 12\n", 3, "topics[0].key", ("9",)),
        ("topics:\n- name: a\n  key: 0\n", 3, "topics[0].key", ("1",)),
        ("topics:\n- name: a\n  letter: ab\n", 3, "topics[0].letter", ("1",)),
        ("topics:\n- key: 1\n", 2, "topics[0]", ("name",)),
        ("topics:\n- name: ''\n", 2, "topics[0].name", ("1",)),
        ("aliases:\n- [a, b]\n- Korea\n", 3, "aliases[1]", ("expected a list",)),
        ("keys: [a]\n", 1, "keys", ("expected",)),
        ("keys:\n  reader.note: 5\n", 2, "keys", ("expected",)),
        # values that cannot be, or contradict each other
        ("coder: a\nlanguage: klingon\n", 2, "language", ("klingon", "de, en")),
        ("reading:\n  width: 20\n", 2, "reading.width", ("20", "40", "120")),
        (TOPICS + "- name: zwei\n  key: 1\n", 6, "topics[1].key", ("1", "eins")),
        (TOPICS + "- name: zwei\n  letter: e\n", 6, "topics[1].letter", ("e", "eins")),
        (TOPICS + "- name: Eins\n", 5, "topics[1].name", ("eins",)),
        ("topics:\n- name: /b\n", 2, "topics[0].name", ("`/b`", "both sides")),
        ("topics:\n- name: a/\n", 2, "topics[0].name", ("`a/`", "arms/artillery")),
        ("topics:\n- name: a/b\n- name: a/ /c\n", 3, "topics[1].name", ("`a/ /c`",)),
        ("topics:\n- name: a\n  letter: t\n", 3, "topics[0].letter", ("t", "picker")),
        ("topics:\n- name: a\n  letter: '1'\n", 3, "topics[0].letter", ("letter",)),
        ("topics:\n- name: a\n  colour: grau\n", 3, "topics[0].colour", ("grau", "red")),
        ("topics:\n- name: a\n  colour: '#ff'\n", 3, "topics[0].colour", ("#rrggbb",)),
        # not the YAML that is understood
        ("theme: dark\ntheme: light\n", 2, "", ("theme", "second time")),
        ("topics:\n- name: a\n  name: b\n", 3, "", ("name", "second time")),
        ("coder: a\ntopics: [\n", 3, "", ("cannot be understood",)),
        ("a: 1\n\tb: 2\n", 2, "", ("cannot be understood",)),
        ("coder: &x a\n", 1, "", ("anchors",)),
        ("coder: !!python/object:os.system a\n", 1, "", ("tag",)),
        ("coder: a\n---\ncoder: b\n", 2, "", ("second document",)),
    ],
)
def test_what_is_wrong_is_named_by_file_line_and_key(
    tmp_path: Path, text: str, line: int, key: str, words: tuple[str, ...]
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_config(file)
    error = caught.value
    assert (error.file, error.line) == (file, line)
    assert error.key.startswith(key)
    assert bool(error.key) or not key
    assert error.advice
    said = str(error)
    assert said.startswith(f"{file}:{line}: ")
    for word in (key, *words):
        assert word in said
    assert "msgspec" not in said
    assert "`int`" not in said
    assert "`str`" not in said


def test_all_that_is_wrong_is_found_at_once(tmp_path: Path) -> None:
    text = (
        "thema: dark\nlanguage: klingon\nreading:\n  width: wide\n  with: 3\n"
        "topics:\n- summits\n- name: b\n  key: 12\n  colour: grau\n- key: 2\n- name: c//d\n"
        "- name: e\n  letter: f\n- name: E\n  letter: f\n"
        "aliases:\n- [a, [b]]\n- Korea\nexclude: [[x]]\n"
        "keys:\n  reader.note: 5\n  reader.find: [f3, {}]\n  reader.copy: f4\n"
    )
    checked = check_config(tmp_path / "config.yaml", text.encode())
    assert sorted((error.line or 0, error.key) for error in checked.problems) == [
        (1, ""),
        (2, "language"),
        (4, "reading.width"),
        (5, "reading"),
        (7, "topics[0]"),
        (9, "topics[1].key"),
        (10, "topics[1].colour"),
        (11, "topics[2]"),
        (12, "topics[3].name"),
        (15, "topics[5].name"),
        (16, "topics[5].letter"),
        (18, "aliases[0][1]"),
        (19, "aliases[1]"),
        (20, "exclude[0]"),
        (22, "keys.reader.note"),
        (23, "keys.reader.find[1]"),
    ]
    assert checked.loaded.config.keys == {"reader.copy": "f4"}


KEYS = st.sampled_from(
    [*Config.__struct_fields__, *Topic.__struct_fields__, "width", "text", "other", "a.b", "x[0]"]
)
VALUES = st.recursive(
    st.sampled_from([None, True, 5, -1, 2.5, "", "a", "name", "dark", "#ff0000", "t"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150)
@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_whatever_stands_there_is_told_or_used(value: dict[str, object]) -> None:
    data = yaml.safe_dump(value, allow_unicode=True).encode()
    problems = check_config(Path("config.yaml"), data).problems
    assert all(error.advice and error.line for error in problems)
    if not problems:
        parse_config(Path("config.yaml"), data)
        return
    with pytest.raises(ConfigError) as caught:
        parse_config(Path("config.yaml"), data)
    assert str(caught.value) == str(problems[0])


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "5\n"])
def test_a_file_that_has_no_keys_is_no_configuration(tmp_path: Path, text: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ConfigError, match="expected keys with values") as caught:
        load_config(file)
    assert str(file) in str(caught.value)


def test_a_file_that_is_not_there_or_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file") as caught:
        load_config(tmp_path / "nowhere.yaml")
    assert "nowhere.yaml" in str(caught.value)
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert caught.value.advice


def test_bytes_that_are_not_text(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_bytes(b"coder: anna\narticles: M\xfcller\n")
    with pytest.raises(ConfigError, match="UTF-8") as caught:
        load_config(file)
    assert caught.value.line == 2


def test_a_configuration_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_bytes(b"\xef\xbb\xbftheme: light\r\ncoder: anna\r\n")
    config = load_config(file).config
    assert (config.theme, config.coder) == ("light", "anna")


def test_the_coder_is_the_login_name_unless_one_is_configured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOGNAME", "berta")
    assert Config().coder_name == "berta"
    assert Config(coder="anna").coder_name == "anna"

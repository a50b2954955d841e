"""The table of languages: what it promises for each of them is there."""

import pyphen
import pytest
import Stemmer

from corpus.text.language_detection import language_of
from corpus.text.languages import CONFIGURABLE, LANGUAGES, language_code
from index.analysis.terms import chain
from tui.text.hyphens import hyphenation
from workspace.config import Config, load_config

STEMMED = [language for language in LANGUAGES.values() if language.stemmer]
HYPHENATED = [language for language in LANGUAGES.values() if language.hyphenation]
DETECTED = [language for language in LANGUAGES.values() if language.common_words]


def test_stemmers_and_patterns_are_those_that_the_libraries_have():
    assert {language.stemmer for language in STEMMED} <= set(Stemmer.algorithms())
    assert {language.hyphenation for language in HYPHENATED} <= set(pyphen.LANGUAGES)


@pytest.mark.parametrize("language", DETECTED, ids=lambda language: language.code)
def test_an_article_is_known_by_the_commonest_words_of_its_language(language):
    others = frozenset[str]().union(*(o.common_words for o in DETECTED if o is not language))
    assert language_of(" ".join(sorted(language.common_words - others))) == language.code


@pytest.mark.parametrize(("code", "word"), [("no", "undersøkelse"), ("de", "Untersuchung")])
def test_a_language_is_hyphenated_by_the_patterns_the_table_names(code, word):
    hyphenate = hyphenation(code)
    assert hyphenate is not None
    assert hyphenate(word)


@pytest.mark.parametrize("code", [*CONFIGURABLE])
def test_the_configuration_takes_each_language_for_which_something_is_done(tmp_path, code):
    file = tmp_path / "config.yaml"
    file.write_text(f"language: '{code}'\n")
    config: Config = load_config(file).config
    assert config.language == code


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_a_query_skips_the_stop_words_of_its_language(language):
    skipped = set(filter(chain(language.code).is_stopword, ["der", "the", "avec", "Waffen"]))
    assert skipped == {"der", "the", "avec"} & language.stop_words


def test_a_language_without_a_row_is_left_as_it_is():
    assert language_code("Klingonisch") == "Klingonisch"
    assert language_code("GERMAN; DEUTSCH") == "de"
    assert chain("xx").forms("Ships").stem == "ships"

"""The languages that the program knows, and what it does for each of them.

To add one, give it a row below; its word lists stand in `common_words` and `stop_words`. Detection,
search, hyphenation, dates and the configuration follow from that row.
"""

import re
from typing import NamedTuple

from corpus.text import common_words, stop_words


class Language(NamedTuple):
    """A language, by its two letters (ISO 639-1), and what there is for it; "" where nothing is.

    `names` are what databases call it, in lower case. `stemmer` is its name in Snowball,
    `hyphenation` that of its patterns in Pyphen. An article in it is recognised by `common_words`;
    queries skip `stop_words`. `stems_begin_alike` says that the stemmer leaves the first letters of
    words as they are, `day_first` that 6/7/2024 is the sixth of July, `lemmas` that a table lists
    its inflected forms (index/analysis/data).
    """

    code: str
    names: str
    stemmer: str = ""
    hyphenation: str = ""
    common_words: frozenset[str] = frozenset()
    stop_words: frozenset[str] = frozenset()
    stems_begin_alike: bool = False
    day_first: bool = False
    lemmas: bool = False


_ROWS = (
    Language(
        "de",
        "german deutsch allemand",
        stemmer="german",
        hyphenation="de",
        common_words=common_words.GERMAN,
        stop_words=stop_words.GERMAN,
        stems_begin_alike=True,
        day_first=True,
        lemmas=True,
    ),
    Language(
        "en",
        "english englisch anglais",
        stemmer="english",
        hyphenation="en",
        common_words=common_words.ENGLISH,
        stop_words=stop_words.ENGLISH,
        stems_begin_alike=True,
        lemmas=True,
    ),
    Language(
        "fr",
        "french französisch français",
        stemmer="french",
        hyphenation="fr",
        common_words=common_words.FRENCH,
        stop_words=stop_words.FRENCH,
        day_first=True,
    ),
    Language(
        "es",
        "spanish spanisch español",
        stemmer="spanish",
        hyphenation="es",
        common_words=common_words.SPANISH,
        day_first=True,
    ),
    Language(
        "nl",
        "dutch niederländisch nederlands",
        stemmer="dutch",
        hyphenation="nl",
        common_words=common_words.DUTCH,
        day_first=True,
    ),
    Language(
        "it",
        "italian italienisch italiano",
        stemmer="italian",
        hyphenation="it",
        common_words=common_words.ITALIAN,
        day_first=True,
    ),
    Language(
        "pt",
        "portuguese portugiesisch português",
        stemmer="portuguese",
        hyphenation="pt",
        common_words=common_words.PORTUGUESE,
        day_first=True,
    ),
    Language(
        "ru",
        "russian russisch",
        stemmer="russian",
        hyphenation="ru",
        common_words=common_words.RUSSIAN,
        day_first=True,
    ),
    Language(
        "sv",
        "swedish schwedisch",
        stemmer="swedish",
        hyphenation="sv",
        common_words=common_words.SWEDISH,
        day_first=True,
    ),
    Language(
        "da",
        "danish dänisch",
        stemmer="danish",
        hyphenation="da",
        common_words=common_words.DANISH,
        day_first=True,
    ),
    Language(
        "no",
        "norwegian norwegisch",
        stemmer="norwegian",
        hyphenation="nb",
        common_words=common_words.NORWEGIAN,
        day_first=True,
    ),
    Language(
        "fi",
        "finnish finnisch",
        stemmer="finnish",
        common_words=common_words.FINNISH,
        day_first=True,
    ),
    Language(
        "pl",
        "polish polnisch",
        stemmer="polish",
        hyphenation="pl",
        common_words=common_words.POLISH,
        day_first=True,
    ),
    Language(
        "hu",
        "hungarian ungarisch",
        stemmer="hungarian",
        hyphenation="hu",
        common_words=common_words.HUNGARIAN,
    ),
    Language(
        "ro",
        "romanian rumänisch",
        stemmer="romanian",
        hyphenation="ro",
        common_words=common_words.ROMANIAN,
    ),
    Language("tr", "turkish türkisch", stemmer="turkish", common_words=common_words.TURKISH),
    Language(
        "uk",
        "ukrainian ukrainisch",
        hyphenation="uk",
        common_words=common_words.UKRAINIAN,
    ),
    Language("ko", "korean koreanisch"),
    Language("ja", "japanese japanisch"),
    Language("zh", "chinese chinesisch"),
    Language("ar", "arabic arabisch"),
)
LANGUAGES = {language.code: language for language in _ROWS}
"""Every known language by its code."""

CONFIGURABLE = tuple(row.code for row in _ROWS if row.stemmer or row.hyphenation)
"""The codes that `language:` in config.yaml may name: those for which something is done."""

_BY_NAME = {name: language.code for language in _ROWS for name in language.names.split()}


def language_code(stated: str) -> str:
    """Return the code of a language stated by its name ("GERMAN; DEUTSCH"); others as stated."""
    words = (word.casefold() for word in re.findall(r"[^\W\d_]+", stated))
    return next((_BY_NAME[word] for word in words if word in _BY_NAME), stated)


def language_called(code: str) -> Language:
    """Return what is known of the language with this code: nothing for an unknown one."""
    return LANGUAGES.get(code) or Language(code, "")

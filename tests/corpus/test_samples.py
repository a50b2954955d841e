"""The five sample articles: their titles, and every line that is not article text."""

from pathlib import Path

import pytest

from corpus.load import load_article
from corpus.page.blocks import BlockKind

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
S000 = "000_3f97b978eb2c138a.txt"
S001 = "001_57a0a7a1611b5bc2.txt"
S002 = "002_f35cf44dca2f7aeb.txt"
S003 = "003_bbd1d1e14c627851.txt"
S004 = "004_1f7bb46f9c956492.txt"

# title, line of the title block, and by kind the lines (from 1) that are not the article's prose
SAMPLES = {
    S000: (
        (
            "USA befürchten, dass nordkoreanische Militäraktionen vor der Wahl für Chaos sorgen"
            " könnten: Bericht"
        ),
        3,
        {
            "furniture": [1, 51, 53, 55, 57, 59, 61, 62, 63],
            "related": [26, 49],
            "caption": [5, 6, 38, 39],
            "list": [8, 9, 10],
        },
    ),
    S001: (
        (
            "Kim Jong Un Könnte Sich Bald Mit Putin in Russland Zu Waffengesprächen Treffen, Sagen"
            " Die USA"
        ),
        4,
        {"furniture": [1, 2, 38], "caption": [26], "byline": [36]},
    ),
    S002: (
        "Nordkorea schickt militärische Ausrüstung an Russland, behaupten die USA",
        3,
        {"furniture": [1, 45, 47, 49, 51], "related": [27], "caption": [43]},
    ),
    S003: (
        (
            "Putin besucht Kim Jong Un – angesichts der zunehmenden militärischen Zusammenarbeit"
            " zwischen Russland und Nordkorea"
        ),
        1,
        {
            "furniture": [3, 5, 7, 9, 11, 58, 66, 68],
            "related": [22],
            "caption": [30],
            "list": [12, 13, 14],
        },
    ),
    S004: (
        "Nordkorea würde „Preis“ zahlen, wenn es Russland mit Waffen beliefert, sagen die USA",
        1,
        {"furniture": [55, 57]},
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_title_and_kind_of_every_line(name):
    title, title_line, marked = SAMPLES[name]
    article = load_article(SEEDS, name)
    lines = (SEEDS / name).read_text(encoding="utf-8").split("\n")
    expected = {line: kind for kind, numbers in marked.items() for line in numbers}
    expected[title_line] = "title"
    found = {
        article.text.count("\n", 0, block.start) + 1: block.kind.value for block in article.blocks
    }
    assert article.title == title
    assert found == {
        number: expected.get(number, "paragraph")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    }


def test_the_title_block_covers_the_whole_line_with_its_suffix():
    article = load_article(SEEDS, S004)
    title = next(block for block in article.blocks if block.kind is BlockKind.TITLE)
    assert article.text[title.start : title.end].endswith("Nachrichten zum Russland-Ukraine-Krieg")


@pytest.mark.parametrize("name", SAMPLES)
def test_what_the_samples_say_about_themselves(name):
    article = load_article(SEEDS, name)
    assert article.source == ("NBC News" if name == S001 else "")
    assert (article.author, article.date) == ("", "")
    assert article.language == "de"
    assert article.encoding == "utf-8"


@pytest.mark.parametrize("name", SAMPLES)
def test_foreign_headlines_are_not_searched(name):
    article = load_article(SEEDS, name)
    searched = "\n".join(article.text[start:end] for start, end in article.searchable())
    assert "Siehe auch" not in searched
    assert "Selenskyj" not in searched
    assert article.words == len(searched.split())

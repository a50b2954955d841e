import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from corpus.page.blocks import Block, BlockKind
from corpus.text.canonical import canonical
from corpus.text.undivided import Undivided
from tui.text.hyphens import Hyphenate, hyphenation
from tui.text.layout import Layout, lay_out
from tui.text.wrap import is_one_cell, shown, wrap

# Wide, combining, joined, narrow, long words, hyphens, tabs: what real and hostile articles have.
PIECES = st.sampled_from(
    (
        *("a", "Rüstung", "US-Außenminister", " ", " ", "  ", "\t", "–", "„", "“", "…", "\u00a0"),
        *("漢字", "한국", "e\u0301", "q\u0323\u0307", "👩\u200d🚀", "🇩🇪", "❤\ufe0f", "x" * 90),
        *("-", "/", "7."),
    )
)
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map("".join).map(canonical)
WIDTHS = st.integers(min_value=8, max_value=130)
HYPHENATE = st.sampled_from([None, hyphenation("de")])


def one_block(text: str) -> Block | None:
    inner = text.strip()
    start = text.find(inner)
    return Block(BlockKind.PARAGRAPH, start, start + len(inner), "test") if inner else None


@given(TEXTS, WIDTHS, st.sampled_from([0, 2]), HYPHENATE)
def test_wrapping_loses_and_invents_nothing(
    text: str, width: int, hanging: int, hyphenate: Hyphenate | None
) -> None:
    block = one_block(text)
    if block is None:
        return
    lines = list(wrap(text, block.start, block.end, width, hanging, hyphenate=hyphenate))
    assert "".join(text[line.start : line.stop] for line in lines) == text[block.start : block.end]
    for line in lines:
        assert not text[line.end : line.stop].strip()
        clusters, _ = split_graphemes(text[line.start : line.end])
        drawn = line.indent + cell_len(text[line.start : line.end]) + line.is_hyphenated
        assert drawn <= max(width, 8 + hanging) or len(clusters) == 1


@given(TEXTS, WIDTHS, HYPHENATE)
def test_every_character_is_found_again_where_it_is_drawn(
    text: str, width: int, hyphenate: Hyphenate | None
) -> None:
    block = one_block(text)
    if block is None:
        return
    layout = lay_out(Undivided(text), [block], width, hyphenate=hyphenate)
    for index, line in enumerate(layout.lines):
        clusters, _ = split_graphemes(shown(text[line.start : line.end]))
        for start, _end, cells in clusters:
            if cells:
                at, cell = layout.cell_of(line.start + start)
                assert at == index
                assert layout.offset_at(at, cell) == line.start + start
                assert layout.offset_at(at, cell + cells - 1) == line.start + start


def test_what_counts_as_one_cell_is_one_cell_for_the_terminal_library_too() -> None:
    wrong = [
        code
        for code in range(0x20, 0x3000)
        if is_one_cell(chr(code), 0, 1) and cell_len(chr(code)) != 1
    ]
    assert wrong == []


def test_a_word_longer_than_the_line_is_cut_between_letters() -> None:
    text = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    lines = list(wrap(text, 0, len(text), 20))
    assert [line.end - line.start for line in lines] == [20, 20, 20, 3]


def test_a_line_breaks_after_a_hyphen_but_not_before_it() -> None:
    text = "die Resolutionen des UN-Sicherheitsrates"
    lines = [text[line.start : line.end] for line in wrap(text, 0, len(text), 25)]
    assert lines == ["die Resolutionen des UN-", "Sicherheitsrates"]


def test_blocks_stand_apart_but_list_items_together() -> None:
    text = "Title\n• one\n• two\nText"
    kinds = [BlockKind.TITLE, BlockKind.LIST, BlockKind.LIST, BlockKind.PARAGRAPH]
    blocks, start = [], 0
    for kind, line in zip(kinds, text.split("\n"), strict=True):
        blocks.append(Block(kind, start, start + len(line), "test"))
        start += len(line) + 1
    layout = lay_out(Undivided(text), blocks, 40)
    shown_lines = [text[line.start : line.end] for line in layout.lines]
    assert shown_lines == ["Title", "", "• one", "• two", "", "Text"]


def test_folded_blocks_are_left_out_until_asked_for() -> None:
    text = "Home\nText"
    blocks = [
        Block(BlockKind.FURNITURE, 0, 4, "test"),
        Block(BlockKind.PARAGRAPH, 5, 9, "test"),
    ]
    assert len(lay_out(Undivided(text), blocks, 40).lines) == 1
    assert len(lay_out(Undivided(text), blocks, 40, furniture=True).lines) == 3


def test_an_empty_article_can_be_asked_anything() -> None:
    layout: Layout = lay_out(Undivided(""), [], 72)
    assert layout.cell_of(0) == (0, 0)
    assert layout.offset_at(3, 3) == 0
    assert layout.text_line(5, 1) == 0


def test_words_are_hyphenated_where_a_line_would_end_early() -> None:
    text = "Die militärische Zusammenarbeit der Verteidigungsministerien (Staatssekretäre) ruht."
    lines = list(wrap(text, 0, len(text), 26, hyphenate=hyphenation("de")))
    shown = [text[line.start : line.end] + "-" * line.is_hyphenated for line in lines]
    assert shown == [
        "Die militärische Zusammen-",
        "arbeit der Verteidigungs-",
        "ministerien (Staatssekre-",
        "täre) ruht.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mehr steht hier: beispielzeitung.example/zusammenarbeit und dort",
        "Mehr sagt die redaktionsleitung@beispielzeitung.example heute",
        "Nur das letzte Wort ist eine Zusammenarbeit.",
        "Nur das letzte Wort ist wie BUNDESKANZLERAMT und kurz",
    ],
)
def test_addresses_capitals_and_the_last_word_are_never_hyphenated(text: str) -> None:
    lines = list(wrap(text, 0, len(text), 34, hyphenate=hyphenation("de")))
    assert len(lines) > 1
    assert not any(line.is_hyphenated for line in lines)


def test_titles_and_headings_are_never_hyphenated() -> None:
    text = "Verteidigungsministerkonferenz in Wladiwostok\nVerteidigungsministerkonferenz in Rom"
    break_at = text.index("\n")
    blocks = [
        Block(BlockKind.TITLE, 0, break_at, "test"),
        Block(BlockKind.PARAGRAPH, break_at + 1, len(text), "test"),
    ]
    layout = lay_out(Undivided(text), blocks, 24, hyphenate=hyphenation("de"))
    assert {line.block for line in layout.lines if line.is_hyphenated} == {1}


def test_beyond_a_hyphen_is_the_last_letter_of_its_line() -> None:
    text = "Die militärische Zusammenarbeit ruht nicht."
    block = Block(BlockKind.PARAGRAPH, 0, len(text), "test")
    layout = lay_out(Undivided(text), [block], 26, hyphenate=hyphenation("de"))
    assert layout.lines[0].is_hyphenated
    assert text[layout.offset_at(0, 25)] == text[layout.offset_at(0, 99)] == "n"
    assert layout.offset_at(0, 25) == text.index("arbeit") - 1


def test_a_list_item_without_a_sign_has_room_for_one() -> None:
    text = "• mit einem Zeichen davor und lang\nohne ein Zeichen davor und lang\n1. mit einer Zahl"
    lines = text.split("\n")
    blocks = [
        Block(BlockKind.LIST, text.index(line), text.index(line) + len(line), "test")
        for line in lines
    ]
    layout = lay_out(Undivided(text), blocks, 20)
    assert [(line.block, line.indent) for line in layout.lines] == [
        (0, 0),
        (0, 2),
        (1, 2),
        (1, 2),
        (2, 0),
    ]

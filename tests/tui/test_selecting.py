"""Whatever is pressed or dragged at whatever width: what is selected is what one sees selected."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import split_graphemes

from corpus.article import Article
from corpus.load import article_from
from corpus.page.blocks import Block, BlockKind
from corpus.text.canonical import canonical
from corpus.text.spans import Span
from corpus.text.undivided import Undivided
from tui.article.drawing import HYPHEN, ArticleDrawing, Frame, Meant
from tui.palette import DARK, Colours, make_palette
from tui.text.focus import focus_of
from tui.text.hyphens import hyphenation
from tui.text.layout import Layout
from tui.text.marks import Marks
from tui.text.reading import Reading, View
from tui.text.units import Unit
from tui.text.wrap import shown

# Wide, combining, decomposed, joined and long: what real and hostile articles have.
PIECES = st.sampled_from(
    (
        *("Rüstung", "Verteidigungsministerium", "Zusammenarbeit", "US-Außenminister", "z", "7. "),
        *(". ", " ", " ", " ", "\n", "\n\n", "\t", "\u00a0", "–", "„", "“", "(", ")"),
        *(
            "漢字",
            "한국어",
            "e\u0301",
            "u\u0308ber",
            "q\u0323\u0307",
            "👩\u200d🚀",
            "🇩🇪",
            "❤\ufe0f",
        ),
        # What wrapped text has at the ends of its lines.
        *("Verwal-\ntung", "Ukraine-\nKrieg", "Ein-\nund", "¬\n  ", "漢-\nz", "deutsch-/\n"),
        *("👍🏽", "\u200d", "x" * 90, "Rindfleischetikettierungsüberwachungsaufgabe"),
    )
)
KINDS = st.sampled_from(
    [*[BlockKind.PARAGRAPH] * 4, BlockKind.LIST, BlockKind.HEADING, BlockKind.FURNITURE]
)
VIEWS = st.builds(
    View, st.integers(40, 200), st.booleans(), st.sampled_from([None, hyphenation("de")])
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Articles of many blocks, some of them folded, some of several lines."""
    text = canonical("".join(draw(st.lists(PIECES, min_size=1, max_size=80))))
    article = article_from("made.txt", text)
    blocks: list[Block] = []
    for block in article.blocks:
        if blocks and "\n\n" not in text[blocks[-1].end : block.start] and draw(st.booleans()):
            blocks[-1] = blocks[-1]._replace(end=block.end)
        else:
            blocks.append(block._replace(kind=draw(KINDS)))
    return replace(article, blocks=tuple(blocks))


def cells_of(text: Undivided, layout: Layout) -> list[list[int]]:
    """For each line the offset of the cluster that is drawn in each of its cells."""
    grid = []
    for line in layout.lines:
        row = [line.start] * line.indent
        begin, end = text.span_here(Span(line.start, line.end))
        for start, _end, width in split_graphemes(shown(text.text[begin:end]))[0]:
            row += [text.there(begin + start)] * width
        grid.append(row)
    return grid


def drawn_as_selected(reading: Reading) -> list[str]:
    """The text that each line of the screen shows as selected."""
    palette, frame = make_palette(Colours.NONE, DARK, ()), Frame(80, reading.view.width, 80)
    drawing = ArticleDrawing(reading, frame, palette, {}, marks=Marks(), notes={}, meant=Meant())
    drawn = []
    focus = focus_of(reading, is_shown=False)
    for index, line in enumerate(reading.layout.lines):
        segments = drawing.segments(index, focus) if line.block >= 0 else []
        drawn.append("".join(s.text for s in segments if s.style and s.style.reverse))
    return drawn


def expected(text: Undivided, layout: Layout, start: int, end: int) -> list[str]:
    """The text that each line must show as selected: its part of the slice."""
    parts = []
    for line in layout.lines:
        first, last = map(text.here, (max(start, line.start), min(end, line.end)))
        part = shown(text.text[first:last])
        reaches = line.is_hyphenated and start < line.end <= end
        parts.append(part + HYPHEN * reaches if line.block >= 0 else "")
    return parts


@given(articles(), VIEWS)
def test_every_cluster_is_found_again_where_it_is_drawn(article: Article, how: View) -> None:
    layout = Reading(article, how).layout
    for index, row in enumerate(cells_of(article.undivided, layout)):
        for cell, offset in enumerate(row):
            assert layout.offset_at(index, cell) == offset
        assert len(row) + layout.lines[index].is_hyphenated <= how.width or len(set(row)) <= 2


MOTIONS = (Unit.CHARACTER, Unit.WORD, Unit.SENTENCE, Unit.PARAGRAPH)
KEYS = {
    **{f"select {unit.value}": lambda r, u=unit: r.select(u) for unit in MOTIONS[1:]},
    **{f"shrink {unit.value}": lambda r, u=unit: r.shrink(u) for unit in MOTIONS[1:]},
    **{f"next {unit.value}": lambda r, u=unit: r.move_units(u, 1) for unit in MOTIONS},
    **{f"previous {unit.value}": lambda r, u=unit: r.move_units(u, -1) for unit in MOTIONS},
    "x": lambda r: r.resize_unit(larger=True),
    "X": lambda r: r.resize_unit(larger=False),
    "v": lambda r: r.start_caret(),
    "shift+left": lambda r: r.start_caret(backwards=True),
    "j": lambda r: r.move_lines(1),
    "k": lambda r: r.move_lines(-3),
    "o": lambda r: r.swap_ends(),
    "e": lambda r: r.go_to_word_end(),
    "0": lambda r: r.move_to_line_end(last=False),
    "$": lambda r: r.move_to_line_end(last=True),
    "ctrl+shift+down": lambda r: r.go_to_paragraph_end(),
    "gg": lambda r: r.move_to_end(last=False),
    "G": lambda r: r.move_to_end(last=True),
    "escape": lambda r: r.clear(),
}
PLACES = st.tuples(st.integers(-2, 60), st.integers(-5, 210))
STEPS = st.lists(
    st.one_of(
        st.sampled_from(sorted(KEYS)),
        st.tuples(st.just("press"), st.sampled_from(MOTIONS), PLACES),
        st.tuples(st.just("drag"), PLACES),
        st.tuples(st.just("show"), VIEWS),
    ),
    max_size=25,
)


@given(articles(), VIEWS, STEPS)
def test_what_is_selected_is_what_is_drawn_as_selected(
    article: Article, how: View, steps: list[object]
) -> None:
    reading = Reading(article, how)
    for step in steps:
        match step:
            case str(key):
                KEYS[key](reading)
            case ("press", Unit() as unit, (row, cell)):
                reading.press(unit, reading.layout.offset_at(row, cell))
            case ("drag", (row, cell)):
                reading.extend_to(reading.layout.offset_at(row, cell))
            case ("show", View() as other):
                reading.show(other)
        if reading.selection is None:
            assert not any(drawn_as_selected(reading))
            continue
        start, end = reading.selection.span
        assert 0 <= start <= end <= len(article.text)
        assert drawn_as_selected(reading) == expected(article.undivided, reading.layout, start, end)


@given(articles(), VIEWS, st.data())
def test_a_drag_selects_from_the_first_cell_to_the_last(
    article: Article, how: View, data: st.DataObject
) -> None:
    reading = Reading(article, how)
    grid = cells_of(article.undivided, reading.layout)
    cells = [(row, cell) for row, line in enumerate(grid) for cell in range(len(line))]
    cells = [place for place in cells if reading.layout.lines[place[0]].block >= 0]
    if not cells:
        return
    first, last = data.draw(st.sampled_from(cells)), data.draw(st.sampled_from(cells))
    reading.press(Unit.CHARACTER, reading.layout.offset_at(*first))
    reading.extend_to(reading.layout.offset_at(*last))
    assert reading.selection is not None
    offsets = sorted(grid[row][cell] for row, cell in (first, last))
    start, end = reading.selection.span
    assert start == offsets[0]
    later = sorted({offset for line in grid for offset in line if offset > offsets[1]})
    assert end > offsets[1]
    assert not later or end <= later[0]

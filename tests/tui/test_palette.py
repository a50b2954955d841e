"""Every mark must be seen, in every palette, by people and terminals without colour too."""

from itertools import combinations

import pytest
from rich.style import Style

from annotations.topics import Topic
from tui.palette import DARK, LIGHT, Colours, Palette, make_palette
from workspace.config import COLOURS

TOPICS = tuple(Topic(name=colour, colour=colour) for colour in COLOURS)
PALETTES = {
    "dark": make_palette(Colours.FULL, DARK, TOPICS),
    "light": make_palette(Colours.FULL, LIGHT, TOPICS),
    "dark, 256 colours": make_palette(Colours.MANY, DARK, TOPICS),
    "light, 256 colours": make_palette(Colours.MANY, LIGHT, TOPICS),
    "terminal": make_palette(Colours.TERMINAL, DARK, TOPICS),
    "no colour": make_palette(Colours.NONE, DARK, TOPICS),
}
every_palette = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


def without_colour(style: Style) -> tuple[bool, ...]:
    flags = (style.bold, style.underline, style.reverse, style.italic, style.dim)
    return tuple(bool(flag) for flag in flags)


@every_palette
def test_a_passage_is_told_from_plain_text_without_colour(palette: Palette) -> None:
    plain = without_colour(palette.text)
    for colour in COLOURS:
        one = without_colour(palette.passage(colour, overlapping=False))
        several = without_colour(palette.passage(colour, overlapping=True))
        assert len({plain, one, several}) == 3


@every_palette
def test_hits_are_told_from_text_and_the_current_one_from_the_others(palette: Palette) -> None:
    looks = {repr(style) for style in (palette.text, palette.hit, palette.current_hit)}
    assert len(looks) == 3
    assert without_colour(palette.hit) != without_colour(palette.text)


@every_palette
def test_a_topic_that_is_not_configured_is_still_marked(palette: Palette) -> None:
    assert palette.passage("gone", overlapping=False).underline


def test_without_colour_there_is_no_colour() -> None:
    palette = PALETTES["no colour"]
    styles = [palette.text, palette.dim, palette.accent, palette.hit, palette.current_hit]
    styles += [style for topic in palette.topics.values() for style in topic]
    assert all(style.color is None and style.bgcolor is None for style in styles)


THEMED = ["dark", "light", "dark, 256 colours", "light, 256 colours"]
every_theme = pytest.mark.parametrize("palette", [PALETTES[name] for name in THEMED], ids=THEMED)


def seen(style: Style) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The colours of text and background, as a terminal of this palette shows them."""
    assert style.color is not None
    assert style.bgcolor is not None
    return style.color.get_truecolor(), style.bgcolor.get_truecolor()


@every_theme
def test_all_that_is_text_can_be_read(palette: Palette) -> None:
    text = palette.text
    places = {
        "plain": text,
        "box": palette.surface,
        "dim": text + palette.dim,
        "accent": text + palette.accent,
        "error": text + palette.error,
        "selection": text + palette.selection,
        "caret": text + palette.selection + palette.cursor_in_selection,
        "current row": text + palette.cursor,
        "reading point": text + palette.point,
        "hit": text + palette.hit,
        "current hit": text + palette.current_hit,
    }
    for colour in COLOURS:
        places[f"{colour} label"] = text + palette.label(colour)
        for overlapping in (False, True):
            passage = text + palette.passage(colour, overlapping=overlapping)
            places[f"{colour} passage {overlapping}"] = passage
            places[f"hit in {colour} {overlapping}"] = passage + palette.hit
    low = {name: contrast(*seen(style)) for name, style in places.items()}
    assert {name: ratio for name, ratio in low.items() if ratio < 4.5} == {}


@every_theme
def test_marks_are_seen_on_every_row(palette: Palette) -> None:
    for row in (palette.cursor, palette.point):
        marks = [palette.label(colour) for colour in COLOURS]
        for mark in (*marks, palette.dim, palette.accent, palette.hit):
            assert contrast(*seen(palette.text + row + mark)) >= 3


@every_theme
def test_topics_are_told_from_each_other_by_their_labels_and_by_their_passages(
    palette: Palette,
) -> None:
    def passage(colour: str) -> Style:
        return palette.passage(colour, overlapping=False)

    labels = [seen(palette.text + palette.label(colour))[0] for colour in COLOURS]
    tints = [seen(palette.text + passage(colour))[1] for colour in COLOURS]
    for one, other in combinations(labels, 2):
        assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 40
    assert len({*tints, seen(palette.text)[1]}) == len(COLOURS) + 1


def test_a_colour_of_ones_own_gets_the_nearest_of_the_256() -> None:
    palette = make_palette(Colours.MANY, DARK, (Topic("own", colour="#7faadd"), *TOPICS))
    assert palette.label("own") == palette.label("blue")


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The contrast ratio of WCAG 2.1, success criterion 1.4.3."""

    def luminance(colour: tuple[int, ...]) -> float:
        parts = [part / 255 for part in colour]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)

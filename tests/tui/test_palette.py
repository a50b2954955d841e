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


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_topics_have_colours_that_differ_and_can_be_read(theme: object) -> None:
    palette = make_palette(Colours.FULL, theme, TOPICS)  # type: ignore[arg-type]
    assert palette.text.bgcolor is not None
    background = palette.text.bgcolor.get_truecolor()
    labels = [palette.label(colour).color.get_truecolor() for colour in COLOURS]  # type: ignore[union-attr]
    for one, other in combinations(labels, 2):
        assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 40
    for label in labels:
        assert contrast(label, background) >= 4.5


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The contrast ratio of WCAG 2.1, success criterion 1.4.3."""

    def luminance(colour: tuple[int, ...]) -> float:
        parts = [part / 255 for part in colour]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)

"""The styles of everything we draw: in colour, in the terminal's own colours, or without.

A mark never depends on colour alone: passages are underlined, hits are bold, the selection is
reversed, and the gutter says the rest in characters.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from annotations.topics import ON_DARK, ON_LIGHT, Topic

DARK = Theme(
    name="nkreader-dark",
    dark=True,
    primary="#7aa2c7",
    secondary="#9c8f78",
    accent="#d9a441",
    foreground="#d6d2c8",
    background="#15171b",
    surface="#1b1e23",
    panel="#262a31",
    warning="#d9a441",
    error="#d9705f",
    success="#8fae6b",
)
LIGHT = Theme(
    name="nkreader-light",
    dark=False,
    primary="#2f5f8a",
    secondary="#7a6c52",
    accent="#9a6200",
    foreground="#24211b",
    background="#faf7f0",
    surface="#f2eee4",
    panel="#e6e0d2",
    warning="#9a6200",
    error="#a8341f",
    success="#4c7327",
)

_IN_TERMINAL = {
    "red": "red",
    "orange": "bright_red",
    "yellow": "yellow",
    "green": "green",
    "cyan": "cyan",
    "blue": "blue",
    "violet": "magenta",
    "pink": "bright_magenta",
}
_DEFAULT_COLOUR = "cyan"


class Colours(Enum):
    """The colours to use."""

    FULL = "a theme of our own"
    MANY = "the theme in the 256 colours of a fixed table"
    TERMINAL = "the terminal's own sixteen colours"
    NONE = "no colour at all"


TopicStyles = tuple[Style, Style, Style]
"""The styles of a label, of a passage, and of overlapping passages."""


class Palette(Struct, frozen=True):
    """The styles; `topics` has those of each topic by name, `style_of` makes those of any topic."""

    text: Style
    surface: Style
    dim: Style
    strong: Style
    title: Style
    accent: Style
    error: Style
    rule: Style
    cursor: Style
    point: Style
    selection: Style
    cursor_in_selection: Style
    hit: Style
    current_hit: Style
    style_of: Callable[[Topic], TopicStyles]
    topics: dict[str, TopicStyles] = field(default_factory=dict)

    def set_topics(self, topics: Iterable[Topic]) -> None:
        """Make styles for these topics, also in palettes raised from this one."""
        styles = {topic.name: self.style_of(topic) for topic in topics}
        self.topics.clear()
        self.topics.update(styles)

    def raised(self) -> "Palette":
        """Return the same palette for a box over the screen."""
        return replace(self, text=self.surface)

    def label(self, topic: str) -> Style:
        """Return the style of a topic's name, key or mark in the gutter."""
        return self.topics.get(topic, self._unknown)[0]

    def passage(self, topic: str, *, overlapping: bool) -> Style:
        """Return the style of text with the topic; stronger where topics overlap."""
        return self.topics.get(topic, self._unknown)[2 if overlapping else 1]

    @property
    def _unknown(self) -> TopicStyles:
        underlined = Style(underline=True)
        return self.accent, underlined, underlined + Style(bold=True)


def make_palette(colours: Colours, theme: Theme, topics: tuple[Topic, ...]) -> Palette:
    """Return the palette for a theme and the configured topics."""
    if colours is Colours.NONE:
        palette = _plain()
    elif colours is Colours.TERMINAL:
        palette = _terminal()
    elif colours is Colours.MANY:
        palette = _numbered(theme)
    else:
        palette = _themed(theme)
    palette.set_topics(topics)
    return palette


def _themed(theme: Theme) -> Palette:
    background = Color.parse(theme.background or "#000000")
    foreground = Color.parse(theme.foreground or "#ffffff")
    accent = Color.parse(theme.accent or theme.primary)
    shares = _SHARES[theme.dark]

    def ink(share: float) -> str:
        return background.blend(foreground, share).hex

    def tint(colour: Color, share: float) -> str:
        return background.blend(colour, share).hex

    named = ON_DARK if theme.dark else ON_LIGHT

    def styles(topic: Topic) -> TopicStyles:
        colour = Color.parse(named.get(topic.colour, topic.colour or named[_DEFAULT_COLOUR]))
        return (
            Style(color=colour.hex),
            Style(bgcolor=tint(colour, shares.passage), underline=True),
            Style(bgcolor=tint(colour, shares.overlap), underline=True, bold=True),
        )

    return Palette(
        text=Style(color=foreground.hex, bgcolor=background.hex),
        surface=Style(color=foreground.hex, bgcolor=theme.surface),
        dim=Style(color=ink(shares.dim)),
        strong=Style(color=foreground.hex, bold=True),
        title=Style(color=ink(1.0), bold=True),
        accent=Style(color=accent.hex),
        error=Style(color=Color.parse(theme.error or "#ff0000").hex),
        rule=Style(color=ink(0.25)),
        cursor=Style(bgcolor=tint(foreground, 0.10)),
        point=Style(bgcolor=tint(foreground, 0.06)),
        selection=Style(color=background.hex, bgcolor=tint(foreground, 0.80)),
        cursor_in_selection=Style(color=background.hex, bgcolor=accent.hex),
        hit=Style(color=shares.hit, bold=True),
        current_hit=Style(color=background.hex, bgcolor=accent.hex, bold=True),
        style_of=styles,
    )


class _Shares(NamedTuple):
    """How strong colours are on a background, so that all text stays legible."""

    dim: float
    passage: float
    overlap: float
    hit: str


_SHARES = {True: _Shares(0.60, 0.22, 0.34, "#f0bd5c"), False: _Shares(0.66, 0.18, 0.30, "#6f4400")}


def _numbered(theme: Theme) -> Palette:
    """In the 256 colours of the usual table, by number.

    What a terminal library makes of other colours is near in brightness and far in hue: tints of
    all topics would end as one grey.
    """
    table = _TABLE_ON_DARK if theme.dark else _TABLE_ON_LIGHT
    named = ON_DARK if theme.dark else ON_LIGHT

    def colour_name(topic: Topic) -> str:
        if topic.colour in table.topics or not topic.colour:
            return topic.colour or _DEFAULT_COLOUR
        wanted = Color.parse(topic.colour)
        return min(named, key=lambda name: _distance(Color.parse(named[name]), wanted))

    def styles(topic: Topic) -> TopicStyles:
        label, passage = (_number(number) for number in table.topics[colour_name(topic)])
        marked = Style(color=_number(table.on_passage), bgcolor=passage, underline=True)
        return Style(color=label), marked, marked + Style(bold=True)

    text, background, accent = map(_number, (table.text, table.background, table.accent))
    return Palette(
        text=Style(color=text, bgcolor=background),
        surface=Style(color=text, bgcolor=_number(table.surface)),
        dim=Style(color=_number(table.dim)),
        strong=Style(color=text, bold=True),
        title=Style(color=text, bold=True),
        accent=Style(color=accent),
        error=Style(color=_number(table.error)),
        rule=Style(color=_number(table.rule)),
        cursor=Style(bgcolor=_number(table.cursor)),
        point=Style(bgcolor=_number(table.point)),
        selection=Style(color=background, bgcolor=text),
        cursor_in_selection=Style(color=background, bgcolor=accent),
        hit=Style(color=_number(table.hit), bold=True),
        current_hit=Style(color=background, bgcolor=accent, bold=True),
        style_of=styles,
    )


def _number(number: int) -> str:
    return f"color({number})"


def _distance(one: Color, other: Color) -> float:
    return sum((a - b) ** 2 for a, b in zip(one.rgb, other.rgb, strict=True))


class _Table(NamedTuple):
    """Numbers in the table; `topics` has those of a label and of the background of passages."""

    background: int
    surface: int
    text: int
    dim: int
    rule: int
    cursor: int
    point: int
    accent: int
    error: int
    hit: int
    on_passage: int
    topics: dict[str, tuple[int, int]]


_TABLE_ON_DARK = _Table(
    background=233,
    surface=234,
    text=253,
    dim=247,
    rule=239,
    cursor=237,
    point=235,
    accent=179,
    error=203,
    hit=228,
    on_passage=255,
    topics={
        "red": (210, 52),
        "orange": (215, 94),
        "yellow": (227, 58),
        "green": (114, 22),
        "cyan": (80, 23),
        "blue": (111, 18),
        "violet": (141, 54),
        "pink": (218, 53),
    },
)
_TABLE_ON_LIGHT = _Table(
    background=231,
    surface=255,
    text=234,
    dim=242,
    rule=250,
    cursor=254,
    point=255,
    accent=94,
    error=124,
    hit=52,
    on_passage=234,
    topics={
        "red": (124, 217),
        "orange": (130, 223),
        "yellow": (58, 229),
        "green": (22, 194),
        "cyan": (23, 159),
        "blue": (25, 153),
        "violet": (55, 189),
        "pink": (162, 225),
    },
)


def _terminal() -> Palette:
    def styles(topic: Topic) -> TopicStyles:
        colour = _IN_TERMINAL.get(topic.colour, _IN_TERMINAL[_DEFAULT_COLOUR])
        passage = Style(color=colour, underline=True)
        return Style(color=colour), passage, passage + Style(bold=True)

    return Palette(
        text=Style(),
        surface=Style(),
        dim=Style(dim=True),
        strong=Style(bold=True),
        title=Style(bold=True),
        accent=Style(color="yellow"),
        error=Style(color="red"),
        rule=Style(dim=True),
        cursor=Style(bold=True),
        point=Style(),
        selection=Style(reverse=True),
        cursor_in_selection=Style(reverse=False, underline=True, bold=True),
        hit=Style(color="yellow", bold=True),
        current_hit=Style(color="yellow", bold=True, reverse=True),
        style_of=styles,
    )


def _plain() -> Palette:
    passage = Style(underline=True)
    styles = (Style(bold=True), passage, passage + Style(bold=True))
    return Palette(
        text=Style(),
        surface=Style(),
        dim=Style(dim=True),
        strong=Style(bold=True),
        title=Style(bold=True),
        accent=Style(bold=True),
        error=Style(bold=True),
        rule=Style(dim=True),
        cursor=Style(bold=True),
        point=Style(),
        selection=Style(reverse=True),
        cursor_in_selection=Style(reverse=False, underline=True, bold=True),
        hit=Style(bold=True),
        current_hit=Style(bold=True, reverse=True),
        style_of=lambda _topic: styles,
    )


def symbol(topic: Topic) -> str:
    """Return the one character for a topic: its digit, else its letter, else a bullet."""
    return str(topic.key) if topic.key else topic.letter or "•"

"""Charts as SVG that stands in a page: no script, no font of its own, colours from the page."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

_ROW = 26
_CHARACTER = 7.2  # of the page's font at 13 px, on average


class Slice(NamedTuple):
    """A number, what it counts, and the CSS colour it has."""

    label: str
    value: int
    colour: str


def bars(title: str, slices: Sequence[Slice], width: int = 680) -> str:
    """A horizontal bar for each slice, the label before it and the number behind."""
    left = _room([each.label for each in slices])
    most = max((each.value for each in slices), default=0) or 1
    parts = []
    for row, each in enumerate(slices):
        y = row * _ROW
        length = max(2.0, each.value / most * (width - left - 56))
        size = f'width="{length:.1f}" height="{_ROW - 8}" rx="2"'
        parts += [
            _text(left - 10, y + 17, _cut(each.label), "end"),
            f'<rect x="{left}" y="{y + 4}" {size} style="fill:{each.colour}"/>',
            _text(left + length + 8, y + 17, f"{each.value:,}"),
        ]
    return _svg(title, width, len(slices) * _ROW, parts)


def matrix(
    title: str,
    rows: Sequence[str],
    columns: Sequence[Slice],
    counts: Mapping[tuple[int, int], int],
) -> str:
    """A cell for each row and column: the number, on more of the column's colour the larger it is.

    `counts` are by the index of the row and that of the column; cells without any stay empty.
    """
    cell = 54
    left = _room(rows)
    top = min(130, 24 + max((len(_cut(each.label)) for each in columns), default=0) * 5)
    most = max(counts.values(), default=0) or 1
    # The last slanted label leans out to the right.
    width = left + len(columns) * cell + top
    parts = []
    for at, each in enumerate(columns):
        x = left + at * cell + cell // 2
        turned = f'transform="rotate(-40 {x} {top - 8})"'
        parts.append(_text(x, top - 8, _cut(each.label), more=turned))
    for row, label in enumerate(rows):
        y = top + row * _ROW
        parts.append(_text(left - 10, y + 17, _cut(label), "end"))
        for at, each in enumerate(columns):
            count = counts.get((row, at), 0)
            x = left + at * cell
            opacity = 0.16 + 0.64 * count / most if count else 0.05
            fill = each.colour if count else "currentColor"
            parts.append(
                f'<rect x="{x + 1}" y="{y + 1}" width="{cell - 2}" height="{_ROW - 2}" rx="2" '
                f'style="fill:{fill};fill-opacity:{opacity:.2f}"/>'
            )
            if count:
                parts.append(_text(x + cell // 2, y + 17, f"{count:,}", "middle"))
    return _svg(title, width, top + len(rows) * _ROW, parts)


def columns_over_time(
    title: str, periods: Sequence[tuple[str, Sequence[Slice]]], width: int = 680
) -> str:
    """A column for each period, its slices one upon another, the total above."""
    height, foot = 180, 30
    step = min(72.0, (width - 8) / max(1, len(periods)))
    most = max((sum(each.value for each in slices) for _, slices in periods), default=0) or 1
    every = max(1, -(-int(_CHARACTER * 8) // int(step or 1)))  # labels must not touch
    parts = [f'<line x1="0" y1="{height}" x2="{width}" y2="{height}" class="axis"/>']
    for at, (label, slices) in enumerate(periods):
        x, y = 4 + at * step, float(height)
        for each in slices:
            tall = each.value / most * (height - 22)
            y -= tall
            parts.append(
                f'<rect x="{x + step * 0.12:.1f}" y="{y:.1f}" width="{step * 0.76:.1f}" '
                f'height="{tall:.1f}" style="fill:{each.colour}">'
                f"<title>{escape(f'{label}, {each.label}: {each.value:,}')}</title></rect>"
            )
        total = sum(each.value for each in slices)
        if total and step > 18:
            parts.append(_text(x + step / 2, y - 6, f"{total:,}", "middle"))
        if at % every == 0:
            parts.append(_text(x + step / 2, height + 18, label, "middle"))
    return _svg(title, width, height + foot, parts)


def _room(labels: Sequence[str]) -> int:
    """How much the labels before the bars or cells take."""
    longest = max((len(_cut(label)) for label in labels), default=0)
    return int(longest * _CHARACTER) + 18


def _cut(label: str, most: int = 38) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _text(x: float, y: float, words: str, anchor: str = "start", more: str = "") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {more}'.rstrip()
    return f"<text {place}>{escape(words)}</text>"


def _svg(title: str, width: float, height: float, parts: Sequence[str]) -> str:
    box = f"0 0 {width:.0f} {max(1.0, height):.0f}"
    return (
        f'<svg viewBox="{box}" width="{width:.0f}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )

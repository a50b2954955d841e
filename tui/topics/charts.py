"""The charts beside the list of topics: figures from the workspace, drawn for a width."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.palette import symbol
from tui.text import charts
from tui.text.charts import Cell, Column, Entry, Line, Look
from tui.widgets.strips import clean, number
from workspace.search.topic_figures import (
    Counts,
    InArticle,
    OverTime,
    by_article,
    count_topics,
    over_time,
    together,
)

if TYPE_CHECKING:
    from workspace.workspace import Workspace

_MOST_ARTICLES = 500
_NAME = 24  # cells
_AXIS = 3  # lines
_HIGHEST = 12


class Chart(StrEnum):
    """What is drawn."""

    TIME = "over time"
    TOGETHER = "together"
    ARTICLES = "by article"

    def step(self, by: int) -> "Chart":
        """The chart that many further on, the first after the last."""
        every = list(Chart)
        return every[(every.index(self) + by) % len(every)]


_NO_TIME = OverTime((), {}, 0)


class Figures(Struct, frozen=True):
    """Everything that is listed and drawn, at the time it was counted."""

    counts: Sequence[Counts] = ()
    articles: Sequence[InArticle] = ()
    together: dict[frozenset[str], int] | None = None
    time: OverTime = _NO_TIME


def gather(workspace: "Workspace", width: int) -> Figures:
    """Count everything; called in a thread."""
    files = workspace.annotation_files()
    records = workspace.catalogue.records
    return Figures(
        count_topics(files, workspace.topics),
        by_article(files),
        together(files),
        over_time(files, records, charts.most_periods(width)),
    )


def sign(counts: Counts) -> str:
    """Return the one character for a topic."""
    return symbol(counts.topic) if counts.topic else "•"


def draw(
    chart: Chart, figures: Figures, current: int, width: int, height: int
) -> tuple[str, list[Line]]:
    """The words above a chart, and its lines."""
    columns = [
        Column(counts.name, sign(counts), is_current=at == current)
        for at, counts in enumerate(figures.counts)
    ]
    if not any(counts.passages for counts in figures.counts):
        return "", [[], [Cell("   No passage has a topic yet.", look=Look.DIM)]]
    if chart is Chart.TIME:
        return _time(figures, columns, width, height)
    if chart is Chart.TOGETHER:
        return _together(figures, columns, width)
    return _articles(figures, columns, width)


def _time(
    figures: Figures, columns: list[Column], width: int, height: int
) -> tuple[str, list[Line]]:
    time = figures.time
    undated = f"{time.undated:,} without a date" if time.undated else ""
    if not time.periods:
        return undated, [[], [Cell("   No article with passages has a date.", look=Look.DIM)]]
    words = f"passages by {'month' if time.is_monthly else 'year'} of the article"
    words += f" · {undated}" if undated else ""
    current = next(column for column in columns if column.is_current)
    mine = time.counts.get(current.name, (0,) * len(time.periods))
    room = min(height - len(columns) - _AXIS, _HIGHEST)
    return words, [
        *charts.column_chart(mine, time.periods, current.name, width, room),
        *charts.spark_lines(columns, time.counts, len(time.periods), width),
    ]


def _together(figures: Figures, columns: list[Column], width: int) -> tuple[str, list[Line]]:
    words = "topics that meet on a passage, or on two that overlap"
    met = figures.together or {}
    entries = [
        Entry(
            charts.name_cells(row, _NAME),
            [
                None if row is column else met.get(frozenset((row.name, column.name)), 0)
                for column in columns
            ],
        )
        for row in columns
    ]
    return words, charts.table(columns, entries, _NAME, width, sums=False)


def _articles(figures: Figures, columns: list[Column], width: int) -> tuple[str, list[Line]]:
    current = next((column.name for column in columns if column.is_current), "")
    first = sorted(figures.articles, key=lambda article: -article.counts.get(current, 0))[
        :_MOST_ARTICLES
    ]
    label = charts.label_width(width)
    entries = [
        Entry(
            [Cell(f" {clean(article.title or article.path)}", label - 1), Cell(" ")],
            [article.counts.get(column.name, 0) for column in columns],
        )
        for article in first
    ]
    total = len(figures.articles)
    words = f"passages in {number(total, 'article')}"
    if total > len(first):
        words += f", the first {len(first)} of them"
    return words, charts.table(columns, entries, label, width, sums=True)

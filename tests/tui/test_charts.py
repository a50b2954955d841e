"""Charts are exact and fit the width, without colours too."""

from hypothesis import assume, given
from hypothesis import strategies as st

from tui.text.charts import (
    Cell,
    Column,
    Entry,
    Line,
    bar,
    column_chart,
    most_periods,
    name_cells,
    spark_lines,
    table,
)

A, B = Column("arms deals", "1", is_current=True), Column("summits", "2")


def text(line: Line) -> str:
    return "".join(
        cell.text if cell.width is None else cell.text[: cell.width].ljust(cell.width)
        for cell in line
    )


def drawn(lines: list[Line]) -> str:
    return "\n".join(text(line).rstrip() for line in lines)


def test_bars_over_months_and_a_line_for_each_topic_below_them() -> None:
    months = [f"2023-{month:02}" for month in (11, 12)] + ["2024-01"]
    counts = {"arms deals": [1, 0, 4], "summits": [0, 0, 1]}
    lines = column_chart(counts["arms deals"], months, "arms deals", 48)
    assert drawn([*lines, *spark_lines([A, B], counts, 3, 48)]) == (
        "                 4 ┤            █████\n"
        "                   │            █████\n"
        "                   │            █████\n"
        "                   │▂▂▂▂▂       █████\n"
        "                 0 ┤█████       █████\n"
        "                    11    12    01\n"
        "                    2023        2024\n"
        "▸1 arms deals       ▂▂▂▂▂ ····· █████  5\n"
        " 2 summits          ····· ····· ▂▂▂▂▂  1"
    )


def test_a_table_shows_numbers_and_their_size() -> None:
    entries = [
        Entry([*name_cells(A, 14)], [None, 4]),
        Entry([*name_cells(B, 14)], [4, None]),
        Entry([Cell("another", 14)], [0, 12]),
    ]
    assert drawn(table([A, B], entries, 14, 63, sums=True)) == (
        "                 1     2    all\n"
        "▸1 arms deals    –     4▃     4 ██████████\n"
        " 2 summits       4▃    –      4 ██████████\n"
        "another          ·    12█    12 ██████████████████████████████"
    )


def test_the_current_column_stays_where_not_all_fit() -> None:
    columns = [Column(str(at), str(at), is_current=at == 7) for at in range(9)]
    head = text(table(columns, [], 10, 30, sums=False)[0])
    assert head.split() == ["and", "6", "more", "5", "6", "7"]


@given(
    st.lists(st.integers(0, 10**6), min_size=1, max_size=60),
    st.integers(30, 200),
)
def test_no_line_is_wider_than_the_screen(counts: list[int], width: int) -> None:
    periods = [f"{1950 + at}" for at in range(len(counts))]
    assume(len(counts) <= most_periods(width))
    lines = column_chart(counts, periods, "x", width)
    assert all(len(text(line)) <= width for line in lines)
    # The highest bar reaches the top, and what is not nothing shows.
    assert "█" in text(lines[0]) or not any(counts)
    lowest = text(lines[4])[20:]
    step = len(lowest) // len(counts)
    assert [lowest[at * step] != " " for at in range(len(counts))] == [bool(c) for c in counts]


def test_a_bar_never_hides_what_is_there() -> None:
    assert [bar(count, 1000, 10) for count in (0, 1, 500, 1000)] == ["", "▏", "█████", "██████████"]

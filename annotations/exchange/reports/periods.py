"""How many passages of each topic there are in each day, month or year."""

import re
from collections import Counter
from collections.abc import Iterator

from annotations.exchange.reports.contents import Contents

_DATE = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
_MOST_MONTHS, _MOST_YEARS = 48, 80


def over_time(contents: Contents) -> tuple[dict[str, Counter[str]], int]:
    """Return the counts by topic of each period, and how many entries have no date.

    Months, or years when there would be too many months or when only years are known.
    """
    dates = [(entry.document.date, entry) for entry in contents.entries]
    known = [(date, entry) for date, entry in dates if _DATE.fullmatch(date)]
    without = len(dates) - len(known)
    by_month = all(len(date) >= 7 for date, _ in known)
    size = 7 if by_month and len(_between({date[:7] for date, _ in known})) <= _MOST_MONTHS else 4
    counts: dict[str, Counter[str]] = {
        period: Counter() for period in _between({date[:size] for date, _ in known})
    }
    for date, entry in known:
        counts[date[:size]].update(entry.annotation.topics)
    return counts, without


def _between(periods: set[str]) -> list[str]:
    """All periods from the first to the last; where these would be too many, those there are."""
    if not periods:
        return []
    first, last = min(periods), max(periods)
    if int(last[:4]) - int(first[:4]) > _MOST_YEARS:
        return sorted(periods)
    return list(_from(first, last))


def _from(first: str, last: str) -> Iterator[str]:
    period = first
    while period <= last:
        yield period
        year, month = int(period[:4]), int(period[5:7] or 12)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        period = f"{year:04}-{month:02}" if len(first) == 7 else f"{year:04}"

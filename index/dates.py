"""Dates in queries: 2024, 2024-06, 2024-06-18, 18.06.2024, and ranges such as 2023..2024-06."""

import re
from typing import NamedTuple

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_GERMAN = re.compile(r"(?:(?:(\d{1,2})\.)?(\d{1,2})\.)(\d{4})")


class DateRange(NamedTuple):
    """Both ends belong to it; "" leaves an end open. An end may be a year, a month or a day."""

    first: str
    last: str

    def __contains__(self, date: object) -> bool:
        if not isinstance(date, str) or not date:
            return False
        after = not self.first or date[: len(self.first)] >= self.first
        return after and (not self.last or date[: len(self.last)] <= self.last)


def parse_range(text: str) -> DateRange | None:
    """Read a date or a range of dates; None when it is neither."""
    first, dots, last = text.strip().partition("..")
    if not dots:
        last = first
    ends = [_iso(end.strip()) if end.strip() else "" for end in (first, last)]
    if not any(ends) or None in ends:
        return None
    return DateRange(ends[0] or "", ends[1] or "")


def _iso(date: str) -> str | None:
    match = _ISO.fullmatch(date)
    if match:
        year, month, day = match.groups()
    else:
        match = _GERMAN.fullmatch(date)
        if not match:
            return None
        day, month, year = match.groups()
    if not (1 <= int(month or 1) <= 12 and 1 <= int(day or 1) <= 31):
        return None
    return "-".join(part.zfill(2) for part in (year, month, day) if part)

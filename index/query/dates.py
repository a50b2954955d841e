"""Dates in queries: 2024, 2024-06, 18.06.2024, ranges such as 2023..2024-06, >=2024, <2024-06."""

import re
from typing import NamedTuple

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_GERMAN = re.compile(r"(?:(?:(\d{1,2})\.)?(\d{1,2})\.)(\d{4})", re.ASCII)
_COMPARED = re.compile(r"(>=|<=|=>|=<|≥|≤|>|<)(.+)")
_RANGE = re.compile(r"\.{2,}|…|–|—")


class DateRange(NamedTuple):
    """Dates from `first` to `last`, a year, a month or a day each; "" leaves an end open.

    Both ends belong to it, unless it is `open` there: after a month comes the next month.
    """

    first: str
    last: str
    after: bool = False
    before: bool = False

    def __contains__(self, date: object) -> bool:
        if not isinstance(date, str) or not date:
            return False
        first, last = date[: len(self.first)], date[: len(self.last)]
        later = first > self.first if self.after else first >= self.first
        earlier = last < self.last if self.before else last <= self.last
        return (later or not self.first) and (earlier or not self.last)

    @property
    def is_empty(self) -> bool:
        """Whether it ends before it begins."""
        common = min(len(self.first), len(self.last))
        return self.first[:common] > self.last[:common]


def parse_range(text: str) -> DateRange | None:
    """Read a date or a range of dates; None when it is neither."""
    compared = _COMPARED.fullmatch(text.strip())
    if compared:
        date = _iso(compared[2].strip())
        if date is None:
            return None
        sign = compared[1]
        if sign[0] in ">≥" or sign == "=>":
            return DateRange(date, "", after=sign == ">")
        return DateRange("", date, before=sign == "<")
    parts = _RANGE.split(text.strip())
    ends = [_iso(end.strip()) if end.strip() else "" for end in parts]
    if len(ends) > 2 or not any(ends) or None in ends:
        return None
    return DateRange(ends[0] or "", ends[-1] or "")


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

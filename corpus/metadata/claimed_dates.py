"""Claimed dates: in a record, a metadata.csv, front matter, a page's <meta>.

A date that cannot be read, or might be two days, is not guessed at but reported.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from corpus.text.dates import TIME, dates_in, day, in_full, is_future
from corpus.text.languages import language_called

_LONGEST = 200  # characters; no date is longer, and searching a whole text takes long
_NUMBER = re.compile(
    r"(?:/Date\()?(-?\d+(?:\.\d+)?(?:e\+?\d+)?)(?:[+-]\d{4})?(?:\)/)?", re.IGNORECASE
)
# Since 1973, seconds, milliseconds, microseconds and nanoseconds each have digits of their own.
_UNITS = (1, 1_000, 1_000_000, 1_000_000_000)
_FIRST, _LAST = 100_000_000, 10_000_000_000
_COMPACT = re.compile(
    r"((?:19|20)\d\d)(\d\d)(\d\d)"
    r"(?:[T _-]?(?:[01]\d|2[0-4])(?:[0-5]\d){0,2}(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_PARTIAL = re.compile(r"(?P<year>(?:19|20)\d\d)(?:[-/.](?P<month>\d{1,2}))?")
_MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>(?:19|20)\d\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?([-/._])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)")
# Not a year that a time may be glued to (28.09.1912:44).
_YEAR = rf"(?!\d\d{TIME})((?:19|20)\d\d|'?\d\d)"
_DOTTED = re.compile(rf"(?<![\d.])(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?{_YEAR}(?![\d.])")
_MIXED = re.compile(rf"(?<!\d)(\d{{1,2}})([-/])(\d{{1,2}})\2{_YEAR}(?!\d)")
# What the C library and Twitter write: Mon Jun 17 14:00:00 +0000 2024.
_YEAR_LAST = re.compile(
    r"[^\W\d_]{2,9},?\s+([^\W\d_]{3,9})\s+(\d{1,2})\s+\d\d?:\d\d(?::\d\d)?(?:\s+[+-]\d{4}|\s+[A-Z]{2,5})?"
    r"\s+((?:19|20)\d\d)"
)
_MONTH_AND_YEAR = re.compile(r"[^\W\d_]{3,}\.?,?\s((?:19|20)\d\d)")
_YEAR_AND_MONTH = re.compile(r"((?:19|20)\d\d)\s+([^\W\d_]{3,}\.?)\s+(\d{1,2})(?!\d)")
# In the order of the months, by the beginnings that distinguish them.
_ABROAD = {
    beginning: month
    for month, beginnings in enumerate(
        (
            "janv ener genn janeiro",
            "févr fevr febb fevereiro",
            "mars marz maart março",
            "avr abr apri",
            "mayo magg maio mei",
            "juin junio giug junho",
            "juil julio lugl julho",
            "août aout agost",
            "sett setem",
            "octo otto outu",
            "nove",
            "déce dece dici deze",
        ),
        start=1,
    )
    for beginning in beginnings.split()
}
_DAY_ABROAD = re.compile(
    r"(\d{1,2})(?:er|º)?\.?\s(?:de\s)?([^\W\d_]{3,})\.?,?\s(?:de[l]?\s)?((?:19|20)\d\d)",
    re.IGNORECASE,
)
_EAST_ASIAN = re.compile(r"((?:19|20)\d\d)[年년]\s?(\d{1,2})[月월]\s?(\d{1,2})[日일]")
_BESIDE_MONTH = re.compile(r"(?<=\d)[-/](?=[^\W\d_])|(?<=[^\W\d_])[-/](?=\d)")
_SHORT_YEAR = re.compile(r"([^\W\d_]{3,}\.?,?\s+(?:\d{1,2},?\s+)?)'?(\d\d)(?=$|[\s,]+\d\d?:\d\d)")
_MOST_DAYS = 31


class ClaimedDate(NamedTuple):
    """A date as YYYY-MM-DD, YYYY-MM or YYYY; or "", and the doubt that leaves none."""

    date: str
    doubt: str = ""


def claimed_date(value: str, language: str = "") -> ClaimedDate:
    """Read the date in `value`; where 06/07 may be two days, `language` ("de") decides.

    It may be in ISO 8601 and its usual variants, as databases and feeds write it (20240617T140000Z,
    20240617140000, RFC 2822), in seconds since 1970 or their thousandths, 17.6.24, 2024/6/17,
    17/6/24, June 17, 2024, or a month or year alone.
    """
    value = value[:_LONGEST].strip()
    if not value:
        return ClaimedDate("")
    readings = {reading for reading in _readings(value, language) if reading}
    likely = {reading for reading in readings if not is_future(reading)}
    if len(likely) == 1:
        return ClaimedDate(likely.pop())
    if likely:
        return ClaimedDate("", f"may be {' or '.join(sorted(likely))}")
    if readings:
        return ClaimedDate("", "is in the future")
    return ClaimedDate("", "is not a readable date")


def _readings(value: str, language: str) -> Iterator[str]:
    """Yield the dates that `value` may mean, by the first pattern that fits."""
    if number := _NUMBER.fullmatch(value):
        compact = _COMPACT.fullmatch(value)
        found = day(*map(int, compact.groups())) if compact else ""
        yield found or _since_1970(float(number[1])) or _partial(value)
    elif compact := _COMPACT.fullmatch(value):
        yield day(*map(int, compact.groups()))
    elif partial := _partial(value):
        yield partial
    elif match := _YEAR_FIRST.search(value):
        yield day(int(match[1]), int(match[3]), int(match[4]))
    elif match := _DOTTED.search(value):
        yield day(_year(match[3]), int(match[2]), int(match[1]))
    elif match := _MIXED.search(value):
        yield from _mixed(match, language)
    elif match := _EAST_ASIAN.search(value):
        yield day(*map(int, match.groups()))
    else:
        yield _named(value)


def _named(value: str) -> str:
    """Return a date whose month is named."""
    value = _YEAR_LAST.sub(r"\2 \1 \3", value)
    named = _YEAR_AND_MONTH.sub(r"\3 \2 \1", _BESIDE_MONTH.sub(" ", value))
    if found := next(dates_in(named), ""):
        return found
    if match := _MONTH_AND_YEAR.fullmatch(named):
        return next(dates_in(f"1 {named}"), "")[: len("2024-06")]
    if match := _DAY_ABROAD.search(named):
        month = match[2].casefold()
        known = (month[:length] for length in range(3, len(month) + 1))
        number = next((_ABROAD[start] for start in known if start in _ABROAD), 0)
        return day(int(match[3]), number, int(match[1]))
    short = _SHORT_YEAR.sub(lambda found: f"{found[1]}{in_full(int(found[2]))}", named)
    return next(dates_in(short), "")


def _mixed(match: re.Match[str], language: str) -> Iterator[str]:
    """Yield the days that three numbers with slashes or hyphens may be."""
    one, two, year = int(match[1]), int(match[3]), _year(match[4])
    yield day(year, two, one)
    if not language_called(language).day_first or not day(year, two, one):
        yield day(year, one, two)
    if len(match[4]) == 2 and (one > _MOST_DAYS or match[2] == "-"):
        yield day(in_full(one), two, int(match[4]))


def _partial(value: str) -> str:
    """Return a month or a year that stands alone."""
    match = _PARTIAL.fullmatch(value) or _MONTH_FIRST.fullmatch(value)
    if match is None or match["month"] is None:
        return match["year"] if match else ""
    month = day(int(match["year"]), int(match["month"]), 1)
    return month[: len("2024-06")]


def _year(digits: str) -> int:
    number = int(digits.removeprefix("'"))
    return number if number > 99 else in_full(number)


def _since_1970(number: float) -> str:
    for unit in _UNITS:
        if _FIRST <= number / unit < _LAST:
            return str(datetime.fromtimestamp(number / unit, UTC).date())
    return ""

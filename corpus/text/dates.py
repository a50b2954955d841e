"""Finds explicit dates in German and English text."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner january jan",
            "februar feber february feb",
            "märz maerz march mär mar mrz",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "dezember december dez dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
TIME = r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d)"
"""The pattern of a time of day."""

# Two dates that scraping glued together ("10. Februar 20199. Februar 2019") are two, and a time may
# be glued to one: "28.09.1912:44" is 12:44 on a day in 2019, and so is "28.09.201912:44".
_YEAR = rf"(?P<year>(?!\d\d{TIME})(?:19|20)\d\d)(?!\d(?!\d?[./]|\d:\d\d|:\d\d))"
_DAY = r"(?<!\d)(?P<day>\d{1,2})"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?!\d(?!\d?:\d\d))",
        rf"{_DAY}\.\s?(?P<number>\d{{1,2}})\.\s?{_YEAR}",
        # 17/06/2024 and 06/17/2024; 06/07/2024 might be either.
        rf"(?<!\d)(?P<day>1[3-9]|2\d|3[01])/(?P<number>\d{{1,2}})/{_YEAR}",
        rf"(?<!\d)(?P<number>\d{{1,2}})/(?P<day>1[3-9]|2\d|3[01])/{_YEAR}",
        rf"{_DAY}(?:\.|st|nd|rd|th)?\s?(?:of\s)?{_MONTH}\s?,?\s?{_YEAR}",
        rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}",
        r"(?<![\d.])(?P<day>\d\d)\.(?P<number>\d\d)\.(?P<short>\d\d)(?![\d.])",
        rf"(?<![\d.])(?P<day>\d\d?)\.(?P<number>\d\d?)\.(?P<short>\d\d)(?={TIME})",
        rf"{_DAY}\.?\s?{_MONTH}\s?(?P<short>\d\d)(?={TIME})",
    )
)
# A date has a year, and the rest not far from it; most lines have no year.
_A_YEAR = re.compile(rf"(?:19|20)\d\d|(?<=\d\.)\d\d(?:(?![\d.])|(?={TIME}))")
_BEFORE_YEAR, _AFTER_YEAR = 24, 14
_PUBLISHED = (
    *("veröffentlicht", "publiziert", "erschienen", "erstellt", "eingestellt", "gepostet"),
    *("verfasst", "geschrieben", "published", "posted"),
)
_FURTHEST = 40
_HEAD = _FURTHEST + max(map(len, _PUBLISHED))
_SAYS_PUBLISHED = re.compile(
    rf".{{0,{_FURTHEST}}}?\b(?:{'|'.join(_PUBLISHED)})\b(?P<date>.{{0,40}})", re.IGNORECASE
)
_IN_NAME = re.compile(r"(?<![0-9a-zA-Z])((?:19|20)\d\d)([-_./]?)(\d\d)\2(\d\d)(?![0-9a-zA-Z])")


def first_date(text: str) -> str:
    """Return the first explicit date in `text` as YYYY-MM-DD, or "".

    Explicit is a day with month and year: "2024-06-17", "17.06.2024", "17. Juni 2024",
    "June 17, 2024", "17/06/2024" (but not "06/07/2024", which may be June or July), "17.06.24".
    A weekday, or a day without a year, does not count, nor does a day in the future.
    """
    return next((found for found in dates_in(text) if not is_future(found)), "")


def dates_in(text: str) -> Iterator[str]:
    """Yield the explicit dates in `text`, including future ones; some of them twice."""
    for year in _A_YEAR.finditer(text):
        start, end = max(0, year.start() - _BEFORE_YEAR), year.end() + _AFTER_YEAR
        around = (pattern.finditer(text, start, end) for pattern in _DATES)
        found = [match for matches in around for match in matches if match.end() > year.start()]
        for match in sorted(found, key=lambda match: match.start()):
            if known := _iso(match):
                yield known


def is_future(iso: str) -> bool:
    """Whether a date (YYYY, YYYY-MM or YYYY-MM-DD) lies beyond tomorrow, which some zones have."""
    return iso > str(_today() + timedelta(days=1))


def day(year: int, month: int, number: int) -> str:
    """Return a day as YYYY-MM-DD, "" if there is no such day."""
    try:
        return str(date(year, month, number))
    except ValueError:
        return ""


def in_full(year: int) -> int:
    """Return the latest year with these two last digits that is not in the future."""
    this = _today().year
    full = this // 100 * 100 + year
    return full if full <= this + 1 else full - 100


def _today() -> date:
    return datetime.now(UTC).date()


def date_of_publication(text: str) -> str:
    """Return the date in the first line that says when something was published, or ""."""
    # Looking for words is many times as fast as looking where a word stands on its line.
    lines = text.split("\n")
    heads = "\n".join([line[:_HEAD] for line in lines]).lower()
    words = [word for word in _PUBLISHED if word in heads]
    if not words:
        return ""
    by_head = zip(heads.split("\n"), lines, strict=True)
    likely = (line for head, line in by_head if any(word in head for word in words))
    says = filter(None, map(_SAYS_PUBLISHED.match, likely))
    return next(filter(None, (first_date(match["date"]) for match in says)), "")


def date_in_name(path: str) -> str:
    """Return the date in a file's name or folders ("2024-06-17_kim.txt", "2024/06/17/a.txt")."""
    match = _IN_NAME.search(path)
    return first_date(f"{match[1]}-{match[3]}-{match[4]}") if match else first_date(path)


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    month = int(parts["number"]) if "number" in parts else _MONTHS[parts["month"].casefold()]
    year = int(parts["year"]) if parts.get("year") else in_full(int(parts["short"]))
    return day(year, month, int(parts["day"]))

"""Explicit dates in German and English text."""

import re

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
# Two dates glued together by scraping ("10. Februar 20199. Februar 2019") are two.
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d(?!\d?[./]))"
_DAY = r"(?<!\d)(?P<day>\d{1,2})"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"{_DAY}\.\s?(?P<number>\d{{1,2}})\.\s?{_YEAR}",
        # 17/06/2024 and 06/17/2024; 06/07/2024 might be either.
        rf"(?<!\d)(?P<day>1[3-9]|2\d|3[01])/(?P<number>\d{{1,2}})/{_YEAR}",
        rf"(?<!\d)(?P<number>\d{{1,2}})/(?P<day>1[3-9]|2\d|3[01])/{_YEAR}",
        rf"{_DAY}(?:\.|st|nd|rd|th)?\s?(?:of\s)?{_MONTH}\s?,?\s?{_YEAR}",
        rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}",
        r"(?<![\d.])(?P<day>\d\d)\.(?P<number>\d\d)\.(?P<short>\d\d)(?![\d.])",
    )
)
# A date has a year, and not far from it the rest; most lines have neither.
_A_YEAR = re.compile(r"(?:19|20)\d\d|(?<=\d\.)\d\d(?![\d.])")
_BEFORE_YEAR, _AFTER_YEAR = 24, 8
_PUBLISHED = re.compile(
    r"^[^\n]{0,40}?\b(?:veröffentlicht|publiziert|erschienen|erstellt|eingestellt|gepostet|verfasst"
    r"|geschrieben|published|posted)\b(?P<date>[^\n]{0,40})",
    re.IGNORECASE | re.MULTILINE,
)
_PARTIAL = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?")
_IN_NAME = re.compile(r"(?<![0-9a-zA-Z])((?:19|20)\d\d)([-_./]?)(\d\d)\2(\d\d)(?![0-9a-zA-Z])")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def first_date(text: str, *, alone: bool = False) -> str:
    """Give the first explicit date in `text` as YYYY-MM-DD, or "".

    Explicit is a day with month and year: "2024-06-17", "17.06.2024", "17. Juni 2024",
    "June 17, 2024", "17/06/2024" (but not "06/07/2024", which may be June or July), "17.06.24".
    A weekday or a day without a year says nothing. If the text is a date `alone`,
    a month ("2024-06") or a year is one too.
    """
    for year in _A_YEAR.finditer(text):
        start, end = max(0, year.start() - _BEFORE_YEAR), year.end() + _AFTER_YEAR
        around = (pattern.finditer(text, start, end) for pattern in _DATES)
        found = [match for matches in around for match in matches if match.end() >= year.end()]
        for match in sorted(found, key=lambda match: match.start()):
            date = _iso(match)
            if date:
                return date
    return text.strip() if alone and _PARTIAL.fullmatch(text.strip()) else ""


def date_of_publication(text: str) -> str:
    """Give the date of the first line that says it tells when something was published, or ""."""
    for match in _PUBLISHED.finditer(text):
        date = first_date(match["date"])
        if date:
            return date
    return ""


def date_in_name(path: str) -> str:
    """Give the date in a file's name or folders ("2024-06-17_kim.txt", "2024/06/17/a.txt")."""
    match = _IN_NAME.search(path)
    return first_date(f"{match[1]}-{match[3]}-{match[4]}") if match else first_date(path)


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    month = int(parts["number"]) if "number" in parts else _MONTHS[parts["month"].casefold()]
    day = int(parts["day"])
    year = parts.get("year") or _in_full(parts["short"])
    if 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]:
        return f"{year}-{month:02}-{day:02}"
    return ""


def _in_full(year: str) -> str:
    """Give the year between 1970 and 2069 that ends in these two digits."""
    return f"{'19' if year >= '70' else '20'}{year}"

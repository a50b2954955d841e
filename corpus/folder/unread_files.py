"""Reports the files among the articles that are not read, and what to do about them."""

from collections import Counter
from collections.abc import Callable, Sequence
from posixpath import basename

from corpus.errors import CorpusError, UnreadFilesError
from corpus.formats.registry import suffix_of
from corpus.metadata.sidecar import NAME as SIDECAR
from corpus.records.registry import SUFFIXES

_MOST_KINDS = 4
# What systems and programs leave behind, and what a browser saves beside a page.
_IGNORED = frozenset((SIDECAR, "thumbs.db", "desktop.ini", "icon\r", "config.yaml", "config.yml"))
_BESIDE_A_PAGE = ("_files", "-dateien", "_fichiers", "_archivos", "-filer", "_bestanden", ".assets")
_OF_PAGES = (".css", ".js", ".map", ".woff", ".woff2", ".ttf", ".eot")

_DOCUMENTS = ".doc .dot .pages .wpd .wps .sxw .fodt .tex .ps .djvu .mobi .azw3"
_MAIL = ".msg .pst .emlx .oft"
_TABLES = ".xlsx .xls .ods .xlsm .numbers .parquet .dta .sav .rds .rdata"
_DATA = ".sqlite .db .sql .yaml .yml .bib .ris"
_ARCHIVES = ".zip .gz .tgz .tar .7z .rar .bz2 .xz .zst .wacz"
_PICTURES = ".jpg .jpeg .png .gif .tif .tiff .bmp .webp .heic .svg"
_SOUND = ".mp3 .mp4 .wav .m4a .ogg .flac .mov .avi .mkv .webm"
_KINDS = (
    (_DOCUMENTS, "Save them as .docx, .pdf or .txt."),
    (_MAIL, "Export the messages as .eml or .mbox."),
    (_TABLES, "Save them as .csv, one article per row."),
    (_DATA, "Convert them to .jsonl or .csv, one article per record."),
    (_ARCHIVES, "Unpack them into the folder."),
    (_PICTURES, "If they show pages of text, run text recognition (OCR) and save a PDF."),
    (_SOUND, "Put a transcript into the folder."),
)
ADVICE = {suffix: advice for suffixes, advice in _KINDS for suffix in suffixes.split()}
"""What to do about a file that is not read, by its suffix."""

_RANK = {suffix: rank for rank, (suffixes, _) in enumerate(_KINDS) for suffix in suffixes.split()}
_TEXTLESS = len(_KINDS) - 2  # pictures and sound come last: they are seldom missed as articles
_OTHERWISE = "If they hold articles, save them as .txt, .html or .pdf."


class UnreadFiles:
    """Counts the files that are not read, by suffix."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._first: dict[str, str] = {}

    def add(self, path: str) -> None:
        """Count a file, unless nobody would expect an article in it."""
        name = basename(path).lower()
        folders = path.lower().split("/")[:-1]
        suffix = suffix_of(path)
        if name in _IGNORED or name.startswith("~$") or name.endswith("~") or suffix in _OF_PAGES:
            return
        if any(folder.endswith(_BESIDE_A_PAGE) for folder in folders):
            return
        self._counts[suffix] += 1
        self._first.setdefault(suffix, path)

    def report(self, on_problem: Callable[[CorpusError], None]) -> None:
        """Report each kind of file, the likeliest to hold articles first."""
        for suffix, count in sorted(self._counts.items(), key=_order):
            on_problem(_problem(suffix, count, self._first[suffix]))


def summary(unread: Sequence[UnreadFilesError]) -> str:
    """Return what is not read in one line ("12 files not read: 8 .doc, 4 .key"), or ""."""
    total = sum(kind.count for kind in unread)
    if not total:
        return ""
    kinds = [f"{kind.count:,} {kind.suffix or 'without suffix'}" for kind in unread]
    if len(kinds) > _MOST_KINDS + 1:
        rest = sum(kind.count for kind in unread[_MOST_KINDS:])
        kinds = [*kinds[:_MOST_KINDS], f"{rest:,} others"]
    files = "1 file" if total == 1 else f"{total:,} files"
    return f"{files} not read: {', '.join(kinds)}"


def supported() -> str:
    """Return the suffixes of the files that are read, as a list for people."""
    return ", ".join(SUFFIXES)


def _order(counted: tuple[str, int]) -> tuple[bool, int, int, str]:
    suffix, count = counted
    rank = _RANK.get(suffix, _TEXTLESS - 1 if suffix else 0)
    return rank >= _TEXTLESS, -count, rank, suffix


def _problem(suffix: str, count: int, first: str) -> UnreadFilesError:
    kind = f"{suffix} files" if suffix else "files without a suffix"
    reason = f"{count:,} {kind} are not read, such as this one."
    if count == 1:
        reason = f"{suffix} files are not read." if suffix else "It has no suffix, and is not read."
    pattern = f"*{suffix}" if suffix else first
    advice = ADVICE.get(suffix, _OTHERWISE)
    if not suffix:
        advice = "If it is text, add .txt to the name."
    advice = f"{advice} Or leave them out with exclude: ['{pattern}'] in config.yaml."
    return UnreadFilesError(first, reason, advice, suffix, count)

"""The plain text of a mail: its paragraphs, quotes, what introduces them, and the signature."""

import re
from collections.abc import Iterator, Sequence

from corpus.formats.paragraphs import Paragraph
from corpus.page.blocks import BlockKind

_QUOTED = re.compile(r"\s*>")
_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef)\b", re.IGNORECASE
)
# Outlook's lines above the mail that is answered, which it does not mark line by line.
_ORIGINAL = re.compile(
    r"\s*-{2,}\s*(?:original message|ursprüngliche nachricht|originalnachricht|message d'origine)"
    r"\s*-{2,}\s*",
    re.IGNORECASE,
)
_HEADED = re.compile(r"(?:from|von|de): .+", re.IGNORECASE)
_SENT = re.compile(r"(?:sent|date|gesendet|datum|envoyé)(?: am)?: .+", re.IGNORECASE)
_SIGNATURE = "-- "
_LINES_BEFORE = 3  # the most that say who is quoted


def mail_paragraphs(
    text: str, *, flowed: bool, joined: bool, forwarded: bool
) -> Iterator[Paragraph]:
    """Yield the paragraphs of a mail's canonical text.

    `flowed` says that a line that ends with a space goes on in the next (RFC 3676), `joined` that
    this space is not part of the text (DelSp), `forwarded` that the mail below is the point of it.
    """
    lines = text.split("\n")
    if flowed:
        lines = list(_flowed(lines, joined=joined))
    folded = _folded(lines, forwarded=forwarded)
    for number, line in enumerate(lines):
        rule = folded[number]
        tight = number > 0 and bool(lines[number - 1].strip())
        kind = BlockKind.FURNITURE if rule else None
        yield Paragraph(line, kind, rule, tight)


def _flowed(lines: Sequence[str], *, joined: bool) -> Iterator[str]:
    begun, depth = "", 0
    for line in lines:
        quotes = len(line) - len(line.lstrip(">"))
        content = line[quotes:].removeprefix(" ")
        if begun and (quotes != depth or content == _SIGNATURE):
            yield _quoted(begun, depth)
            begun = ""
        depth = quotes
        if content == _SIGNATURE:
            yield _quoted(content, depth)
        elif content.endswith(" "):
            begun += content[:-1] if joined else content
        else:
            yield _quoted(begun + content, depth)
            begun = ""
    if begun:
        yield _quoted(begun, depth)


def _quoted(line: str, depth: int) -> str:
    return f"{'>' * depth} {line}" if depth else line


def _folded(lines: Sequence[str], *, forwarded: bool) -> list[str]:
    """Return the rule by which each line is folded, "" if it is not.

    If nothing would be left, nothing is folded: then the quote is what was sent.
    """
    folded = ["quoted" if _QUOTED.match(line) else "" for line in lines]
    for number, line in enumerate(lines):
        if folded[number] and (number == 0 or not folded[number - 1]):
            _fold_who(lines, folded, number)
        elif not forwarded and (_ORIGINAL.fullmatch(line) or _is_head(lines, number)):
            folded[number:] = ["quoted"] * (len(lines) - number)
            break
        elif line == _SIGNATURE or (line == "--" and number > len(lines) // 2):
            _fold_signature(lines, folded, number)
    says_something = any(
        line.strip() and not rule for line, rule in zip(lines, folded, strict=True)
    )
    return folded if says_something else [""] * len(lines)


def _fold_who(lines: Sequence[str], folded: list[str], quote: int) -> None:
    """Fold the lines before a quote that say who is quoted."""
    last = quote - 1
    while last >= 0 and not lines[last].strip():
        last -= 1
    for first in range(last, max(last - _LINES_BEFORE, -1), -1):
        if not lines[first].strip() or folded[first]:
            break
        said = " ".join(lines[first : last + 1]).strip()
        if said.endswith(":") and _WROTE.search(said):
            folded[first : last + 1] = ["quoted"] * (last + 1 - first)
            break


def _is_head(lines: Sequence[str], number: int) -> bool:
    """Whether the headers of the answered mail begin here, as Outlook writes them."""
    if number == 0 or lines[number - 1].strip() or not _HEADED.fullmatch(lines[number]):
        return False
    return any(_SENT.fullmatch(line) for line in lines[number + 1 : number + 3])


def _fold_signature(lines: Sequence[str], folded: list[str], begin: int) -> None:
    for number in range(begin, len(lines)):
        if folded[number] == "quoted":
            break
        folded[number] = "signature"

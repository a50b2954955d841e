"""Divides German and English news text into sentences.

A full stop ends a sentence unless it belongs to an abbreviation, an initial or an ordinal number;
closing quotation marks and brackets stay with the sentence they close.
"""

import re
from collections.abc import Iterator

from corpus.text.common_words import ENGLISH, GERMAN, word_set
from corpus.text.spans import Span

_CLOSERS = "\"'”“’‘»«›‹)\\]"
_OPENERS = "\"'„“‚‘»«›‹(\\["
# Who wrote it, after the last sentence: "(red, 31.7.2015)", "(mm/dpa)".
_SIGNED = r"\([a-z]{2,5}(?:/[A-Za-z]{2,5})*+(?:\)|,\s\d)"
# A stop, what closes with it, then white space and something a sentence can start with ...
# Possessive quantifiers and the look-behind keep a million stops or dashes linear.
_SPACED = (
    rf"(?<![.!?…])[.!?…]++[{_CLOSERS}]*+"
    rf"(?=\s++(?:[{_OPENERS}–—-]*+\s?+[{_OPENERS}]*+[^\W_a-zß-öø-ÿ]|{_SIGNED}|#\w|https?:))"
)
# ... or, glued by scraping, a lower-case letter before and a capitalised word right behind it.
_GLUED = rf"(?<=[^\W\d_])[.!?][{_CLOSERS}]*+(?=[{_OPENERS}]*+[A-ZÄÖÜ][a-zäöüß])"
_BOUNDARY = re.compile(f"{_SPACED}|{_GLUED}")
_TOKEN_BEFORE = re.compile(r"[\w.,:’'&/-]*\Z")
# After these an ellipsis begins a sentence: "Er sagte: ... Schauen Sie."
_LEADING_IN = re.compile(r"[:„»]\s?\Z")
_NEXT_WORD = re.compile(r"[\W_]*(\w+)")

_MONTHS = word_set(
    """
    januar jänner februar märz april mai juni juli august september oktober november dezember
    jan feb mär apr jun jul aug sep sept okt nov dez
    """
)
# Never the end of a sentence.
_ABBREVIATIONS = word_set(
    """
    abb abs abschn allg anm art aufl bd bes betr bez bsp bspw bzgl bzw ca chr dipl dr dt ebd ehem
    eigtl einschl engl ev evtl exkl fa fam ff frl frz gebr geb gem gen gest ggf hl hr hrn hrsg
    inkl ing insb jh jhd kap kath lfd lt lic mag max med min mind mio mrd mr mrs ms nr nrn österr
    prof phil rd rer resp rev russ sen sog spez st std stellv str syn tel tsd u.a urspr usf v.a
    vgl verh vs wg wr z.b z.t zit zt zw gov col capt sgt rep hon no vol fig e.g i.e
    """
)
# At the end of a sentence as often as inside one: the next word decides.
_EITHER_WAY = word_set("co inc corp ltd jr sr sek usw etc uhr u.s d.c a.m p.m")
_ARTICLES = word_set("am beim das dem den der des die im vom zum zur")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ROMAN = re.compile(r"[IVX]{2,6}")
_STARTERS = GERMAN | ENGLISH


def sentence_spans(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Divide ``text[start:end]`` into sentences, in order, as spans of code points of `text`.

    The first starts at `start`, the last ends at `end`; the white space between two sentences
    belongs to neither. `start` and `end` should be at characters that are not white space.
    """
    return tuple(_sentences(text, start, end))


def first_sentence(text: str, start: int, end: int) -> Span:
    """Return the first sentence in ``text[start:end]``, which must not be empty."""
    return next(_sentences(text, start, end))


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in _BOUNDARY.finditer(text, start, end):
        if match.end() < end and not _goes_on(text, begin, match):
            yield Span(begin, match.end())
            begin = match.end()
            while text[begin].isspace():
                begin += 1
    if begin < end:
        yield Span(begin, end)


def _goes_on(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the stop at `match` is inside a sentence that began at `begin`."""
    stop = match.start()
    glued = not text[match.end()].isspace()
    if match.group().startswith(("...", "…")) and _LEADING_IN.search(
        text, max(begin, stop - 2), stop
    ):
        return True
    if text[stop] != ".":
        return glued and not text[stop - 1].islower()
    token_match = _TOKEN_BEFORE.search(text, max(begin, stop - 40), stop)
    token = token_match.group() if token_match else ""
    following = _NEXT_WORD.match(text, match.end())
    word = following.group(1) if following else ""
    if glued and (len(token) < 3 or not token[-1].islower() or "." in token):
        return True
    token = token.rpartition("/")[2] or token
    if token.isdigit():
        before = text[max(begin, stop - 40) : stop - len(token)].split()
        return _is_ordinal(token, word, before[-1].casefold() if before else "")
    return match.end() - stop == 1 and _is_abbreviation(token, word)


def _is_ordinal(number: str, word: str, before: str) -> bool:
    """Whether "7." is "the seventh": before a month always, else unless a sentence starts.

    Beyond 99 only after an article: "der 107. Kongress", but "es waren 107. Danach ...".
    """
    lower = word.casefold()
    if len(number) <= 2:
        return lower in _MONTHS or lower not in _STARTERS
    return len(number) == 3 and before in _ARTICLES and lower not in _STARTERS


def _is_abbreviation(token: str, word: str) -> bool:
    lower = token.casefold().rsplit("-", 1)[-1].lstrip("'’")
    if lower in _ABBREVIATIONS:
        return True
    if lower in _EITHER_WAY or _ROMAN.fullmatch(token):
        return word.casefold() not in _STARTERS
    return bool(_INITIALS.fullmatch(token))

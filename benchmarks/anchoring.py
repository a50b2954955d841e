"""How many passages are found again after random edits, and how many silently in the wrong place.

python benchmarks/anchoring.py FOLDER [--edits 5000] [--seed 1]

FOLDER holds articles as .txt. Each trial annotates a passage of one of them, edits the article one
to four times (insertions, deletions, replaced words, moved and copied paragraphs, page furniture,
other quotation marks, umlauts spelt out, other white space) while tracking every character, and
asks where the passage is. Beside it stands the rule of the Hypothesis client, which takes the best
candidate, however bad.
"""

import argparse
import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from annotations.anchoring.anchors import State, anchor, context
from annotations.anchoring.folding import fold
from annotations.model import Annotation
from corpus.text.canonical import canonical

FURNITURE = (
    "Startseite\nPolitik\n  • Newsletter\nTeilen\nAnzeige\nMehr zum Thema\nKommentare (12)\n"
)
# Origins of a copy's characters: where the original is deleted, the copy is the passage, moved.
COPY = 1_000_000_000
WORD = re.compile(r"\S+")
SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?][“\"]?(?=\s)|$)", re.MULTILINE)
PARAGRAPH = re.compile(r"\S[^\n]*")


@dataclass
class _Text:
    """A text under edit: each character with the position it had before the first edit, or -1."""

    characters: list[str]
    origins: list[int]

    def __str__(self) -> str:
        return "".join(self.characters)

    def cut(self, start: int, end: int) -> "_Text":
        piece = _Text(self.characters[start:end], self.origins[start:end])
        del self.characters[start:end]
        del self.origins[start:end]
        return piece

    def put(self, at: int, piece: "_Text | str") -> None:
        if isinstance(piece, str):
            piece = _Text(list(piece), [-1] * len(piece))
        self.characters[at:at] = piece.characters
        self.origins[at:at] = piece.origins

    def replace(self, old: str, new: str) -> None:
        """Replace text; the new characters come from where the old ones did."""
        at = str(self).find(old)
        while at >= 0:
            origin = self.origins[at]
            self.characters[at : at + len(old)] = list(new)
            self.origins[at : at + len(old)] = [origin] * len(new)
            at = str(self).find(old, at + len(new))


@dataclass
class _Editor:
    """Makes random edits; `others` are the articles from which it takes foreign sentences."""

    dice: random.Random
    others: Sequence[str]

    def a_piece(self, text: _Text, unit: re.Pattern[str]) -> tuple[int, int]:
        found = [match.span() for match in unit.finditer(str(text))]
        return self.dice.choice(found or [(0, len(text.characters))])

    def sentence(self) -> str:
        return self.dice.choice(SENTENCE.findall(self.dice.choice(self.others))) + " "

    def insert_sentence(self, text: _Text, _: range) -> None:
        text.put(self.a_piece(text, SENTENCE)[0], self.sentence())

    def insert_paragraph(self, text: _Text, _: range) -> None:
        words = "".join(self.sentence() for _ in range(3))
        text.put(self.a_piece(text, PARAGRAPH)[0], words + "\n\n")

    def insert_beside(self, text: _Text, quote: range) -> None:
        places = [at for at, origin in enumerate(text.origins) if origin in quote]
        if places:
            at = self.dice.choice([places[0], places[-1] + 1])
            text.put(at, " " + self.sentence())

    def delete_words(self, text: _Text, _: range) -> None:
        start, _ = self.a_piece(text, WORD)
        text.cut(start, start + self.dice.randint(1, 60))

    def delete_sentence(self, text: _Text, _: range) -> None:
        text.cut(*self.a_piece(text, SENTENCE))

    def delete_paragraph(self, text: _Text, _: range) -> None:
        text.cut(*self.a_piece(text, PARAGRAPH))

    def delete_quote(self, text: _Text, quote: range) -> None:
        keep = [index for index, origin in enumerate(text.origins) if origin not in quote]
        text.characters = [text.characters[index] for index in keep]
        text.origins = [text.origins[index] for index in keep]

    def replace_words(self, text: _Text, _: range) -> None:
        for _ in range(self.dice.randint(1, 8)):
            start, end = self.a_piece(text, WORD)
            text.cut(start, end)
            text.put(start, self.dice.choice(self.sentence().split()))

    def edit_quote(self, text: _Text, quote: range) -> None:
        places = [at for at, origin in enumerate(text.origins) if origin in quote]
        for _ in range(self.dice.randint(1, 3)):
            if places:
                at = self.dice.choice(places[1:-1] or places)
                text.characters[at] = self.dice.choice("aeinrst")

    def word_into_quote(self, text: _Text, quote: range) -> None:
        places = [
            at
            for at, origin in enumerate(text.origins)
            if origin in quote and text.characters[at] == " "
        ]
        if places:
            text.put(self.dice.choice(places), " gestern")

    def move_paragraph(self, text: _Text, _: range) -> None:
        piece = text.cut(*self.a_piece(text, PARAGRAPH))
        text.put(self.a_piece(text, PARAGRAPH)[0], piece)

    def copy_sentence(self, text: _Text, quote: range) -> None:
        """Put a copy of the passage elsewhere, as a teaser does: the trap."""
        here = [at for at, origin in enumerate(text.origins) if origin in quote]
        if len(here) < len(text.characters) / 3:
            copy = _Text(
                [text.characters[at] for at in here], [COPY + text.origins[at] for at in here]
            )
            at = self.a_piece(text, SENTENCE)[0]
            text.put(at, " ")
            text.put(at, copy)

    def furniture(self, text: _Text, _: range) -> None:
        lines = FURNITURE.splitlines(keepends=True)
        text.put(0, "".join(self.dice.sample(lines, 4)))
        text.put(len(text.characters), "\n" + "".join(self.dice.sample(lines, 4)))
        text.put(self.a_piece(text, PARAGRAPH)[0], self.dice.choice(lines))

    def spell_out(self, text: _Text, _: range) -> None:
        for umlaut, spelt in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
            text.replace(umlaut, spelt)

    def other_quotes(self, text: _Text, _: range) -> None:
        for old, new in {"„": "»", "“": "«", '"': "”", "–": "-"}.items():
            text.replace(old, new)

    def other_spaces(self, text: _Text, _: range) -> None:
        old, new = self.dice.choice([("\n\n", "\n"), (". ", ".\n"), (" ", "\u00a0"), (" ", "  ")])
        text.replace(old, new) if len(new) <= len(old) or old not in new else self.double(text)

    def double(self, text: _Text) -> None:
        at = self.dice.randrange(len(text.characters) + 1)
        text.put(at, "  ")

    def decomposed(self, text: _Text, _: range) -> None:
        """What NFD does to a source, reading it undoes: canonical text is NFC."""
        again = canonical(unicodedata.normalize("NFD", str(text)))
        if len(again) == len(text.characters):
            text.characters = list(again)

    def edits(self) -> list[Callable[[_Text, range], None]]:
        often = [self.insert_sentence, self.insert_paragraph, self.delete_words, self.furniture]
        often += [self.delete_sentence, self.delete_paragraph, self.replace_words]
        rare = [self.insert_beside, self.delete_quote, self.edit_quote, self.word_into_quote]
        rare += [self.move_paragraph, self.copy_sentence, self.spell_out, self.other_quotes]
        return often * 2 + rare + [self.other_spaces, self.decomposed]


def a_passage(text: str, dice: random.Random) -> tuple[int, int]:
    """Return a sentence, some words, or a paragraph."""
    unit = dice.choice([SENTENCE, SENTENCE, SENTENCE, PARAGRAPH, WORD])
    spans = [match.span() for match in unit.finditer(text) if len(match[0]) > 2]
    start, end = dice.choice(spans)
    if unit is WORD:
        end = min(len(text), end + dice.choice([0, 0, 15, 40]))
    return start, start + len(text[start:end].rstrip())


def hypothesis_rule(text: str, annotation: Annotation) -> tuple[int, int] | None:
    """Return the best candidate by the Hypothesis client's rule, which has no lowest score."""
    quote = annotation.quote
    spans, at = [], text.find(quote)
    while at >= 0:
        spans.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    if not spans and len(text) > len(quote):
        found = fuzz.partial_ratio_alignment(quote, text)
        errors = Levenshtein.distance(quote, text[found.dest_start : found.dest_end])
        if errors <= min(256, len(quote) / 2):
            spans.append((found.dest_start, found.dest_end))

    def alike(expected: str, found: str) -> float:
        return Levenshtein.normalized_similarity(expected, found) if expected else 1.0

    def score(span: tuple[int, int]) -> float:
        start, end = span
        prefix = alike(annotation.prefix, text[max(0, start - len(annotation.prefix)) : start])
        suffix = alike(annotation.suffix, text[end : end + len(annotation.suffix)])
        position = 1 - abs(start - annotation.start) / len(text)
        words = alike(quote, text[start:end])
        return (50 * words + 20 * prefix + 20 * suffix + 2 * position) / 92

    return max(spans, key=score, default=None)


@dataclass
class _Tally:
    """Counts of outcomes; `wrong` keeps what is needed to look into a case."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, Annotation, tuple[int, int]]] = field(default_factory=list)
    lost: list[tuple[str, Annotation, tuple[int, int]]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def share(self, outcome: str, whole: str) -> float:
        return self.outcomes[outcome] / max(1, self.outcomes[whole])


def truth(text: _Text, quote: range) -> tuple[int, int, float]:
    """Return the span of what is left of the passage, and which share of its characters is."""
    for shift in (0, COPY):
        places = [at for at, origin in enumerate(text.origins) if origin - shift in quote]
        left = len({text.origins[at] for at in places}) / len(quote)
        if left >= 0.5:
            return places[0], places[-1] + 1, left
    return 0, 0, 0.0


def is_right(text: _Text, found: tuple[int, int], real: tuple[int, int], quote: range) -> bool:
    """Tell whether both spans share half of what they cover, or most characters are the quote's."""
    common = min(found[1], real[1]) - max(found[0], real[0])
    together = max(found[1], real[1]) - min(found[0], real[0])
    if together > 0 and common / together >= 0.5:
        return True
    # Text put into the passage may tear it apart: the greater part of it is right then.
    own = sum(origin in quote for origin in text.origins[slice(*found)])
    return own > 0.8 * (found[1] - found[0]) or 2 * own > max(found[1] - found[0], len(quote))


def is_same(text: str, annotation: Annotation, start: int, end: int) -> bool:
    """Tell whether the passage stands here with all its context: nobody could tell them apart."""
    before, after = fold(text[max(0, start - 600) : start]), fold(text[end : end + 600])
    return (
        fold(text[start:end]) == fold(annotation.quote)
        and before.rstrip().endswith(fold(annotation.prefix).rstrip())
        and after.lstrip().startswith(fold(annotation.suffix).lstrip())
    )


def trial(
    original: str,
    editor: _Editor,
    tally: _Tally,
    plain: _Tally,
    passage: Callable[[str, random.Random], tuple[int, int]] = a_passage,
) -> None:
    dice = editor.dice
    start, end = passage(original, dice)
    prefix, suffix = context(original, start, end)
    fields = (original[start:end], prefix, suffix, start, end)
    annotation = Annotation("1", (), *fields, "", "", "", "")
    text = _Text(list(original), list(range(len(original))))
    quote = range(start, end)
    for edit in dice.choices(editor.edits(), k=dice.randint(1, 4)):
        edit(text, quote)
        if not text.characters:
            return
    new = str(text)
    real_start, real_end, left = truth(text, quote)
    real = (real_start, real_end)
    whole = fold(new[real_start:real_end]).strip() == fold(annotation.quote).strip()
    began = time.perf_counter()
    found = anchor(new, annotation)
    tally.milliseconds.append((time.perf_counter() - began) * 1000)
    kind = "whole" if whole and left else "gone" if left < 0.5 else "edited"
    if kind != "gone" and COPY + start in text.origins:
        kind = "copied"
    silent = found.state in (State.OK, State.MOVED)
    right = is_right(text, (found.start, found.end), real, quote)
    tally.outcomes.update([kind, f"{kind} {found.state}", "all"])
    if silent and not right and is_same(new, annotation, found.start, found.end):
        tally.outcomes[f"{kind} found"] += 1
    elif silent and not right:
        tally.outcomes["wrong"] += 1
        tally.wrong.append((new, annotation, real))
    elif silent:
        tally.outcomes[f"{kind} found"] += 1
        tally.outcomes["same edges"] += (found.start, found.end) == real
    elif kind == "whole":
        tally.lost.append((new, annotation, real))
    if found.state is State.UNCERTAIN and right:
        tally.outcomes[f"{kind} offered"] += 1
    other = hypothesis_rule(new, annotation)
    plain.outcomes.update([kind, "all"])
    if other and is_right(text, other, real, quote):
        plain.outcomes[f"{kind} found"] += 1
    elif other:
        plain.outcomes["wrong"] += 1


def run(texts: Sequence[str], edits: int, seed: int) -> tuple[_Tally, _Tally]:
    """Return the outcomes of our rule and of the plain one on the same edits."""
    dice = random.Random(seed)
    tally, plain = _Tally(), _Tally()
    while tally.outcomes["all"] < edits:
        original = dice.choice(texts)
        others = [text for text in texts if text is not original]
        trial(original, _Editor(dice, others), tally, plain)
    return tally, plain


def read(folder: Path) -> list[str]:
    texts = (canonical(path.read_text("utf-8")) for path in sorted(folder.rglob("*.txt")))
    return [text for text in texts if len(text) > 500]


def report(tally: _Tally, plain: _Tally) -> None:
    count = tally.outcomes
    print(f"{count['all']} passages after 1 to 4 edits each\n")
    print(f"{'':38}{'ours':>9}{'Hypothesis':>12}")
    print(f"{'silently in the wrong place':38}{count['wrong']:9}{plain.outcomes['wrong']:12}")
    kinds = {
        "whole": "quote still exists",
        "edited": "quote edited",
        "copied": "quote exists, as does a copy",
    }
    for kind, words in kinds.items():
        ours, theirs = tally.share(f"{kind} found", kind), plain.share(f"{kind} found", kind)
        print(f"{f'{words} ({count[kind]}): found':38}{ours:9.1%}{theirs:12.1%}")
        offered = tally.share(f"{kind} offered", kind)
        print(f"{'  offered, to be confirmed':38}{offered:9.1%}")
    gone, orphans = count["gone"], tally.share("gone orphan", "gone")
    print(f"{f'quote gone ({gone}): orphan':38}{orphans:9.1%}")
    times = sorted(tally.milliseconds)
    print(f"\nmilliseconds: median {times[len(times) // 2]:.2f}, ", end="")
    print(f"p95 {times[len(times) * 95 // 100]:.2f}, slowest {times[-1]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--edits", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    report(*run(read(options.folder), options.edits, options.seed))


if __name__ == "__main__":
    main()

"""As anchoring.py, on articles full of traps: what repeats, what is nearly alike, what is short.

python benchmarks/anchoring_traps.py FOLDER [--edits 3000] [--seed 1]

Into each article of FOLDER (.txt) are put sentences that recur word for word, runs of neighbours
that differ in one number, name or weekday, and lists of short lines. Most passages are chosen among
them, many of them single words. Besides the edits of anchoring.py there are those that such texts
suffer: the passage goes and a near-identical neighbour stays, neighbours trade places, a number is
brought up to date, a run is repeated elsewhere. Every character is tracked, so that the benchmark
knows where the passage really is.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import anchoring
from anchoring import PARAGRAPH, SENTENCE, WORD, _Editor, _Tally, _Text

RUNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Im Jahr {} stieg der Preis um 3 Prozent.", ("2019", "2020", "2021", "2022", "2023")),
    (
        "Der Sender meldete am {}, dass weitere Raketen gestartet wurden.",
        ("Montag", "Dienstag", "Freitag", "Sonntag"),
    ),
    ("{} sprach mit Putin über die Lage.", ("Kim", "Xi", "Lee", "Choe", "Lawrow")),
    (
        "Artikel {}: Die Lieferung von Waffen an das Land ist allen Staaten verboten.",
        ("1", "2", "3", "4"),
    ),
    ("Am {}. Juni traf ein Schiff aus Rason im Hafen von Dunai ein.", ("4", "11", "14", "17")),
    ("Das bestätigte {} Kim.", ("Herr", "Frau")),
)
REPEATED = (
    "Das teilte das Ministerium mit.",
    "Beide Seiten äußerten sich zunächst nicht.",
    "Nordkorea weist das zurück.",
    "Mehr dazu in Kürze.",
    "(dpa)",
)
LISTS = (
    ("Gold: {}", ("12", "13", "12", "21")),
    ("{}: 3 Punkte", ("Wien", "Graz", "Linz", "Salzburg")),
    ("{} Uhr: Sirenen in Seoul", ("6.12", "6.13", "7.12", "9.40")),
)


def with_traps(text: str, dice: random.Random) -> str:
    """Return the article with recurring sentences, runs and lists put into it."""
    for _ in range(dice.randint(1, 3)):
        form, fillings = dice.choice(RUNS)
        first = dice.randrange(max(1, len(fillings) - 2))
        run = " ".join(form.format(each) for each in fillings[first : first + dice.randint(2, 4)])
        text = _put(text, run + " ", SENTENCE, dice)
    for sentence in dice.sample(REPEATED, 2):
        for _ in range(dice.randint(2, 4)):
            text = _put(text, sentence + " ", SENTENCE, dice)
    form, fillings = dice.choice(LISTS)
    lines = "\n".join(form.format(each) for each in fillings)
    return _put(text, lines + "\n\n", PARAGRAPH, dice)


def _put(text: str, piece: str, unit: "anchoring.re.Pattern[str]", dice: random.Random) -> str:
    places = [match.start() for match in unit.finditer(text)]
    at = dice.choice(places or [0])
    return text[:at] + piece + text[at:]


def a_trapped_passage(text: str, dice: random.Random) -> tuple[int, int]:
    """Return a passage, in three cases of four within what is repeated or nearly alike."""
    if dice.random() < 0.25:
        return anchoring.a_passage(text, dice)
    found = [
        at
        for form, fillings in (*RUNS, *LISTS)
        for each in fillings
        for at in _spans(text, form.format(each))
    ]
    found += [at for sentence in REPEATED for at in _spans(text, sentence)]
    start, end = dice.choice(found) if found else anchoring.a_passage(text, dice)
    part = dice.randrange(4)
    words = [match.span() for match in WORD.finditer(text[start:end])]
    if part == 0:  # one word of it
        first, last = dice.choice(words)
        return start + first, start + last
    if part == 1:  # a few words of it
        at = dice.randrange(len(words))
        last = min(len(words) - 1, at + dice.randint(1, 3))
        return start + words[at][0], start + words[last][1]
    return start, end


def _spans(text: str, words: str) -> list[tuple[int, int]]:
    spans, at = [], text.find(words)
    while at >= 0:
        spans.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return spans


class _Trapper(_Editor):
    """Makes the edits that texts with near-identical neighbours suffer, among others."""

    def _own_sentence(self, text: _Text, quote: range) -> tuple[int, int] | None:
        here = next((at for at, origin in enumerate(text.origins) if origin in quote), None)
        if here is None:
            return None
        spans = (match.span() for match in SENTENCE.finditer(str(text)))
        return next((span for span in spans if span[0] <= here < span[1]), None)

    def delete_own_sentence(self, text: _Text, quote: range) -> None:
        if span := self._own_sentence(text, quote):
            text.cut(span[0], span[1] + 1)

    def delete_a_neighbour(self, text: _Text, quote: range) -> None:
        if span := self._own_sentence(text, quote):
            spans = [match.span() for match in SENTENCE.finditer(str(text))]
            at = spans.index(span) + self.dice.choice((-1, 1))
            if 0 <= at < len(spans):
                text.cut(spans[at][0], spans[at][1] + 1)

    def trade_places(self, text: _Text, quote: range) -> None:
        if span := self._own_sentence(text, quote):
            piece = text.cut(span[0], span[1] + 1)
            text.put(self.a_piece(text, SENTENCE)[0], piece)

    def number_up_to_date(self, text: _Text, _: range) -> None:
        digits = [at for at, letter in enumerate(text.characters) if letter.isdigit()]
        if digits:
            text.characters[self.dice.choice(digits)] = self.dice.choice("0123456789")

    def repeat_elsewhere(self, text: _Text, _: range) -> None:
        form, fillings = self.dice.choice((*RUNS, *LISTS))
        words = form.format(self.dice.choice(fillings)) + " "
        text.put(self.a_piece(text, SENTENCE)[0], words)

    def edits(self) -> list[Callable[[_Text, range], None]]:
        traps = [self.delete_own_sentence, self.delete_a_neighbour, self.trade_places]
        traps += [self.number_up_to_date, self.repeat_elsewhere]
        return super().edits() + traps * 5


def run(texts: Sequence[str], edits: int, seed: int) -> tuple[_Tally, _Tally]:
    """Return the outcomes of our rule and of the plain one on the same edits."""
    dice = random.Random(seed)
    tally, plain = _Tally(), _Tally()
    while tally.outcomes["all"] < edits:
        original = dice.choice(texts)
        editor = _Trapper(dice, [text for text in texts if text is not original])
        trapped = with_traps(original, dice)
        anchoring.trial(trapped, editor, tally, plain, a_trapped_passage)
    return tally, plain


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--edits", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    anchoring.report(*run(anchoring.read(options.folder), options.edits, options.seed))


if __name__ == "__main__":
    main()

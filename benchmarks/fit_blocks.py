"""Find the weights in corpus/page/weights.py from labelled pages.

python benchmarks/fit_blocks.py FOLDER [--folds 5] [--write]

FOLDER is laid out as for benchmarks/articles.py. The weights of lines are those of a logistic
regression, first of each line by itself, then among the others of its page (on scores from pages
not used for them, as in stacking); those of titles maximise the likelihood that the title is
chosen among its page's candidates. With --folds each page is judged by weights that never saw it.
Plain Python, so that anybody can run it; it takes some minutes.
"""

import argparse
import json
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import corpus.page.weights
from corpus.metadata.title_text import clean_title
from corpus.page.context import context, near_text
from corpus.page.features import Features, features
from corpus.page.signs import BIT, signs
from corpus.page.titles import SHAPES, SIGNS, Page, candidates
from corpus.page.wrapped_lines import lines
from corpus.text.canonical import canonical
from corpus.text.decode import decode

Row = dict[str, float]
Weights = dict[str, float]
BASE = "base"
STEPS = 120


@dataclass
class Labelled:
    """A page, its lines' signs, and (places, label) for every labelled piece found on it."""

    title: str
    text: str
    page: list[str]
    adjoins: list[bool]
    seen: list[Features]
    signs: list[Row]
    labels: list[tuple[list[int], int]]


def plain(text: str) -> str:
    return " ".join(text.split())


def load(folder: Path) -> list[Labelled]:
    return [
        labelled(json.loads(line), folder / "txt")
        for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def labelled(gold: dict, folder: Path) -> Labelled:
    text = canonical(decode((folder / f"{gold['id']}.txt").read_bytes())[0])
    spans = lines(text)
    everything = [plain(text[start:end]) for start, end in spans]
    spans = [spans[place] for place in near_text(spans)]
    page = [text[start:end] for start, end in spans]
    adjoins = [two.start - one.end == 1 for one, two in pairwise(spans)]
    whole = [plain(line) for line in page]
    labels = []
    for kind, label in (("keep", 1), ("drop", 0)):
        for piece in map(plain, gold[kind]):
            places = [i for i, line in enumerate(whole) if piece in line][:3]
            if places or any(piece in line for line in everything):
                labels.append((places, label))
    return Labelled(
        title=plain(gold["title"] or ""),
        text=text,
        page=page,
        adjoins=[*adjoins, False],
        seen=[features(line) for line in page],
        signs=[signs(line).named() for line in page],
        labels=labels,
    )


def descend(gradient: Callable[[Weights], Weights], names: Sequence[str]) -> Weights:
    """Minimise a convex function from its gradient (iRprop-, Igel and Hüsken 2000)."""
    weights, steps, before = (dict.fromkeys(names, x) for x in (0.0, 0.1, 0.0))
    for _ in range(STEPS):
        slopes = gradient(weights)
        for name in names:
            slope = slopes.get(name, 0.0)
            turn = slope * before[name]
            steps[name] = min(
                1.0, max(1e-4, steps[name] * (1.2 if turn > 0 else 0.5 if turn else 1))
            )
            before[name] = 0.0 if turn < 0 else slope
            weights[name] -= math.copysign(steps[name], before[name]) if before[name] else 0.0
    return weights


def dot(row: Row, weights: Weights) -> float:
    return sum(strength * weights.get(name, 0.0) for name, strength in row.items())


def logistic(
    pages: Sequence[Labelled], signs: Callable[[Labelled], list[Row]], decay: float
) -> Weights:
    rows = [
        ({**shown[place], BASE: 1.0}, label, 1 / len(places))
        for page in pages
        for shown in (signs(page),)
        for places, label in page.labels
        for place in places
    ]

    def gradient(weights: Weights) -> Weights:
        slopes = {name: decay * weight for name, weight in weights.items() if name != BASE}
        for row, label, share in rows:
            error = share * (1 / (1 + math.exp(-max(-30.0, min(30.0, dot(row, weights))))) - label)
            for name, strength in row.items():
                slopes[name] = slopes.get(name, 0.0) + error * strength
        return slopes

    return descend(gradient, sorted({name for row, _, _ in rows for name in row}))


def scored(page: Labelled, alone: Weights) -> Labelled:
    """Give the page with its lines' own scores from `alone`."""
    seen = [
        look._replace(alone=dot(shown, alone) + alone[BASE])
        for look, shown in zip(page.seen, page.signs, strict=True)
    ]
    return replace(page, seen=seen)


def among(page: Labelled) -> list[Row]:
    around = context(page.page, page.seen, page.adjoins)
    return [
        {**shown, **{f"@{name}": float(column[i]) for name, column in around.columns.items()}}
        for i, shown in enumerate(page.signs)
    ]


def folds(pages: Sequence[Labelled], number: int) -> list[tuple[list[Labelled], list[Labelled]]]:
    """Give (pages to learn from, pages left out), so that each page is left out once."""
    return [
        ([page for i, page in enumerate(pages) if i % number != fold], list(pages[fold::number]))
        for fold in range(number)
    ]


def fit_lines(pages: Sequence[Labelled]) -> tuple[Weights, Weights]:
    """Give the weights alone and among."""
    stacked = [
        scored(page, alone)
        for learn, out in folds(pages, 3)
        for alone in (logistic(learn, lambda page: page.signs, 3.0),)
        for page in out
    ]
    return logistic(pages, lambda page: page.signs, 3.0), logistic(stacked, among, 5.0)


def title_rows(page: Labelled, within: Weights) -> list[tuple[Row, bool]]:
    around = context(page.page, page.seen, page.adjoins)
    weights = [dot(row, within) + within[BASE] for row in among(page)]
    place = Page(page.text, page.page, page.seen, weights, around.passed, around.first, around.last)
    return [
        (
            {**flags(page, index), **dict(zip(SIGNS, strengths, strict=True))},
            plain(clean_title(page.page[index])) == page.title,
        )
        for index, strengths in candidates(place)
    ]


def flags(page: Labelled, index: int) -> Row:
    return {name: 1.0 for name in SHAPES if page.seen[index].flags & BIT[name]}


def fit_titles(choices: Sequence[list[tuple[Row, bool]]]) -> Weights:
    choices = [choice for choice in choices if any(right for _, right in choice)]

    def gradient(weights: Weights) -> Weights:
        slopes = {name: 3.0 * weight for name, weight in weights.items()}
        for choice in choices:
            scores = [math.exp(max(-50.0, dot(row, weights))) for row, _ in choice]
            whole = sum(scores)
            rights = sum(s for s, (_, right) in zip(scores, choice, strict=True) if right)
            for score, (row, right) in zip(scores, choice, strict=True):
                pull = score / whole - (score / rights if right else 0.0)
                for name, strength in row.items():
                    slopes[name] = slopes.get(name, 0.0) + pull * strength
        return slopes

    return descend(
        gradient, sorted({name for choice in choices for row, _ in choice for name in row})
    )


def judge(pages: Sequence[Labelled], number: int) -> None:
    """Print how weights do on pages they never saw."""
    kept = wrong = missed = titles = right = 0
    for learn, out in folds(pages, number):
        alone, within = fit_lines(learn)
        chosen = fit_titles(
            [title_rows(scored(page, alone), within) for page in learn if page.title]
        )
        for page in (scored(page, alone) for page in out):
            weights = [dot(row, within) + within[BASE] for row in among(page)]
            for places, label in page.labels:
                found = any(weights[place] > 0 for place in places)
                kept += found and label
                wrong += found and not label
                missed += label and not found
            if page.title and page.title in plain(page.text):
                rows = title_rows(page, within)
                best = max(rows, key=lambda pair: dot(pair[0], chosen), default=({}, False))
                titles += 1
                right += best[1]
    f1 = 2 * kept / (2 * kept + wrong + missed)
    print(f"pages not learned from: F1 {f1:.3f}, title found {right / titles:.1%} of {titles}")


def table(name: str, weights: Weights) -> str:
    rows = sorted(weights.items(), key=lambda pair: -pair[1])
    body = "".join(f'    "{sign}": {weight:.2f},\n' for sign, weight in rows if sign != BASE)
    return f"{name}: dict[str, float] = {{\n{body}}}\n"


def write(alone: Weights, within: Weights, titles: Weights) -> None:
    own = {name: weight for name, weight in within.items() if not name.startswith("@")}
    place = {name[1:]: weight for name, weight in within.items() if name.startswith("@")}
    file = Path(corpus.weights.__file__)
    head = f'"""{corpus.weights.__doc__}"""\n\n'
    file.write_text(
        head
        + f"ALONE_BASE = {alone[BASE]:.2f}\n{table('ALONE', alone)}"
        + f"WITHIN_BASE = {within[BASE]:.2f}\n{table('WITHIN', own)}{table('AMONG', place)}"
        + table("TITLE", titles),
        encoding="utf-8",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="replace corpus/page/weights.py")
    options = parser.parse_args()
    pages = load(options.folder)
    random.Random(1).shuffle(pages)
    if options.folds:
        judge(pages, options.folds)
    if options.write:
        alone, within = fit_lines(pages)
        own = [scored(page, alone) for page in pages if page.title]
        write(alone, within, fit_titles([title_rows(page, within) for page in own]))


if __name__ == "__main__":
    main()

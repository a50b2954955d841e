"""How well sentences are found in German news, and how fast.

python benchmarks/sentences.py FOLDER

FOLDER holds the articles of boundaries.txt (the test part of 10kGNAD, one file per article); only
their hashes and offsets are kept there. Of the places where the rules of the day it was drawn found
a sentence's end, and of the other stops, a share was labelled by reading; each labelled place
stands for all of its kind, so that the figures are those of the whole folder.
"""

import argparse
import re
import time
from pathlib import Path

from corpus.text.canonical import canonical, text_sha256
from corpus.text.decode import decode
from corpus.text.sentences import sentence_spans

LABELS = Path(__file__).with_name("boundaries.txt")
STANDS_FOR = {"f": 21_639 / 400, "o": 1_403 / 200}
PLACE = re.compile(r"(\d+)([fo])([+-])")
HASH = 12
GOAL = 0.98


def labels() -> dict[str, list[tuple[int, float, bool]]]:
    """Give for each article its labelled places: offset, weight, and whether a sentence ends."""
    known = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, *places = line.split()
            matches = (PLACE.fullmatch(place) for place in places)
            known[name] = [(int(m[1]), STANDS_FOR[m[2]], m[3] == "+") for m in matches if m]
    return known


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--wrong", action="store_true", help="show the places that are wrong")
    options = parser.parse_args()
    known = labels()
    right = found = expected = 0.0
    seen = size = 0
    seconds = 0.0
    for file in sorted(options.folder.glob("**/*.txt")):
        text = canonical(decode(file.read_bytes())[0])
        size += len(text.encode())
        begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
        started = time.process_time()
        ends = {span.end for span in sentence_spans(text, begin, end)}
        seconds += time.process_time() - started
        for offset, weight, true in known.get(text_sha256(text)[:HASH], ()):
            here = offset in ends
            seen += 1
            found, expected = found + weight * here, expected + weight * true
            right += weight * (here and true)
            if options.wrong and here != true:
                print(f"  {file.name} {'not ' * true}found: …{text[offset - 40 : offset + 30]!r}…")
    print(f"sentences   {seen} labelled places, goal: precision {GOAL}")
    print(f"  precision {right / max(1, found):.4f}")
    print(f"  recall    {right / max(1, expected):.4f}")
    print(f"  speed     {size / 1e6 / max(1e-9, seconds):.1f} MB/s")


if __name__ == "__main__":
    main()

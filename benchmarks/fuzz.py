"""Damaged files at each door: nothing may come of them but what is right or a named problem.

python benchmarks/fuzz.py DOOR MINUTES [SEED [CASE]]

DOOR is a reader of articles (text, page, pdf, records, sidecar, front, office, mail, web, json,
press), an importer of annotations (csv, jsonl, w3c, hypothesis, qdpx, qdc), or one of annotations,
config and query. Every case
follows from SEED and its number; with CASE only that one is done again. Looked for are exceptions
that name no problem, cases of more than ten seconds, more than a gigabyte of memory, and promises
that are not kept: articles of canonical text with blocks in order, annotations that are on disk as
they were read, and so on. What is found is printed once for each place in the code, with its case.
"""

import faulthandler
import io
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

import fuzz_imports
import fuzz_settings
from fuzz_samples import SAMPLES, TEXT

from corpus.article import Article
from corpus.errors import CorpusError
from corpus.folder.stamps import article_stamps
from corpus.load import load_article
from corpus.text.canonical import canonical

SECONDS = 10
_INSIDE = 0.8  # of the cases; a zip file that is damaged outside is soon refused
MEMORY = 1 << 30
BEYOND = 3 * SECONDS  # in code that cannot be interrupted
NASTY = (
    *(b"\0", b"\x0b", b"\x1b", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r", b"\n" * 50, b'"'),
    *(b"&#11;", b"&#xFFFE;", b"&#xD800;", b"<", b">", b"</", b"<!--", b"<![CDATA[", b"<p>" * 300),
    *(b"\\ud800", b"\\u0000", b"[" * 2000, b"{" * 2000, b"9" * 5000, b"NaN", b"1e999", b"null"),
    *(b"stream", b"endstream", b"endobj", b"xref", b"1 0 R", b"<<", b">>", b"/Kids", b"(" * 500),
    *(b"/Prev 0", b"/Length 99999999", b"/Count 99999999", b"/Filter /LZWDecode", b"/Parent 3 0 R"),
    *(
        b"---\n",
        b": ",
        b",",
        b";",
        b"\t",
        b"a" * 9999,
        b" " * 9999,
        "\u202e\ufeff\U0001f600".encode(),
    ),
    *(b"=?utf-8?Q?=FF?=", b"charset=utf-7", b"charset=idna", b"+AOQ-", b"\xc3\xa4" * 99, b"-1"),
)

# Values of a file: strings, attributes, numbers and words, with their quotes.
_VALUE = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[-\w.:/#@]+')
NASTY_VALUES = (
    *(b'""', b"null", b"true", b"[]", b"{}", b'[""]', b"0", b"-1", b"1.5", b"9007199254740991"),
    *(
        b"9007199254740993",
        b"1e999",
        b'"\\ud800"',
        b'"&#13;"',
        b'"\\u0000"',
        b'" "',
        b'"/"',
        b'"."',
    ),
    *(b'".."', b'"../../x"', b'"a/b"', b'"a\nb"', b'"="', b'"\\n"', b'"' + b"a" * 3000 + b'"'),
    *(
        b'"\xe2\x80\xa8"',
        b'"e\xcc\x81\xef\xbb\xbf"',
        b'"\xf0\x9f\x98\x80"',
        b"~",
        b"- ",
        b"&a",
        b"*a",
    ),
)
Damage = Callable[[bytes, list[bytes], random.Random], bytes]


class Hang(BaseException):
    """A case took too long."""


def mutated(data: bytes, samples: list[bytes], rng: random.Random) -> bytes:
    """Damage a file in one to eight places."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 4, 8))):
        at = rng.randrange(len(out) + 1)
        end = min(len(out), at + int(rng.expovariate(1 / 30)))
        way = rng.randrange(9)
        if way == 0:
            out[at : at + 3] = rng.randbytes(len(out[at : at + 3]))
        elif way == 1:
            out[at:end] = b""
        elif way == 2:
            out[at:at] = rng.choice(NASTY)
        elif way == 3:
            out[at:end] = rng.choice(NASTY)
        elif way == 4:
            out[at:at] = bytes(out[at:end]) * rng.choice((1, 2, 50))
        elif way == 5:
            other = rng.choice(samples)
            start = rng.randrange(len(other) + 1)
            out[at:end] = other[start : start + rng.randint(1, 400)]
        elif way == 6:
            del out[rng.choice((at, len(out) // 2)) :]
        elif way == 7:
            out[at:] = re.sub(rb"\d", lambda _: b"%d" % rng.randrange(10), out[at:], count=1)
        else:
            out[at:at] = rng.randbytes(rng.randint(1, 40))
    return bytes(out)


def exchanged(data: bytes, samples: list[bytes], rng: random.Random) -> bytes:
    """Put other values in the place of one to eight of a file's, which most often stays whole."""
    places = [found.span() for found in _VALUE.finditer(data)]
    others = [found[0] for found in _VALUE.finditer(rng.choice(samples))]
    if not places or not others:
        return mutated(data, samples, rng)
    quoted = [each for each in places if data.startswith(b'"', each[0])]
    if quoted and rng.random() < _INSIDE:
        places = quoted
    chosen = rng.sample(places, min(len(places), rng.choice((1, 1, 2, 2, 4, 8))))
    for start, end in sorted(chosen, reverse=True):
        is_quoted = data.startswith(b'"', start)
        news = rng.choice((others, NASTY_VALUES))
        if rng.random() < _INSIDE:  # else the file is seldom whole
            news = [each for each in news if each.startswith(b'"') is is_quoted] or news
        data = data[:start] + rng.choice(news) + data[end:]
    return data


def repacked(
    data: bytes, samples: list[bytes], rng: random.Random, damage: Damage = mutated
) -> bytes:
    """Damage one of the files in a zip file, which stays a whole one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = rng.choice(names)
        for name in names:
            content = old.read(name)
            new.writestr(name, damage(content, samples, rng) if name == chosen else content)
    return out.getvalue()


def check(article: Article) -> None:
    """Raise AssertionError where an article keeps no promise."""
    assert canonical(article.text) == article.text, "the text is not canonical"
    end = 0
    for block in article.blocks:
        assert end <= block.start < block.end <= len(article.text), "blocks out of order"
        end = block.end
    facts = (article.title, article.source, article.author, article.date, article.url)
    for fact in facts:
        assert "\n" not in fact, "more than a line"
        fact.encode()
    for remark in article.remarks:
        str(remark).encode()


def read(folder: Path, name: str, data: bytes) -> str:
    """Do with a file what the program does, and say what came of it; raises what must not be."""
    for old in folder.iterdir():
        old.unlink()
    (folder / name).write_bytes(data)
    if name == "metadata.csv":
        (folder / "a.md").write_text(TEXT, encoding="utf-8")
    problems: list[CorpusError] = []
    outcome = "nothing"
    for stamp in list(article_stamps(folder, on_problem=problems.append)):
        try:
            check(load_article(folder, stamp.path))
            outcome = "article"
        except CorpusError as error:
            problems.append(error)
    for problem in problems:
        str(problem).encode()
    return "problem" if problems else outcome


Door = Callable[[Path, str, bytes], str]
OTHER_DOORS: dict[str, tuple[Callable[[], list[tuple[str, bytes]]], Door]] = {
    "csv": (fuzz_imports.tables, fuzz_imports.bring),
    "jsonl": (fuzz_imports.lines, fuzz_imports.bring),
    "w3c": (fuzz_imports.web, fuzz_imports.bring),
    "hypothesis": (fuzz_imports.hypothesis, fuzz_imports.bring),
    "qdpx": (fuzz_imports.projects, fuzz_imports.bring),
    "qdc": (fuzz_imports.codebooks, fuzz_imports.bring),
    "annotations": (fuzz_settings.annotations, fuzz_settings.load),
    "config": (fuzz_settings.configs, fuzz_settings.configure),
    "query": (fuzz_settings.queries, fuzz_settings.search),
}
DOORS = {name: (samples, read) for name, samples in SAMPLES.items()} | OTHER_DOORS


def case(door: str, samples: list[tuple[str, bytes]], seed: int, number: int) -> tuple[str, bytes]:
    """Give the name and the bytes of a case."""
    rng = random.Random(f"{door}:{seed}:{number}")
    name, data = rng.choice(samples)
    others = [each for _, each in samples]
    is_other = door in OTHER_DOORS
    damage = exchanged if is_other and rng.random() < _INSIDE else mutated
    if data.startswith(b"PK") and rng.random() < _INSIDE:
        if is_other:
            others = [each for each in others if not each.startswith(b"PK")]
        return name, repacked(data, others, rng, damage)
    return name, damage(data, others, rng)


def hang(_signal: int, _frame: object) -> None:
    raise Hang


def run(door: str, seed: int, numbers: Iterable[int], until: float) -> Counter[str]:
    """Do cases until a moment; print what is found, and give how many came to what."""
    told: set[str] = set()
    outcomes: Counter[str] = Counter()
    make, do = DOORS[door]
    samples = make()
    with tempfile.TemporaryDirectory() as place:
        for number in numbers:
            if time.monotonic() > until:
                break
            name, data = case(door, samples, seed, number)
            outcome, error = one(do, Path(place), name, data)
            outcomes[outcome] += 1
            if error is None:
                continue
            frame = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{type(error).__name__} at {frame.filename}:{frame.lineno}"
            if where not in told:
                told.add(where)
                kept = Path(tempfile.gettempdir()) / f"fuzz-{door}-{seed}-{number}-{name}"
                kept.write_bytes(data)
                print(f"case {number}, kept as {kept}: {where}")
                traceback.print_exception(error, limit=-5, file=sys.stdout)
                sys.stdout.flush()
    return outcomes


def one(do: Door, place: Path, name: str, data: bytes) -> tuple[str, BaseException | None]:
    """Do a case: what came of it, and what must not have come of it."""
    faulthandler.dump_traceback_later(BEYOND, exit=True)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    began = time.monotonic()
    try:
        outcome = do(place, name, data)
    except (Exception, Hang) as error:
        return "FOUND", error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
    return ("slow " if time.monotonic() - began > 1 else "") + outcome, None


def main() -> None:
    door, minutes, *rest = sys.argv[1:]
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    seed, *only = map(int, rest or ["0"])
    signal.signal(signal.SIGALRM, hang)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY + used, MEMORY + used))
    numbers = only or count()
    began = time.monotonic()
    outcomes = run(door, seed, numbers, began + 60 * float(minutes))
    cases = sum(outcomes.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{door}: {cases:,} cases in {time.monotonic() - began:.0f} s, peak {peak} MB")
    for outcome, number in outcomes.most_common():
        print(f"  {outcome:16} {number:,}")
    sys.exit(1 if outcomes["FOUND"] else 0)


if __name__ == "__main__":
    main()

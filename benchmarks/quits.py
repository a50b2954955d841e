"""Leaves the program at random moments in every way, and measures how long that takes.

    python benchmarks/quits.py [QUITS] [--seed N] [--articles N] [--only WORD]

Each time the program is brought into a state (idle, reading, indexing, loading annotations,
indexing in memory, renaming a topic everywhere, searching, with a reader process that hangs, with a
note half written) and left in one way (keys, signals, its terminal closed, stopped and let go on)
at a random moment. Afterwards nothing that it had started may run, nobody may hold the annotations
folder, every file must be valid YAML, and no passage and nothing acknowledged may be missing.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from in_terminal import Program, runs

from annotations.files.article_file import AnnotationFile, render
from annotations.files.presence import Presence
from annotations.model import Annotation
from corpus.load import load_article
from workspace.config import initial_config

ALLOWED = 1.0
LONGEST = 30.0
CTRL_Q, CTRL_C, ESCAPE, ENTER = b"\x11", b"\x03", b"\x1b", b"\r"
TEXT = (
    "Meldung Nummer {number} aus Seoul\n\n"
    "Die Delegation traf am Montag ein. Sie sprach über Lieferungen und den Vorgang "
    "vorgang{number:05}. Beobachter erwarten weitere Gespräche im Herbst.\n\n"
)
LINE = "Der Bericht in der Zeitung, der in dem Haus an der Ecke in der Stadt lag, kam an.\n\n"
QUOTE = "Die Delegation traf am Montag ein."
OLD, NEW = "arms deals", "ships"


# -- folders, made once and copied for each try


def make_base(base: Path, articles: int) -> Path:
    """A folder of articles with one annotation in each."""
    (base / "articles").mkdir(parents=True)
    (base / "annotations").mkdir()
    config = initial_config("articles") + "\n"
    (base / "config.yaml").write_text(config, encoding="utf-8")
    for number in range(articles):
        name = f"meldung-{number:05}.txt"
        text = TEXT.format(number=number) + LINE * (40 if number % 10 == 0 else 1)
        (base / "articles" / name).write_text(text, encoding="utf-8")
        if number < 2:
            article = load_article(base / "articles", name)
    start = article.text.index(QUOTE)
    for number in range(articles):
        name = f"meldung-{number:05}.txt"
        annotation = Annotation(
            id=f"a{number:05}",
            start=start,
            end=start + len(QUOTE),
            quote=QUOTE,
            prefix="",
            suffix="",
            topics=(OLD,),
            note="",
            coder="",
            created="2026-01-01T10:00:00Z",
            updated="2026-01-01T10:00:00Z",
        )
        file = AnnotationFile(name, "", "", (annotation,))
        (base / "annotations" / f"{name}.yaml").write_bytes(render(file))
    return base


def copy(base: Path, to: Path) -> Path:
    """A copy whose files are the same ones: the program only ever replaces them."""
    shutil.copytree(base, to, copy_function=os.link, symlinks=True)
    return to


def warm(base: Path) -> None:
    """Let everything be read and indexed once."""
    program = Program(base)
    try:
        wait(program, b"enter read", "the list")
        until = time.monotonic() + 300
        while time.monotonic() < until:
            came = program.pump(1.0)
            if b"reading articles" not in came and not came:
                break
        program.press(CTRL_Q)
        if program.wait_exit(LONGEST) is None:
            raise SystemExit("it could not be left when it had indexed everything")
    finally:
        program.end()


def wait(program: Program, words: bytes, what: str) -> None:
    if not program.wait_for(words):
        tail = program.output[-1500:].decode(errors="replace")
        raise SystemExit(f"this never came: {what}\n{tail}")


# -- states: bring the program there; gives the folder it runs in


@dataclass
class Case:
    """One try: its folder, the program, and what must be found afterwards."""

    base: Path
    program: Program
    acknowledged: list[str] = field(default_factory=list)


State = Callable[[Case, random.Random], None]


def idle(case: Case, _dice: random.Random) -> None:
    wait(case.program, b"enter read", "the list")


def loading(case: Case, dice: random.Random) -> None:
    """The first seconds: typed before anything is there, or while annotations are loaded."""
    if dice.random() < 0.5:
        wait(case.program, b"\x1b[?1049h", "the screen")
    else:  # before that the terminal takes keys such as ctrl+q for itself
        case.program.until_keys_are_kept()


def indexing(case: Case, dice: random.Random) -> None:
    wait(case.program, b"reading articles", "indexing")
    case.program.pump(dice.uniform(0, 2))


def in_memory(case: Case, dice: random.Random) -> None:
    wait(case.program, b"into memory", "indexing in memory")
    case.program.pump(dice.uniform(0, 4))


def reading(case: Case, _dice: random.Random) -> None:
    wait(case.program, b"enter read", "the list")
    case.program.press(ENTER)
    wait(case.program, b"arms deals", "an article")


def tagging(case: Case, dice: random.Random) -> None:
    """Sentences are tagged, and one is on its way."""
    reading(case, dice)
    case.program.press(b")")
    for number in range(dice.randrange(1, 4)):
        # Another topic each time: what is said again because it is drawn again is no answer.
        key, topic = ((b"2", "summits"), (b"3", "sanctions"))[number % 2]
        case.program.press(b")" + key)
        wait(case.program, b"tagged " + topic.encode(), "an acknowledged tag")
        case.acknowledged.append(topic)
    if dice.random() < 0.5:
        case.program.press(b")4")


def noting(case: Case, dice: random.Random) -> None:
    """A note is half written."""
    reading(case, dice)
    case.program.press(b"a")
    wait(case.program, b"keep", "the note editor")
    case.program.press(b"halb geschrieben")
    wait(case.program, b"geschrieben", "the words")
    case.acknowledged.append("note: halb geschrieben")


def renaming(case: Case, dice: random.Random) -> None:
    """A topic is being renamed in every file."""
    wait(case.program, b"enter read", "the list")
    case.program.pump(2)  # until every annotation is loaded
    case.program.press(b"T")
    wait(case.program, b"rename", "the topics")
    case.program.pump(1)
    case.program.press(b"r\x15")  # what is there, away
    case.program.press(b"\x7f" * len(OLD) + NEW.encode() + ENTER)
    # In a small folder it may be over before it is told.
    case.program.wait_for(b"saving files", 5)
    case.program.pump(dice.uniform(0, 1))


def searching(case: Case, dice: random.Random) -> None:
    """A query that takes long holds the engine."""
    wait(case.program, b"enter read", "the list")
    case.program.press(b'/"der in"~50 und (vor* or de* or i*)')
    case.program.pump(dice.uniform(0, 1))


def hung(case: Case, dice: random.Random) -> None:
    """The process that indexes, or one that reads for it, does nothing any more."""
    wait(case.program, b"reading articles", "indexing")
    case.program.pump(dice.uniform(0, 1))
    for pid in case.program.family() - {case.program.process.pid}:
        if dice.random() < 0.7:
            try:
                os.kill(pid, signal.SIGSTOP)
            except ProcessLookupError:
                continue


def tail(program: Program) -> str:
    return program.output[-1500:].decode(errors="replace")


STATES: dict[str, State] = {
    each.__name__: each
    for each in (
        idle,
        loading,
        indexing,
        in_memory,
        reading,
        tagging,
        noting,
        renaming,
        searching,
        hung,
    )
}
# By itself, or by the signal while there is no screen yet.
ENDED = {0, 1, 129, 130, 143, -signal.SIGHUP, -signal.SIGTERM, -signal.SIGINT}
COLD = {"indexing", "hung", "loading", "in_memory"}


# -- ways to leave


def send(*numbers: signal.Signals, pause: float = 0.0) -> Callable[[Program], None]:
    def leave(program: Program) -> None:
        for number in numbers:
            os.kill(program.process.pid, number)
            time.sleep(pause)

    return leave


def type_(keys: bytes) -> Callable[[Program], None]:
    return lambda program: program.press(keys)


WAYS: dict[str, Callable[[Program], None]] = {
    "ctrl+q": type_(CTRL_Q),
    "ctrl+q twice": type_(CTRL_Q + CTRL_Q),
    "ctrl+c twice": type_(CTRL_C + CTRL_C),
    "SIGTERM": send(signal.SIGTERM),
    "SIGHUP": send(signal.SIGHUP),
    "SIGINT": send(signal.SIGINT),
    "SIGINT twice": send(signal.SIGINT, signal.SIGINT),
    "window closed": Program.close_terminal,
    "hangup": send(signal.SIGHUP, signal.SIGCONT),
    "STOP, CONT, ctrl+q": lambda program: (
        send(signal.SIGSTOP, signal.SIGCONT, pause=0.05)(program),
        program.press(CTRL_Q),
    )[0],
    "STOP, TERM, CONT": send(signal.SIGSTOP, signal.SIGTERM, signal.SIGCONT),
}


# -- what must hold afterwards


def faults(case: Case, family: set[int], articles: int, allowed: float) -> list[str]:
    """What is wrong after the program has ended; what it started may take `allowed` seconds."""
    found = []
    until = time.monotonic() + allowed
    while any(map(runs, family)) and time.monotonic() < until:
        time.sleep(0.01)
    if left := [pid for pid in family if runs(pid)]:
        found.append(f"{len(left)} processes are left")
        for pid in left:
            os.kill(pid, signal.SIGKILL)
    if case.program.process.returncode not in ENDED:
        found.append(f"exit status {case.program.process.returncode}")
    if b"Traceback" in case.program.output or b"unexpected error" in case.program.output:
        found.append("a traceback: " + tail(case.program))
    presence = Presence(case.base / "annotations", "")
    if presence.acquire() is not None:
        found.append("somebody holds the annotations folder")
    presence.release()
    topics: list[str] = []
    notes: list[str] = []
    for file in sorted((case.base / "annotations").glob("*.yaml")):
        document = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
        for each in document["annotations"]:
            topics += each["topics"]
            notes.append("note: " + each.get("note", "").strip())
    if topics.count(OLD) + topics.count(NEW) != articles:
        found.append(f"{topics.count(OLD)} + {topics.count(NEW)} passages of {articles}")
    found += [
        f"acknowledged and lost: {each}"
        for each in set(case.acknowledged)
        if case.acknowledged.count(each) > (topics + notes).count(each)
    ]
    return found


def quit_once(
    folder: Path, bases: dict[str, Path], state: str, way: str, seed: int, allowed: float
) -> "Result":
    dice, longest = random.Random(seed), max(LONGEST, allowed)
    base = copy(bases["cold" if state in COLD else "warm"], folder / f"{seed}")
    if state == "in_memory":
        (base / "cache").write_text("a file where a folder should be", encoding="utf-8")
    articles = len(list((base / "articles").iterdir()))
    case = Case(base, Program(base))
    try:
        STATES[state](case, dice)
        case.program.pump(dice.uniform(0, 0.3))
        family = case.program.family()
        WAYS[way](case.program)
        seconds = case.program.wait_exit(longest)
        if seconds is None:
            wrong = [f"it did not end within {longest:.0f} s", tail(case.program)]
        else:
            wrong = faults(case, family, articles, allowed)
    finally:
        case.program.end()
        shutil.rmtree(base, ignore_errors=True)
    return Result(state, way, seconds if seconds is not None else longest, wrong)


@dataclass
class Result:
    """How one quit went."""

    state: str
    way: str
    seconds: float
    wrong: list[str]


def report(results: list[Result], allowed: float) -> None:
    """Print tables by state and by way."""
    for words in ("state", "way"):
        groups: dict[str, list[Result]] = defaultdict(list)
        for each in results:
            groups[getattr(each, words)].append(each)
        print(f"\n| {words} | quits | median s | slowest s | over {allowed:.0f} s | wrong |")
        print("|---|---|---|---|---|---|")
        for name, group in groups.items():
            took = sorted(each.seconds for each in group)
            over = sum(seconds > allowed for seconds in took)
            wrong = sum(bool(each.wrong) for each in group)
            middle = took[len(took) // 2]
            print(f"| {name} | {len(group)} | {middle:.2f} | {took[-1]:.2f} | {over} | {wrong} |")
    over = sum(each.seconds > allowed for each in results)
    wrong = sum(bool(each.wrong) for each in results)
    print(f"\n{len(results)} quits, {over} took over {allowed:.0f} s, {wrong} left something wrong")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("quits", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--allowed", type=float, default=ALLOWED, help="seconds")
    parser.add_argument("--only", default="", help="states and ways that have this word")
    options = parser.parse_args()
    cases = [(state, way) for state in STATES for way in WAYS]
    cases = [each for each in cases if options.only in " ".join(each)]
    random.Random(options.seed).shuffle(cases)
    folder = Path(tempfile.mkdtemp())
    results: list[Result] = []
    try:
        bases = {"cold": make_base(folder / "cold", options.articles)}
        bases["warm"] = copy(bases["cold"], folder / "warm")
        if any(state not in COLD for state, _ in cases):
            warm(bases["warm"])
        for number in range(options.quits):
            state, way = cases[number % len(cases)]
            seed, allowed = options.seed + number, options.allowed
            result = quit_once(folder, bases, state, way, seed, allowed)
            results.append(result)
            if result.wrong or result.seconds > allowed:
                print(f"{state}, {way}, seed {seed}: {result.seconds:.2f} s {result.wrong}")
                sys.stdout.flush()
        report(results, options.allowed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if any(each.wrong or each.seconds > options.allowed for each in results) else 0)


if __name__ == "__main__":
    main()

"""Uses the real program at random, and looks whether it goes on and whether anything is lost.

    python benchmarks/monkey.py [MINUTES] [SEED] [--events N] [--replay FILE]

Keys, words, clicks, double and triple clicks, drags, the wheel, pastes, odd sequences and sizes of
the terminal down to one cell, over all screens of a folder with annotations of thirty topics. Now
and then it must answer: draw when it is resized, show something, and open help by a key. When it
has been left (also by the monkey), every file must be valid YAML, and undoing every step of the
session must give back exactly the annotations and topics that it began with; doing them again,
those at its end. So nothing that was said to be done can have been lost on the way.

A failure is told with the events before it, which are written to a file for `--replay`.
"""

import argparse
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from typing import Any

import pyte
import yaml
from in_terminal import ROOT, SECONDS, Program

from corpus.text.spans import Span
from workspace.coding.bulk import Marked
from workspace.config import initial_config
from workspace.places import Options, resolve
from workspace.workspace import Workspace

TOPICS = [f"topic {number:02}" for number in range(27)]
USUAL = (100, 30)
SIZES = [USUAL, (80, 24), (60, 20), (40, 10), (39, 9), (20, 5), (1, 1), (200, 60), (140, 12)]
SECONDS_TO_ANSWER = 120.0
EVENTS_BETWEEN_LOOKS = 25
NAMED = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "backtab": b"\x1b[Z",
    "backspace": b"\x7f",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    "delete": b"\x1b[3~",
    "f1": b"\x1bOP",
    "f5": b"\x1b[15~",
    "shift+right": b"\x1b[1;2C",
    "shift+down": b"\x1b[1;2B",
    "ctrl+right": b"\x1b[1;5C",
}
CONTROLS = [bytes([code]) for code in b"\x01\x02\x04\x05\x06\x07\x0b\x0e\x0f\x10\x12\x13\x15\x17"]
ODD = [
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[999;999R",
    b"\x1b[?2026;2$y",
    b"\x1b[<0;1;1",
    b"\xff\xfe",
    b"\x1b[",
]
WORDS = ["Putin", "topic 01", '"in der"', "neu", "Waffen*", "is:tagged", "(", "ÄÖ", "x" * 60]
PASTES = ["eins\nzwei\n", "q" * 30, "\x1b[31mrot", "Seoul", "1\r\n2\r\n3", ""]
NOT_FOR_PYTE = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\??[0-9;]*\$[a-zA-Z]|\x1b\[\?u")

Event = tuple[str, Any]


class Failure(Exception):  # noqa: N818 -- what is told
    """What must not happen."""


def make_folder(base: Path, dice: random.Random) -> None:
    """The samples, several times, with passages of many topics."""
    (base / "articles").mkdir(parents=True)
    for number in range(4):
        for file in sorted((ROOT / "seeds").iterdir()):
            text = file.read_text(encoding="utf-8")
            name = f"{number}-{file.name}"
            (base / "articles" / name).write_text(f"{text}\nNummer {number}.\n", encoding="utf-8")
    config = initial_config("articles")
    first = re.search(r"^( *)- name:", config, re.MULTILINE)
    assert first is not None
    topics = "".join(f"{first[1]}- name: {name}\n" for name in TOPICS)
    config = config[: first.start()] + topics + config[first.start() :]
    (base / "config.yaml").write_text(config, encoding="utf-8")
    workspace = opened(base)
    for file in sorted((base / "articles").iterdir()):
        article = workspace.article(file.name)
        spans = [
            each for number in range(len(article.blocks)) for each in article.sentences_in(number)
        ]
        for topic in dice.sample(TOPICS, 4):
            chosen = [Span(*dice.choice(spans)) for _ in range(2)]
            workspace.bulk.tag_many([Marked(article.path, article.sha256, tuple(chosen))], topic)
    workspace.close()
    shutil.rmtree(base / "state")  # a session begins with nothing to undo


def opened(base: Path) -> Workspace:
    for name in ("STATE", "CACHE", "DATA", "CONFIG"):
        os.environ[f"XDG_{name}_HOME"] = str(base / name.lower())
    options = Options(base / "articles", base / "annotations", base / "config.yaml")
    workspace = Workspace(resolve(options))
    workspace.load_catalogue()
    workspace.load_annotations()
    workspace.recorder.open_history()
    return workspace


def on_disk(base: Path) -> dict[str, object]:
    """Everything coded, as anybody's YAML reader sees it, without the times."""
    found: dict[str, object] = {}
    for file in sorted((base / "annotations").rglob("*.yaml")):
        document = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
        annotations = [
            {key: value for key, value in each.items() if key != "updated"}
            for each in document["annotations"]
        ]
        if annotations:
            found[file.name] = sorted(annotations, key=lambda each: str(each["id"]))
    config = yaml.load((base / "config.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    found["topics"] = config.get("topics", [])
    return found


# -- events


def event(dice: random.Random) -> Event:
    """Something a person could do, more often what does something."""
    kind = dice.choices(
        ["key", "named", "control", "words", "mouse", "paste", "size", "odd", "pause"],
        [40, 25, 5, 5, 15, 2, 4, 1, 3],
    )[0]
    if kind == "key":
        return kind, chr(dice.randrange(33, 127))
    if kind == "named":
        return kind, dice.choice(sorted(NAMED))
    if kind == "control":
        return kind, dice.choice(CONTROLS).hex()
    if kind == "words":
        return kind, dice.choice(WORDS)
    if kind == "mouse":
        doing = dice.choice(["click", "click", "double", "triple", "drag", "wheel", "foot"])
        return kind, [doing, *(round(dice.random(), 3) for _ in range(4))]
    if kind == "paste":
        return kind, dice.choice(PASTES)
    if kind == "size":
        return kind, dice.choice(SIZES)
    if kind == "odd":
        return kind, dice.choice(ODD).hex()
    return kind, round(dice.uniform(0, 0.4), 3)


def mouse(size: tuple[int, int], what: list[Any]) -> bytes:
    """The bytes of a click, a drag or the wheel."""
    (doing, *places), (columns, rows) = what, size
    x, to_x = (int(each * (columns - 1)) + 1 for each in places[:2])
    y, to_y = (int(each * (rows - 1)) + 1 for each in places[2:])
    if doing == "foot":  # where the hints are
        y = rows
        doing = "double" if places[1] > 0.5 else "click"
    click = f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"
    if doing == "wheel":
        return f"\x1b[<{64 + (to_x > x)};{x};{y}M".encode() * 3
    if doing == "drag":
        moves = f"\x1b[<0;{x};{y}M\x1b[<32;{(x + to_x) // 2};{(y + to_y) // 2}M"
        return f"{moves}\x1b[<32;{to_x};{to_y}M\x1b[<0;{to_x};{to_y}m".encode()
    return (click * {"click": 1, "double": 2, "triple": 3}[doing]).encode()


class Session:
    """One run of the program, from its start until it has ended."""

    def __init__(self, base: Path, dice: random.Random) -> None:
        self.base = base
        self.dice = dice
        self.size = USUAL
        self.events: deque[Event] = deque(maxlen=400)
        environment = {"VISUAL": "true", "EDITOR": "true"}
        self.program = Program(base, size=self.size, environment=environment)
        self.screen: Any = pyte.Screen(*self.size)
        self.stream: Any = pyte.ByteStream(self.screen)
        self.fed = 0

    def do(self, happening: Event) -> None:
        """Have something happen."""
        self.events.append(happening)
        kind, what = happening
        if kind == "size":
            self.size = tuple(what)
            self.program.resize(*self.size)
            self.screen.resize(self.size[1], self.size[0])
        elif kind == "pause":
            self.program.pump(what)
        elif kind == "mouse":
            self.program.press(mouse(self.size, what))
        elif kind == "paste":
            self.program.press(b"\x1b[200~" + what.encode() + b"\x1b[201~")
        elif kind == "named":
            self.program.press(NAMED[what])
        elif kind in {"control", "odd"}:
            self.program.press(bytes.fromhex(what))
        else:
            self.program.press(what.encode())

    @property
    def is_over(self) -> bool:
        """Whether the program has ended."""
        return self.program.process.poll() is not None

    def text(self) -> str:
        """What is on the screen."""
        came = NOT_FOR_PYTE.sub(b"", self.program.output[self.fed :])
        self.fed = len(self.program.output)
        self.stream.feed(came)
        return "\n".join(line.rstrip() for line in self.screen.display)

    def sees(self, words: str, seconds: float = SECONDS_TO_ANSWER) -> bool:
        """Whether words are on the screen in time."""
        until = time.monotonic() + seconds
        while words not in self.text():
            if time.monotonic() > until or self.is_over:
                return False
            self.program.pump(0.03)
        return True

    def look(self) -> None:
        """It must draw, show something, and take keys."""
        self.do(("size", (USUAL[0] - 1, USUAL[1])))
        self.program.pump(0.05)
        self.do(("size", USUAL))
        if not self.program.pump(0.3) and not self.is_over:
            until = time.monotonic() + SECONDS_TO_ANSWER
            while not self.program.pump(0.2) and not self.is_over:
                if time.monotonic() > until:
                    raise Failure("it does not draw itself in another size")
        if self.is_over:
            return
        if not self.text().strip():
            raise Failure("the screen is blank")
        for _ in range(12):
            self.do(("named", "escape"))
            self.program.pump(0.15)  # or it would be alt with the next key
            self.do(("key", "?"))
            if self.sees("Commands ─", 3) or self.is_over:
                break
            self.do(("named", "backspace"))  # it was typed into a field
        else:
            raise Failure("help does not open: keys are dead")
        self.do(("named", "escape"))
        self.program.pump(0.15)

    def live(self, until: float, most: int, given: list[Event]) -> int:
        """Be used; gives how many events it took."""
        if not self.sees("enter read", SECONDS):
            raise Failure("it did not start")
        count = 0
        while not self.is_over and time.monotonic() < until and count < most:
            kind, what = given.pop(0) if given else event(self.dice)
            try:
                self.do((kind, what))
            except OSError:
                break  # it has ended
            count += 1
            self.program.pump(self.dice.choice([0, 0, 0.01, 0.05]))
            if count % EVENTS_BETWEEN_LOOKS == 0:
                self.look()
        if not self.is_over:
            self.look()
        if not self.is_over:
            self.program.press(b"\x11")
        if self.program.wait_exit(SECONDS_TO_ANSWER) is None:
            raise Failure("it cannot be left")
        self.check_end()
        return count

    def check_end(self) -> None:
        """How it ended."""
        status = self.program.process.returncode
        said = self.program.output[-3000:].decode(errors="replace")
        if status or "Traceback" in said or "unexpected error" in said:
            raise Failure(f"it ended with {status}: {said[-600:]!r}")


def play(base: Path, dice: random.Random, until: float, most: int, given: list[Event]) -> int:
    """One session; gives how many events it took. Raises Failure."""
    session = Session(base, dice)
    try:
        return session.live(until, most, given)
    except (Failure, TimeoutError) as failure:
        tell(base, session, failure)
        raise Failure(str(failure)) from failure
    finally:
        session.program.end()


def tell(base: Path, session: Session, failure: Exception) -> None:
    """Say what came before a failure."""
    file = Path(tempfile.gettempdir()) / f"monkey-{os.getpid()}.json"
    file.write_text(json.dumps(list(session.events)), encoding="utf-8")
    print(f"FAILED: {failure}\nthe last events: {list(session.events)[-40:]}")
    print(f"all of them: --replay {file}\n{session.text()}")
    for log in (base / "state").rglob("*.log"):
        print(log.read_text(encoding="utf-8")[-3000:])


def check_undo(base: Path, before: dict[str, object]) -> None:
    """Undo the whole session, and do it again."""
    after = on_disk(base)
    workspace = opened(base)
    steps = len(workspace.recorder.open_history().done)
    for _ in range(steps):
        workspace.recorder.undo()
    differences(before, on_disk(base), f"after undoing {steps} steps")
    for _ in range(steps):
        workspace.recorder.redo()
    differences(after, on_disk(base), f"after doing {steps} steps again")
    workspace.close()


def differences(wanted: dict[str, object], found: dict[str, object], when: str) -> None:
    different = [name for name in {*wanted, *found} if wanted.get(name) != found.get(name)]
    if different:
        name = different[0]
        raise Failure(f"{when}, {name}: {wanted.get(name)} became {found.get(name)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("minutes", type=float, nargs="?", default=60)
    parser.add_argument("seed", type=int, nargs="?", default=random.randrange(10**6))
    parser.add_argument("--events", type=int, default=10**9)
    parser.add_argument("--session", type=int, help="events before the program is left")
    parser.add_argument("--replay", type=Path)
    options = parser.parse_args()
    until = time.monotonic() + options.minutes * 60
    given = json.loads(options.replay.read_bytes()) if options.replay else []
    events = sessions = failures = 0
    while time.monotonic() < until and events < options.events:
        seed = options.seed + sessions
        dice = random.Random(seed)
        base = Path(tempfile.mkdtemp())
        try:
            make_folder(base, dice)
            before = on_disk(base)
            most = min(options.events - events, options.session or dice.choice([100, 400, 1500]))
            events += play(base, dice, until, most, given)
            check_undo(base, before)
        except Failure as failure:
            failures += 1
            print(f"seed {seed}: {failure}", flush=True)
        finally:
            sessions += 1
            shutil.rmtree(base, ignore_errors=True)
        if options.replay:
            break
    print(f"{events:,} events in {sessions} sessions, {failures} failures; seed {options.seed}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

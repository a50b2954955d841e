"""Kills the program at random moments while it works, and counts what it had said was saved.

    python benchmarks/crashes.py [KILLS] [--screens N] [--seed N] [--folder FOLDER]

A child process opens the sample articles and tags, writes notes, undoes, redoes and bulk-tags at
random; it says over a pipe what it begins, and what stands in each file it touched when an action
has been acknowledged. The parent kills it with SIGKILL after a random time, finishes what was begun
as the next start would, reads every file with plain PyYAML, and compares. Only the action in flight
may be there or not, and only by one annotation in each article that it said it would touch. Then
the next child goes on in the same folder.

`--screens` does the same to the terminal program in a pty, where an action is acknowledged when the
screen says so.
"""

import argparse
import fcntl
import json
import os
import pty
import random
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from corpus.text.spans import Span
from workspace.coding.bulk import Marked
from workspace.places import Options, resolve
from workspace.workspace import Workspace

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
LONGEST = 0.25  # seconds that a child may work
ROUND = 50  # kills before a new folder
TOPICS = ("arms deals", "summits", "sanctions")

# What an annotation says, by its id: topics, quote, note.
Content = dict[str, tuple[list[str], str, str]]
State = dict[str, Content]


# -- the program at work


def work(base: Path, seed: int, say: Callable[[dict[str, object]], None]) -> None:
    """Do random things until killed."""
    dice = random.Random(seed)
    workspace = Workspace(resolve(Options(base / "articles", base / "annotations")))
    workspace.load_annotations()
    workspace.recorder.open_history()
    workspace.recorder.recover()
    articles = [workspace.article(file.name) for file in sorted((base / "articles").iterdir())]
    sentences = {
        article.path: [
            span for number in range(len(article.blocks)) for span in article.sentences_in(number)
        ]
        for article in articles
    }
    say({"ready": steps(workspace)})
    while True:
        article = dice.choice(articles)
        span = dice.choice(sentences[article.path])
        topic = dice.choice(TOPICS)
        kind = dice.choice(("tag", "tag", "tag", "note", "undo", "redo", "bulk"))
        touched = [article.path]
        if kind in {"undo", "redo"}:
            history = workspace.recorder.open_history()
            waiting = history.done if kind == "undo" else history.undone
            step = history.step(waiting[-1].id) if waiting else None
            touched = sorted({change.article for change in step.changes}) if step else []
        elif kind == "bulk":
            touched = [each.path for each in articles]
        say({"begins": kind, "touches": touched})
        if kind == "tag":
            workspace.changes.toggle_topic(article, span, topic, None)
        elif kind == "note":
            workspace.changes.write_note(
                article, span, None, f"Notiz {dice.random()}\nmit: zwei Zeilen"
            )
        elif kind == "undo":
            workspace.recorder.undo()
        elif kind == "redo":
            workspace.recorder.redo()
        else:
            chosen = [(each, dice.choice(sentences[each.path])) for each in articles]
            marked = [Marked(each.path, each.sha256, (Span(*at),)) for each, at in chosen]
            workspace.bulk.tag_many(marked, topic)
        now = {path: content(workspace, path) for path in touched}
        say({"done": kind, "now": now, "steps": steps(workspace)})


def steps(workspace: Workspace) -> int:
    return len(workspace.recorder.open_history().done)


def content(workspace: Workspace, path: str) -> Content:
    return {
        each.id: (list(each.topics), each.quote, each.note)
        for each in workspace.annotations_of(path)
    }


# -- killing and counting


@dataclass
class Tally:
    """What was acknowledged, found and lost, and what else must not happen."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    in_flight: Counter[str] = field(default_factory=Counter)
    half_done: int = 0

    def report(self, words: str) -> None:
        """Print it all."""
        print(
            f"{words}: {self.kills} kills, {self.acknowledged} actions acknowledged, "
            f"{self.acknowledged - len(self.lost)} found, {len(self.lost)} lost"
        )
        flying = ", ".join(f"{count} {kind}" for kind, count in sorted(self.in_flight.items()))
        print(
            f"  in flight when killed: {flying}; {self.half_done} of them on disk in part or whole"
        )
        for each in self.lost[:10]:
            print(f"  LOST: {each}")


def on_disk(base: Path) -> State:
    """Every annotation file, as anybody's YAML reader sees it; raises when one cannot be read."""
    found: State = {}
    for file in sorted((base / "annotations").rglob("*.yaml")):
        document = yaml.safe_load(file.read_bytes())
        found[file.name.removesuffix(".yaml")] = {
            each["id"]: (each["topics"], each["quote"], each.get("note", ""))
            for each in document["annotations"]
        }
    return found


def compare(tally: Tally, expected: State, found: State, flying: dict[str, object]) -> None:
    """Count as lost whatever differs and is not the action in flight."""
    touched = flying.get("touches", [])
    assert isinstance(touched, list)
    differs = False
    for path in {*expected, *found}:
        was, now = expected.get(path, {}), found.get(path, {})
        other = [each for each in {*was, *now} if was.get(each) != now.get(each)]
        differs = differs or bool(other)
        if other and (path not in touched or len(other) > 1):
            tally.lost.append(f"{path}: {other} after {flying}")
    if flying:
        tally.in_flight[str(flying["begins"])] += 1
        tally.half_done += differs


def kill_once(base: Path, seed: int, expected: State, steps_known: int, tally: Tally) -> int:
    """Let a child work for a random time and kill it; gives the number of steps to undo."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ours)

        def say(words: dict[str, object]) -> None:
            os.write(theirs, json.dumps(words).encode() + b"\n")

        try:
            work(base, seed, say)
        finally:
            os._exit(1)
    os.close(theirs)
    with os.fdopen(ours, "rb") as stream:
        first = stream.readline()  # ready
        time.sleep(random.Random(seed).uniform(0, LONGEST))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        *whole, _torn = stream.read().split(b"\n")
    lines = [json.loads(line) for line in whole]
    if not first:
        raise SystemExit("the child could not start")
    if abs(json.loads(first)["ready"] - steps_known) > 1:
        tally.lost.append(f"{steps_known} steps to undo before, {first!r} after a restart")
    flying: dict[str, object] = {}
    known = int(json.loads(first)["ready"])
    for line in lines:
        flying = line if "begins" in line else {}
        if "done" in line:
            tally.acknowledged += 1
            for path, annotations in line["now"].items():
                expected[path] = {key: tuple(each) for key, each in annotations.items()}
            known = line["steps"]
    finish(base)
    found = on_disk(base)
    compare(tally, expected, found, flying)
    tally.kills += 1
    expected.clear()
    expected.update(found)
    return known


def finish(base: Path) -> None:
    """Do what the next start does: finish what the killed program had begun."""
    workspace = Workspace(resolve(Options(base / "articles", base / "annotations")))
    workspace.recorder.recover()
    workspace.close()


def crash_workspace(folder: Path, kills: int, seed: int) -> Tally:
    tally = Tally()
    expected: State = {}
    known = 0
    base = folder
    for number in range(kills):
        if number % ROUND == 0:
            base = project(folder / f"round-{number}")
            expected, known = {}, 0
        known = kill_once(base, seed + number, expected, known, tally)
    return tally


def project(base: Path) -> Path:
    shutil.copytree(SEEDS, base / "articles")
    for name in ("STATE", "CACHE", "DATA", "CONFIG"):
        os.environ[f"XDG_{name}_HOME"] = str(base / name.lower())
    return base


# -- the program on a screen


def crash_screen(folder: Path, kills: int, seed: int) -> Tally:
    tally = Tally()
    for number in range(kills):
        base = project(folder / f"screen-{number}")
        acknowledged = drive_screen(base, random.Random(seed + number))
        found = sum(len(topics) for each in on_disk(base).values() for topics, *_ in each.values())
        tally.kills += 1
        tally.acknowledged += acknowledged
        if not acknowledged <= found <= acknowledged + 1:
            tally.lost.append(f"{acknowledged} acknowledged, {found} found")
        tally.in_flight["tag"] += 1
        tally.half_done += found > acknowledged
    return tally


def drive_screen(base: Path, dice: random.Random) -> int:
    """Tag new passages by keys until killed; gives how many the screen has acknowledged.

    Each time words of another line are selected, so that every tag is a passage of its own, and the
    topics take turns, so that the words on the screen are others each time.
    """
    command = [sys.executable, "-m", "nkreader", "--folder", str(base / "articles")]
    command += ["--annotations", str(base / "annotations")]
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40")
        os.execv(sys.executable, command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    acknowledged = 0
    try:
        wait_for(terminal, b"5 articles", 30)
        press(terminal, b"\r")
        wait_for(terminal, b"arms deals", 30)
        press(terminal, b"j" * dice.randrange(10, 40))
        time.sleep(0.3)
        killed_at = time.monotonic() + dice.uniform(0.1, 2.0)
        while time.monotonic() < killed_at:
            turn = acknowledged % 3
            press(terminal, b"w" + b"w" * dice.randrange(5) + str(turn + 1).encode())
            words = f"tagged {TOPICS[turn]}".encode()
            if not wait_for(terminal, words, killed_at - time.monotonic()):
                break
            acknowledged += 1
            press(terminal, b"\x1b")
            time.sleep(0.1)  # or the terminal would take it for alt+j
            press(terminal, b"jj")
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)
    return acknowledged


def press(terminal: int, keys: bytes) -> None:
    os.write(terminal, keys)


def wait_for(terminal: int, words: bytes, seconds: float) -> bool:
    """Tell whether words came on the wire in time."""
    until = time.monotonic() + seconds
    seen = b""
    while (left := until - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            seen += os.read(terminal, 65536)
            if words in seen:
                return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("kills", type=int, nargs="?", default=1000)
    parser.add_argument("--screens", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    base = Path(tempfile.mkdtemp(dir=options.folder))
    lost = 0
    try:
        tallies = [("workspace", crash_workspace(base, options.kills, options.seed))]
        if options.screens:
            tallies.append(("screen", crash_screen(base, options.screens, options.seed)))
        for words, tally in tallies:
            tally.report(words)
            lost += len(tally.lost)
    finally:
        shutil.rmtree(base)
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()

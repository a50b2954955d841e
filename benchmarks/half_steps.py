"""Kills the program in the middle of steps of many files, and looks for halves of them.

    python benchmarks/half_steps.py [KILLS] [--files N] [--seed N] [--folder FOLDER]

A child process works in a folder of some hundred articles: it tags a passage in each of them,
renames a topic everywhere, undoes and redoes. What is done to one article is done to all, so that
half a step is told by two files that do not carry the same topics. The parent kills the child while
it is at such a step, mostly between two of the batches in which files are written; looks at the
files as they were left; starts the program, which finishes what was begun; and looks again: all
files must be as before the step or as after it, and the configuration with them.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from annotations.history.steps import Step
from workspace.coding.bulk import Marked
from workspace.places import Options, resolve
from workspace.workspace import Workspace

KINDS = ("bulk", "rename", "rename", "undo", "undo", "redo", "redo")
SENTENCES = 60
ROUND = 25  # kills before a new folder
# The topics of one article, sorted; and those of the configuration.
Topics = list[str]


@dataclass
class Tally:
    """What was killed, what was found then, and what must not be."""

    kills: Counter[str] = field(default_factory=Counter)
    halves: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)

    def report(self) -> None:
        """Print it all."""
        kills = sum(self.kills.values())
        back = self.kills["undo"] + self.kills["redo"]
        print(
            f"{kills} kills, {self.acknowledged} steps acknowledged, "
            f"{sum(self.halves.values())} times half a step was left, {len(self.wrong)} wrong"
        )
        each = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kills.items()))
        print(f"  killed in: {each}; {100 * back // max(kills, 1)} % in an undo or redo")
        for words in self.wrong[:10]:
            print(f"  WRONG: {words}")


# -- the program at work


def opened(base: Path) -> Workspace:
    """The folder as another start of the program opens it."""
    paths = base / "articles", base / "annotations", base / "config.yaml"
    workspace = Workspace(resolve(Options(*paths)))
    workspace.load_annotations()
    workspace.recorder.open_history()
    workspace.recorder.recover()
    return workspace


def work(base: Path, seed: int, say: Callable[[dict[str, Any]], None]) -> None:
    """Make, undo and redo steps of all files until killed."""
    dice = random.Random(seed)
    workspace = opened(base)
    articles = [workspace.article(file.name) for file in sorted((base / "articles").iterdir())]
    first = articles[0].path
    history, recorder = workspace.recorder.open_history(), workspace.recorder
    act: Callable[[], object]
    for number in range(1_000_000):
        now = [topic for each in workspace.annotations_of(first) for topic in each.topics]
        possible: dict[str, Sequence[object]] = {
            "bulk": range(len(now), SENTENCES),
            "rename": now,
            "undo": history.done,
            "redo": history.undone,
        }
        kind = dice.choice([kind for kind in KINDS if possible[kind]])
        if kind == "bulk":
            topic = dice.choice([each.name for each in workspace.topics])
            spans = [(each, each.sentences_in(len(now))[0]) for each in articles]
            marked = [Marked(each.path, each.sha256, (span,)) for each, span in spans]
            act = partial(workspace.bulk.tag_many, marked, topic)
            after = [*now, topic]
        elif kind == "rename":
            topic, new = dice.choice(now), f"name {seed} {number}"
            act = partial(workspace.codebook.rename, topic, new)
            after = [new if each == topic else each for each in now]
        else:
            act = recorder.undo if kind == "undo" else recorder.redo
            waiting = history.done if kind == "undo" else history.undone
            after = changed(now, history.step(waiting[-1].id), first, is_back=kind == "undo")
        say({"begins": kind, "before": sorted(now), "after": sorted(after)})
        act()
        say({"done": kind})


def changed(now: Iterable[str], step: Step, article: str, *, is_back: bool) -> Topics:
    """The topics of an article once a step has been undone, or redone."""
    topics = Counter(now)
    for change in step.changes:
        if change.article == article:
            made = change.inverse() if is_back else change
            topics.subtract(made.before.topics if made.before else ())
            topics.update(made.after.topics if made.after else ())
    return list(topics.elements())


# -- killing and looking


def look(base: Path) -> set[tuple[str, ...]]:
    """The topics that articles carry, each article's sorted; one for all when no step is half."""
    found = set()
    for article in (base / "articles").iterdir():
        file = base / "annotations" / f"{article.name}.yaml"
        document = yaml.safe_load(file.read_bytes()) if file.exists() else {"annotations": []}
        topics = (topic for each in document["annotations"] for topic in each["topics"])
        found.add(tuple(sorted(topics)))
    return found


def configured(base: Path) -> set[str]:
    """The topics of the configuration."""
    return {each["name"] for each in yaml.safe_load((base / "config.yaml").read_text())["topics"]}


def kill_once(base: Path, seed: int, seconds: dict[str, float], tally: Tally) -> None:
    """Let a child work, kill it in the middle of a step, and look at what is there."""
    dice = random.Random(seed)
    ours, theirs = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            os.close(ours)
            work(base, seed, partial(say, theirs))
        finally:
            os._exit(1)
    os.close(theirs)
    last = dice.randrange(1, 4)
    with os.fdopen(ours, "rb") as stream:
        for _ in range(last - 1):
            begun, began = json.loads(stream.readline()), time.monotonic()
            stream.readline()
            seconds[begun["begins"]] = time.monotonic() - began
        begun = json.loads(stream.readline())
        time.sleep(dice.uniform(0, seconds.get(begun["begins"], 0.3)))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        # It may have done that, and have begun the next.
        *whole, _torn = stream.read().split(b"\n")
    is_done = False
    for words in map(json.loads, whole):
        is_done = "done" in words
        begun = begun if is_done else words
        tally.acknowledged += is_done
    tally.acknowledged += last - 1
    kind, after = begun["begins"], tuple(begun["after"])
    tally.kills[kind] += 1
    tally.halves[kind] += len(look(base)) > 1
    opened(base).close()
    found = look(base)
    if len(found) > 1:
        tally.wrong.append(f"seed {seed}: half of {kind} is left: {sorted(found)}")
    elif found != {after} and (is_done or found != {tuple(begun["before"])}):
        tally.wrong.append(f"seed {seed}: after {kind} there is {found}, not {after}")
    elif unknown := {topic for topics in found for topic in topics} - configured(base):
        tally.wrong.append(f"seed {seed}: after {kind} {unknown} are not configured")


def say(pipe: int, words: dict[str, Any]) -> None:
    """Tell the parent something, at once."""
    os.write(pipe, json.dumps(words).encode() + b"\n")


def project(base: Path, files: int) -> Path:
    """Make a folder of articles with a configuration of its own."""
    (base / "articles").mkdir(parents=True)
    text = "".join(f"This is sentence number {number}.\n\n" for number in range(SENTENCES))
    for number in range(files):
        (base / "articles" / f"{number:04}.txt").write_text(text)
    (base / "config.yaml").write_text("topics:\n  - name: one\n  - name: two\n")
    for name in ("STATE", "CACHE", "DATA", "CONFIG"):
        os.environ[f"XDG_{name}_HOME"] = str(base / name.lower())
    return base


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("--files", type=int, default=130)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    tally = Tally()
    seconds: dict[str, float] = {}
    try:
        for number in range(options.kills):
            if number % ROUND == 0:
                base = project(folder / f"round-{number}", options.files)
            kill_once(base, options.seed + number, seconds, tally)
    finally:
        shutil.rmtree(folder)
    tally.report()
    sys.exit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main()

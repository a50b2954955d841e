"""Lets several programs work on one folder at once, and looks whether anything was lost or doubled.

    python benchmarks/programs.py [RUNS] [--seconds N] [--taggers N] [--kills] [--commands]
                                  [--seed N] [--folder FOLDER]

Real processes open one folder of generated articles: taggers, each with sentences of its own, which
they tag, take away, note, undo and redo; and one that renames topics all the time, and sometimes
takes that back. Each says what it does and what it was told. With `--kills` one is killed with
SIGKILL at a random moment, again and again, and started anew; with `--commands` `nkreader merge`,
`restore` and `check --fix` run beside. In the end all are left, the folder is opened once more as
the next start does, and every file is read with plain PyYAML:

- each passage that was acknowledged is there exactly once, and none that was taken away;
- it has one topic, under a name that this topic has had; and if it was on disk before a renaming
  began that went through, not under the old one: no half steps;
- undo and redo have only changed what their own program had done, or one that had ended;
- nothing is left over: no step that is begun, no rescue file.
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from annotations.files.article_file import AnnotationFileError
from annotations.history.journal_file import DamagedError
from annotations.history.steps import Change
from corpus.article import Article
from corpus.text.spans import Span
from workspace.coding.bulk import Marked
from workspace.coding.save_result import Saved, SaveError
from workspace.places import Options, resolve
from workspace.workspace import Workspace

ARTICLES = 240  # each topic in more than two batches of files
SENTENCES = 12
FAMILIES = ("alpha", "beta", "gamma")
"""What the topics are called at first; "alpha 7" is a later name of the first one."""
RENAMER = "renamer"
_MOST_TOLD = 12

Key = tuple[str, int, int]
Event = dict[str, Any]


def project(base: Path) -> None:
    """Make the folder: articles of different sentences, and a configuration with topics."""
    (base / "articles").mkdir(parents=True)
    for number in range(ARTICLES):
        sentences = (f"Sentence {each} of article {number}." for each in range(SENTENCES))
        (base / "articles" / f"{number:03}.txt").write_text("\n\n".join(sentences) + "\n")
    topics = [{"name": name, "key": key} for key, name in enumerate(FAMILIES, 1)]
    (base / "config.yaml").write_text(yaml.safe_dump({"coder": "anna", "topics": topics}))


def tag_all(base: Path) -> None:
    """Tag the last sentence of every article, so that each renaming takes long."""
    workspace = Workspace(resolve(places(base)))
    workspace.load_annotations()
    for number, topic in enumerate(FAMILIES):
        articles = [workspace.article(f"{each:03}.txt") for each in range(number, ARTICLES, 3)]
        last = [(each, each.sentences_in(len(each.blocks) - 1)[-1]) for each in articles]
        marked = [Marked(each.path, each.sha256, (span,)) for each, span in last]
        workspace.bulk.tag_many(marked, topic)
    workspace.close()


def tag_elsewhere(base: Path) -> None:
    """Make other annotations of the same articles: of the last sentence but one of each."""
    options = Options(base / "articles", base / "other", base / "config.yaml")
    workspace = Workspace(resolve(options))
    workspace.load_annotations()
    articles = [workspace.article(f"{each:03}.txt") for each in range(ARTICLES)]
    last = [(each, each.sentences_in(len(each.blocks) - 2)[-1]) for each in articles]
    workspace.bulk.tag_many(
        [Marked(each.path, each.sha256, (span,)) for each, span in last], FAMILIES[0]
    )
    workspace.close()


def places(base: Path) -> Options:
    return Options(base / "articles", base / "annotations", base / "config.yaml")


def environment(base: Path) -> Mapping[str, str]:
    homes = {f"XDG_{each}_HOME": str(base / each) for each in ("STATE", "CACHE", "DATA", "CONFIG")}
    return {**os.environ, **homes}


def family(topic: str) -> str:
    """Which topic it is, whatever it is called by now."""
    return topic.split(maxsplit=1)[0]


# -- a program at work


class Program:
    """Opens the folder and works until there is a file `stop`; says on stdout what it does."""

    def __init__(self, base: Path, role: str, seed: int, taggers: int) -> None:
        self.base = base
        self.role = role
        self.dice = random.Random(seed)
        self.taggers = taggers
        self.workspace = Workspace(resolve(places(base)))
        self.workspace.other_program()
        self.workspace.load_annotations()
        self.workspace.recorder.open_history()
        self.told(self.workspace.recorder.recover())
        self.names = seed * 1000

    def say(self, **words: Any) -> None:
        """Say something, with the time; it is in the pipe when this returns."""
        line = json.dumps({"at": time.monotonic(), "role": self.role, **words})
        os.write(1, line.encode() + b"\n")

    def told(self, saved: Saved | None) -> None:
        """Say what a save came to."""
        if saved is None:
            return
        changes = [each for change in saved.changes if (each := self._described(change))]
        self.say(done=saved.words, kept=bool(saved.problem), changes=changes)

    def _described(self, change: Change) -> Event:
        each = change.after or change.before
        assert each is not None
        key = (change.article, each.start, each.end)
        before, after = (a and [list(a.topics), a.note] for a in (change.before, change.after))
        return {"key": key, "id": each.id, "before": before, "after": after}

    def run(self) -> None:
        """Work until told to stop, and leave as the program does."""
        self.say(ready=True)
        looked = time.monotonic()
        while not (self.base / "stop").exists():
            try:
                self.told(self._rename() if self.role == RENAMER else self._tag())
            except (SaveError, AnnotationFileError) as error:
                self.say(done="", refused=str(error))
            if time.monotonic() - looked > 1:
                looked = time.monotonic()
                self._look()
        if problem := self.workspace.recorder.open_history().problem:
            self.say(history=problem)
        self.workspace.close()
        self.say(left=self.workspace.recorder.unsaved)

    def _look(self) -> None:
        """What the screen does every second."""
        self.workspace.other_program()
        self.workspace.watch.look()
        self.workspace.codebook.look()
        if self.workspace.recorder.unsaved:
            saved = self.workspace.recorder.retry()
            self.say(retried=saved.words if saved else "")

    def _tag(self) -> Saved | None:
        number = self.dice.randrange(0, ARTICLES, 6)  # few, so that they meet in one file
        kind = self.dice.choice(("tag", "tag", "tag", "note", "away", "undo", "redo"))
        if kind in {"undo", "redo"}:
            return self._travel(kind)
        article = self.workspace.article(f"{number:03}.txt")
        span = self.dice.choice(self._own(article))
        there = [
            each.annotation
            for each in self.workspace.placed(article)
            if (each.annotation.start, each.annotation.end) == tuple(span)
        ]
        key = (article.path, *span)
        if kind == "tag" and not there:
            topic = self.dice.choice(self.workspace.topics).name
            self.say(begins=kind, keys=[key])
            return self.workspace.changes.toggle_topic(article, span, topic, None)
        if kind == "note" and there:
            self.say(begins=kind, keys=[key])
            note = f"Note {self.dice.random()}"
            return self.workspace.changes.write_note(article, span, there[0].id, note)
        if kind == "away" and there:
            self.say(begins=kind, keys=[key])
            return self.workspace.changes.delete(article.path, there[0].id)
        return None

    def _own(self, article: Article) -> list[Span]:
        """The sentences that are this program's alone."""
        mine = int(self.role)
        spans = [
            span for block in range(len(article.blocks)) for span in article.sentences_in(block)
        ]
        return spans[mine : -2 : self.taggers]

    def _travel(self, kind: str) -> Saved | None:
        history = self.workspace.recorder.open_history()
        waiting = history.done if kind == "undo" else history.undone
        keys: list[Key] = []
        with suppress(DamagedError):  # somebody else has just taken it away
            changes = history.step(waiting[-1].id).changes if waiting else ()
            both = ((each.article, each.after or each.before) for each in changes)
            keys = [(path, each.start, each.end) for path, each in both if each]
        self.say(begins=kind, keys=keys, label=waiting[-1].label if waiting else "")
        return self.workspace.recorder.undo() if kind == "undo" else self.workspace.recorder.redo()

    def _rename(self) -> Saved | None:
        if self.dice.random() < 0.25:
            return self._travel("undo")
        self.workspace.codebook.catch_up()
        old = self.dice.choice(self.workspace.topics).name
        self.names += 1
        new = f"{family(old)} {self.names}"
        self.say(begins="rename", keys=[], old=old, new=new)
        return self.workspace.codebook.rename(old, new)


# -- what must be


@dataclass
class Tally:
    """What was done and found over all runs."""

    runs: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def report(self) -> None:
        """Print it all."""
        print(f"{self.runs} runs, {len(self.wrong)} wrong")
        print(", ".join(f"{count:,} {what}" for what, count in self.counts.most_common()))
        for each in self.wrong[:_MOST_TOLD]:
            print(f"  WRONG: {each}")


@dataclass
class Passage:
    """What is known of one sentence: the ways in which it may stand there in the end."""

    notes: set[str | None] = field(default_factory=lambda: {None})
    """The notes that it may have; None: that it may not be there."""
    at: float = 0.0
    """When it was acknowledged last."""
    was_kept: bool = False


class Oracle:
    """Goes through what the programs have said, and tells what must be on disk."""

    def __init__(self, taggers: int, tally: Tally) -> None:
        self.passages: dict[Key, Passage] = {}
        self.renames: list[tuple[float, str, str]] = []
        self._taggers = taggers
        self._tally = tally
        self._begun: dict[str, Event] = {}
        self._is_merged = False
        self.wrong: list[str] = []

    def hear(self, event: Event) -> None:
        """Know what a program has said."""
        role = event["role"]
        if "begins" in event:
            self._begun[role] = event
            self._tally.counts["begun: " + event["begins"]] += 1
        elif "killed" in event:
            self._killed(role)
        elif "done" in event:
            begun = self._begun.pop(role, None)
            self._done(event, begun)
        elif event.get("retried"):
            self._tally.counts["saved by trying again"] += 1
        elif event.get("left"):
            self.wrong.append(f"{role} was left with {event['left']}")
        elif event.get("history"):
            self._tally.counts["history in memory at the end"] += 1

    def expect_merged(self) -> None:
        """Know that the other folder has been merged in the end."""
        self._is_merged = True

    def _passage(self, key: list[Any]) -> Passage:
        return self.passages.setdefault((key[0], key[1], key[2]), Passage())

    def _killed(self, role: str) -> None:
        """What was being done may have been done or not, by whoever finishes it."""
        begun = self._begun.pop(role, None)
        if begun is None:
            return
        for key in begun["keys"]:
            self._passage(key).notes |= {None, "", "*"}
        if begun["begins"] in {"rename", "undo", "redo"}:
            self._tally.counts["killed in a long step"] += 1

    def _done(self, event: Event, begun: Event | None) -> None:
        what = begun["begins"] if begun else "recovery"
        if event.get("refused"):
            self._tally.counts[f"refused: {what}"] += 1
            return
        if event["kept"]:
            self._tally.counts["not on disk at once"] += 1
        self._tally.counts["acknowledged"] += 1
        for each in event["changes"]:
            passage = self._passage(each["key"])
            (_, was), (_, note) = (each[side] or ([], None) for side in ("before", "after"))
            if was != note:
                passage.notes = {note}
            passage.at = event["at"]
            passage.was_kept = passage.was_kept or event["kept"]
        if what == "rename" and begun and not event["kept"] and "Not changed" not in event["done"]:
            self.renames.append((begun["at"], begun["old"], event["done"]))

    def look(self, base: Path) -> None:
        """Compare with what is on disk."""
        found: dict[Key, list[Event]] = {}
        for file in sorted((base / "annotations").rglob("*.yaml")):
            document = yaml.safe_load(file.read_bytes())
            ids = [each["id"] for each in document["annotations"]]
            if len(ids) != len(set(ids)):
                self.wrong.append(f"{file.name}: an id twice")
            for each in document["annotations"]:
                key = (document["article"]["path"], each["start"], each["end"])
                found.setdefault(key, []).append(each)
        configured = {
            each["name"] for each in yaml.safe_load((base / "config.yaml").read_bytes())["topics"]
        }
        if {family(each) for each in configured} != set(FAMILIES) or len(configured) != 3:
            self.wrong.append(f"the topics are {configured}")
        for key, (each, *_) in found.items():
            if each["quote"].startswith(("Sentence 10 ", "Sentence 11 ")):
                # Tagged before or elsewhere; earlier versions and names may have come back.
                self.passages[key] = Passage({""}, was_kept=self._is_merged)
        number = sum("Sentence 10 " in each[0]["quote"] for each in found.values())
        if self._is_merged and number != ARTICLES:
            self.wrong.append(f"LOST: {number} of the merged passages are there")
        number = sum("Sentence 11 " in each[0]["quote"] for each in found.values())
        if number != ARTICLES:
            self.wrong.append(f"LOST: {number} of the first passages are left")
        for key in {*found, *self.passages}:
            self._look_at(key, found.get(key, []), configured)
        self._tally.counts["passages at the end"] += len(found)

    def _look_at(self, key: Key, there: list[Event], configured: set[str]) -> None:
        passage = self.passages.get(key, Passage())
        if len(there) > 1:
            self.wrong.append(f"DOUBLED {key}: {there}")
        notes: set[str | None] = {each.get("note", "").rstrip("\n") for each in there} or {None}
        if not notes <= passage.notes and ("*" not in passage.notes or notes == {None}):
            word = "LOST" if notes == {None} else "OTHER"
            self.wrong.append(f"{word} {key}: {notes} and not {passage.notes} {there}")
        for each in there:
            if len(each["topics"]) != 1:
                self.wrong.append(f"TOPICS {key}: {each}")
            elif each["topics"][0] not in configured:
                self._old_name(key, passage, each["topics"][0])

    def _old_name(self, key: Key, passage: Passage, topic: str) -> None:
        """A passage may keep a name that was taken away while it was being written."""
        self._tally.counts["passages under an old name"] += 1
        later = [at for at, old, _ in self.renames if old == topic and at > passage.at]
        if later and not passage.was_kept:
            self.wrong.append(f"HALF {key}: {topic}, renamed {later[0] - passage.at:.3f} s later")


def left_over(base: Path) -> Iterator[str]:
    """Steps that are begun, and rescue files."""
    for file in (base / "STATE").rglob("*.sqlite*"):
        if file.name.endswith("-journal"):
            continue
        db = sqlite3.connect(file)
        query = "select label, state, intent from steps where state not in ('done', 'undone')"
        yield from (f"begun: {row}" for row in db.execute(query))
        db.close()
    yield from (f"left: {file}" for file in (base / "STATE").rglob("rescue/*.json"))


# -- a run


class Run:
    """Programs in one folder, and what they say."""

    def __init__(self, base: Path, seed: int, options: argparse.Namespace, tally: Tally) -> None:
        self.base = base
        self.seed = seed
        self.dice = random.Random(seed)
        self.options = options
        self.tally = tally
        self.events: list[Event] = []
        self.failed: list[str] = []
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._said: dict[str, list[Path]] = {}
        self._starts = 0

    def start(self, role: str) -> None:
        """Start a program in a role."""
        self._starts += 1
        said = self.base / f"said-{role}-{self._starts}"
        command = [sys.executable, __file__, "--work", role, "--folder", str(self.base)]
        command += ["--seed", str(self.seed * 100 + self._starts)]
        command += ["--taggers", str(self.options.taggers)]
        with said.open("wb") as out:
            env = environment(self.base)
            self._running[role] = subprocess.Popen(command, stdout=out, env=env)
        self._said.setdefault(role, []).append(said)

    def make(self) -> list[str]:
        """Let them work, and tell what is wrong afterwards."""
        project(self.base)
        self._call("--tag-all")
        if self.options.commands:
            self._call("--tag-elsewhere")
        roles = [*(str(each) for each in range(self.options.taggers)), RENAMER]
        for role in roles:
            self.start(role)
        until = time.monotonic() + self.options.seconds
        try:
            while time.monotonic() < until:
                self._beside(roles)
        finally:
            (self.base / "stop").touch()
            for role, process in self._running.items():
                try:
                    if process.wait(120):
                        self.events.append({"at": 0.0, "role": role, "left": "an error"})
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    self.events.append({"at": 0.0, "role": role, "left": "no end in 120 s"})
        return self._judged()

    def _beside(self, roles: list[str]) -> None:
        """What happens while they work."""
        time.sleep(self.dice.uniform(0.1, 1.0))
        if self.options.kills:
            role = self.dice.choice(roles)
            process = self._running[role]
            process.kill()
            process.wait()
            killed = {"at": time.monotonic(), "role": role, "killed": True}
            with self._said[role][-1].open("ab") as said:
                said.write(b"\n" + json.dumps(killed).encode() + b"\n")
            self.tally.counts["kills"] += 1
            self.start(role)
        if self.options.commands:
            self._command()

    def _command(self) -> None:
        other = self.base / "other"
        # One in which nobody else works, as earlier versions are brought back.
        name = f"{self.dice.randrange(1, ARTICLES, 6):03}.txt"
        chosen = self.dice.choice((["check", "--fix"], ["merge", str(other)], ["restore", name]))
        self._nkreader(chosen)

    def _nkreader(self, chosen: list[str]) -> None:
        words = [sys.executable, "-m", "nkreader", *chosen, "--folder", str(self.base / "articles")]
        words += ["--annotations", str(self.base / "annotations")]
        words += ["--config", str(self.base / "config.yaml")]
        done = subprocess.run(
            words, env=environment(self.base), capture_output=True, timeout=120, check=False
        )
        self.tally.counts[f"nkreader {chosen[0]}: exit {done.returncode}"] += 1
        if b"Traceback" in done.stderr:
            self.failed.append(f"nkreader {chosen[0]}: {done.stderr.decode()}")

    def _call(self, what: str) -> None:
        command = [sys.executable, __file__, what, "--folder", str(self.base)]
        env = dict(environment(self.base))
        if what != "--finish":  # by somebody whose steps nobody here takes back
            env["XDG_STATE_HOME"] = str(self.base / "elsewhere")
        subprocess.run(command, env=env, check=True, timeout=300)

    def _judged(self) -> list[str]:
        for each in self._said.values():
            for file in each:
                for line in file.read_bytes().splitlines():
                    try:
                        self.events.append(json.loads(line))
                    except ValueError:
                        continue  # torn by a kill
        oracle = Oracle(self.options.taggers, self.tally)
        for event in sorted(self.events, key=lambda event: event["at"]):
            oracle.hear(event)
        self._call("--finish")
        if self.options.commands:
            self._nkreader(["merge", str(self.base / "other")])
            oracle.expect_merged()
        oracle.look(self.base)
        return [*self.failed, *oracle.wrong, *left_over(self.base)]


def finish(base: Path) -> None:
    """Do what the next start does, twice: what the first cannot take over the second does."""
    for _ in range(2):
        workspace = Workspace(resolve(places(base)))
        workspace.load_annotations()
        workspace.recorder.recover()
        if workspace.recorder.unsaved:
            print("unsaved at the end:", workspace.recorder.unsaved)
        workspace.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("runs", type=int, nargs="?", default=3)
    parser.add_argument("--seconds", type=float, default=12)
    parser.add_argument("--taggers", type=int, default=2)
    parser.add_argument("--kills", action="store_true")
    parser.add_argument("--commands", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--tag-all", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--tag-elsewhere", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--finish", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        Program(options.folder, options.work, options.seed, options.taggers).run()
        return
    if options.tag_all:
        tag_all(options.folder)
        return
    if options.tag_elsewhere:
        tag_elsewhere(options.folder)
        return
    if options.finish:
        finish(options.folder)
        return
    tally = Tally()
    for seed in range(options.seed, options.seed + options.runs):
        base = Path(tempfile.mkdtemp(dir=options.folder))
        wrong = Run(base / "project", seed, options, tally).make()
        tally.runs += 1
        tally.wrong += [f"--seed {seed} ({base}): {each}" for each in wrong]
        if not wrong:
            shutil.rmtree(base)
    tally.report()
    sys.exit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main()

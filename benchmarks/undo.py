"""Does anything, kills the program anywhere, and looks whether undoing gives the first files.

    python benchmarks/undo.py [SECONDS] [--seed N] [--folder FOLDER]

Runs in turn, for so many seconds: a program that does twenty-five random things (steps of all
kinds, undo, redo, restarts, edited articles, ends at a random operation on the disk), and one that
is killed with SIGKILL in the middle of a step, an undo or a redo of many files. After each, every
file and the configuration must be as before or after it, never between; in the end everything is
undone, which must give the first bytes again, and done again.

The tests of undo use the folder and the actions, too.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec

from annotations.files.article_file import AnnotationFileError
from annotations.history import journal_file
from annotations.model import Annotation
from corpus.article import Article
from corpus.folder.catalogue import Record
from corpus.text.spans import Span
from disk import durable
from workspace.coding.article_coding import exactly
from workspace.coding.bulk import Marked
from workspace.coding.earlier_versions import restorable, restore
from workspace.coding.save_result import Saved, SaveError
from workspace.places import Options, resolve
from workspace.workspace import Workspace

CONFIG = """\
# Mine, with a remark.
coder: anna
topics:
  - name: one   # the first
    key: 1
  - {name: two, colour: red}
  - name: three
"""
TEXTS = {
    "a.txt": "The first ship came late. The second ship came at noon. Nobody knew the third.\n",
    "news/b.txt": "Prices rose again. The bank said nothing. Prices will fall, said others.\n",
    "news/far/c.txt": "A note from abroad. The minister left early. Talks go on. Talks failed.\n",
}
BY_HAND = """\
# written by hand
annotations:
    -   quote: "The bank said nothing."
        id: by-hand
        start: 19
        end: 41
        topics: ["one",   'two']
        confidence: 0.50
version: 1
article: {path: news/b.txt, reviewed: yes}
"""
KINDS = (
    *("tag", "tag", "tag", "note", "about", "star", "delete", "move", "resize", "confirm"),
    *("keep", "bulk", "reject", "create", "rename", "rename", "merge", "drop", "change", "restore"),
)
Snapshot = dict[str, bytes | None]


class Crash(BaseException):
    """The program ends here, as when it is killed."""


class Folder:
    """Articles, one of them annotated by hand, a configuration, and the program at work."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.articles, self.annotations = base / "articles", base / "annotations"
        for path, text in TEXTS.items():
            file = self.articles / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        (self.annotations / "news").mkdir(parents=True)
        (self.annotations / "news" / "b.txt.yaml").write_text(BY_HAND)
        self.config = base / "config.yaml"
        self.config.write_text(CONFIG)
        self.names = 0
        self.workspace = self.opened()

    def opened(self) -> Workspace:
        """Open it as another start of the program does."""
        workspace = Workspace(resolve(Options(self.articles, self.annotations, self.config)))
        workspace.load_annotations()
        workspace.recorder.open_history()
        workspace.recorder.recover()
        return workspace

    def restart(self) -> None:
        """Leave the program and start it again."""
        self.workspace.close()
        self.workspace = self.opened()

    def die(self) -> None:
        """End the program as a kill does, and start it again."""
        self.workspace.recorder.open_history().session.end()
        self.workspace = self.opened()

    def look(self) -> Snapshot:
        """Every file and folder of the annotations but the program's own, and the configuration."""
        found: Snapshot = {"config.yaml": self.config.read_bytes()}
        for path in sorted(self.annotations.rglob("*")):
            name = path.relative_to(self.annotations).as_posix()
            if not path.name.startswith("."):
                found[name] = path.read_bytes() if path.is_file() else None
        return found

    def steps(self) -> tuple[int, int]:
        """How many steps can be undone and redone."""
        history = self.workspace.recorder.open_history()
        return len(history.done), len(history.undone)

    def edit_article(self, path: str, dice: random.Random) -> None:
        """Edit a text, so that passages move, become uncertain, or have no place any more."""
        file = self.articles / path
        text = file.read_text()
        edits: list[Callable[[str], str]] = [
            lambda text: "A new sentence stands before it. " + text,
            lambda text: text.replace("nothing", "nearly nothing").replace("ship", "boat"),
            lambda text: text.replace("Talks go on. ", ""),
            lambda _: TEXTS[path],
        ]
        file.write_text(dice.choice(edits)(text))

    def do(self, kind: str, dice: random.Random) -> Saved | None:
        """Do something, wherever it can be done; None where it cannot."""
        try:
            return self._do(kind, dice)
        except (SaveError, AnnotationFileError):
            return None

    def _do(self, kind: str, dice: random.Random) -> Saved | None:
        workspace = self.workspace
        article = workspace.article(dice.choice(sorted(TEXTS)))
        span = dice.choice(self._sentences(article))
        topic = dice.choice([each.name for each in workspace.topics] or ["one"])
        if kind == "tag":
            return workspace.changes.toggle_topic(article, span, topic, None)
        if kind == "note":
            return workspace.changes.write_note(
                article, span, None, dice.choice(["", "Why?", "a\nb\n"])
            )
        if kind == "about":
            return workspace.changes.write_article_note(
                article.path, dice.choice(["", "All of it."])
            )
        if kind == "star":
            return workspace.changes.toggle_star(article.path)
        if kind == "create":
            self.names += 1
            return workspace.changes.toggle_topic(
                article, span, f"new {self.names}", None, create=True
            )
        if kind in {"bulk", "reject"}:
            marked = [
                Marked(each.path, each.sha256, (dice.choice(self._sentences(each)),), (topic,))
                for each in map(workspace.article, TEXTS)
            ]
            return (
                workspace.bulk.tag_many(marked)
                if kind == "bulk"
                else workspace.bulk.reject_many(marked)
            )
        if kind in {"rename", "merge", "drop", "change"}:
            return self._change_topic(kind, topic, dice)
        if kind == "restore":
            versions = restorable(workspace.recorder, article.path)
            found = [each.version for each in versions if each.differs]
            return restore(workspace.recorder, article.path, dice.choice(found)) if found else None
        return self._change_passage(kind, article, span, dice)

    def _change_topic(self, kind: str, topic: str, dice: random.Random) -> Saved:
        codebook = self.workspace.codebook
        if kind == "drop":
            return codebook.delete(topic)
        if kind == "merge":
            return codebook.rename(topic, dice.choice([each.name for each in codebook.topics]))
        if kind == "rename":
            self.names += 1
            return codebook.rename(topic, f"name {self.names}")
        known = codebook.topic(topic)
        assert known is not None
        wanted = msgspec.structs.replace(known, description=dice.choice(["", "What: it is"]))
        return codebook.change(topic, wanted)

    def _change_passage(
        self, kind: str, article: Article, span: Span, dice: random.Random
    ) -> Saved | None:
        workspace = self.workspace
        placed = [each for each in workspace.placed(article) if each.annotation.quote]
        if not placed:
            return None
        chosen = dice.choice(placed)
        annotation: Annotation = chosen.annotation
        if kind == "delete":
            return workspace.changes.delete(article.path, annotation.id)
        if kind == "keep":
            return workspace.changes.keep(article.path, annotation.id, article.sha256)
        if kind == "confirm":
            return workspace.changes.confirm(article, chosen) if chosen.is_shown else None
        if exactly(placed, span):
            return None
        if kind == "move":
            return workspace.changes.move(article, annotation.id, span)
        return workspace.changes.resize(article, annotation.id, Span(span.start, span.end - 1))

    def _sentences(self, article: Article) -> list[Span]:
        blocks = range(len(article.blocks))
        return [span for block in blocks for span in article.sentences_in(block)]

    def records(self) -> dict[str, Record]:
        """The articles as a list of them has them."""
        found = (self.workspace.article(path) for path in TEXTS)
        return {each.path: Record(each.path, each.title, sha256=each.sha256) for each in found}


@contextmanager
def dying(at: int, end: Callable[[], None] | None = None) -> Iterator[list[str]]:
    """Let the program end at its operation on the disk with this number; gives those made."""
    made: list[str] = []

    def die() -> None:
        if end is not None:
            end()
        raise Crash

    def wrapped(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            made.append(name)
            if len(made) - 1 == at:
                die()
            return real(*args, **options)

        return call

    def commit(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(database: sqlite3.Connection, write: Any) -> Any:
            made.append("commit")
            if len(made) - 1 == at:
                die()
            result = real(database, write)
            made.append("committed")
            if len(made) - 1 == at:
                die()
            return result

        return call

    replace = os.replace
    with (
        patch.object(durable, "write_durably", wrapped("write", durable.write_durably)),
        patch.object(durable, "remove", wrapped("remove", durable.remove)),
        patch.object(durable, "make_folder", wrapped("folder", durable.make_folder)),
        patch.object(durable, "remove_folder", wrapped("rmdir", durable.remove_folder)),
        patch.object(os, "replace", wrapped("replace", replace)),
        patch.object(journal_file, "all_or_nothing", commit(journal_file.all_or_nothing)),
    ):
        yield made


# -- many of them


class WrongFilesError(Exception):
    """The files are not what they must be."""


class Run:
    """Random actions in one folder, and how the files were before and after each step."""

    def __init__(self, base: Path, dice: random.Random, tally: Counter[str]) -> None:
        self.folder = Folder(base)
        self._dice = dice
        self._tally = tally
        self._first = self.folder.look()
        self._done: list[tuple[Snapshot, Snapshot]] = []
        self._undone: list[tuple[Snapshot, Snapshot]] = []

    def act(self) -> None:
        """Do one thing, perhaps not to its end."""
        kind = self._dice.choice((*KINDS, *("undo", "redo") * 6, "restart", "edit", "edit"))
        self._tally[kind] += 1
        if kind == "restart":
            self.folder.restart()
        elif kind == "edit":
            self.folder.edit_article(self._dice.choice(sorted(TEXTS)), self._dice)
        else:
            before, steps = self.folder.look(), self.folder.steps()
            ends = self._dice.random()
            if ends < 0.15:
                self._killed(kind)
            elif ends < 0.45:
                self._crashed(kind)
            else:
                self._do(kind)
            self._check(kind, before, steps)

    def _do(self, kind: str) -> None:
        if kind == "undo":
            self.folder.workspace.recorder.undo()
        elif kind == "redo":
            self.folder.workspace.recorder.redo()
        else:
            self.folder.do(kind, self._dice)

    def _crashed(self, kind: str) -> None:
        try:
            with dying(self._dice.randrange(25)):
                self._do(kind)
        except Crash:
            self._tally["ended at an operation on the disk"] += 1
        self.folder.die()

    def _killed(self, kind: str) -> None:
        """Let another process do it, and kill that in the middle."""
        self.folder.workspace.close()
        child = os.fork()
        if child == 0:
            try:
                self.folder.workspace = self.folder.opened()
                at = self._dice.randrange(25)
                with dying(at, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                    self._do(kind)
                self.folder.workspace.close()
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        self._tally["killed"] += os.WIFSIGNALED(status)
        self._tally["killed in an undo or redo"] += os.WIFSIGNALED(status) and kind[-2:] == "do"
        self.folder.names += 1  # the child may have used the next name
        self.folder.workspace = self.folder.opened()

    def _check(self, kind: str, before: Snapshot, steps: tuple[int, int]) -> None:
        done, undone = self.folder.steps()
        if kind == "undo" and done < steps[0]:
            self._travelled(self._done, self._undone, 0)
        elif kind == "redo" and undone < steps[1]:
            self._travelled(self._undone, self._done, 1)
        elif done == steps[0] + 1:
            self._done.append((before, self.folder.look()))
            self._undone.clear()
        elif self.folder.look() != before:
            raise WrongFilesError(f"{kind}: something was done without a step")
        if self.folder.steps() != (len(self._done), len(self._undone)):
            raise WrongFilesError(f"{kind}: {self.folder.steps()} steps, not {len(self._done)}")

    def _travelled(
        self,
        here: list[tuple[Snapshot, Snapshot]],
        there: list[tuple[Snapshot, Snapshot]],
        side: int,
    ) -> None:
        there.append(here.pop())
        if self.folder.look() != there[-1][side]:
            raise WrongFilesError("undo or redo gave other files")

    def end(self) -> None:
        """Undo everything, and do it again."""
        while self._done:
            self.folder.workspace.recorder.undo()
            self._travelled(self._done, self._undone, 0)
            self._tally["undone in the end"] += 1
        if self.folder.look() != self._first:
            raise WrongFilesError("undone to the end, the files are other ones than the first")
        while self._undone:
            self.folder.workspace.recorder.redo()
            self._travelled(self._undone, self._done, 1)
        self.folder.workspace.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("seconds", type=float, nargs="?", default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    until = time.monotonic() + options.seconds
    tally: Counter[str] = Counter()
    seed, wrong = options.seed, 0
    while time.monotonic() < until:
        base = Path(tempfile.mkdtemp(dir=options.folder))
        for name in ("STATE", "CACHE", "DATA", "CONFIG"):
            os.environ[f"XDG_{name}_HOME"] = str(base / name.lower())
        try:
            run = Run(base / "project", random.Random(seed), tally)
            for _ in range(25):
                run.act()
            run.end()
            shutil.rmtree(base)
        except WrongFilesError as error:
            wrong += 1
            print(f"WRONG with --seed {seed}: {error} ({base})")
        seed += 1
    print(f"{seed - options.seed} runs, {sum(tally[k] for k in set(KINDS))} steps, {wrong} wrong")
    print(", ".join(f"{count:,} {kind}" for kind, count in tally.most_common()))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

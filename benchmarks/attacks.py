"""What happens where something else lies in the place of each file that the program uses.

python benchmarks/attacks.py [--user NAME] [--only WORD]

Each case is a project with articles, annotations, cache and state, as a session leaves them. One
path in it is replaced: by a link to a file of the user's, to a missing one, to itself or to a
device without an end, by a FIFO, a socket, a folder, a second name of the user's file, a sparse
file of 10 GB, or (as root) a device or another user's file. Then a process does what a session
does: opens the folder, brings it up to date, tags, takes notes, undoes, searches, exports, checks.
Printed is for each case what it said, how long it took and how much memory, and whether the user's
file was read or changed, or the process hung; at the end, how many cases went wrong. With --user,
root becomes that user before each case (who need not be able to read where Python lies).
"""

import argparse
import contextlib
import io
import os
import pwd
import select
import shutil
import signal
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from annotations.topics import Topic
from corpus.log import log_to
from index.whoosh.storage import IndexFolder
from nkreader.main import main as nkreader
from tui.clipboard import _write as write_copied
from tui.notes.own_editor import edit
from workspace.articles.refresh import Watcher, refresh_folder
from workspace.coding.drafts import Drafts
from workspace.places import Options, Places, resolve
from workspace.search.review import Review
from workspace.workspace import Workspace

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
FOX, BBC = "003_bbd1d1e14c627851.txt", "002_f35cf44dca2f7aeb.txt"
SECRET = b"Months of work, which nobody else should see: schnabeltier.\n"
SECONDS, MEGABYTES = 20, 400
CONFIG = "articles: articles\nannotations: annotations\ncoder: anna\ntopics:\n- name: summits\n"


# -- what is put in the place of a file


def outside(base: Path) -> Path:
    return base / "outside" / "thesis.txt"


def named(target: str) -> Callable[[Path, Path], None]:
    return lambda at, base: at.symlink_to(target.format(base=base, name=at.name))


def in_socket(at: Path, _base: Path) -> None:
    os.chdir(at.parent)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(at.name)


def sparse(at: Path, _base: Path) -> None:
    with at.open("wb") as file:
        file.truncate(10 << 30)


def hard_link(at: Path, base: Path) -> None:
    at.hardlink_to(outside(base))


def device(at: Path, _base: Path) -> None:
    os.mknod(at, stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero


def of_another(at: Path, _base: Path) -> None:
    at.write_bytes(SECRET)
    os.chown(at, 1, 1)


KINDS: dict[str, Callable[[Path, Path], None]] = {
    "link to a file": named("{base}/outside/thesis.txt"),
    "link to a folder": named("{base}/outside"),
    "link to nothing": named("{base}/outside/made-by-somebody"),
    "link to itself": named("{name}"),
    "link to /dev/zero": named("/dev/zero"),
    "link to /proc": named("/proc/self/maps"),
    "FIFO": lambda at, _base: os.mkfifo(at),
    "socket": in_socket,
    "folder": lambda at, _base: at.mkdir(),
    "second name": hard_link,
    "sparse, 10 GB": sparse,
}
FOR_ROOT = {"device": device, "of another": of_another}


# -- where


def paths(base: Path, places: Places) -> dict[str, Path]:
    """Every path at which a session reads or writes, by a name for it."""
    articles, notes = places.articles, places.annotations
    state_home = base / "xdg" / "state" / "nkreader"
    config_lock = next(state_home.glob("config-*.lock"))
    found = {
        "config.yaml": base / "project" / "config.yaml",
        "its lock": config_lock,
        "article": articles / FOX,
        "folder of articles": articles / "more",
        "table.csv": articles / "table.csv",
        "records.jsonl": articles / "records.jsonl",
        "metadata.csv": articles / "metadata.csv",
        ".nkreader.open": notes / ".nkreader.open",
        ".nkreader.lock": notes / ".nkreader.lock",
        "annotations": notes / f"{FOX}.yaml",
        "folder of annotations": notes / "more",
        "export": base / "project" / "out.csv",
        "import": base / "project" / "in.jsonl",
        "catalogue": places.catalogue,
        "derived": places.derived,
        "derived-wal": places.derived.with_name(places.derived.name + "-wal"),
        "lines": places.lines,
        "summary": places.summary,
        "looked at": places.looked_at,
        "index": places.index,
        "reading log": places.reading,
        "rescue": places.rescue / "0.json",
        "folder of rescue": places.rescue,
        "drafts": places.drafts,
        "backups": places.backups,
        "copied": places.copied,
        "log": places.log,
        "cache": places.cache,
        "state": places.state,
    }
    for file in sorted([*places.index.iterdir(), *places.cache.glob("indexing.*")]):
        found[f"index: {file.name[:24]}"] = file
    for file in sorted(places.state.glob("history-*")):
        found[f"history{file.suffix}"] = file
    return found


# -- a session


def project(base: Path) -> None:
    """Make the folders of a project and of its user."""
    articles = base / "project" / "articles"
    (articles / "more").mkdir(parents=True)
    for file in SEEDS.iterdir():
        (articles / file.name).write_bytes(file.read_bytes())
    (articles / "more" / "a.txt").write_text("Ein Titel\n\nEin Text über Waffen, kurz.\n")
    (articles / "table.csv").write_text("id,text\n1,Ein Text über Munition und Waffen.\n")
    (articles / "records.jsonl").write_text('{"text": "Ein Text über Raketen und Waffen."}\n')
    (articles / "metadata.csv").write_text(f"path,author\n{FOX},Anna Beispiel\n")
    (base / "project" / "config.yaml").write_text(CONFIG)
    (base / "outside").mkdir()
    outside(base).write_bytes(SECRET)


def environment(base: Path) -> None:
    for name in ("CONFIG", "CACHE", "STATE", "DATA"):
        os.environ[f"XDG_{name}_HOME"] = str(base / "xdg" / name.lower())
    os.chdir(base / "project")


def session(say: Callable[[object], None]) -> None:
    """Do what a session with the screen does, and some commands; `say` what is told."""

    def attempt(act: Callable[[], object]) -> None:
        try:
            told = act()
        except Exception as error:
            say(f"{type(error).__name__}: {error}")
        else:
            say(getattr(told, "words", "") or getattr(told, "problem", "") or "")

    settings = resolve(Options())
    log_to(settings.places.log)
    workspace = Workspace(settings)
    attempt(workspace.other_program)
    attempt(workspace.load_catalogue)
    workspace.load_annotations()
    attempt(workspace.recorder.open_history)
    attempt(lambda: workspace.reading)
    for problem in workspace.problems.values():
        say(problem)
    attempt(lambda: [say(each) for each in refresh_folder(settings.places, Watcher()).problems])
    attempt(workspace.load_catalogue)
    for path in (FOX, BBC, "more/a.txt", "table.csv/1"):
        attempt(lambda path=path: tag(workspace, path))
    attempt(lambda: workspace.changes.write_article_note(BBC, "Wo?"))
    attempt(workspace.recorder.undo)
    attempt(workspace.recorder.recover)
    attempt(workspace.recorder.retry)
    attempt(Review(workspace).find)
    attempt(lambda: workspace.codebook.add([Topic(f"topic {time.monotonic_ns()}")]))
    attempt(lambda: workspace.reading.remember("0" * 64, 7, 0.5))
    drafts = Drafts(settings.places.drafts)
    attempt(lambda: drafts.keep(FOX, ["article"], "text"))
    attempt(lambda: (drafts.find(FOX, ["article"]), drafts.begun(FOX)))
    attempt(lambda: write_copied(settings.places.copied, "text"))
    attempt(lambda: edit(["true"], "text", settings.places.state))
    attempt(workspace.close)
    for line in (
        "check",
        "search Waffen",
        "export csv -o out.csv",
        "import in.jsonl --dry-run",
        "index",
        "index --rebuild",
    ):
        result = CliRunner().invoke(nkreader, line.split(), prog_name="nkreader")
        say(result.output)
        if result.exception and not isinstance(result.exception, SystemExit):
            say(f"TRACEBACK {line}: {result.exception!r}")


def tag(workspace: Workspace, path: str) -> object:
    article = workspace.article(path)
    return workspace.changes.toggle_topic(
        article, article.sentence_at(len(article.text) // 2), "summits", None
    )


# -- one case


def run_case(base: Path, user: str) -> tuple[str, float, float]:
    """Let a session run in a child process: what it said, seconds, MB; "" for one that hung."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(reading)
            become(user)
            environment(base)
            out = os.fdopen(writing, "w", encoding="utf-8", errors="backslashreplace")
            nowhere = io.StringIO()
            with contextlib.redirect_stderr(nowhere), contextlib.redirect_stdout(nowhere):
                try:
                    session(lambda words: print(words, file=out, flush=True))
                except Exception as error:
                    print(f"{type(error).__name__}: {error}", file=out, flush=True)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    began = time.monotonic()
    said = b""
    while (left := began + SECONDS - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            part = os.read(reading, 1 << 16)
            if not part:
                break
            said += part
    else:
        os.kill(child, signal.SIGKILL)
        said = b""
    os.close(reading)
    _, status, used = os.wait4(child, 0)
    words = said.decode() if not status else f"{said.decode()}\nENDED with status {status}"
    return words, time.monotonic() - began, used.ru_maxrss / 1024


def become(user: str) -> None:
    if user:
        entry = pwd.getpwnam(user)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)


SIGNS_OF_AN_END = ("TRACEBACK", "ENDED")
SIGNS = (
    *("it is a", "it has another name", "it belongs to", "is a link", "no file", "larger than"),
    *("is a FIFO", "is a socket", "is a folder", "is a device", "link leads", "damaged"),
    *("directory", "its folder is", "is there already", "has something else"),
)


def told(words: str, path: Path, base: Path) -> str:
    """The line that says what it is, short; else that nothing was said."""
    lines = [" ".join(line.split()) for line in words.splitlines()]
    for line in lines:
        if path.name in line and any(sign in line for sign in SIGNS):
            return line.replace(str(base), "")[:150]
    for line in lines:
        if any(sign in line for sign in SIGNS):
            return line.replace(str(base), "")[:150]
    return "(nothing said: made anew)" if words else "HUNG"


def state_of(base: Path) -> tuple[object, ...]:
    """All that must stay as it is: the user's file, and what lies beside it."""
    names = sorted(each.name for each in (base / "outside").iterdir())
    mode = (base / "outside").stat().st_mode
    if not outside(base).exists():
        return names, mode
    status = outside(base).stat()
    data = outside(base).read_bytes()
    return names, mode, data, status.st_mtime_ns, status.st_ino, status.st_mode


def give(folder: Path, user: str) -> None:
    """Let all in a folder be another user's."""
    if user:
        entry = pwd.getpwnam(user)
        for each in (folder, *folder.rglob("*")):
            os.chown(each, entry.pw_uid, entry.pw_gid, follow_symlinks=False)


def prepare(top: Path, base: Path, user: str) -> None:
    """Put the project and all that belongs to it there anew."""
    os.chdir(top)
    shutil.rmtree(base, ignore_errors=True)
    shutil.copytree(top / "kept", base, symlinks=True)
    environment(base)
    IndexFolder(resolve(Options()).places.index).sign()  # else a copy is not trusted
    give(base, user)


def faults_of(name: str, words: str, megabytes: float, *, is_same: bool) -> list[str]:
    """What must never be; but what a person names to import it, they want to be read."""
    ended = next((words[words.find(sign) :][:200] for sign in SIGNS_OF_AN_END if sign in words), "")
    faults = {
        "HUNG": not words,
        "CHANGED the user's file": not is_same,
        "READ the user's file": name != "import" and "schnabeltier" in words,
        ended: bool(ended),
        "took too much memory": megabytes > MEGABYTES,
    }
    return [fault for fault, is_so in faults.items() if is_so]


def attack(top: Path, user: str, only: str) -> int:
    """Run every case and print it; gives how many went wrong."""
    base = top / "case"
    base.mkdir()
    project(base)
    environment(base)
    # What is imported by this need not be readable by the other user.
    for _ in range(2):
        session(lambda _words: None)
    places = resolve(Options()).places
    shutil.copyfile(base / "project" / "out.csv", base / "project" / "in.jsonl")
    places.log.touch()
    shutil.copytree(base, top / "kept", symlinks=True)
    kinds = {**KINDS, **(FOR_ROOT if os.geteuid() == 0 else {})}
    wrong, total, slowest, largest = [], 0, 0.0, 0.0
    for name in paths(base, places):
        for kind in [kind for kind in kinds if only in f"{name} {kind}"]:
            prepare(top, base, user)
            path = paths(base, places)[name]
            if path.is_dir():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            kinds[kind](path, base)
            if kind != "of another":
                give(path.parent, user)
            before = state_of(base)
            words, seconds, megabytes = run_case(base, user)
            faults = faults_of(name, words, megabytes, is_same=state_of(base) == before)
            total, slowest, largest = total + 1, max(slowest, seconds), max(largest, megabytes)
            result = "; ".join(faults) or told(words, path, base)
            print(f"{name:28}{kind:20}{seconds:6.1f}{megabytes:6.0f}  {result}", flush=True)
            if faults:
                wrong.append((name, kind, result))
    print(f"\n{total} cases, the slowest {slowest:.1f} s, the largest {largest:.0f} MB; ", end="")
    print(f"{len(wrong)} went wrong")
    for each in wrong:
        print(*each, sep=" | ")
    return len(wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--user", default="", help="become this user (as root)")
    parser.add_argument("--only", default="", help="cases whose name has this in it")
    options = parser.parse_args()
    top = Path(tempfile.mkdtemp())
    top.chmod(0o755)
    print(f"as {options.user or pwd.getpwuid(os.geteuid()).pw_name}\n")
    print(f"{'path':28}{'in its place':20}{'s':>6}{'MB':>6}  result")
    try:
        wrong = attack(top, options.user, options.only)
    finally:
        os.chdir("/")
        shutil.rmtree(top, ignore_errors=True)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()

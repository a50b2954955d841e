"""Reading an article of a megabyte, beside a bare Textual application with as many lines.

    python benchmarks/reader.py [--size BYTES] [--hyphenate]

Both run in a real terminal (a pty) of 120 x 40. Opening: from Enter in the list to the first line
of the article on the wire; for the bare application, from a key to the screen of lines it shows.
Key to repaint: from a key to the first byte of what it changes, keys one after the other. The
article is made of the sentences of the samples, shuffled, in paragraphs of five.
"""

import argparse
import fcntl
import os
import pty
import random
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from corpus.load import load_article

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
FIRST_WORDS = "Anfangswort"
TITLE = "Ein Artikel von großer Länge über Nordkorea und Russland"
BARE_APP = """
import sys
from rich.segment import Segment
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
class Lines(ScrollView, can_focus=True):
    def on_mount(self):
        self.lines = ["Anfangswort"]
        self.lines += ["Zeile %d der Vorlage mit einigen Worten" % n for n in range(LINES)]
        self.virtual_size = Size(100, len(self.lines))
        self.focus()
    def render_line(self, y):
        at = y + self.scroll_offset.y
        return Strip([Segment(self.lines[at] if at < len(self.lines) else "")])
class Reader(Screen):
    def compose(self):
        yield Lines()
    def on_key(self, event):
        by = {"j": 1, "space": 36}.get(event.key, 0)
        self.query_one(Lines).scroll_relative(y=by, animate=False, immediate=True)
class Bare(App):
    def compose(self):
        from textual.widgets import Static
        yield Static("is ready")
    def on_key(self, event):
        if event.key == "enter":
            self.push_screen(Reader())
Bare().run()
"""
KEYS = {
    "j": "one line down",
    " ": "one page down",
    ")": "next sentence",
    "s": "select, then one more sentence",
    "+-": "another width",
}


class Terminal:
    """A program in a pty of 120 x 40."""

    def __init__(self, command: list[str]) -> None:
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            os.execvp(command[0], command)
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def until(self, words: str, seconds: float = 60.0) -> None:
        """Read until the program has written these words."""
        seen, wanted = b"", words.encode()
        while wanted not in seen:
            ready, _, _ = select.select([self._file], [], [], seconds)
            if not ready:
                raise TimeoutError(f"{words!r} never came")
            seen += os.read(self._file, 65536)

    def quiet(self, seconds: float = 0.15) -> None:
        """Read until nothing has come for a while."""
        while select.select([self._file], [], [], seconds)[0]:
            os.read(self._file, 65536)

    def press(self, key: str, words: str = "") -> float:
        """Press a key; gives the seconds until something, or these words, came."""
        began = time.perf_counter()
        os.write(self._file, key.encode())
        if words:
            self.until(words)
        else:
            select.select([self._file], [], [], 5)
        return time.perf_counter() - began

    def end(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._file)


def make_article(folder: Path, size: int) -> Path:
    """A plain text of about this many bytes."""
    articles = [load_article(SEEDS, file.name) for file in sorted(SEEDS.iterdir())]
    sentences = [
        article.text[span.start : span.end]
        for article in articles
        for index, block in enumerate(article.blocks)
        if block.kind == "paragraph"
        for span in article.sentences_in(index)
    ]
    chance = random.Random(1)
    paragraphs = [f"{FIRST_WORDS} dieses Artikels ist dieses."]
    length = 0
    while length < size:
        paragraphs.append(" ".join(chance.sample(sentences, 5)))
        length += len(paragraphs[-1].encode())
    file = folder / "000_long.txt"
    file.write_text(f"{TITLE}\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    return file


def keys(terminal: Terminal, pressed: str, times: int) -> list[float]:
    """The seconds each of these keys takes to change something on the screen."""
    took = []
    for at in range(times):
        terminal.quiet(0.05)
        took.append(terminal.press(pressed[at % len(pressed)]))
    return took


def p95(took: list[float]) -> float:
    """In milliseconds."""
    return sorted(took)[int(len(took) * 0.95)] * 1000


def measure_bare(lines: int) -> tuple[float, float, float]:
    """Milliseconds to open the screen, and p95 from a key that scrolls a line or a page."""
    opened = []
    for _ in range(3):
        terminal = Terminal([sys.executable, "-c", BARE_APP.replace("LINES", str(lines))])
        terminal.until("is ready")
        terminal.quiet(0.5)
        opened.append(terminal.press("\r", FIRST_WORDS) * 1000)
        line, page = keys(terminal, "j", 60), keys(terminal, " ", 60)
        terminal.end()
    return statistics.median(opened), p95(line), p95(page)


def measure(folder: Path, size: int) -> None:
    """Print how long opening takes and each key."""
    file = make_article(folder, size)
    article = load_article(folder, file.name)
    lines = len(article.text) // 65
    bare_opened, bare_line, bare_page = measure_bare(lines)
    print(f"{len(article.text):,} characters, {len(article.blocks):,} blocks")
    print(
        f"a bare application: opening {bare_opened:.0f} ms; "
        f"a line p95 {bare_line:.1f} ms, a page p95 {bare_page:.1f} ms"
    )
    terminal = Terminal(
        [sys.executable, "-m", "nkreader", "--config", str(folder.parent / "config.yaml")]
    )
    terminal.until("annotations: ")
    terminal.quiet(4)
    for which in ("first", "again", "again"):
        took = terminal.press("\r", FIRST_WORDS) * 1000
        print(f"opening, {which}: {took:.0f} ms; ratio {took / bare_opened:.2f}")
        terminal.quiet(0.5)
        terminal.press("q", "words")
        terminal.quiet(0.5)
    terminal.press("\r", FIRST_WORDS)
    terminal.quiet(0.5)
    for pressed, what in KEYS.items():
        took = keys(terminal, pressed, 60)
        median = statistics.median(took) * 1000
        ratio = p95(took) / (bare_line if pressed == "j" else bare_page)
        print(f"{what}: {median:.1f} ms, p95 {p95(took):.1f} ms; ratio {ratio:.2f}")
        terminal.press("\x1b")
    terminal.end()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--hyphenate", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        for name in ("CONFIG", "CACHE", "STATE", "DATA"):
            os.environ[f"XDG_{name}_HOME"] = f"{home}/{name.lower()}"
        os.environ["TERM"] = "xterm-256color"
        articles = Path(home) / "articles"
        articles.mkdir()
        config = f"articles: articles\nreading:\n  hyphenate: {str(options.hyphenate).lower()}\n"
        (articles.parent / "config.yaml").write_text(config, encoding="utf-8")
        measure(articles, options.size)


if __name__ == "__main__":
    main()

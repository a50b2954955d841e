"""How quick coding stays in an article that has many annotations.

python benchmarks/coding.py [--annotations 2000] [--keys 60] [--columns 160]

Makes an article of 2,500 sentences with as many annotations as asked for, each with a topic and a
note, and a second one of the same text with twenty; opens each in the real program without a
terminal, presses keys, and prints the time from a key to the next paint (moving) and to the sign of
the topic on the screen (tagging, which is durable by then). The reference is the article with
twenty annotations, measured in the same run.
"""

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import quantiles

from textual import events

from annotations.files import article_file as files
from annotations.files.article_file import AnnotationFile
from annotations.files.store import AnnotationStore
from corpus.load import load_article
from tui.app import NkreaderApp
from tui.reader.screen import ReaderScreen
from tui.start import make_app
from workspace.coding.article_coding import Coding
from workspace.places import Options, Places, resolve

FEW = 20
SEED = Path(__file__).resolve().parents[1] / "seeds" / "003_bbd1d1e14c627851.txt"
COPIES = 60
CONFIG = "topics:\n- name: arms deals\n  key: 1\n- name: summits\n  key: 2\n"
NAMES = {")": "right_parenthesis"}


def make_article(folder: Path, name: str) -> None:
    text = SEED.read_text(encoding="utf-8")
    parts = (text.replace("Putin", f"Putin{number}") for number in range(COPIES))
    (folder / name).write_text("\n\n".join(parts), encoding="utf-8")


def annotate(places: Places, name: str, count: int) -> None:
    """Put topics and notes on sentences all over an article, leaving the others free."""
    article = load_article(places.articles, name)
    blocks = [i for i, block in enumerate(article.blocks) if not block.folded]
    sentences = [sentence for block in blocks for sentence in article.sentences_in(block)]
    coding, made = Coding("anna"), []
    for sentence in sorted(random.Random(1).sample(sentences, count)):
        note = f"Note on the sentence at {sentence.start}: to be compared with the others."
        change = coding.create(name, article.text, sentence, topics=("summits",), note=note)
        made.append(change.after)
    annotations = AnnotationFile(name, article.title, article.sha256, tuple(filter(None, made)))
    file = AnnotationStore(places.annotations).file_of(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(files.render(annotations))


class Paints:
    """Knows when the application has last drawn something."""

    def __init__(self, app: NkreaderApp) -> None:
        self.last = 0.0
        display = app._display  # noqa: SLF001

        def noting(*arguments: object) -> None:
            display(*arguments)  # type: ignore[arg-type]
            self.last = time.perf_counter()

        app._display = noting  # type: ignore[assignment,method-assign]  # noqa: SLF001


async def until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110
        await asyncio.sleep(0.0005)


async def wait_for(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110
        await asyncio.sleep(0.02)


async def timed(app: NkreaderApp, key: str, done: Callable[[float], bool]) -> float:
    """Milliseconds from a key until something is so."""
    character = key if len(key) == 1 else None
    begun = time.perf_counter()
    app.post_message(events.Key(NAMES.get(key, key), character))
    await until(lambda: done(begun))
    return (time.perf_counter() - begun) * 1000


def is_tagged(screen: ReaderScreen) -> bool:
    here = screen.session.annotations.here if screen.session else None
    return here is not None and "arms deals" in here.annotation.topics


def is_changed(screen: ReaderScreen, paints: Paints, had: bool, begun: float) -> bool:
    return is_tagged(screen) is not had and paints.last > begun


async def measure(places_of: Options, row: int, keys: int, columns: int) -> dict[str, list[float]]:
    app = make_app(resolve(places_of))
    found: dict[str, list[float]] = {"down": [], "sentence": [], "tag": [], "untag": []}
    async with app.run_test(size=(columns, 50)):
        paints = Paints(app)
        await wait_for(lambda: app.context.is_open)
        await wait_for(lambda: len(app.context.workspace.catalogue.records) == 2)
        await wait_for(lambda: not any(w.group == "refresh" and w.is_running for w in app.workers))
        for key in [*["j"] * row, "enter"]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
            await asyncio.sleep(0.2)
        await wait_for(lambda: getattr(app.screen, "session", None) is not None)
        screen = app.screen
        assert isinstance(screen, ReaderScreen)
        painted: Callable[[float], bool] = lambda begun: paints.last > begun  # noqa: E731
        for _ in range(keys):
            found["down"].append(await timed(app, "j", painted))
            await asyncio.sleep(0.05)
            found["sentence"].append(await timed(app, ")", painted))
            await asyncio.sleep(0.05)
            for what in ("tag", "untag"):
                had = is_tagged(screen)
                is_so = partial(is_changed, screen, paints, had)
                found[what].append(await timed(app, "1", is_so))
                await asyncio.sleep(0.3)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotations", type=int, default=2000)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--columns", type=int, default=160)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        for kind in ("CONFIG", "CACHE", "STATE", "DATA"):
            os.environ[f"XDG_{kind}_HOME"] = str(base / kind.lower())
        (base / "articles").mkdir()
        (base / "config.yaml").write_text(CONFIG, encoding="utf-8")
        where = Options(base / "articles", base / "annotations", base / "config.yaml")
        places = resolve(where).places
        for row, count in enumerate((FEW, options.annotations)):
            make_article(base / "articles", f"{row}.txt")
            annotate(places, f"{row}.txt", count)
        few, many = (
            asyncio.run(measure(where, row, options.keys, options.columns)) for row in (0, 1)
        )
    print(f"milliseconds with {FEW} annotations, with {options.annotations:,}, and their ratio")
    for what in few:
        figures = []
        for times in (few[what], many[what]):
            cuts = quantiles(times, n=20)
            figures.append((cuts[9], cuts[18]))
        row = "".join(f"  median {m:6.1f} p95 {p:6.1f}" for m, p in figures)
        print(f"{what:>10}{row}  x{figures[1][0] / figures[0][0]:.1f}")


if __name__ == "__main__":
    main()

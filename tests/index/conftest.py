"""Articles for tests: the samples, and ones made up on the spot; engines to test."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import get_args

import pytest

from corpus.article import Article
from corpus.folder.scan import scan
from corpus.load import load_article
from corpus.page.blocks import Block, BlockKind
from corpus.text.canonical import text_sha256
from index.documents import document
from index.engine import SearchEngine
from index.engines import EngineKind, open_engine
from index.query.aliases import Aliases
from index.query.parser import parse
from index.whoosh.engine import WhooshEngine
from index.whoosh.memory_folder import MemoryFolder

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ALIASES = (
    ("Schoigu", "Shoigu"),
    ("Pjöngjang", "Pyongyang", "Pjongjang"),
    ("Sanktionen", "sanctions"),
    ("DVRK", "Demokratische Volksrepublik Korea"),
)


def in_memory() -> Callable[..., SearchEngine]:
    """What is opened under one path is one index."""
    folders: defaultdict[Path, MemoryFolder] = defaultdict(MemoryFolder)

    def open_one(
        path: Path, *, aliases: Sequence[Sequence[str]] = (), writable: bool = False
    ) -> SearchEngine:
        return WhooshEngine(folders[path], Aliases(aliases), writable=writable)

    return open_one


def on_disk(kind: EngineKind) -> Callable[..., SearchEngine]:
    return partial(open_engine, kind=kind)


# Each returns a function like open_engine. Every kind of engine must pass test_contract.
ENGINES = {kind: partial(on_disk, kind) for kind in get_args(EngineKind)} | {"memory": in_memory}


@pytest.fixture
def aliases() -> tuple[tuple[str, ...], ...]:
    return ALIASES


@pytest.fixture(scope="session")
def samples() -> list[tuple[str, Article]]:
    return [(stamp.key, load_article(SEEDS, stamp.path)) for stamp in scan(SEEDS)]


@pytest.fixture(scope="session")
def article() -> Callable[..., Article]:
    def make(path: str, text: str, **known: str) -> Article:
        """Make an article whose paragraphs are the lines of `text`."""
        blocks, start = [], 0
        for line in text.split("\n"):
            if line.strip():
                blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(line), "test"))
            start += len(line) + 1
        facts = {"title": "", "source": "", "author": "", "date": "", "language": "de", **known}
        return Article(
            path=path,
            text=text,
            blocks=tuple(blocks),
            encoding="utf-8",
            sha256=text_sha256(text),
            words=len(text.split()),
            **facts,
        )

    return make


@pytest.fixture(params=ENGINES.values(), ids=list(ENGINES))
def opener(request: pytest.FixtureRequest) -> Callable[..., SearchEngine]:
    return request.param()


@pytest.fixture
def engine(opener: Callable[..., SearchEngine], tmp_path: Path) -> Iterable[SearchEngine]:
    engine = opener(tmp_path / "index", aliases=ALIASES, writable=True)
    yield engine
    engine.close()


@pytest.fixture
def fill() -> Callable[..., list[int]]:
    def fill(
        engine: SearchEngine,
        articles: Iterable[tuple[str, Article]],
        removed: Iterable[str] = (),
        stop: Callable[[], bool] = lambda: False,
    ) -> list[int]:
        done: list[int] = []
        documents = (document(stamp, article) for stamp, article in articles)
        engine.update(documents, list(removed), on_batch=done.append, should_stop=stop)
        return done

    return fill


@pytest.fixture
def find() -> Callable[..., list[str]]:
    def find(engine: SearchEngine, text: str, *, typing: bool = False, **options) -> list[str]:
        """Search, and give the paths found, best first; whatever is wrong fails the test."""
        result = engine.search(parse(text, typing=typing), **options)
        assert result.problems == ()
        return [hit.path for hit in result.hits]

    return find

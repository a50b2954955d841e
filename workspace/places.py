"""Decides where everything is: articles, configuration, annotations, cache and state."""

import hashlib
import os
from enum import Enum
from pathlib import Path

import platformdirs
from msgspec import Struct

from corpus.metadata.columns import NO_COLUMNS, Columns
from workspace import bundled
from workspace.config import (
    Checked,
    Config,
    ConfigFile,
    check_config,
    found_config,
    load_config,
)

_APP = "nkreader"
_LONGEST_NAME = 60  # bytes; file systems allow 255, and something is added to it


class Options(Struct, frozen=True):
    """What the command line says; `None` where it says nothing."""

    folder: Path | None = None
    annotations: Path | None = None
    config: Path | None = None


class Places(Struct, frozen=True):
    """The folders of one opened workspace, all absolute.

    `cache` (catalogue and index) and `state` (log, history) are the program's own and belong to
    this folder of articles alone; `samples` says that the bundled sample articles are open.
    `include` and `exclude` are the patterns that choose among the files of `articles`;
    `sources` are lists of names that mean one source, the one that is shown first; `columns` are
    the headings of tables that the configuration names; `language` is that of articles of which
    nobody can tell.
    """

    articles: Path
    annotations: Path
    cache: Path
    state: Path
    samples: bool
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    sources: tuple[tuple[str, ...], ...] = ()
    columns: Columns = NO_COLUMNS
    language: str = "de"

    def make_cache(self) -> None:
        """Make the cache folder, for its owner alone. Raises OSError."""
        from disk.cache_file import make_own_folder

        make_own_folder(self.cache)

    @property
    def catalogue(self) -> Path:
        """The list of articles as the last refresh left it."""
        return self.cache / "catalogue.msgpack"

    @property
    def index(self) -> Path:
        """The folder of the search index."""
        return self.cache / "index"

    @property
    def derived(self) -> Path:
        """What is slow to make again from the articles."""
        return self.cache / "derived.sqlite"

    @property
    def lines(self) -> Path:
        """In how many articles each line occurs."""
        return self.cache / "lines.bin"

    @property
    def being_read(self) -> Path:
        """The article that a library is reading: left behind, it is the one it crashed at."""
        return self.cache / "being-read.txt"

    @property
    def history(self) -> Path:
        """What can be undone: it belongs to the annotations, wherever the articles are."""
        return self.state / f"history-{_digest(self.annotations)}.sqlite"

    @property
    def old_history(self) -> Path:
        """Where older versions kept that."""
        return self.history.with_suffix(".jsonl")

    @property
    def backups(self) -> Path:
        """Earlier versions of the annotation files."""
        return self.state / f"backups-{_digest(self.annotations)}"

    @property
    def annotations_home(self) -> Path:
        """Which folder the annotations were in, to know it again."""
        return self.state / f"home-{_digest(self.annotations)}.json"

    @property
    def articles_home(self) -> Path:
        """Which folder the articles were in, to know it again."""
        return self.cache / "home.json"

    @property
    def summary(self) -> Path:
        """What the annotation files said when they were last read."""
        return self.cache / f"annotations-{_digest(self.annotations)}.msgpack"

    @property
    def looked_at(self) -> Path:
        """Which articles have no annotations that need a person."""
        return self.cache / f"looked-at-{_digest(self.annotations)}.msgpack"

    @property
    def rescue(self) -> Path:
        """The folder of what could not be saved."""
        return self.state / f"rescue-{_digest(self.annotations)}"

    @property
    def drafts(self) -> Path:
        """The folder of notes that are being typed."""
        return self.state / f"drafts-{_digest(self.annotations)}"

    @property
    def reading(self) -> Path:
        """What has been read, and where one stopped."""
        return self.state / "reading.sqlite"

    @property
    def copied(self) -> Path:
        """Where a copied text goes when no clipboard can be reached."""
        return self.state / "copied.txt"

    @property
    def log(self) -> Path:
        """Where the details of an unexpected error are written."""
        return self.state / "nkreader.log"


class Settings(Struct, frozen=True):
    """A checked configuration together with the places that follow from it.

    Changes go to the file `own`: the one that was read, or the user's own one in place of the one
    that is carried along, which is never written. Where it says nothing of folders, annotations
    keep their place. With `is_received`, it lay in the current folder and may have come with it.
    """

    file: ConfigFile
    places: Places
    own: Path
    is_received: bool = False

    @property
    def is_carried_along(self) -> bool:
        """Whether the configuration is the program's, as the user has none yet."""
        return not _same(self.file.file, self.own)

    @property
    def config(self) -> Config:
        """The configuration itself."""
        return self.file.config


def resolve(options: Options) -> Settings:
    """Find and read the configuration, and settle where everything is.

    The configuration is the file of `--config`, else `./config.yaml`, else the one in the user's
    configuration folder, else the bundled one. Annotations go where `--annotations` says, else
    where the configuration says, which only counts for the configuration's own folder of
    articles: when another folder is opened with a configuration that was merely found, or with
    none, its annotations get a folder of their own among the user's data, so that the annotations
    of two folders never mix.

    Raises `ConfigError`, and `PlaceError` for a folder on the command line that cannot be one.
    """
    file, origin = _find_config(options.config)
    loaded = load_config(file, received=origin is _Origin.LOCAL)
    config = loaded.config
    base = file.absolute().parent
    if config.articles:
        own_folder = _configured(loaded, base, "articles", config.articles)
    else:
        own_folder = base if origin in _PROJECT else bundled.samples()
    articles = _named(options.folder, "--folder") if options.folder else own_folder
    is_own_folder = _same(articles, own_folder)
    # A folder opened with a configuration that was merely found has files of its own.
    chooses = is_own_folder or origin is _Origin.NAMED

    if options.annotations is not None:
        annotations = _named(options.annotations, "--annotations")
    elif _speaks_for(origin, config, is_own_folder):
        annotations = _configured(loaded, base, "annotations", config.annotations or "annotations")
    else:
        annotations = platformdirs.user_data_path(_APP) / "annotations" / _name_for(articles)
    places = Places(
        articles=articles,
        annotations=annotations,
        cache=platformdirs.user_cache_path(_APP) / _name_for(articles),
        state=platformdirs.user_state_path(_APP) / _name_for(articles),
        samples=_same(articles, bundled.samples()),
        include=config.include if chooses else (),
        exclude=config.exclude if chooses else (),
        sources=config.sources,
        columns=config.columns.columns if chooses else NO_COLUMNS,
        language=config.language,
    )
    own = _personal() if origin is _Origin.BUNDLED else file
    return Settings(loaded, places, _absolute(own), is_received=origin is _Origin.LOCAL)


def check_configuration(options: Options) -> Checked:
    """Find all that is wrong with the configuration that `resolve` would read.

    Raises `ConfigError` where nothing of it can be used.
    """
    file, origin = _find_config(options.config)
    return check_config(file, found_config(file, received=origin is _Origin.LOCAL))


class PlaceError(Exception):
    """A folder named on the command line that cannot be one: which, why and the way out."""


def _named(folder: Path, option: str) -> Path:
    try:
        return _expanded(folder)
    except (RuntimeError, ValueError) as error:
        raise PlaceError(f"{option} {folder}: {error} Name another folder.") from error


def _configured(loaded: ConfigFile, base: Path, key: str, folder: str) -> Path:
    try:
        return _expanded(base / Path(folder).expanduser())
    except (RuntimeError, ValueError) as error:
        raise loaded.error((key,), f"this cannot be a folder: {error}", "Name another.") from error


def _expanded(folder: Path) -> Path:
    if "\0" in str(folder):
        raise ValueError("It has a character in it that no file name may have.")
    return _absolute(folder.expanduser())


def _speaks_for(origin: "_Origin", config: Config, is_own_folder: bool) -> bool:
    """Whether the configuration decides where the annotations of the opened folder go."""
    if origin is _Origin.NAMED:
        return True
    if origin is _Origin.PERSONAL:
        return is_own_folder and bool(config.annotations)
    return origin is _Origin.LOCAL and is_own_folder


class _Origin(Enum):
    """How the configuration was found."""

    NAMED = "named with --config"
    LOCAL = "in the current folder"
    PERSONAL = "in the user's configuration folder"
    BUNDLED = "built in"


_PROJECT = (_Origin.NAMED, _Origin.LOCAL)


def _find_config(named: Path | None) -> tuple[Path, _Origin]:
    if named is not None:
        return named.expanduser(), _Origin.NAMED
    local = Path("config.yaml")
    if os.path.lexists(local):
        return local, _Origin.LOCAL
    personal = _personal()
    if os.path.lexists(personal):
        return personal, _Origin.PERSONAL
    return bundled.config_file(), _Origin.BUNDLED


def _personal() -> Path:
    return platformdirs.user_config_path(_APP) / "config.yaml"


def lock_of(config: Path) -> Path:
    """The lock that is held while a configuration is changed: not beside it, to leave no trace."""
    return platformdirs.user_state_path(_APP) / f"config-{_digest(config)}.lock"


def _absolute(path: Path) -> Path:
    return Path(os.path.normpath(path.absolute()))


def _same(one: Path, other: Path) -> bool:
    # Not Path.resolve, which raises on a link that leads to itself.
    return os.path.realpath(one) == os.path.realpath(other)


def _name_for(folder: Path) -> str:
    """A folder name that a person recognises and that no two article folders share."""
    if _same(folder, bundled.samples()):
        return "samples"
    name = (
        Path(os.path.realpath(folder))
        .name.encode("utf-8", "surrogateescape")[:_LONGEST_NAME]
        .decode("utf-8", "ignore")
    )
    return f"{name or 'root'}-{_digest(folder)}"


def _digest(folder: Path) -> str:
    resolved = os.path.realpath(folder)
    return hashlib.sha256(resolved.encode("utf-8", "surrogateescape")).hexdigest()[:12]

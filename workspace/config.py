"""The configuration: read from YAML, checked, with errors that say where and what was expected."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from annotations.topics import Topic, clashes
from annotations.yaml import strict as strict_yaml
from corpus.metadata.columns import FIELDS, Columns
from disk.named import read_named
from disk.plain import NotPlainError
from disk.reading import read
from workspace import bundled

Theme = Literal["dark", "light", "ansi"]
COLOURS = ("red", "orange", "yellow", "green", "cyan", "blue", "violet", "pink")
WIDTHS = range(40, 121)

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_UNKNOWN_KEY = re.compile(r"unknown key `(.*)`")


class ConfigError(Exception):
    """A configuration that cannot be used: the file, the line (from 1), the key and the way out."""

    def __init__(self, file: Path, line: int | None, key: str, message: str, advice: str) -> None:
        where = f"{file}:{line}" if line else str(file)
        what = f"{key}: {message}" if key else message
        super().__init__(f"{where}: {what}. {advice}")
        self.file, self.line, self.key = file, line, key
        self.message, self.advice = message, advice


class ReadingConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the reader looks."""

    width: int = 72
    hyphenate: bool = False


class ColumnsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the headings of the user's tables are; for each field one, or several."""

    text: str | tuple[str, ...] = ()
    title: str | tuple[str, ...] = ()
    source: str | tuple[str, ...] = ()
    date: str | tuple[str, ...] = ()
    author: str | tuple[str, ...] = ()
    url: str | tuple[str, ...] = ()
    language: str | tuple[str, ...] = ()
    id: str | tuple[str, ...] = ()

    @property
    def columns(self) -> Columns:
        """These headings as the readers of tables take them."""
        named = ((field, getattr(self, field)) for field in FIELDS)
        return Columns(
            tuple(
                (field, (names,) if isinstance(names, str) else tuple(names))
                for field, names in named
                if names
            )
        )


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a configuration file may say; folders are as written there, "" where it says nothing."""

    articles: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    columns: ColumnsConfig = ColumnsConfig()
    annotations: str = ""
    language: str = "de"
    coder: str = ""
    theme: Theme = "dark"
    reading: ReadingConfig = ReadingConfig()
    topics: tuple[Topic, ...] = ()
    aliases: tuple[tuple[str, ...], ...] = ()
    sources: tuple[tuple[str, ...], ...] = ()
    keys: dict[str, str | tuple[str, ...]] = {}

    @property
    def coder_name(self) -> str:
        """The name annotations are signed with; the login name unless one is configured."""
        if self.coder:
            return self.coder
        import getpass

        try:
            return getpass.getuser()
        except (OSError, KeyError):  # no login name in a bare container
            return "unknown"


class ConfigFile:
    """A configuration and the file it came from, so that later checks can name lines too."""

    def __init__(self, file: Path, config: Config, root: strict_yaml.Node) -> None:
        self.file = file
        self.config = config
        self._root = root

    def line(self, path: Sequence[str | int]) -> int:
        """The line (from 1) of a key, or of what it would stand in."""
        return strict_yaml.line_of(self._root, path)

    def error(self, path: Sequence[str | int], message: str, advice: str) -> ConfigError:
        """Make a `ConfigError` at the line of a key, for instance `("keys", "reader.note")`."""
        line = self.line(path)
        return ConfigError(self.file, line, strict_yaml.key_path(path), message, advice)


def load_config(file: Path, *, received: bool = False) -> ConfigFile:
    """Read and check a configuration file; `received` is for `read_config`.

    Raises `ConfigError` when it cannot be read, is not YAML, has an unknown key, a value of a wrong
    type, or values that contradict each other.
    """
    return parse_config(file, found_config(file, received=received))


def found_config(file: Path, *, received: bool) -> bytes:
    """Return the bytes of a configuration, as `read_config` does. Raises `ConfigError`."""
    try:
        data = read_config(file, received=received)
    except FileNotFoundError as error:
        raise ConfigError(file, None, "", "there is no such file", _OTHER_FILE) from error
    except NotPlainError as error:
        advice = f"{error.way_out} Or name another with --config."
        raise ConfigError(file, None, "", error.strerror or "", advice) from error
    except OSError as error:
        reason = f"cannot be read ({error.strerror or error})"
        raise ConfigError(file, None, "", reason, _OTHER_FILE) from error
    return data


def read_config(file: Path, *, received: bool) -> bytes:
    """Return the bytes of a configuration. Raises OSError.

    The user's own may be a link, as those make who keep their settings elsewhere. One that lies in
    the current folder may have been `received` with it, and is not followed out of it.
    """
    if received:
        return read(file, within=file.parent, most=_MAX_BYTES)
    return read_named(file, most=_MAX_BYTES)


def parse_config(file: Path, data: bytes) -> ConfigFile:
    """Check what a configuration file holds. Raises `ConfigError`."""
    checked = check_config(file, data, most=1)
    if checked.problems:
        raise checked.problems[0]
    return checked.loaded


class Checked(NamedTuple):
    """All that is wrong with a configuration, in the order of the checks, and what is left of it.

    What is wrong counts as left out; a topic keeps its place.
    """

    loaded: ConfigFile
    problems: tuple[ConfigError, ...]


def check_config(file: Path, data: bytes, *, most: int = 100) -> Checked:
    """Find what is wrong with a configuration file, at `most` so many problems.

    Raises `ConfigError` for a file of which nothing can be used, as it is not YAML.
    """
    try:
        root = strict_yaml.load(data, shape=_SHAPE, max_bytes=_MAX_BYTES)
    except strict_yaml.YamlProblem as problem:
        message = f"cannot be understood: {problem.message}"
        raise ConfigError(
            file, problem.line, "", message, problem.advice or "Correct the line."
        ) from problem
    value = _without_nulls(root.value)
    problems: list[ConfigError] = []
    while len(problems) < most:
        try:
            loaded = ConfigFile(file, msgspec.convert(value, Config), root)
        except msgspec.ValidationError as error:
            steps, message = strict_yaml.place_and_words(error)
            if not isinstance(value, dict):
                raise _explained(file, root, steps, message) from error
            if steps[1:2] == ["..."]:
                steps[1] = next(name for name, keys in value["keys"].items() if not _are_keys(keys))
            problems.append(_explained(file, root, steps, message))
            _leave_out(value, steps, message)
        else:
            problems += _wrong_values(loaded)
            return Checked(loaded, tuple(problems[:most]))
    return Checked(ConfigFile(file, Config(), root), tuple(problems))


def _are_keys(value: object) -> bool:
    """Whether a value is one that a command's keys may have."""
    keys = value if isinstance(value, list) else [value]
    return all(isinstance(key, str) for key in keys)


def _leave_out(value: Any, steps: Sequence[str | int], message: str) -> None:
    """Take what is wrong out of a configuration's value; a list keeps its length."""
    if unknown := _UNKNOWN_KEY.fullmatch(message):
        steps = [*steps, unknown[1]]
    elif message.startswith("missing key"):
        steps = [*steps, "name"]
    elif steps[0] == "keys":
        steps = steps[:2]  # all keys of a command
    *parents, last = steps
    for step in parents:
        value = value[step]
    match steps:
        case ["topics", int(), "name"]:
            value[last] = f"topic {steps[1]}, whose name is wrong"
        case ["topics", int()]:
            value[last] = {"name": f"topic {last}, which is wrong"}
        case ["aliases" | "sources", int()]:
            value[last] = []
        case _ if isinstance(last, str):
            del value[last]
        case _:
            value[last] = ""


# Where a value is text whatever it looks like: a topic may be called 2024.
_SHAPE: strict_yaml.Shape = {
    **dict.fromkeys(("articles", "annotations", "coder"), str),
    "topics": [dict.fromkeys(("name", "letter", "colour", "description", "suggest"), str)],
    "columns": dict.fromkeys(FIELDS, str),
    "include": [str],
    "exclude": [str],
    "aliases": [[str]],
    "sources": [[str]],
}
_MAX_BYTES = 1024 * 1024
_OTHER_FILE = "Name another file with --config, or write one with `nkreader init`."


def _without_nulls(value: object) -> object:
    """A key without a value, as when all below it is commented out, counts as left out."""
    if value is None:
        return {}
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if item is not None}
    return value


def _explained(
    file: Path, root: strict_yaml.Node, steps: Sequence[str | int], message: str
) -> ConfigError:
    """A type error as it is; an unknown key with the line it stands on and the known keys."""
    line, key = strict_yaml.line_of(root, steps), strict_yaml.key_path(steps)
    found = _UNKNOWN_KEY.fullmatch(message)
    if not found:
        advice = "Correct the value."
        if key == "theme":
            advice = f"Use {', '.join(get_args(Theme))}."
        return ConfigError(file, line, key, message.replace("enum value", "value"), advice)
    name = found[1]
    fields = Config.__struct_fields__
    if key.startswith("topics"):
        fields = Topic.__struct_fields__
    elif key == "reading":
        fields = ReadingConfig.__struct_fields__
    elif key == "columns":
        fields = ColumnsConfig.__struct_fields__
    from difflib import get_close_matches

    near = get_close_matches(name, fields, n=1)
    advice = f"Did you mean `{near[0]}`?" if near else f"Known here: {', '.join(fields)}."
    return ConfigError(file, strict_yaml.line_of(root, [*steps, name]), key, message, advice)


def _wrong_values(loaded: ConfigFile) -> Iterator[ConfigError]:
    """Yield what is wrong with values that are each of the right type."""
    config = loaded.config
    if config.language != Config().language:
        yield from _wrong_language(loaded)
    if config.reading.width not in WIDTHS:
        yield loaded.error(
            ("reading", "width"),
            f"{config.reading.width} cells is out of range",
            f"Use a width from {WIDTHS.start} to {WIDTHS.stop - 1}.",
        )
    for index, field, message in clashes(config.topics):
        yield loaded.error(("topics", index, field), message, "Give each topic its own.")
    for index, topic in enumerate(config.topics):
        if problem := topic_problem(topic):
            yield loaded.error(("topics", index, problem.field), problem.message, problem.advice)


def _wrong_language(loaded: ConfigFile) -> Iterator[ConfigError]:
    from corpus.text.languages import CONFIGURABLE  # a millisecond before the first paint

    language = loaded.config.language
    if language not in CONFIGURABLE:
        yield loaded.error(
            ("language",), f"unknown language `{language}`", f"Use {', '.join(CONFIGURABLE)}."
        )


class TopicProblem(NamedTuple):
    """What is wrong with a field of a topic, and the way out."""

    field: str
    message: str
    advice: str


def topic_problem(topic: Topic) -> TopicProblem | None:
    """Return what is wrong with a topic, if anything is."""
    if not all(part.strip() for part in topic.name.split("/")):
        return TopicProblem(
            "name",
            f"`{topic.name}` has nothing on one side of a slash",
            "Name both sides, as in `arms/artillery`, or leave the slash out.",
        )
    if topic.letter and (topic.letter == "t" or not topic.letter.isalpha()):
        return TopicProblem(
            "letter",
            f"`{topic.letter}` cannot be used",
            "Use a letter other than t, which opens the topic picker.",
        )
    if topic.colour and topic.colour not in COLOURS and not _HEX.fullmatch(topic.colour):
        return TopicProblem(
            "colour",
            f"unknown colour `{topic.colour}`",
            f"Use {', '.join(COLOURS)} or '#rrggbb'.",
        )
    return None


def personal_config() -> str:
    """Return the bundled configuration as a user's own: without a folder, so that nothing moves."""
    text = _bundled()
    text = re.sub(r"(?m)^(articles|annotations): ", r"# \1: ", text)
    return text.replace(_CHOICE, _OWN_CHOICE, 1)


def _bundled() -> str:
    return read_config(bundled.config_file(), received=False).decode()


_CHOICE = "# The folder of articles, and the folder that takes your annotations"
_OWN_CHOICE = f"""\
# Your own configuration: it counts where there is no other. It names no folders, so that the
# annotations of each folder stay where they are.
#
{_CHOICE}"""


def initial_config(articles: str = ".") -> str:
    """Return a commented configuration for a project folder, as `nkreader init` writes it."""
    import json

    text = _bundled()
    # A JSON string is a YAML string, whatever characters a folder's name has.
    folder = articles if re.fullmatch(r"[\w./-]+", articles) else json.dumps(articles)
    text = re.sub(r"(?m)^articles: .*$", lambda _: f"articles: {folder}", text, count=1)
    return re.sub(r"(?m)^annotations: .*$", "annotations: annotations", text, count=1)

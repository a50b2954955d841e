"""The keys of a configuration: what is wrong with them is told with the line it stands on."""

from tui.commands.registry import CommandSet
from tui.keys.keymap import Keymap, KeyProblem
from workspace.config import ConfigError, ConfigFile


def configured_keys(known: CommandSet, file: ConfigFile) -> Keymap:
    """Return the keys of commands as a configuration has them. Raises `ConfigError`."""
    try:
        return Keymap(known, file.config.keys, file.config.topics)
    except KeyProblem as problem:
        raise _with_line(file, problem) from problem


def wrong_keys(known: CommandSet, file: ConfigFile) -> list[ConfigError]:
    """Return all that would keep `configured_keys` from being made."""
    problems: list[KeyProblem] = []
    Keymap(known, file.config.keys, file.config.topics, report=problems.append)
    return [_with_line(file, problem) for problem in problems]


def _with_line(file: ConfigFile, problem: KeyProblem) -> ConfigError:
    return file.error(("keys", problem.command), problem.message, problem.advice)

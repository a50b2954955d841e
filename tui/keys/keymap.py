"""From key presses to commands: checks the user's keys, follows sequences.

A key is written as the character it types (`j`, `G`, `?`) or by its name (`enter`, `ctrl+d`,
`shift+tab`, `f2`); a sequence has spaces between its keys (`g g`). Keys that many terminals send as
the same byte as another key are refused: they would work for some users only.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import combinations

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from annotations.topics import Topic
from tui.commands.command import ANY_LETTER, Command, Scope
from tui.commands.registry import CommandSet

Keys = tuple[str, ...]

_NAMED = frozenset(
    (
        *("enter", "escape", "tab", "space", "backspace", "delete", "insert", "up", "down", "left"),
        *("right", "home", "end", "pageup", "pagedown", *(f"f{number}" for number in range(1, 13))),
    )
)
# Every terminal sends these with ctrl, shift or alt; only some send other combinations.
_MODIFIED = re.compile(
    r"(?:ctrl|alt)\+[a-z]|shift\+tab"
    r"|(?:ctrl\+|shift\+|alt\+)+(?:up|down|left|right|home|end|pageup|pagedown|delete|f\d\d?)"
)
_COMBINED = re.compile(r"(?:(?:ctrl|shift|alt)\+)+(.+)")
_IN_BRACES = re.compile(r"\{(\w+\.\w+)\}")
_SAME_BYTE = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
}


class KeyProblem(Exception):  # noqa: N818 - it becomes a ConfigError once its line is known
    """A key setting that cannot be used: for which command, why, and what to do."""

    def __init__(self, command: str, message: str, advice: str) -> None:
        super().__init__(f"{command}: {message}. {advice}")
        self.command, self.message, self.advice = command, message, advice


def _raised(problem: KeyProblem) -> None:
    raise problem


class Pending(Struct, frozen=True):
    """The keys so far begin at least one sequence."""

    keys: Keys


class Keymap:
    """The commands of a set with their keys, some of which the user has changed."""

    def __init__(
        self,
        known: CommandSet,
        overrides: Mapping[str, str | Sequence[str]] | None = None,
        topics: Sequence[Topic] = (),
        *,
        report: Callable[[KeyProblem], None] = _raised,
    ) -> None:
        """Apply the user's keys, and add the keys of the topics.

        Raises `KeyProblem` for an unknown command, an unknown key, or a clash. Where all of them
        are to be known `report` is told instead, and what cannot be used is left out.
        """
        self.problem = ""
        self._report = report
        self._known = known
        self._overrides = overrides or {}
        self._topics = tuple(topics)
        applied = _apply(known.commands, self._overrides, report)
        self.commands = tuple(_with_topics(applied, topics, known))
        self._by_scope: dict[Scope, dict[Keys, Command]] = {scope: {} for scope in Scope}
        self._hinted: dict[Scope, list[Command]] = {scope: [] for scope in Scope}
        for command in self.commands:
            if command.hint and command.keys:
                self._hinted[command.scope].append(command)
            for text in command.keys:
                self._bind(command, tuple(text.split()))
        self._refuse_hidden()

    def with_topics(self, topics: Sequence[Topic]) -> "Keymap":
        """Return the keys for other topics; after a clash without letters, with a `problem`."""
        if tuple(topics) == self._topics and not self.problem:
            return self
        try:
            return Keymap(self._known, self._overrides, topics)
        except KeyProblem as problem:
            without = [msgspec.structs.replace(topic, letter="") for topic in topics]
            keymap = Keymap(self._known, self._overrides, without)
            keymap.problem = f"The letters of topics cannot be used: {problem}"
            return keymap

    def _bind(self, command: Command, keys: Keys) -> None:
        bound = self._by_scope[command.scope]
        for others, other in bound.items():
            if _are_the_same(keys, others):
                self._report(self._clash(command, keys, other, others))
                return
        bound[keys] = command

    def _refuse_hidden(self) -> None:
        """Refuse keys that put a command out of reach because a narrower scope has its key."""
        for layers in self._known.layers:
            for first, other in combinations(layers, 2):
                if first in self._known.modes and other is not Scope.EVERYWHERE:
                    continue
                for keys, command in self._by_scope[first].items():
                    for others, hidden in self._by_scope[other].items():
                        if _are_the_same(keys, others):
                            self._report(self._clash(command, keys, hidden, others))

    def _clash(self, one: Command, keys: Keys, other: Command, others: Keys) -> KeyProblem:
        """Return the problem, blamed on the command whose keys the user has chosen."""
        if one.id not in self._overrides:
            one, keys, other, others = other, others, one, keys
        return KeyProblem(
            one.id,
            f"`{' '.join(keys)}` clashes with `{' '.join(others)}` of {other.id}",
            "Choose another key for one of the two.",
        )

    def command(self, command_id: str) -> Command:
        """Return the command with this id; for any letter, the id may end with the letter."""
        for command in self.commands:
            if command.id == command_id:
                return command
            if command.wants_letter and command.with_letter(command_id[-1]).id == command_id:
                return command.with_letter(command_id[-1])
        raise KeyError(command_id)

    def key_of(self, command_id: str) -> str:
        """Return the key of a command as it is shown; "" for none."""
        keys = self.command(command_id).keys
        return key_label(keys[0]) if keys else ""

    def spelt(self, words: str) -> str:
        """Return words in which each command in braces (`{reader.find}`) is replaced by its key.

        A command without a key is named by its label.
        """

        def key(found: re.Match[str]) -> str:
            return self.key_of(found[1]) or f"“{self.command(found[1]).label}” in help"

        return _IN_BRACES.sub(key, words)

    def find(self, scopes: Iterable[Scope], keys: Keys) -> Command | Pending | None:
        """Return what the keys pressed so far mean in these scopes, the first with precedence."""
        for scope in scopes:
            bound = self._by_scope[scope]
            if command := bound.get(keys):
                return command
            any_letter = bound.get((*keys[:-1], ANY_LETTER)) if len(keys[-1]) == 1 else None
            if any_letter:
                return any_letter.with_letter(keys[-1])
            if any(other[: len(keys)] == keys for other in bound):
                return Pending(keys)
        return None

    def hints(self, scopes: Sequence[Scope], states: Collection[str]) -> list[Command]:
        """Return the commands worth a hint in these states, the most useful first.

        One whose key means something else in a narrower scope is left out.
        """
        worth = (
            command
            for scope in scopes
            for command in self._hinted[scope]
            if not command.when or command.when in states
        )
        reachable = (
            command
            for command in worth
            if self.find(scopes, tuple(command.keys[0].split())) is command
        )
        return sorted(reachable, key=lambda command: command.hint)

    def following(self, scopes: Iterable[Scope], keys: Keys) -> list[tuple[str, Command]]:
        """Return the next keys that would complete a sequence, with their commands."""
        return [
            (" ".join(other[len(keys) :]), command)
            for scope in scopes
            for other, command in self._by_scope[scope].items()
            if len(other) > len(keys) and other[: len(keys)] == keys
        ]


def _apply(
    commands: Iterable[Command],
    overrides: Mapping[str, str | Sequence[str]],
    report: Callable[[KeyProblem], None],
) -> Iterable[Command]:
    known = {command.id: command for command in commands}
    for name, keys in overrides.items():
        try:
            known[name] = _with_keys(known, name, keys)
        except KeyProblem as problem:
            report(problem)
    return known.values()


def _with_keys(known: Mapping[str, Command], name: str, keys: str | Sequence[str]) -> Command:
    """Return the command of this name with the user's keys. Raises `KeyProblem`."""
    if name not in known:
        near = get_close_matches(name, known, n=1)
        advice = f"Did you mean `{near[0]}`?" if near else "The help screen (?) lists them."
        raise KeyProblem(name, "there is no such command", advice)
    wanted = re.split(r",\s*", keys) if isinstance(keys, str) and keys != "," else keys
    wanted = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    for text in wanted:
        _check_keys(known[name], text)
    return replace(known[name], keys=wanted)


def _with_topics(
    commands: Iterable[Command], topics: Sequence[Topic], known: CommandSet
) -> Iterable[Command]:
    """Name the digits after their topics, and add `t` with its letter for each topic."""
    by_key = {topic.key: topic for topic in topics if topic.key}
    for command in commands:
        digit = command.argument if isinstance(command.argument, int) else 0
        topic = by_key.get(digit) if command.scope in known.digits else None
        yield replace(command, label=topic.name) if topic else command
    for index, topic in enumerate(topics):
        for scope, what in known.tagged.items():
            yield Command(
                f"{scope}.tag_{index}",
                topic.name,
                (f"t {topic.letter}",) if topic.letter else (),
                f"Put “{topic.name}” on {what}, or remove it",
                scope,
                argument=index,
            )


def _check_keys(record: Command, text: str) -> None:
    command, keys = record.id, text.split()
    if record.wants_letter:
        if len(keys) != 2 or keys[1] != ANY_LETTER:
            raise KeyProblem(
                command,
                f"`{text}` leaves no letter to choose",
                f"Write one key and {ANY_LETTER}, as `f2 {ANY_LETTER}`.",
            )
        keys = keys[:1]
    if not keys or len(keys) > 2:
        raise KeyProblem(
            command, f"`{text}` is not one key or two in a row", "Write `g g` or `f2`."
        )
    for key in keys:
        if same := _SAME_BYTE.get(key):
            raise KeyProblem(
                command, f"`{key}` is the same as {same} in many terminals", "Choose another key."
            )
        is_modified = _MODIFIED.fullmatch(key)
        if (combined := _COMBINED.fullmatch(key)) and not is_modified:
            last = combined[1]
            instead = (
                f"Write `{last.upper()}`." if key == f"shift+{last}" and len(last) == 1 else ""
            )
            raise KeyProblem(
                command, f"`{key}` is sent by few terminals", instead or "Choose another key."
            )
        if len(key) != 1 and key not in _NAMED and not is_modified:
            raise KeyProblem(
                command,
                f"`{key}` is not the name of a key",
                "Write the character, or enter, space, tab, f1 to f12, ctrl+a, shift+up ...",
            )


def _are_the_same(keys: Keys, others: Keys) -> bool:
    """Whether one sequence is the beginning of the other."""
    if keys[0] != others[0]:
        return False
    return all(a == b or ANY_LETTER in {a, b} for a, b in zip(keys, others, strict=False))


def key_label(keys: str) -> str:
    """Return how a key is shown: `g g` as it is, others with an arrow or a short name."""
    return " ".join(_LABELS.get(key, key) for key in keys.split())


_LABELS = {
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "ctrl+left": "ctrl+←",
    "ctrl+right": "ctrl+→",
    "shift+up": "shift+↑",
    "shift+down": "shift+↓",
    "shift+left": "shift+←",
    "shift+right": "shift+→",
    "ctrl+up": "ctrl+↑",
    "ctrl+down": "ctrl+↓",
    "ctrl+shift+up": "ctrl+shift+↑",
    "ctrl+shift+down": "ctrl+shift+↓",
    "ctrl+shift+left": "ctrl+shift+←",
    "ctrl+shift+right": "ctrl+shift+→",
}

"""The conditions only the caller can answer: which articles `topic:`, `note:` and `is:` mean.

Each condition is asked once. One that means nothing here (`is:umread`) is reported and dropped: the
rest of the query is evaluated as if it had not been typed.
"""

from collections.abc import Callable, Collection

from msgspec.structs import replace

from index.query.nodes import And, Field, Node, Not, Or, Problem

Resolver = Callable[[str, str], Collection[str] | None]
"""Answers `topic:`, `note:` and `is:`: (field, value) to paths of articles, None if unknown."""

_OF_THE_TEXT = "date"  # a condition without a node that the index itself knows


class Conditions:
    """The conditions of one query, answered, and what is wrong with them."""

    def __init__(self, resolve: Resolver | None) -> None:
        self._resolve = resolve
        self._paths: dict[Field, Collection[str]] = {}
        self.problems: list[Problem] = []

    def known(self, node: Node) -> Node | None:
        """Return the query without conditions that mean nothing here; `None` if nothing is left."""
        match node:
            case Field(node=None):
                return node if self._is_known(node) else None
            case Field(node=inner) if inner is not None:
                kept = self.known(inner)
                return kept and replace(node, node=kept)
            case Not(node=inner):
                kept = self.known(inner)
                return kept and Not(kept)
            case And(nodes=nodes) | Or(nodes=nodes):
                left = tuple(each for each in map(self.known, nodes) if each is not None)
                return replace(node, nodes=left) if len(left) > 1 else next(iter(left), None)
        return node

    def paths(self, condition: Field) -> Collection[str]:
        """Return the articles that a known condition means."""
        return self._paths[condition]

    def _is_known(self, condition: Field) -> bool:
        if condition.name == _OF_THE_TEXT or condition in self._paths:
            return True
        paths = self._resolve(condition.name, condition.value) if self._resolve else None
        if paths is not None:
            self._paths[condition] = paths
        elif not condition.typed:
            message = f"{condition.name}:{condition.value} is not known here and is left out."
            problem = Problem(condition.position, message)
            self.problems += [problem] if problem not in self.problems else []
        return paths is not None

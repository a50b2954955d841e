"""Spellings of one name: each stands for all in a query that is searched or marked.

A group is a list of spellings of one or several words, as in ``["Pjöngjang", "Pyongyang"]`` or
``["DVRK", "Demokratische Volksrepublik Korea"]``. Aliases change queries only, so that editing them
needs no new index. A spelling stands for its inflections as well.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from index.analysis.terms import WORD, chain
from index.query.nodes import And, Field, Node, Not, Or, Phrase, Variants, Wildcard, Word

_Key = tuple[str, ...]


class Aliases:
    """Groups of spellings, by their stems; blank spellings and groups of one are ignored."""

    def __init__(self, groups: Sequence[Sequence[str]] = ()) -> None:
        self._variants: dict[_Key, tuple[Word | Phrase, ...]] = {}
        self._longest = 1
        for group in groups:
            spellings = [words for words in map(tuple, map(WORD.findall, group)) if words]
            nodes = {_key(words): _node(words) for words in spellings}
            for key in nodes if len(nodes) > 1 else ():
                known = self._variants.get(key, ())
                self._variants[key] = tuple(dict.fromkeys((*known, *nodes.values())))
                self._longest = max(self._longest, len(key))

    def spellings(self, word: str) -> list[str]:
        """Return a word and its one-word spellings: what may stand for it within a phrase."""
        others = self._variants.get(_key((word,)), ())
        return [word, *(node.text for node in others if isinstance(node, Word))]

    def apply(self, node: Node) -> Node:
        """Return the query with all spellings of a name where one of them is asked for."""
        result = node
        match node:
            case Word(exact=False) | Phrase(slop=0):
                result = self._any_of(node)
            case Variants(nodes=nodes):
                spelt = (each for inner in nodes for each in (inner, *self._others(inner)))
                result = replace(node, nodes=tuple(dict.fromkeys(spelt)))
            case And(nodes=nodes):
                result = _one_or_all(self._conjunction(nodes))
            case Or(nodes=nodes):
                result = Or(tuple(map(self.apply, nodes)))
            case Not(node=inner):
                result = Not(self.apply(inner))
            case Field(name="title", node=inner) if inner is not None:
                result = replace(node, node=self.apply(inner))
        return result

    def _any_of(self, node: Word | Phrase) -> Node:
        others = self._others(node)
        return Variants((node, *others)) if others else node

    def _others(self, node: Word | Phrase | Wildcard) -> list[Word | Phrase]:
        if isinstance(node, Wildcard):
            return []
        key = _key(_words(node))
        return [other for other in self._variants.get(key, ()) if _key(_words(other)) != key]

    def _conjunction(self, nodes: tuple[Node, ...]) -> list[Node]:
        """Apply to neighbouring words, several of which may be one spelling."""
        result: list[Node] = []
        at = 0
        while at < len(nodes):
            for length in range(self._longest, 1, -1):
                run = nodes[at : at + length]
                words = tuple(n.text for n in run if isinstance(n, Word) and not n.exact)
                others = self._variants.get(_key(words), ()) if len(words) == length else ()
                if others:
                    result.append(Or((And(run), *others)))
                    at += length
                    break
            else:
                result.append(self.apply(nodes[at]))
                at += 1
        return result


def _words(node: Word | Phrase) -> tuple[str, ...]:
    return (node.text,) if isinstance(node, Word) else node.words


def _node(words: tuple[str, ...]) -> Word | Phrase:
    return Word(words[0]) if len(words) == 1 else Phrase(words)


def _key(words: Sequence[str]) -> _Key:
    forms = chain("").forms
    return tuple(forms(word).stem for word in words)


def _one_or_all(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

"""Which words of a query say nothing: left out alike when searching, marking and sifting."""

from collections.abc import Collection

from index.analysis.terms import Chain
from index.query.nodes import Node, Not, Word


def is_stop_word(node: Node, chains: Collection[Chain]) -> bool:
    """Whether a node is a stop word of one of the languages, and no longer being typed."""
    return (
        isinstance(node, Word)
        and not node.typed
        and any(chain.is_stopword(node.text) for chain in chains)
    )


def without_stop_words(nodes: tuple[Node, ...], chains: Collection[Chain]) -> tuple[Node, ...]:
    """Leave out the stop words, unless that would leave nothing to look for."""
    telling = tuple(node for node in nodes if not is_stop_word(node, chains))
    return telling if any(not isinstance(node, Not) for node in telling) else nodes

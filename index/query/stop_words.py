"""Which words of a query say nothing: left out alike when searching, marking and sifting.

Beside the stop words these are the words of a question: the second in `wie viele`, that of `gibt
es`. In quotation marks and after = each word counts.
"""

from collections.abc import Collection

from index.analysis.terms import Chain, folded
from index.query.nodes import Node, Not, Word

_AFTER = {
    "wie": {
        *("viel", "viele", "vielen", "vieler", "lange", "oft"),
        *("lautet", "lautete", "lauten", "heisst", "hiess", "heissen", "hiessen", "nennt"),
    },
    "how": {"many", "much", "long", "often"},
    "es": {"gibt", "gab", "gäbe", "gebe"},
}
_BEFORE = {"es": {"gibt", "gab", "gäbe", "gebe"}}


def is_stop_word(node: Node, chains: Collection[Chain]) -> bool:
    """Whether a node is a stop word of one of the languages, and no longer being typed."""
    return (
        isinstance(node, Word)
        and not node.typed
        and not node.exact
        and any(chain.is_stopword(node.text) for chain in chains)
    )


def without_stop_words(nodes: tuple[Node, ...], chains: Collection[Chain]) -> tuple[Node, ...]:
    """Leave out what says nothing, unless that would leave nothing to look for."""
    words = ["", *map(_bare, nodes), ""]
    telling = tuple(
        node
        for node, before, word, after in zip(nodes, words, words[1:], words[2:], strict=False)
        if word not in _AFTER.get(before, ())
        and word not in _BEFORE.get(after, ())
        and not is_stop_word(node, chains)
    )
    return telling if any(not isinstance(node, Not) for node in telling) else nodes


def _bare(node: Node) -> str:
    """Return a finished bare word, folded; "" for anything else."""
    if not isinstance(node, Word) or node.typed or node.exact:
        return ""
    return folded(node.text)

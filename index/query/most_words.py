"""What a query may do without, where hardly any article has all of its words.

Words may be missing; what somebody asked for in so many signs may not: phrases in quotation marks,
=words, fields, negations, alternatives, and the words that AND joins.
"""

from index.query.nodes import And, Fuzzy, Node, Phrase, Prefix, Variants, Wildcard, Word

FEW = 10
"""Articles, about a screenful: who has as many with all words needs none with fewer."""


def parted(root: Node) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Return what may be missing from an article, and what may not, both in order."""
    if not isinstance(root, And):
        return (), (root,)
    loose = tuple(node for node in root.nodes if node not in root.firm and _is_loose(node))
    return loose, tuple(node for node in root.nodes if node not in loose)


def _is_loose(node: Node) -> bool:
    match node:
        case Word(exact=exact):
            return not exact
        case Phrase(quoted=quoted):
            return not quoted
    return isinstance(node, Prefix | Wildcard | Fuzzy | Variants)

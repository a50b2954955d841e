"""The sentences that two articles share."""

from itertools import chain

from corpus.article import Article
from corpus.stories.sketches import SHINGLE, folded_words, shingles
from corpus.text.spans import Span


def shared_sentences(article: Article, other: Article) -> tuple[Span, ...]:
    """Return the sentences of `article` that are also in `other`, in order, as spans of its text.

    Case, punctuation, white space and the spelling of umlauts do not matter. A longer sentence may
    differ in one word, or have a few more at one end, such as a dateline or an attribution.
    Sentences of fewer than four words are left out, and so are the folded blocks of both articles.
    """
    blocks = map(other.as_read, other.searchable())
    held = set(shingles(folded_words("\n".join(blocks))))
    sentences = chain.from_iterable(
        article.sentences_in(index)
        for index, block in enumerate(article.blocks)
        if not block.folded
    )
    return tuple(span for span in sentences if _stands_in(held, article.as_read(span)))


def _stands_in(held: set[str], sentence: str) -> bool:
    """Whether all shingles are held, or all but one run that a single word explains."""
    own = shingles(folded_words(sentence))
    missing = [index for index, shingle in enumerate(own) if shingle not in held]
    if not missing:
        return bool(own)
    run = missing[-1] - missing[0] + 1
    return run == len(missing) <= SHINGLE and len(own) >= 2 * run

"""Asking an article for blocks and sentences by offset."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from corpus.load import article_from, load_article
from corpus.text.canonical import canonical
from corpus.text.spans import Span

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ARTICLE = load_article(SEEDS, "002_f35cf44dca2f7aeb.txt")


def test_block_at_gives_the_block_the_next_or_the_last():
    for index, block in enumerate(ARTICLE.blocks):
        assert ARTICLE.block_at(block.start) == index
        assert ARTICLE.block_at(block.end - 1) == index
        assert ARTICLE.block_at(block.end) == min(index + 1, len(ARTICLE.blocks) - 1)
    assert ARTICLE.block_at(-5) == 0
    assert ARTICLE.block_at(10**9) == len(ARTICLE.blocks) - 1


def test_sentence_at_gives_the_sentence_under_a_phrase():
    offset = ARTICLE.text.index("Sie weisen darauf hin")
    start, end = ARTICLE.sentence_at(offset + 5)
    assert ARTICLE.text[start:end].startswith("Sie weisen darauf hin, dass Moskau")
    assert ARTICLE.text[start:end].endswith("Artilleriegeschosse setzt.")
    assert ARTICLE.sentence_at(offset - 1) == (start, end)


def test_sentence_at_does_not_look_at_every_sentence_of_a_long_text():
    article = article_from("a.txt", "Kim reist nach Moskau. " * 4096)
    looks = []

    class Counted(tuple[Any, ...]):
        __slots__ = ()

        def __iter__(self):
            return map(self.__getitem__, range(len(self)))

        def __getitem__(self, index):
            looks.append(index)
            return tuple.__getitem__(self, index)

    sentences = article.sentences_in(0)
    article._sentences[0] = Counted(sentences)
    assert article.sentence_at(sentences[4000].start) == sentences[4000]
    assert len(looks) < 40


@given(st.text(alphabet="Ab.! \n", max_size=80), st.integers(-5, 100))
def test_sentence_at_is_total_and_sentences_cover_their_block(raw, offset):
    article = article_from("a.txt", canonical(raw))
    span = article.sentence_at(offset)
    if not article.blocks:
        assert span == Span(0, 0)
        assert article.block_at(offset) == -1
        return
    sentences = [s for index in range(len(article.blocks)) for s in article.sentences_in(index)]
    assert span in sentences
    for index, block in enumerate(article.blocks):
        covered = article.sentences_in(index)
        assert (covered[0].start, covered[-1].end) == (block.start, block.end)

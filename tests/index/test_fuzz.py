"""Whatever is typed, searching and marking it never raise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.spans import Span
from index.documents import document
from index.engines import open_engine
from index.hits.matching import Matcher
from index.query.parser import parse

PIECES = st.sampled_from(
    ["(", ")", '"', "~", "~2", "~5", "*", "-", " OR ", " NOT ", "title:", "source:", "date:",
     "topic:", "..2024", " ", "Waffen", "Rüstungsverhandlungen", "Kim", "der", "ß", "😀", "2024",
     "„", "“", "'", "–", "|", ",", ">=2024", "author:", "is:", " UND ", " ODER ", "*fen", "\u0345",
     "\\", "[a-z]+", "\ud800", "İ", "ﬁ", "=", " NEAR/5 ", "?", "Po?tin", "*innen", ":innen", "T-72",
     "1 000", "/Wa.*/", " AND ", "Erdoğan", "wie viele ", "gibt es "]
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory, samples):
    engine = open_engine(tmp_path_factory.mktemp("fuzz") / "index", writable=True)
    documents = [document(stamp, article) for stamp, article in samples]
    engine.update(documents, [], on_batch=lambda _: None, should_stop=lambda: False)
    return engine


@settings(deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=12).map("".join)), st.booleans())
def test_any_query_is_searched_and_marked(engine, samples, text, typing):
    query = parse(text, typing=typing)
    result = engine.search(query, partial=40)
    assert all(hit.lacks for hit in result.partial)
    assert not {hit.path for hit in result.partial} & {hit.path for hit in result.hits}
    assert not any("damaged" in problem.message for problem in result.problems)
    assert result.total == len(result.hits) <= 5
    article = samples[0][1]
    spans = Matcher(query).hits(article.text, [Span(0, len(article.text))])
    assert all(0 <= span.start < span.end <= len(article.text) for span in spans)
    assert len(Matcher(query).passages(article, 3)) <= 3
    # What is wrong is told with its place, and what is put right can be searched as well.
    for problem in result.problems:
        assert 0 <= problem.position <= len(text)
    for query_text in [
        *(p.suggestion for p in result.problems),
        *(s.query for s in result.suggestions),
    ]:
        engine.search(parse(query_text), limit=3)

"""Words divided at the ends of lines are found, counted and marked as one."""

from pathlib import Path

from corpus.load import article_from
from corpus.text.spans import Span
from index.documents import document
from index.engines import open_engine
from index.hits.matching import Matcher
from index.query.parser import parse

TEXT = """\
Die Opposi-
tion fordert, dass die Regie-
rung ihre deutsch-
französischen Pläne über Ein-
und Ausfuhr der Han-
delskammer vorlegt.
"""
OTHER = "Die Kammer tagt.\n"


def marked(query: str) -> list[str]:
    article = article_from("a.txt", TEXT)
    passages = Matcher(parse(query)).passages(article)
    return [article.text[start:end] for each in passages for start, end in each.hits]


def test_a_hit_reaches_from_the_first_letter_to_the_last() -> None:
    assert marked("Opposition") == ["Opposi-\ntion"]
    assert marked("Handelskammer") == ["Han-\ndelskammer"]
    assert marked("Regier*") == ["Regie-\nrung"]
    assert marked("Kammer") == ["Han-\ndelskammer"]
    assert marked("tion") == []


def test_a_phrase_goes_on_over_a_divided_word_and_a_hyphen_of_its_own() -> None:
    assert marked('"Die Opposition fordert"') == ["Die Opposi-\ntion fordert"]
    assert marked('"deutsch französischen Pläne"') == ["deutsch-\nfranzösischen Pläne"]
    assert marked('"Ein und Ausfuhr"') == ["Ein-\nund Ausfuhr"]


def test_the_index_finds_them_and_offers_them_as_spellings(tmp_path: Path) -> None:
    articles = [article_from("a.txt", TEXT), article_from("b.txt", OTHER)]
    engine = open_engine(tmp_path, writable=True)
    documents = [document("1", article) for article in articles]
    engine.update(documents, [], on_batch=lambda _: None, should_stop=lambda: False)
    for query in ("Opposition", "Handel", '"die Regierung"', "Oppos*", "*delskamm*"):
        assert [hit.path for hit in engine.search(parse(query)).hits] == ["a.txt"], query
    assert not engine.search(parse("tion OR rung OR Han")).hits
    offered = engine.search(parse("Oposition"), suggest=True).suggestions
    assert [each.spelling for each in offered] == ["Opposition"]
    engine.close()


def test_the_sentences_that_hold_them_keep_their_places() -> None:
    article = article_from("a.txt", TEXT)
    [passage] = Matcher(parse("Opposition Regierung")).passages(article)
    assert (passage.start, passage.end) == (0, len(TEXT) - 1)
    assert article.as_read(Span(*passage.hits[1])) == "Regierung"

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from corpus.page.blocks import BlockKind
from corpus.text.spans import Span
from index.hits.matching import Matcher
from index.query.aliases import Aliases
from index.query.parser import parse


def marked(query, text, aliases=(), *, typing=False, language="de"):
    matcher = Matcher(parse(query, typing=typing), Aliases(aliases), language)
    hits = matcher.hits(text, [Span(0, len(text))])
    assert hits == sorted(hits)
    return [text[start:end] for start, end in hits]


@pytest.mark.parametrize(
    ("query", "text", "hits"),
    [
        ("Nordkorea", "Nordkoreas Führer in Nordkorea", ["Nordkoreas", "Nordkorea"]),
        ("Ergebnisse", "Das Ergebnis der Gespräche", ["Ergebnis"]),
        ("Sicherheit", "Er hat sich um Sicherheitslücken bemüht.", ["Sicherheitslücken"]),
        ("Seite", "seit der letzten Seite, beidseits", ["Seite"]),
        ("nächster", "nach dem nächsten", ["nächsten"]),
        ("US", "die US-Beamten sagten uns", ["US"]),
        ("strasse", "auf der Straße", ["Straße"]),
        ("Pjoengjang", "Pjöngjangs Waffen", ["Pjöngjangs"]),
        ('"vor der Wahl"', "Chaos vor der Wahl, vor den Wahlen", ["vor der Wahl"]),
        ('"Kim Putin"~2', "Putin traf gestern Kim", ["Putin", "Kim"]),
        ('"Kim Putin"~1', "Putin traf gestern Kim", []),
        ("verh*", "Verhandlungen verhindern", ["Verhandlungen", "verhindern"]),
        ("*handlung*", "Waffenverhandlungen", ["Waffenverhandlungen"]),
        ("Schojgu~", "Schoigu sprach", ["Schoigu"]),
        ("Waffen -Kim", "Kim liefert Waffen", ["Waffen"]),
        ("die Waffen", "die Waffen, die", ["Waffen"]),
        ("die", "die Waffen", ["die"]),
        ("(Waffen OR Kim) title:Putin", "Putin, Kim und Waffen", ["Kim", "Waffen"]),
        ("", "Waffen", []),
        ("-Waffen", "Waffen", []),
    ],
)
def test_hits_are_marked_where_they_stand(query, text, hits):
    assert marked(query, text) == hits


def test_spellings_of_a_name_are_marked(aliases):
    text = "Schoigu, Shoigus Besuch und die Sanktionen"
    assert marked("Shoigu sanctions", text, aliases) == ["Schoigu", "Shoigus", "Sanktionen"]
    phrase = "die DVRK ist die Demokratische Volksrepublik Korea"
    assert marked("DVRK", phrase, aliases) == ["DVRK", "Demokratische Volksrepublik Korea"]


def test_a_word_being_typed_marks_its_completions():
    assert marked("Lief", "Lieferung und Auslieferung", typing=True) == ["Lieferung"]


def test_other_languages_are_marked_by_their_own_inflections():
    assert marked("ship", "they were shipping", language="en") == ["shipping"]


def test_a_hit_is_what_the_language_of_the_article_means(article):
    english = article("en", "The war of the wares", language="en")
    matcher = Matcher(parse("Waren OR ware"))
    hits = [hit for passage in matcher.passages(english) for hit in passage.hits]
    assert [english.text[start:end] for start, end in hits] == ["wares"]


def test_hits_keep_to_the_spans():
    text = "Waffen und Waffen"
    assert Matcher(parse("Waffen")).hits(text, [Span(7, len(text))]) == [Span(11, 17)]


def test_passages_are_the_sentences_with_the_hits(article):
    text = "Kim sprach. Putin lieferte Kim Waffen. Nichts.\nAm Ende: Waffen für Putin."
    passages = Matcher(parse("Putin Kim Waffen")).passages(article("a", text))
    assert [text[p.start : p.end] for p in passages] == [
        "Putin lieferte Kim Waffen.",
        "Am Ende: Waffen für Putin.",
        "Kim sprach.",
    ]
    assert [text[s:e] for s, e in passages[0].hits] == ["Putin", "Kim", "Waffen"]


def test_words_near_each_other_make_the_better_passage(article):
    text = (
        "Putin sprach am Mittwoch in der Hauptstadt, wie der Sprecher sagte, auch über Kim.\n"
        "Putin und Kim sprachen am Mittwoch in der Hauptstadt, wie der Sprecher sagte."
    )
    best = Matcher(parse("Putin Kim")).passages(article("a", text))[0]
    assert text[best.start :].startswith("Putin und Kim")


def test_running_text_comes_before_headlines_and_captions(article):
    text = "Putin trifft Kim\nPutin hat am Mittwoch den Machthaber Kim gesehen."
    made = article("a", text)
    headline = made.blocks[0]._replace(kind=BlockKind.TITLE)
    made = replace(made, blocks=(headline, *made.blocks[1:]))
    passages = Matcher(parse("Putin Kim")).passages(made)
    assert [passage.start for passage in passages] == [17, 0]
    alone = Matcher(parse("trifft")).passages(made)
    assert [passage.start for passage in alone] == [0]


def test_a_sentence_that_stands_twice_is_shown_once(article):
    text = "Putin traf Kim.\nPutin  traf Kim.\nKim sprach."
    matcher = Matcher(parse("Kim"))
    assert len(matcher.passages(article("a", text))) == 3
    assert [p.start for p in matcher.passages(article("a", text), 3)] == [0, 33]


def test_a_limit_keeps_the_best_passages(article):
    text = "Kim sprach. Putin und Kim sprachen."
    matcher = Matcher(parse("Putin Kim"))
    assert [p.start for p in matcher.passages(article("a", text), 1)] == [12]


def test_every_article_found_has_passages_and_page_furniture_none(samples, engine, fill, find):
    fill(engine, samples)
    by_path = {article.path: article for _, article in samples}
    for query in ("US", "Waffen", '"Kim Jong Un"', "Wladi*", '"Putin Kim"~5', "Rüstung"):
        matcher = Matcher(parse(query))
        for path, article in by_path.items():
            passages = matcher.passages(article)
            assert bool(passages) == (path in find(engine, query)), (query, path)
            folded = [b for b in article.blocks if b.folded]
            assert not any(b.start <= p.start < b.end for p in passages for b in folded)


BLOCKS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["Waffen", "Kims", "Kim", "sagt", "Moskau.", "Rüstung!", "Der"])),
        st.sampled_from([BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.HEADING]),
    ),
    min_size=1,
    max_size=8,
)
ASKED = st.sampled_from(["Waffen", "Waffen Kim", '"Kim Waffen"~2', "Kim OR Rüstung", "Kim Moskau"])


@settings(deadline=None)  # the first example loads the dictionary
@given(BLOCKS, ASKED)
def test_the_best_passage_is_the_first_of_all(article, blocks, query):
    texts = [" ".join(words) or "nichts" for words, _ in blocks]
    made = article("a", "\n".join(texts))
    kinds = [
        block._replace(kind=kind) for block, (_, kind) in zip(made.blocks, blocks, strict=True)
    ]
    made = replace(made, blocks=tuple(kinds))
    matcher = Matcher(parse(query))
    every = matcher.passages(made)
    hits = sum(len(passage.hits) for passage in every)
    assert matcher.best(made) == ((every[0], hits) if every else None)

"""What any search engine must do, whichever it is: see ENGINES in conftest.py."""

import threading

import pytest

from index.engine import IndexBusy, IndexProblem
from index.query.fields import FIELDS
from index.query.parser import parse

SCHOIGU = {"001", "002", "004"}


def numbers(paths: list[str]) -> set[str]:
    return {path[:3] for path in paths}


@pytest.fixture
def filled(engine, samples, fill):
    fill(engine, samples)
    return engine


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("US", {"000", "001", "002", "003", "004"}),
        ("Schoigu", SCHOIGU),
        ("Shoigu", SCHOIGU),
        ("schoigus", SCHOIGU),
        ("Pyongyang", {"000", "001", "002", "003", "004"}),
        ("Pjoengjang", {"000", "001", "002", "003", "004"}),
        ("PJÖNGJANG", {"000", "001", "002", "003", "004"}),
        ("Demokratische Volksrepublik Korea", {"001"}),
        ("DVRK -Volksrepublik", set()),
        ('"vor der Wahl"', {"000"}),
        ('"vor die Wahl"', set()),
        ('"Verteidigungsminister Sergej Shoigu"', SCHOIGU),
        ("Hwas*", {"002"}),
        ("*volksrep*", {"001"}),
        ("Schojgu~", SCHOIGU),
        ("title:Putin", {"001", "003"}),
        ("Putin -Schoigu", {"000", "003"}),
        ("NOT (Schoigu OR Handelsblatt)", {"000", "003"}),
        ("Hwasong OR Wonsik", {"002", "003"}),
        ("Hwasong Wonsik", set()),
        ("der Hwasong", {"002"}),
    ],
)
def test_queries_find_the_articles_of_the_samples(filled, find, query, articles):
    assert numbers(find(filled, query)) == articles


def test_a_word_does_not_find_the_stop_word_its_stem_is_spelt_like(engine, article, fill, find):
    texts = {"a": "Er setzte sich seit Jahren ein.", "b": "Die Sicherheit der anderen Seite."}
    fill(engine, [("1", article(path, text)) for path, text in texts.items()])
    assert find(engine, "Sicherheit") == find(engine, "Seiten") == ["b"]


def test_english_and_german_names_of_a_thing_find_the_same(filled, find):
    assert find(filled, "sanctions") == find(filled, "Sanktionen") != []


@pytest.mark.parametrize("query", ["Moldauer", "Fox", "Stuttgarterin", "Datenschutzrichtlinie"])
def test_page_furniture_is_not_found(filled, find, query):
    assert find(filled, query) == []


def test_only_stop_words_are_searched_after_all(filled, find):
    assert len(find(filled, "der die")) == 5


def test_a_word_being_typed_finds_its_completions(filled, find):
    assert numbers(find(filled, "Hwas", typing=True)) == {"002"}
    assert find(filled, "Hwas") == []


def test_near_words_stand_in_any_order_within_the_distance(engine, article, fill, find):
    far = " ".join(["Wort"] * 6)
    fill(
        engine,
        [
            ("1", article("near", "Putin traf gestern Kim")),
            ("1", article("far", f"Kim {far} Putin")),
        ],
    )
    assert find(engine, '"Kim Putin"~2') == ["near"]
    assert set(find(engine, '"Kim Putin"~6')) == {"near", "far"}


def test_a_phrase_ends_with_its_paragraph(engine, article, fill, find):
    fill(engine, [("1", article("a", "Es folgt der Gipfel\nWladiwostok wartet"))])
    assert find(engine, '"Gipfel Wladiwostok"') == []


def test_dates_sources_and_authors_narrow_a_search(engine, article, fill, find):
    fill(
        engine,
        [
            (
                "1",
                article(
                    "june", "Gipfel", date="2024-06-18", source="NBC News", author="Anna Meyer"
                ),
            ),
            ("1", article("may", "Gipfel", date="2024-05", source="Al Jazeera")),
            ("1", article("undated", "Gipfel")),
        ],
    )
    assert find(engine, "Gipfel date:2024-06..2024-07") == ["june"]
    assert set(find(engine, "date:2024")) == {"june", "may"}
    assert find(engine, "date:..2024-05") == ["may"]
    assert find(engine, 'source:"nbc news"') == ["june"]
    assert find(engine, "source:jaz", typing=True) == ["may"]
    assert find(engine, "author:meyer") == ["june"]
    assert find(engine, "author:Gipfel") == []


def test_topics_notes_and_states_are_asked_of_the_caller(filled, samples):
    paths = [article.path for _, article in samples]

    def resolve(field, value):
        return {("topic", "arms deals"): paths[:2], ("is", "unread"): paths[1:]}.get((field, value))

    result = filled.search(parse('topic:"arms deals" is:unread'), resolve=resolve)
    assert [hit.path for hit in result.hits] == paths[1:2]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_the_query_language_is_answered(engine, article, fill, field):
    known = {"title": "Gipfel", "source": "NBC News", "author": "Meyer", "date": "2024-03-05"}
    texts = {"meant": known, "other": dict.fromkeys(known, "Anderes") | {"date": "2020-01-01"}}
    articles = [(path, article(path, "Ein Text.", **facts)) for path, facts in texts.items()]
    fill(engine, articles)
    found = engine.search(parse(FIELDS[field].example), resolve=lambda _field, _value: {"meant"})
    assert ([hit.path for hit in found.hits], found.problems) == (["meant"], ())


@pytest.mark.parametrize("query", ["topic:nonsense Putin", "Putin -is:read", "(is:x OR Putin)"])
def test_a_condition_that_means_nothing_is_told_and_the_words_are_searched(filled, query):
    found = filled.search(parse(query), resolve=lambda _field, _value: None)
    assert found.hits == filled.search(parse("Putin")).hits != ()
    assert "is left out" in found.problems[0].message
    assert found.problems[0].position == query.index(found.problems[0].message[:3])


def test_nothing_is_found_when_no_condition_means_anything(filled):
    found = filled.search(parse("topic:nonsense is:x"), resolve=lambda _field, _value: None)
    assert found.hits == ()
    assert len(found.problems) == 2
    assert found.total == filled.search(parse("topic:nonsense"), limit=3).total == 0


def test_a_condition_that_is_being_typed_is_not_wrong_yet(filled):
    typing = filled.search(parse("Putin is:unre", typing=True), resolve=lambda _field, _value: None)
    assert typing.hits == filled.search(parse("Putin")).hits
    assert typing.problems == ()


def test_the_best_article_comes_first_and_a_limit_keeps_the_total(filled):
    everything = filled.search(parse("Waffen"))
    limited = filled.search(parse("Waffen"), limit=2)
    assert limited.hits == everything.hits[:2]
    assert limited.total == everything.total == len(everything.hits) > 2
    assert [hit.score for hit in everything.hits] == sorted(
        (hit.score for hit in everything.hits), reverse=True
    )


def test_other_spellings_are_offered_unless_nobody_wants_them(filled):
    offered = filled.search(parse("Peskov")).suggestions
    assert [(each.typed, each.spelling) for each in offered] == [("Peskov", "Peskow")]
    assert filled.search(parse("Peskov"), suggest=False).suggestions == ()


def test_a_word_in_the_title_counts_more(engine, article, fill, find):
    fill(
        engine,
        [
            ("1", article("body", "Der Gipfel beginnt heute in Moskau")),
            ("1", article("title", "Der Gipfel beginnt heute in Moskau", title="Gipfel")),
        ],
    )
    assert find(engine, "Gipfel") == ["title", "body"]


def test_words_near_each_other_count_more_than_words_apart(engine, article, fill, find):
    between = "und dann kam lange nichts anderes mehr zur Sprache in der Stadt als das Wetter"
    fill(
        engine,
        [
            ("1", article("apart", f"Waffen {between} Lieferung")),
            ("1", article("near", f"Die Lieferung von Waffen {between}")),
            ("1", article("other", f"Lieferung {between}")),
        ],
    )
    assert find(engine, "Waffen Lieferung") == ["near", "apart"]
    assert find(engine, "Waffen OR Lieferung") == ["near", "apart", "other"]


def test_an_english_article_is_found_by_its_english_inflections(engine, article, fill, find):
    fill(engine, [("1", article("en", "They were shipping the weapons", language="en"))])
    assert find(engine, "ships weapon") == ["en"]


def test_each_article_is_found_by_the_inflections_of_its_own_language(engine, article, fill, find):
    fill(
        engine,
        [
            ("1", article("de", "Nordkorea liefert Waren und Sanktionen treffen die Armeen")),
            ("1", article("en", "The war goes on and sanctions were imposed", language="en")),
            ("1", article("fr", "Les sanctions contre l’armée nord-coréenne", language="fr")),
        ],
    )
    assert find(engine, "Waren") == ["de"]
    assert find(engine, "imposing") == ["en"]
    assert find(engine, "coréennes") == ["fr"]
    assert find(engine, "armées") == ["fr", "de"]  # accents are folded, so an Armee comes second
    assert find(engine, "l'armée") == ["fr"]
    assert sorted(find(engine, "Sanktion")) == ["de", "en", "fr"]
    assert sorted(find(engine, "les sanctions")) == ["de", "en", "fr"]
    assert find(engine, '"sanctions were imposed"') == ["en"]
    assert find(engine, '"die Armee"') == ["de"]


def test_accents_are_typed_or_not(engine, article, fill, find):
    pairs = [
        ("Erdogan", "Erdoğan"),
        ("Orban", "Orbán"),
        ("Vucic", "Vučić"),
        ("Lodz", "Łódź"),
        ("Skoda", "Škoda"),
        ("CO2", "CO₂"),
        ("m2", "m²"),
    ]
    texts = [text for pair in pairs for text in pair]
    fill(engine, [("1", article(text, f"In {text} war es still")) for text in texts])
    for plain, accented in pairs:
        assert sorted(find(engine, plain)) == sorted(find(engine, accented)) == [plain, accented]
    assert sorted(find(engine, "Erdogans")) == sorted(find(engine, '"in Erdoğans"'))
    assert find(engine, "Erdoğans Skoda") == []
    # While they are typed, too, and in patterns.
    for typed in ("Erdog", "Erdoga", "Erdogan"):
        assert find(engine, typed, typing=True) == ["Erdogan", "Erdoğan"]
    assert find(engine, "Erdoğ", typing=True) == ["Erdoğan"]
    assert sorted(find(engine, "Vuc*")) == sorted(find(engine, "V?cic")) == ["Vucic", "Vučić"]
    assert sorted(find(engine, "Skods~")) == ["Skoda", "Škoda"]
    assert find(engine, "=Skoda") == ["Skoda"]


@pytest.mark.parametrize(
    ("spellings", "other"),
    [
        (["G20", "G-20"], "Gruppe 20"),
        (["T72", "T-72"], "T 73"),
        (["Corona-Krise", "Coronakrise"], "Corona"),
        (["Ukraine-Krieg", "Ukrainekrieg"], "Ukraine"),
        (["1000", "1.000", "1 000", "1'000"], "1 001"),
        (["Schüler*innen", "Schüler:innen", "Schüler_innen", "SchülerInnen", "Schüler/innen"], "x"),
        (["Kolleg*innen", "Kolleginnen"], "Kollegium"),
    ],
)
def test_what_is_written_in_several_ways_is_found_by_each(
    engine, article, fill, find, spellings, other
):
    texts = [*spellings, other]
    fill(engine, [("1", article(text, f"Das war die Sache mit {text} gewesen")) for text in texts])
    for typed in spellings:
        assert sorted(find(engine, typed)) == sorted(spellings), typed
        # While it is typed, there is always something on the screen.
        assert all(find(engine, typed[:n], typing=True) for n in range(1, len(typed)))


def test_schueler_with_a_gap_are_schueler_and_schuelerinnen(engine, article, fill, find):
    texts = {"men": "Die Schüler", "women": "Alle Schülerinnen", "gap": "Die Schüler*innen"}
    fill(engine, [("1", article(path, text)) for path, text in texts.items()])
    assert sorted(find(engine, "Schüler*innen")) == ["gap", "men", "women"]


def test_a_form_alone(engine, article, fill, find):
    texts = {"a": "Die Waffe lag da", "b": "Alle Waffen lagen da", "c": "Die Waffenruhe hielt"}
    fill(engine, [("1", article(path, text)) for path, text in texts.items()])
    fill(engine, [("1", article("d", "Es lag da", title="Die Waffe"))])
    assert sorted(find(engine, "=waffe")) == sorted(find(engine, '"Waffe"')) == ["a", "d"]
    assert find(engine, "title:=Waffe") == ["d"]
    assert find(engine, "=Waffen") == ["b"]
    assert find(engine, "=Waffenr", typing=True) == ["c"]
    assert find(engine, "=alle =die") == []


def test_the_word_as_typed_comes_before_its_relatives(engine, article, fill, find):
    texts = {"a": "Alle Waffen lagen da", "b": "Die Waffe lag dort"}
    fill(engine, [("1", article(path, text)) for path, text in texts.items()])
    assert find(engine, "Waffe") == ["b", "a"]
    assert find(engine, "Waffen") == ["a", "b"]


def test_near_and_one_letter(engine, article, fill, find):
    texts = {"a": "Müller traf in der Stadt Kim", "b": "Möller und Kim", "c": "Mller und so fort"}
    fill(engine, [("1", article(path, text)) for path, text in texts.items()])
    assert sorted(find(engine, "M?ller")) == ["a", "b"]
    assert sorted(find(engine, "Müller NEAR Kim")) == ["a"]
    assert find(engine, "Müller NEAR/2 Kim") == []


def test_questions_are_asked_in_other_words_than_answered(engine, article, fill, find):
    fill(engine, [("1", article("a", "Am Gipfel nahmen Soldaten teil"))])
    fill(engine, [("1", article("b", "Nobody came", language="en"))])
    assert find(engine, "Wie viele Soldaten gibt es am Gipfel?") == ["a"]
    assert find(engine, "Wie heißt der Gipfel der Soldaten?") == ["a"]
    assert find(engine, "=viele Soldaten") == find(engine, "Soldaten heißen") == []
    assert find(engine, "How many Soldaten were at the Gipfel?") == ["a"]


def test_korean_words_are_found_with_any_particle(engine, article, fill, find):
    texts = {
        "topic": "김정은은 러시아에 갔다",
        "object": "푸틴이 김정은을 만났다",
        "whose": "김정은의 편지",
        "cat": "고양이는 잔다",
        "other": "김정일은 없었다",
    }
    fill(engine, [("1", article(path, text, language="")) for path, text in texts.items()])
    for typed in ("김정은", "김정은에게", "김정은이"):
        assert sorted(find(engine, typed)) == ["object", "topic", "whose"], typed
    assert find(engine, "러시아") == ["topic"]
    assert find(engine, "고양이") == ["cat"]
    assert sorted(find(engine, "김정", typing=True)) == ["object", "other", "topic", "whose"]


def test_chinese_and_japanese_words_are_found_between_others(engine, article, fill, find):
    texts = {
        "zh": "金正恩将访问俄罗斯，会见普京总统",
        "ja": "金正恩総書記がロシアを訪問した",
        "de": "Kim (金正恩) kam mit Waffen",
        "apart": "正しい金の恩",
    }
    fill(engine, [("1", article(path, text)) for path, text in texts.items()])
    assert sorted(find(engine, "金正恩")) == ["de", "ja", "zh"]
    assert find(engine, "俄罗斯 普京") == ["zh"]
    assert find(engine, "ロシア") == find(engine, "ロシ*") == ["ja"]
    assert find(engine, "金正恩 Waffe") == ["de"]
    for end in (1, 2, 3):
        assert "zh" in find(engine, "金正恩"[:end], typing=True)


@pytest.fixture
def most(engine, article, fill):
    """Return what is found with most words of a query: paths, and what each lacks."""
    texts = {
        "all": "Putin traf Kim in Moskau und sprach über Panzer",
        "three": "Putin traf Kim in Moskau",
        "two": "Putin sah Panzer",
        "one": "Die Wahl in Moskau",
        "none": "Das Wetter war schön",
    }
    fill(engine, [("1", article(path, text, date="2024-06")) for path, text in texts.items()])

    def find(text, *, typing=False, partial=40, **options):
        result = engine.search(parse(text, typing=typing), partial=partial, **options)
        return [hit.path for hit in result.hits], {h.path: h.lacks for h in result.partial}

    return find


def test_articles_with_most_words_follow_those_with_all(most):
    assert most("Putin Kim Moskau Panzer") == (
        ["all"],
        {"three": ("Panzer",), "two": ("Kim", "Moskau"), "one": ("Putin", "Kim", "Panzer")},
    )
    assert most("Putin Kim Moskau Panzer", partial=0) == (["all"], {})
    assert most("Wie traf Putin Kim mit Schnurrbärten?")[1]["three"] == ("Schnurrbärten",)
    assert list(most("Putin Kim Moskau Panzer", partial=1)[1]) == ["three"]


def test_one_of_two_words_will_do_only_where_no_article_has_both(most):
    assert most("Putin Kim") == (["all", "three"], {}) or most("Putin Kim")[1] == {}
    assert most("Wahl Panzer") == (
        [],
        {"one": ("Panzer",), "all": ("Wahl",), "two": ("Wahl",)},
    )
    assert most("Wahl") == (["one"], {})


@pytest.mark.parametrize(
    ("query", "partial"),
    [
        ("Wahl AND Panzer", set()),
        ("Wahl AND Panzer Kim Putin", set()),
        ('"Putin traf Kim" Wahl Zebra Panzer', {"all"}),
        ('"Kim" Wahl Zebra', set()),
        ("=Kim Wahl Panzer", {"all"}),
        ("Wahl Panzer -Kim", {"one", "two"}),
        ("Wahl Panzer date:2023", set()),
        ("Wahl Panzer date:2024", {"one", "two", "all"}),
        ("Wahl Panzer (Kim OR Wetter)", {"all"}),
        ("Wahl OR Panzer", set()),
    ],
)
def test_what_is_asked_for_with_signs_is_never_missing(most, query, partial):
    found, others = most(query)
    assert others.keys() == partial
    assert not others.keys() & set(found)


def test_what_hyphens_join_may_be_missing_as_a_whole(most):
    assert most("Putin-Panzer Kim Moskau")[1]["all"] == ("Putin-Panzer",)


def test_most_words_are_there_while_the_last_is_being_typed(most):
    assert most("Wahl Pan", typing=True)[1] == {
        "one": ("Pan",),
        "all": ("Wahl",),
        "two": ("Wahl",),
    }
    assert most("Putin Wahl Mosk", typing=True)[1]["one"] == ("Putin",)


def test_where_a_screenful_has_all_words_no_other_follows(engine, article, fill):
    texts = [f"Putin und Kim {n}" for n in range(10)]
    fill(engine, [("1", article(text, text)) for text in texts])
    fill(engine, [("1", article("other", "Putin und der Zar"))])
    assert engine.search(parse("Putin Kim und"), partial=40).partial == ()
    fill(engine, [], removed=texts[:1])
    result = engine.search(parse("Putin Kim 1 2"), partial=3)
    assert len(result.partial) == 3
    assert result.partial_total > 3


def test_changed_articles_replace_the_old_and_removed_ones_go(engine, article, fill, find):
    fill(engine, [("1", article("a", "alter Gipfel")), ("1", article("b", "alter Gipfel"))])
    fill(engine, [("2", article("a", "neuer Vertrag"))], removed=["b", "never there"])
    assert engine.stamps() == {"a": "2"}
    assert find(engine, "Gipfel") == []
    assert find(engine, "Vertrag") == ["a"]


def test_of_two_versions_in_one_update_the_later_counts(engine, article, fill, find):
    fill(engine, [("1", article("a", "früher")), ("2", article("a", "später"))])
    assert engine.stamps() == {"a": "2"}
    assert find(engine, "früher") == []


def test_another_engine_on_the_folder_sees_what_is_written(
    opener, engine, tmp_path, article, fill, find
):
    reader = opener(tmp_path / "index")
    assert find(reader, "Gipfel") == []
    fill(engine, [("1", article("a", "Gipfel"))])
    assert find(reader, "Gipfel") == ["a"]
    fill(engine, [("1", article("b", "Gipfel"))])
    assert sorted(find(reader, "Gipfel")) == ["a", "b"]
    reader.close()


def test_stopping_keeps_what_is_done(engine, article, fill, find):
    seen = []

    def articles():
        for n in range(10):
            seen.append(n)
            yield "1", article(str(n), "Gipfel")

    done = fill(engine, articles(), stop=lambda: len(seen) == 3)
    assert sorted(find(engine, "Gipfel")) == ["0", "1", "2"]
    assert done[-1] == 3
    assert len(seen) == 3


def test_an_error_in_the_articles_leaves_a_usable_index(engine, article, fill, find):
    fill(engine, [("1", article("a", "Gipfel"))])

    def broken():
        yield "1", article("b", "Gipfel")
        raise RuntimeError("a reader failed")

    with pytest.raises(RuntimeError):
        fill(engine, broken())
    assert "a" in find(engine, "Gipfel")
    fill(engine, [("1", article("c", "Gipfel"))])
    assert {"a", "c"} <= set(find(engine, "Gipfel"))


def test_only_one_writes_at_a_time(opener, engine, tmp_path, article, fill, find):
    second = opener(tmp_path / "index", writable=True)
    refused = []

    def meanwhile():
        yield "1", article("a", "Gipfel")
        with pytest.raises(IndexBusy):
            fill(second, [("1", article("b", "Gipfel"))])
        refused.append(True)

    fill(engine, meanwhile())
    assert refused
    fill(second, [("1", article("b", "Gipfel"))])
    assert sorted(find(engine, "Gipfel")) == ["a", "b"]


def test_an_index_opened_for_searching_is_not_written(opener, tmp_path, article, fill):
    reader = opener(tmp_path / "nowhere")
    assert reader.search(parse("Gipfel")).hits == ()
    assert reader.stamps() == {}
    with pytest.raises(IndexProblem):
        fill(reader, [("1", article("a", "Gipfel"))])
    assert not (tmp_path / "nowhere").exists()


def test_searching_from_several_threads_while_writing(engine, article, fill):
    stop = threading.Event()
    failures = []

    def search():
        while not stop.is_set():
            result = engine.search(parse("Gipfel"))
            if result.problems or len(result.hits) != result.total:
                failures.append(result)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(8):
        fill(engine, [("1", article(str(n), "Gipfel in Wladiwostok"))])
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert engine.search(parse("Gipfel")).total == 8

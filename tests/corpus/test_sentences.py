"""Sentences and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.canonical import canonical
from corpus.text.sentences import sentence_spans
from corpus.text.words import words_in


def split(text):
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    "sentence",
    [
        "US-Geheimdienste verfolgten die Lieferungen zwischen dem 7. September und dem 1. Oktober.",
        "Das gilt z. B. Waffen und z.B. Munition, d. h. Raketen usw. und Ähnliches.",
        "Dr. Müller, Prof. Weber und Mr. Smith trafen Frau St. Clair in St. Petersburg.",
        "Im 20. Jahrhundert war das anders.",
        "John F. Kennedy und J. K. Rowling kamen nicht.",
        "Das Abkommen nach Art. 5 Abs. 2 Nr. 3 GG gilt.",
        "Bis zu 1.000 Container und 6,5 Mio. Euro wurden gezählt.",
        "„Kommst du mit?“, fragte er.",
        "Er rief „Halt!“ und lief davon.",
        "König Karl II. August regierte lange.",
        "Die Sanktionen (vgl. Kap. 3) wirken ca. Mitte des Jahres.",
        "Die U.S. Army und der U.S. President schwiegen.",
        "Auf www.beispiel.de und Spiegel.de steht mehr.",
        "Er ist Vorsitzender des e.V. Berlin.",
        "Das Team aus Wr. Neustadt lief 26:45,8 Min. (2. nach dem Springen/4. im Langlauf).",
        "Varoufakis: ... Schauen Sie, ich bin kein Politiker.",
        "König Felipe VI. Spaniens sprach mit Kim Jong Un III. Vertreter am 3. Mai 2016.",
        "Am 31. 7. 2015 um 20.15 Uhr zeigt ARD.de, was Leave.EU im 21. Jahrhundert plant.",
        "Laut § 3 Abs. 1 Nr. 7 u. a. S. 12 ff. gilt das, d.h. ab 3.000 Euro, vgl. S. 7.",
        "Mr. Bean and Dr. J. R. Smith met Gov. Brown at 5 p.m. in St. Louis, e.g. for No. 10.",
        "Bei der 107. Auflage des Rennens siegte ein dt. Fahrer aus Amstetten/St. Pölten.",
    ],
)
def test_stops_inside_a_sentence_do_not_end_it(sentence):
    assert split(sentence) == [sentence]
    assert split(f"{sentence} Der zweite Satz folgt.") == [sentence, "Der zweite Satz folgt."]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Wir gingen.", "Sie blieben."),
        ("„Wir haben keinen Zweifel.", "Es kommt darauf an.“"),
        ("Er sagte: „Das ist alles.“", "Dann ging er."),
        ("»Das ist alles.«", "»Wirklich?«"),
        ('"Das ist alles."', '"Wirklich?"'),
        ("Das war 2019.", "Danach kam nichts."),
        ("Sie gewannen mit 2:0.", "Neapel verlor."),
        ("Gezählt wurden 107.", "Menschen jubelten."),
        ("Er wurde 24.", "Die Feier war klein."),
        ("Was nun?", "Niemand weiß es!"),
        ("Und dann …", "Nichts geschah."),
        ("Er kam um 20 Uhr.", "Die anderen warteten."),
        ("Es gab Brot, Wein usw.", "Das reichte."),
        ("Er zahlte (nicht gern).", "(Sie auch nicht.)"),
        ("Das ist das Ende.", "– Oder nicht?"),
        ("Es war kalt.", "300 Menschen kamen."),
        ("Das teilten sie mit.", "(red, 31. 7. 2015)"),
        ("Das teilten sie mit.", "(mm/APA)"),
        ("Er ist aber Deutscher.", "#Nachbarn"),
        ("Mehr steht hier.", "https://beispiel.de/a.b"),
        ("Sie endet in Phase II.", "Der Rest ist offen."),
        ("Die Stadt liegt im Norden der USA.", "Dort ist es kalt."),
        ("He left at 5 p.m.", "The others stayed."),
        ("Korea.", "“Warum nicht?"),
        ("Es gibt Gespräche.", "Ärzte warnen."),
    ],
)
def test_two_sentences_are_two(one, two):
    assert split(f"{one} {two}") == [one, two]


def test_sentences_glued_by_scraping_are_divided():
    assert split("Er kam zurück.Die anderen nicht.") == ["Er kam zurück.", "Die anderen nicht."]
    assert split("„Er kommt.“Die anderen nicht?Doch.") == [
        "„Er kommt.“",
        "Die anderen nicht?",
        "Doch.",
    ]
    assert split("Node.js und ASP.Net und z.B. Dr.Müller") == [
        "Node.js und ASP.Net und z.B. Dr.Müller"
    ]


def test_a_sentence_goes_on_over_a_hard_wrapped_line():
    assert split("Der Präsident\nkam. Er\nging.") == ["Der Präsident\nkam.", "Er\nging."]


@given(st.text(alphabet="aBÄ7 .!?…“„»«\")(\n–'ßI", max_size=60))
def test_sentences_cover_their_stretch_and_lose_no_letter(raw):
    text = canonical(raw).strip()
    spans = sentence_spans(text, 0, len(text))
    assert "".join(text[s:e] for s, e in spans).split() == text.split() or not text or spans
    position = 0
    for start, end in spans:
        assert start < end
        assert not text[position:start].strip()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        position = end
    assert position == len(text)


def test_a_million_stops_are_no_trouble():
    text = "." * 1_000_000
    assert sentence_spans(text, 0, len(text)) == ((0, len(text)),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Die US-Beamten sagten: „Nein.“", ["Die", "US-Beamten", "sagten", "Nein"]),
        ("1.000 Container für 6,5 Mio. €", ["1.000", "Container", "für", "6,5", "Mio"]),
        ("geht's Moskaus’ Ende", ["geht's", "Moskaus", "Ende"]),
        ("– …", []),
    ],
)
def test_words(text, words):
    assert [text[s:e] for s, e in words_in(text, 0, len(text))] == words


def test_words_of_a_stretch_have_positions_in_the_whole_text():
    assert words_in("eins zwei drei", 5, 9) == [(5, 9)]

"""Fifty queries as people type them, letter by letter: each letter has its answer."""

import pytest

from corpus.text.spans import Span
from index.documents import document
from index.engines import open_in_memory
from index.hits.matching import Matcher
from index.query.parser import parse

QUERIES = """
Waffen
Waffenlieferung Russland
Kim Jong Un
Kim Jong-un Putin Gipfel
Schoigu Pjöngjang
Pjoengjang Rüstung
Shoigu OR Lawrow
Putin -Wladiwostok
Putin NICHT Schoigu
"Kim Jong Un"
„vor der Wahl“
"Putin Kim"~5
Putin NEAR/5 Kim
=Waffen
=waffe Putin
"Waffen"
verhand*
*handlung*
W?ffen
Schojgu~
title:Putin Kim
source:"NBC News" Waffen
author:Meyer
date:2024-06 Gipfel
date:2023-01..2024-06
date:>=2024 Kim
topic:sanctions Waffen
is:untagged Putin
(Waffen OR Raketen) Russland
(Waffen ODER Raketen) -Iran
Wer liefert Munition an Russland?
Wann trafen sich Putin und Kim in Wladiwostok?
Wie viele Container wurden nach Russland verschifft?
Welche Sanktionen gibt es gegen Nordkorea?
Was sagte John Kirby über die Gespräche mit Nordkorea?
Gibt es Beweise für die Lieferung von Granaten?
How many containers were shipped to Russia?
Warum reiste der russische Verteidigungsminister nach Pjöngjang
Nordkoreas Raketentests und die Präsidentschaftswahl in den USA
Erdoğan Orbán Vučić
Erdogan Putin
G20 Gipfel
G-20-Gipfel
Corona-Krise
Ukraine-Krieg Munition
Schüler*innen
Journalist:innen Nordkorea
1 000 Container
1.000 Container aus Nordkorea
CO2 CO₂ KN-23 Hwasong-17
/Schoi?gu/ Waffen
C++
Vereine und -verbände
US-Beamte, Nordkorea; Munition!
""".strip().splitlines()


@pytest.fixture(scope="module")
def engine(samples):
    engine = open_in_memory()
    documents = [document(stamp, article) for stamp, article in samples]
    engine.update(documents, [], on_batch=lambda _: None, should_stop=lambda: False)
    return engine


@pytest.mark.parametrize("text", QUERIES)
def test_each_letter_has_its_answer(engine, samples, text):
    article = samples[0][1]
    for end in range(1, len(text) + 1):
        query = parse(text[:end], typing=True)
        found = engine.search(query, limit=100, suggest=False, partial=40)
        assert not {hit.path for hit in found.hits} & {hit.path for hit in found.partial}
        # While one types nothing is wrong yet but what stands before the last piece.
        assert all(problem.position < end for problem in query.problems)
        Matcher(query).hits(article.text, [Span(0, len(article.text))])
    found = engine.search(parse(text), partial=40, resolve=lambda _field, _value: set())
    assert not any("is left out" in problem.message for problem in found.problems)


def test_there_are_fifty():
    assert len(set(QUERIES)) >= 50

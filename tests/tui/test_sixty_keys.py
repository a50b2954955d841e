"""Twenty given sentences of an article, tagged by keyboard from a cold start in sixty keys."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import yaml

from corpus.load import load_article

Start = Callable[..., AbstractAsyncContextManager[Any]]

ARTICLE = "003_bbd1d1e14c627851.txt"
ROW = 4
TOPICS = {1: "arms deals", 2: "summits", 3: "sanctions"}
GIVEN = (
    ("• Der russische Präsident Wladimir Putin werde ab Dienstag zu einem Besuch", 2),
    ("Der russische Präsident Wladimir Putin wird Nordkorea ab Dienstag", 2),
    ("Putin wird voraussichtlich mit dem nordkoreanischen Führer Kim Jong Un zu Gesprächen", 2),
    ("Es wird Putins erste Reise nach Nordkorea seit 24 Jahren sein.", 2),
    ("Nordkoreas offizielle Nachrichtenagentur Korean Central News Agency teilte mit", 2),
    ("Russland bestätigte den Besuch in einer gleichzeitigen Mitteilung.", 2),
    ("Es gibt wachsende Bedenken hinsichtlich eines Rüstungsabkommens", 1),
    ("Im Gegenzug erhält es Wirtschaftshilfe und Technologietransfers", 1),
    ("Die militärische, wirtschaftliche und sonstige Zusammenarbeit", 1),
    ("Vertreter der USA und Südkoreas haben dem Norden vorgeworfen", 1),
    ("Sowohl Pjöngjang als auch Moskau haben die Vorwürfe über nordkoreanische", 1),
    ("Jeder Waffenhandel mit Nordkorea wäre ein Verstoß gegen zahlreiche Resolutionen", 3),
    ("Lankov merkte an, dass Russland zwar zögern könnte, seine hochmoderne", 1),
    ("„Im Krieg gibt es nie genug Munition, es besteht ein großer Bedarf daran“", 1),
    ("Es gab Anzeichen dafür, dass Kim eine aufwändige Feier für Putin vorbereitete", 2),
    ("“Der Gipfel stärkt nicht nur Nordkoreas Status", 2),
    ("Russland und China haben die Versuche der USA und ihrer Partner", 3),
    ("Im März beendete ein russisches Veto bei den Vereinten Nationen die Überwachung", 3),
    ("Der Westen erhob daraufhin den Vorwurf, Moskau versuche, einer genaueren", 3),
    ("Während einer Pressekonferenz im März sagte der südkoreanische", 1),
)
SENTENCES_ON = (1, 3, 1, 1, 1, 2, 1, 1, 1, 1, 1, 3, 2, 1, 1, 6, 4, 1, 1, 1)
"""How many sentences further each of the given ones is, as one sees while reading."""


async def test_twenty_sentences_take_at_most_sixty_keys(start: Start, project: Path) -> None:
    keys = [*["j"] * (ROW - 1), "enter"]
    for on, (_, topic) in zip(SENTENCES_ON, GIVEN, strict=True):
        keys += [*[")"] * on, str(topic)]
    assert len(keys) <= 60

    async with start((100, 30)) as nkreader:
        await nkreader.press(*keys)
        file = project / "annotations" / f"{ARTICLE}.yaml"
        await nkreader.until(
            lambda: file.exists() and file.read_text(encoding="utf-8").count("quote:") == 20,
            "twenty passages on disk",
        )
    found = yaml.safe_load(file.read_bytes())["annotations"]
    article = load_article(project / "articles", ARTICLE)
    for each, (begins, topic) in zip(found, GIVEN, strict=True):
        assert each["quote"].startswith(begins)
        assert each["topics"] == [TOPICS[topic]]
        assert (each["start"], each["end"]) == article.sentence_at(each["start"])

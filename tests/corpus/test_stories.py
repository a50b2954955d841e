"""Stories: which articles are versions of one another, and which are not."""

import random
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.folder.scan import scan
from corpus.load import article_from, load_article
from corpus.stories.sketches import sketch
from corpus.stories.versions import stories
from corpus.text.canonical import canonical

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SYLLABLES = [a + b for a in ("ba", "ge", "ha", "ko", "lu", "mi", "ro", "su") for b in "lmnrst"]


def sentences(seed, count):
    """Different words for every seed, so that two texts share next to nothing by chance."""
    dice = random.Random(seed)
    return [
        " ".join(dice.choice(SYLLABLES) + dice.choice(SYLLABLES) for _ in range(14)).capitalize()
        + "."
        for _ in range(count)
    ]


def page(parts):
    return "\n\n".join(" ".join(parts[at : at + 3]) for at in range(0, len(parts), 3))


def grouped(texts):
    return stories(
        {path: sketch(article_from(path, canonical(text))) for path, text in texts.items()}
    )


def edited(text, share, seed=1):
    dice = random.Random(seed)
    return " ".join("neu" if dice.random() < share else word for word in text.split(" "))


OWN = sentences("own", 30)


@pytest.mark.parametrize(
    "version",
    [
        page(OWN),
        "Ein anderer Titel\n\nBERLIN (dpa) – " + page(OWN),
        page([*sentences("new", 4), *OWN[4:]]),
        page(OWN[:15]),
        page(OWN[:10]),
        page(OWN[20:]),
        edited(page(OWN), 0.05),
        page([*sentences("new", 2), *OWN[2:15]]),
    ],
    ids=["same", "agency", "beginning", "half", "third", "last third", "words", "several"],
)
def test_an_edited_text_is_a_version(version):
    others = {f"other/{n}.txt": page(sentences(n, 25)) for n in range(20)}
    assert grouped({"b.txt": page(OWN), "a.txt": version, **others}) == {
        "a.txt": "a.txt",
        "b.txt": "a.txt",
    }


def test_all_versions_of_a_story_have_one_first_path():
    texts = {f"{n:02}.txt": edited(page(OWN), 0.03, seed=n) for n in range(40)}
    assert grouped(texts) == dict.fromkeys(texts, "00.txt")


def test_quoting_the_same_people_makes_no_version():
    quotes = sentences("quotes", 4)
    one, other = (page(sentences(seed, 20) + quotes) for seed in ("one", "other"))
    assert grouped({"1.txt": one, "2.txt": other}) == {}


def test_a_short_text_that_strangers_hold_does_not_join_them():
    notice = sentences("notice", 3)
    strangers = {f"{n}.txt": page(sentences(n, 12) + notice) for n in range(5)}
    found = grouped({**strangers, "notice.txt": page(notice)})
    assert len(found.keys() & strangers.keys()) <= 1


def test_a_digest_does_not_gather_up_the_articles_in_it():
    articles = {f"{n}.txt": sentences(n, 10) for n in range(4)}
    digest = page([sentence for parts in articles.values() for sentence in parts])
    found = grouped({**{path: page(parts) for path, parts in articles.items()}, "d.txt": digest})
    assert len(found.keys() & articles.keys()) <= 1


def test_pages_that_many_articles_share_half_of_are_no_versions():
    notice = sentences("notice", 4)
    assert grouped({f"{n}.txt": page(sentences(n, 3) + notice) for n in range(60)}) == {}


def test_a_chain_of_overlaps_does_not_lead_from_one_end_to_the_other():
    whole = sentences("chain", 80)
    links = {f"{n}.txt": page(whole[n * 5 : n * 5 + 20]) for n in range(13)}
    found = grouped(links)
    for (one, first), (other, second) in combinations(found.items(), 2):
        assert first != second or abs(int(one[:-4]) - int(other[:-4])) < 6


def test_the_samples_are_five_stories():
    sketches = {f.path: sketch(load_article(SEEDS, f.path)) for f in scan(SEEDS)}
    assert all(sketches.values())
    assert stories(sketches) == {}


def test_articles_without_a_sketch_stay_alone():
    assert stories({}) == {}
    assert stories({"a.txt": b"", "b.txt": b""}) == {}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(6, 20), st.integers(0, 10)), max_size=12),
    st.randoms(use_true_random=False),
)
def test_stories_do_not_depend_on_order_and_are_named_by_their_first_path(versions, dice):
    texts = {
        f"{n}.txt": edited(page(sentences(seed, 20)[:length]), percent / 100, seed=n)
        for n, (seed, length, percent) in enumerate(versions)
    }
    sketches = {path: sketch(article_from(path, text)) for path, text in texts.items()}
    found = stories(sketches)
    shuffled = list(sketches.items())
    dice.shuffle(shuffled)
    assert stories(dict(shuffled)) == found
    for first in set(found.values()):
        members = [path for path, story in found.items() if story == first]
        assert len(members) > 1
        assert first == min(members)
        assert len({versions[int(path[:-4])][0] for path in members}) == 1

"""A passage is found again after edits, and never silently taken for another."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.anchoring.anchors import CONTEXT, SURE, Anchor, State, anchor, context
from annotations.model import Annotation

# A busy machine is slow, which is no failure.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))
TEXT = SEEDS[3].read_text("utf-8")
QUOTE = "Es wird Putins erste Reise nach Nordkorea seit 24 Jahren sein."


def annotate(text: str, quote: str, nth: int = 0) -> Annotation:
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    prefix, suffix = context(text, start, start + len(quote))
    return Annotation("1", (), quote, prefix, suffix, start, start + len(quote), "", "", "", "")


def quoted(text: str, found: Anchor) -> str:
    return text[found.start : found.end]


PASSAGE = annotate(TEXT, QUOTE)


def test_an_unchanged_text_verifies() -> None:
    assert anchor(TEXT, PASSAGE) == Anchor(State.OK, PASSAGE.start, PASSAGE.end, 1.0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "Ein neuer Absatz steht darüber.\n\n"),
        ("ä", "ae"),
        ("\n\n", "\n"),
        (" ", "\u00a0"),
        ("e", "e\u00ad"),
        ("„", "»"),
        ("–", "-"),
    ],
)
def test_a_text_scraped_again_keeps_the_passage(old: str, new: str) -> None:
    text = TEXT.replace(old, new) if old else new + TEXT
    found = anchor(text, PASSAGE)
    assert found.state in (State.MOVED, State.OK)
    assert quoted(text, found) == (PASSAGE.quote.replace(old, new) if old else PASSAGE.quote)


def test_a_word_put_into_the_passage_leaves_it_found_whole() -> None:
    half = PASSAGE.quote.index(" ", 30)
    edited = PASSAGE.quote[:half] + " gestern" + PASSAGE.quote[half:]
    text = TEXT.replace(PASSAGE.quote, edited)
    found = anchor(text, PASSAGE)
    assert found.state is State.MOVED
    assert quoted(text, found) == edited


def test_a_sentence_put_right_before_and_after_does_not_confuse() -> None:
    text = TEXT.replace(PASSAGE.quote, f"Das ist neu. {PASSAGE.quote} Das ist auch neu.")
    found = anchor(text, PASSAGE)
    assert found.state is State.MOVED
    assert quoted(text, found) == PASSAGE.quote


def test_a_deleted_passage_is_an_orphan_kept_within_the_text() -> None:
    found = anchor("Etwas ganz anderes.", PASSAGE)
    assert found.state is State.ORPHAN
    assert 0 <= found.start <= found.end <= len("Etwas ganz anderes.")


def test_a_deleted_second_occurrence_is_not_silently_the_first() -> None:
    lead = "Nordkorea liefert Artilleriegranaten an Russland."
    text = f"{lead} Das teilte Seoul mit.\n\nViel steht dazwischen, und zum Schluss: {lead} Ende.\n"
    second = annotate(text, lead, nth=1)
    cut = text.replace(f"und zum Schluss: {lead} Ende.", "und das war es auch schon.")
    assert anchor(cut, second).state is State.UNCERTAIN


def test_the_same_words_at_the_old_position_are_not_taken_for_the_passage() -> None:
    words = "Kim Jong Un empfing Wladimir Putin."
    text = f"Erst war es so: {words} Dann aber anders, wie es hieß: {words} Am Ende doch."
    second = annotate(text, words, nth=1)
    # What stood before is gone, and other text has moved the first occurrence to the place.
    shift = second.start - text.index(words)
    moved = "x" * shift + f"Erst war es so: {words} Dann aber anders."
    assert moved[second.start : second.end] == words
    assert anchor(moved, second).state is State.UNCERTAIN


def test_of_many_equal_sentences_the_right_one_is_found() -> None:
    text = "Kein Kommentar. " * 30 + "Hier endet es. " + "Kein Kommentar. " * 30
    passage = annotate(text, "Kein Kommentar.", nth=29)
    assert anchor(text, passage).state is State.OK
    found = anchor("Neu. " + text, passage)
    assert found.start == passage.start + 5


@pytest.mark.parametrize("quote", ["Kim", "in", "Putin"])
def test_a_short_passage_needs_its_text_and_both_contexts(quote: str) -> None:
    passage = annotate(TEXT, quote, nth=2)
    moved = anchor("Neu darüber.\n" + TEXT, passage)
    assert (moved.state, moved.start) == (State.MOVED, passage.start + 13)
    after = TEXT[passage.end :]
    one_sided = TEXT[: passage.end] + " Ganz andere Worte folgen hier nun plötzlich." + after[200:]
    assert anchor("Neu.\n" + one_sided, passage).state is not State.MOVED
    assert anchor(after, passage).state in (State.ORPHAN, State.UNCERTAIN)


def test_context_reaches_until_the_passage_is_unique() -> None:
    text = f"Anfang. {'Immer dasselbe. ' * 10}Ende."
    start = text.index("Immer", 60)
    prefix, suffix = context(text, start, start + 15)
    assert text.count(prefix + text[start : start + 15] + suffix) == 1


def test_context_ends_at_words_and_at_the_ends_of_the_text() -> None:
    prefix, suffix = context(TEXT, 1500, 1510)
    assert len(prefix) >= CONTEXT
    assert len(suffix) >= CONTEXT
    assert TEXT[1500 - len(prefix) - 1].isspace()
    assert context("kurz", 1, 3) == ("k", "z")
    assert context("", 0, 0) == ("", "")


def test_an_annotation_written_by_hand_needs_no_context() -> None:
    start = TEXT.index(PASSAGE.quote)
    bare = replace(PASSAGE, prefix="", suffix="", start=0, end=0)
    found = anchor(TEXT, bare)
    assert (found.state, found.start) == (State.MOVED, start)


@CALM
@given(text=st.text(max_size=80), data=st.data())
def test_any_annotation_on_any_text_has_an_answer_within_it(text: str, data: st.DataObject) -> None:
    fields = [data.draw(st.text(max_size=20)) for _ in range(3)]
    start = data.draw(st.integers(0, 100))
    end = start + data.draw(st.integers(0, 50))
    found = anchor(text, Annotation("1", (), *fields, start, end, "", "", "", ""))  # type: ignore[call-arg]
    assert 0 <= found.start <= found.end <= len(text)
    assert 0.0 <= found.score <= 1.0
    assert found.state is not State.OK or text[found.start : found.end] == fields[0]


@CALM
@given(text=st.text(max_size=200), data=st.data())
def test_what_was_just_annotated_verifies(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    prefix, suffix = context(text, start, end)
    made = Annotation("1", (), text[start:end], prefix, suffix, start, end, "", "", "", "")
    assert anchor(text, made) == Anchor(State.OK, start, end, 1.0)


def test_a_note_on_the_whole_article_needs_no_place() -> None:
    about = Annotation("1", (), "", "", "", 0, 0, "A summary.", "anna", "", "")
    assert anchor(TEXT, about) == Anchor(State.OK, 0, 0, 1.0)
    assert anchor("", about) == Anchor(State.OK, 0, 0, 1.0)


RUN = "Im Jahr 2021 stieg der Preis um 3 Prozent. Im Jahr 2022 stieg der Preis um 3 Prozent. "
FRAME = "Der Markt war lange ruhig geblieben. {} Danach fiel alles wieder auf den alten Stand.\n"


@pytest.mark.parametrize(
    ("quote", "gone"),
    [
        (
            "Im Jahr 2022 stieg der Preis um 3 Prozent.",
            "Im Jahr 2022 stieg der Preis um 3 Prozent. ",
        ),
        ("stieg der Preis um 3 Prozent.", "Im Jahr 2022 stieg der Preis um 3 Prozent. "),
        ("Prozent.", "Im Jahr 2022 stieg der Preis um 3 Prozent. "),
    ],
)
def test_a_neighbour_that_differs_in_one_number_is_not_taken_for_it(quote: str, gone: str) -> None:
    text = FRAME.format(RUN)
    passage = annotate(text, quote, nth=text.count(quote) - 1)
    found = anchor(text.replace(gone, ""), passage)
    assert found.state in (State.UNCERTAIN, State.ORPHAN)


def test_one_of_two_equal_sentences_side_by_side_is_asked_about_when_one_goes() -> None:
    text = FRAME.format("Beide Seiten schwiegen dazu. Beide Seiten schwiegen dazu.")
    passage = annotate(text, "Beide Seiten schwiegen dazu.", nth=1)
    found = anchor(text.replace(" Beide Seiten schwiegen dazu.", "", 1), passage)
    assert found.state is State.UNCERTAIN


def test_a_copy_to_the_letter_is_no_better_than_the_edited_passage() -> None:
    quote = "Artikel 7 verbietet die Lieferung von Waffen."
    text = FRAME.format(f"Es gilt weiterhin: {quote} So der Rat.")
    passage = annotate(text, quote)
    edited = text.replace(quote, f"Artikel 7 untersagt die Lieferung von Waffen. {quote}")
    assert anchor(edited, passage).state is State.UNCERTAIN


def test_two_edited_versions_are_never_chosen_between() -> None:
    quote = "Der Botschafter verließ die Sitzung vorzeitig und ohne Erklärung."
    text = FRAME.format(quote)
    passage = annotate(text, quote)
    one = FRAME.format(quote.replace("verließ", "verliess").replace("vorzeitig", "vorzeitg"))
    assert anchor(one, passage).state is State.MOVED
    assert anchor(one + one, passage).state is State.UNCERTAIN


def test_a_number_brought_up_to_date_in_the_passage_is_asked_about() -> None:
    quote = "Bei dem Angriff starben 12 Menschen."
    text = FRAME.format(quote)
    found = anchor(text.replace("12", "19"), annotate(text, quote))
    assert found.state is State.UNCERTAIN
    assert quoted(text.replace("12", "19"), found) == quote.replace("12", "19")


@pytest.mark.parametrize("quote", ["Kim", "Putin", "Reise"])
def test_a_short_passage_is_found_where_a_sentence_was_put_beside_it(quote: str) -> None:
    text = f"Anfang der Meldung von heute.\n{QUOTE} {FRAME.format('Kim wartet in Pjöngjang.')}"
    passage = annotate(text, quote)
    put_in = text[: passage.end] + " (so die Agentur in Seoul)" + text[passage.end :]
    found = anchor(f"Neu.\n{put_in}", passage)
    assert (found.state, found.start) == (State.MOVED, passage.start + 5)


def test_either_side_of_a_passage_tells_it_from_every_other_place() -> None:
    text = FRAME.format(RUN * 3 + "Im Jahr 2023 stieg der Preis um 3 Prozent.")
    for quote in ("Preis", "Im Jahr 2022 stieg der Preis um 3 Prozent."):
        for nth in range(text.count(quote)):
            passage = annotate(text, quote, nth)
            assert text.count(passage.prefix + quote) == 1
            assert text.count(quote + passage.suffix) == 1


def test_another_sentence_in_the_place_of_the_passage_is_not_the_passage() -> None:
    quote = "Der Botschafter verließ die Sitzung vorzeitig."
    text = FRAME.format(quote)
    other = text.replace(quote, "Die Botschafterin blieb in der Sitzung sitzen.")
    assert anchor(other, annotate(text, quote)).state is not State.MOVED


def test_a_short_passage_is_asked_about_where_all_that_followed_is_other() -> None:
    text = FRAME.format("Auf dem Feld wartet ein Zeppelin auf den Abflug nach Wladiwostok.")
    passage = annotate(text, "Zeppelin")
    other = text[: passage.end] + " heißt nun jede Kneipe von Rang, sagen Kundige in Graz.\n"
    assert anchor(other, passage).state is State.UNCERTAIN


CARGO = FRAME.format("Die Lieferung wartet noch auf ihre Abfahrt.")
ENVOY = "Der Botschafter verließ die Sitzung vorzeitig."


def test_a_word_without_anything_around_it_is_no_passage_and_with_a_little_a_question() -> None:
    passage = annotate(CARGO, "Lieferung")
    assert anchor("Lieferung", passage).state is State.ORPHAN
    other = "Ganz anderes hier. Eine Lieferung kam gestern an und blieb lange im Hafen."
    assert anchor(other, passage).state is State.UNCERTAIN


def test_a_short_passage_is_found_although_its_word_is_used_once_more_nearby() -> None:
    text = CARGO.replace("noch auf ihre", "immer noch auf die").replace("Der", "Lieferung? Der", 1)
    found = anchor(text, annotate(CARGO, "Lieferung"))
    assert found.state is State.MOVED
    assert text[: found.start].endswith("Die ")


def test_a_sentence_that_is_there_twice_between_new_ones_is_asked_about() -> None:
    new = f"{ENVOY} Das gilt seit gestern für alle. {ENVOY} Und morgen auch."
    passage = annotate(FRAME.format(ENVOY), ENVOY)
    assert anchor(FRAME.format(new), passage).state is State.UNCERTAIN


def test_edited_words_beside_edited_ones_are_asked_about() -> None:
    text = FRAME.format(ENVOY)
    edited = text.replace("vorzeitig", "zeitig").replace("Danach fiel", "Dann fiel")
    found = anchor(edited, annotate(text, ENVOY))
    assert (found.state, found.score >= SURE) == (State.UNCERTAIN, True)


@pytest.mark.parametrize(("quote", "state"), [("Kim kam.", State.UNCERTAIN), (ENVOY, State.MOVED)])
def test_between_two_new_sentences_only_a_long_passage_is_sure(quote: str, state: State) -> None:
    passage = annotate(FRAME.format(quote), quote)
    assert anchor(FRAME.format(f"(dpa) {quote} So der Rat."), passage).state is state


@pytest.mark.parametrize(("quote", "state"), [("Kim Un", State.UNCERTAIN), (ENVOY, State.MOVED)])
def test_without_context_only_a_long_passage_is_known_when_it_is_spaced_otherwise(
    quote: str, state: State
) -> None:
    bare = replace(annotate(quote, quote), prefix="", suffix="", start=3, end=3)
    text = FRAME.format(quote.replace(" ", "\u00a0"))
    assert anchor(text, bare).state is state


def test_in_a_few_words_the_one_place_with_all_around_it_is_the_place() -> None:
    passage = annotate("Preis Preis\n", "Preis", nth=1)
    found = anchor("Preis Preis ", passage)
    assert (found.state, found.start) == (State.OK, 6)


def test_of_many_equal_sentences_the_right_one_is_found_when_they_are_spaced_otherwise() -> None:
    text = "Kein Kommentar. " * 30 + "Hier endet es. " + "Kein Kommentar. " * 30
    passage = annotate(text, "Kein Kommentar.", nth=29)
    found = anchor(text.replace(" ", "\u00a0"), passage)
    assert (found.state, found.start) == (State.MOVED, passage.start)


def test_one_short_side_alone_proves_nothing() -> None:
    text = "So der Rat in Wien und in Graz gestern Abend.\n"
    found = anchor(text.replace("in Wien ", ""), annotate(text, "Rat"))
    assert (found.state, found.score >= SURE) == (State.UNCERTAIN, True)

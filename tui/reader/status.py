"""The words in the bars around the text: the article, what a key would act on, how much is read."""

from msgspec.structs import replace

from corpus.text.spans import Span
from tui.context import Context
from tui.reader import topic_legend as legend
from tui.reader.commands import UNITS
from tui.reader.comparison import other_versions
from tui.reader.session import ReaderSession
from tui.reader.topic_bar import Coded
from tui.widgets.strips import clean, number

_WORDS_A_MINUTE = 220


def title_words(session: ReaderSession, coder: str) -> str:
    """Return the title, with this coder's star, and where and when the article appeared."""
    article = session.article
    annotations = (placed.annotation for placed in session.annotations.placed)
    star = "★ " if any(each.starred and each.coder == coder for each in annotations) else ""
    known = " · ".join(filter(None, (article.source, article.author, article.date)))
    return star + article.title + (f"  ({known})" if known else "")


def progress_words(session: ReaderSession, fraction: float) -> str:
    """Return the hits, how much has been read (from 0 to 1), and how long the rest takes."""
    parts = []
    if session.hits:
        at = f"{session.hit + 1}/" if session.hit is not None else ""
        parts.append(at + number(len(session.hits), "hit"))
    parts.append(f"{fraction:.0%}")
    if minutes := round((1 - fraction) * session.article.words / _WORDS_A_MINUTE):
        parts.append(f"~{minutes} min")
    return " · ".join(parts)


def coded(context: Context, session: ReaderSession, width: int) -> Coded:
    """Describe in `width` cells what topic keys act on; for a plain sentence, what else to do."""
    topics = session.topics_suggested_here
    here = _coded_here(context, session, width)
    if here is None:
        return Coded((), _idle_words(context, session), suggested=topics)
    if not topics:
        return here
    what = f"{here.what} · suggested: {clean(', '.join(topics))}"
    return replace(here, what=what, suggested=topics)


def _coded_here(context: Context, session: ReaderSession, width: int) -> Coded | None:
    """Describe the passage or the selection that keys act on, if there is one."""
    text, selection, here = (
        session.article.text,
        session.reading.selection,
        session.annotations.here,
    )
    if selection is not None and session.annotations.resized is not None:
        key = context.keymap.key_of("ends.take")
        return Coded((), legend.ends_words(text, selection.span, key, width))
    if here is not None:
        words = legend.passage_words(
            here,
            session.annotations.under,
            is_target=bool(session.annotations.chosen) or here.span == session.reading.target,
            look=context.keymap.key_of("app.review"),
            note=context.keymap.key_of("reader.note"),
        )
        topics = [topic.name for topic in context.topics]
        others = (each for each in here.annotation.topics if each not in topics)
        in_force = (*_in_force(topics, session), *others)
        return Coded(in_force, words, clean(here.annotation.note))
    if selection is not None:
        words = legend.selection_words(text, selection.span, width)
        topics = [topic.name for topic in context.topics]
        return Coded(_in_force(topics, session), words)
    return None


def _in_force(topics: list[str], session: ReaderSession) -> tuple[str, ...]:
    """Return the topics that their keys would remove."""
    reading = session.reading
    target, point = reading.target, reading.point
    near = session.annotations.near(Span(min(target.start, point), max(target.end, point + 1)))
    at = point if reading.selection is None else None
    return legend.in_force(topics, near, target, at, session.annotations.chosen)


def _idle_words(context: Context, session: ReaderSession) -> str:
    """Return what can be done where there is neither a passage nor a selection."""
    spelt = context.keymap.spelt
    if session.comparison is not None:
        return clean(session.comparison.words) + spelt(" {reader.other_version} goes there.")
    if doubtful := session.annotations.to_review:
        return f"{number(doubtful, 'passage')} to review here ({spelt('{app.review}')})"
    if topics := session.topics_suggested_here:
        return f"Suggested for this sentence: {clean(', '.join(topics))}"
    versions = len(other_versions(context.workspace, session.article.path)) + 1
    if versions > 1:
        compares = spelt("{reader.compare} compares. A topic key tags.")
        return f"One of {versions} versions of this story: {compares}"
    if session.suggestions:
        count = number(len({each.span for each in session.suggestions}), "suggestion")
        goes_on = spelt("{reader.next_suggestion} goes to the next.")
        return f"A topic key tags the sentence with the bar. {count}: {goes_on}"
    return spelt(f"A topic key tags the sentence with the bar; {UNITS} or the mouse select.")

"""Exports what is chosen by topic, article, coder, query or id, as a bundle."""

from collections.abc import Callable, Collection, Iterable, Iterator
from fnmatch import fnmatchcase

from msgspec import Struct
from msgspec.structs import replace

from annotations.anchoring.anchors import Anchor, State
from annotations.exchange.bundle import Bundle, Document, Passage
from annotations.files.article_file import AnnotationFile
from annotations.model import Annotation
from annotations.topics import Topic
from corpus.errors import ArticleError
from workspace.coding.article_coding import Placed, now_words, place
from workspace.workspace import Workspace


class Selection(Struct, frozen=True):
    """Which annotations; every field that is not empty must fit.

    `topics` mean those below them too (`arms` and `arms/artillery`); `articles` are paths or shell
    patterns; `paths` are the articles that a query has found, `ids` the annotations that a list
    shows; both `None` for all.
    """

    topics: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    paths: Collection[str] | None = None
    ids: Collection[str] | None = None

    def has_article(self, path: str) -> bool:
        """Whether annotations of this article can be meant."""
        named = any(path == name or fnmatchcase(path, name) for name in self.articles)
        return (named or not self.articles) and (self.paths is None or path in self.paths)

    def has(self, annotation: Annotation) -> bool:
        """Whether the annotation, of an article that is meant, is meant."""
        return (
            not annotation.is_rejection
            and (not self.topics or any(map(self.has_topic, annotation.topics)))
            and (not self.coders or annotation.coder in self.coders)
            and (self.ids is None or annotation.id in self.ids)
        )

    def has_topic(self, topic: str) -> bool:
        """Whether a topic is one of those that are meant, or below one."""
        wanted = (name.casefold() for name in self.topics)
        folded = topic.casefold()
        return any(folded == name or folded.startswith(f"{name}/") for name in wanted)


class SelectionError(Exception):
    """A selection names something that is not there: what, and what there is."""


def check_selection(workspace: Workspace, selection: Selection) -> None:
    """Refuse topics and coders that no annotation has, and articles without annotations.

    A misspelt name would otherwise export nothing, which looks like a result. Raises
    `SelectionError`.
    """
    files = workspace.annotation_files()
    coders = {annotation.coder for file in files for annotation in file.annotations}
    for topic in selection.topics:
        known = workspace.codebook.counts()
        if not any(map(Selection(topics=(topic,)).has_topic, known)):
            raise _unknown("topic", topic, known)
    for coder in selection.coders:
        if coder not in coders:
            raise _unknown("coder", coder, coders)
    for article in selection.articles:
        paths = [file.path for file in files]
        if not any(map(Selection(articles=(article,)).has_article, paths)):
            raise _unknown("article with annotations", article, paths)


def _unknown(kind: str, name: str, known: Iterable[str]) -> SelectionError:
    known = sorted(filter(None, known))
    near = _nearest(name, known)
    shown = ", ".join(known[:10]) + (" …" if len(known) > 10 else "")
    advice = f"Did you mean “{near}”?" if near else f"There are: {shown or 'none'}."
    return SelectionError(f"There is no {kind} “{name}”. {advice}")


def _nearest(name: str, known: Iterable[str]) -> str:
    """The name that somebody meant, perhaps without what is above it; "" for none."""
    from difflib import get_close_matches

    meant: dict[str, str] = {}
    for each in known:
        meant.setdefault(each.casefold(), each)
        meant.setdefault(each.casefold().rpartition("/")[2], each)
    near = get_close_matches(name.casefold(), meant, n=1)
    return meant[near[0]] if near else ""


def make_bundle(
    workspace: Workspace,
    selection: Selection,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Bundle:
    """Gather what is selected, each passage with its place in the text as it is now."""
    files = [file for file in workspace.annotation_files() if selection.has_article(file.path)]
    documents = []
    for done, file in enumerate(files):
        progress(done, len(files))
        chosen = [annotation for annotation in file.annotations if selection.has(annotation)]
        if chosen:
            documents.append(_document(workspace, file, chosen))
    return Bundle(tuple(documents), _topics(workspace, documents), now_words())


def _document(workspace: Workspace, file: AnnotationFile, chosen: Iterable[Annotation]) -> Document:
    """An article with the annotations chosen; all of them orphans when it cannot be read."""
    try:
        article = workspace.article(file.path)
    except ArticleError:
        lost = Document(file.path, file.title, sha256=file.text_sha256, is_missing=True)
        anchors = (Anchor(State.ORPHAN, each.start, each.end, 0.0) for each in chosen)
        return _with(lost, map(Placed, chosen, anchors))
    document = Document(
        article.path,
        article.title,
        article.source,
        article.author,
        article.date,
        article.url,
        article.language,
        article.text,
        article.sha256,
        blocks=article.blocks,
    )
    return _with(document, place(article.text, chosen))


def _with(document: Document, placed: Iterable[Placed]) -> Document:
    passages, about = [], []
    for each in placed:
        if each.annotation.is_about_article:
            about.append(each.annotation)
        else:
            passages.append(Passage(each.annotation, each.span, each.anchor.state))
    return replace(document, passages=tuple(passages), about=tuple(about))


def _topics(workspace: Workspace, documents: Iterable[Document]) -> tuple[Topic, ...]:
    """The configured topics in their order, and those that passages have besides, by name."""
    configured = {topic.name: topic for topic in workspace.topics}
    used = {name for document in documents for name in _names(document)}
    others = sorted(used - set(configured))
    return (*configured.values(), *(Topic(name) for name in others if name))


def _names(document: Document) -> Iterator[str]:
    for each in document.placed:
        yield from each.annotation.topics

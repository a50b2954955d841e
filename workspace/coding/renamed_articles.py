"""Moves annotations with their articles when those are renamed, moved or renumbered."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from annotations.anchoring.moved_texts import ASIDE, Follow, Unclear, in_safe_order, plan
from annotations.files.article_file import AnnotationFileError
from annotations.model import Annotation, ArticleIdentity
from corpus.folder.catalogue import Record
from workspace.coding.recorder import Recorder

_TOLD = 3


class Followed(Struct, frozen=True):
    """Which annotations have gone where, where nobody can tell, and what went wrong."""

    moved: tuple[Follow, ...] = ()
    aside: tuple[Follow, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All of it in sentences for the user; none when nothing was renamed."""
        moved = [f"annotations of {each.old} followed to {each.new}" for each in self.moved]
        if len(moved) > _TOLD:
            rest = len(moved) - _TOLD
            moved[_TOLD:] = [f"and those of {rest} more article{'s' * (rest > 1)}"]
        unclear = [
            f"{each.old} is gone, and its text is now in {', '.join(each.candidates[:_TOLD])}"
            f"{' and more' if len(each.candidates) > _TOLD else ''}. Its annotations stay where "
            "they are; rename their file to the article they belong to."
            for each in self.unclear
        ]
        aside = [
            f"The text of {each.old} is gone, and another one is in its place. Its "
            f"annotations are kept as those of {each.new} until its text is back."
            for each in self.aside
        ]
        return (*filter(None, [", ".join(moved)]), *aside, *unclear, *self.problems)


def follow_renamed(recorder: Recorder, folder: Path, articles: Mapping[str, Record]) -> Followed:
    """Move annotation files to the articles that have their texts now.

    Each is written at its new place before the old one goes, and the undo history goes with it.
    After a crash or an error the next call does the rest.
    """
    annotated = {file.path: file.text_sha256 for file in recorder.files()}
    texts = {path: record.sha256 for path, record in articles.items()}
    planned = plan(annotated, texts, lambda path: (folder / PurePosixPath(path).parent).is_file())
    mover = _Mover(recorder, articles, annotated)
    mover.make(in_safe_order((*planned.follows, *planned.aside), annotated))
    done, aside = (
        tuple(each for each in each_ if each.old not in mover.stuck)
        for each_ in (planned.follows, planned.aside)
    )
    return Followed(done, aside, planned.unclear, tuple(mover.problems))


class _Mover:
    """Makes moves one by one; a move that depends on one that failed waits with it."""

    def __init__(
        self, recorder: Recorder, articles: Mapping[str, Record], texts: Mapping[str, str]
    ) -> None:
        self._recorder = recorder
        self._articles = articles
        self._texts = dict(texts)
        self._left: dict[str, dict[str, Annotation]] = {}
        self._never_there: set[str] = set()
        self.stuck: set[str] = set()
        self.problems: list[str] = []

    def make(self, moves: list[Follow]) -> None:
        # Where something still arrives the file stays; at a place aside it has arrived before.
        targets = {move.new for move in moves if not move.new.endswith(ASIDE)}
        # What steps aside, by the place that it steps to.
        origins = {move.new: move.old for move in moves if move.new.endswith(ASIDE)}
        for move in moves:
            origin = origins.get(move.old, move.old)
            if move.new in self.stuck or move.old in self._never_there:
                self._stay(move, origin)
                continue
            try:
                self._move(move, stays=move.old in targets)
            except AnnotationFileError as error:
                self._stay(move, origin)
                self.problems.append(f"The annotations of {origin} could not follow it: {error}")

    def _stay(self, move: Follow, origin: str) -> None:
        """Leave what was to be moved where it is; the next plan knows it by its text."""
        self.stuck |= {move.old, origin}
        if move.new.endswith(ASIDE):
            self._never_there.add(move.new)

    def _move(self, move: Follow, *, stays: bool) -> None:
        text = self._texts[move.old]
        old, new = ArticleIdentity(move.old, "", text), ArticleIdentity(move.new, "", text)
        if record := self._articles.get(move.new):
            new = ArticleIdentity(move.new, record.title, text)
        with self._recorder.saving:
            moved = self._recorder.move(old, new, self._left.get(move.new, {}))
            self._texts[move.new] = text
            self._left.pop(move.new, None)  # taken out by now; what arrives next may be the same
            self._left[move.old] = {annotation.id: annotation for annotation in moved.annotations}
            if not stays:
                self._recorder.remove_moved(move.old, self._left[move.old], move.new)

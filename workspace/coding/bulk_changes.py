"""Changes of several annotations at once, also of many articles, each made as one step."""

from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from annotations.history.steps import Change
from annotations.topics import TopicEdit
from corpus.errors import ArticleError
from workspace.coding.article_coding import place
from workspace.coding.bulk import Marked, Marking, reject_changes, tag_changes
from workspace.coding.coder_changes import CoderChanges
from workspace.coding.passages import all_have, delete, put_topic, take_topic
from workspace.coding.present import AnnotationRef
from workspace.coding.save_result import Saved
from workspace.progress import Progress


class BulkChanges(CoderChanges):
    """What one coder does to several annotations, or slices. May be used from any thread."""

    def toggle_those(
        self,
        meant: Collection[AnnotationRef],
        topic: str,
        *,
        create: bool = False,
        progress: Progress | None = None,
    ) -> Saved:
        """Put a topic on annotations; when all have it, remove it. As one step.

        With `create` it may be a new topic. Raises `SaveError`.
        """
        with self._recorder.saving:
            self._codebook.refuse_if_gone([topic])
            topic, new = self._codebook.creating(topic) if create else (topic, None)
            takes = all_have(self._present.those_known(meant), topic)
            there = self._present.those(meant)
            changes = take_topic(there, topic) if takes else put_topic(there, topic)
            done = f"removed {topic} from" if takes else f"tagged {topic}:"
            label = f"{done} {_passages(len(changes))}"
            gone = len(set(meant)) - len(there)
            return self._make(label, changes, gone, new if changes else None, progress)

    def delete_those(
        self, meant: Collection[AnnotationRef], progress: Progress | None = None
    ) -> Saved:
        """Delete annotations as one step. Raises `SaveError`."""
        with self._recorder.saving:
            there = self._present.those_known(meant)
            number = "1 annotation" if len(there) == 1 else f"{len(there):,} annotations"
            return self._make(
                f"deleted {number}", delete(there), len(set(meant)) - len(there), None, progress
            )

    def _make(
        self,
        label: str,
        changes: Sequence[Change],
        gone: int,
        topics: TopicEdit | None,
        progress: Progress | None,
    ) -> Saved:
        saved = self._recorder.make(label, changes, topics=topics, progress=progress)
        paths = {change.article for change in changes}
        told = f"{_passages(gone)} no longer {'exists' if gone == 1 else 'exist'}"
        notes = (*saved.notes, told) if gone else saved.notes
        return replace(saved, notes=notes, article=paths.pop() if len(paths) == 1 else "")

    def tag_many(
        self,
        marked: Iterable[Marked],
        topic: str = "",
        *,
        create: bool = False,
        progress: Progress | None = None,
    ) -> Saved:
        """Put a topic, or those that each is marked with, on slices of many articles, as one step.

        With `create` it may be a new topic.

        An article that is gone or has another text now is left out, and that is said. Raises
        `SaveError` when nothing could be done.
        """
        with self._recorder.saving:
            topic, new = self._codebook.creating(topic) if create else (topic, None)
            marked = [replace(mark, topics=(topic,)) if topic else mark for mark in marked]
            label = "tagged {topics}: {passages}"
            return self._mark_many(marked, tag_changes, label, new, progress)

    def reject_many(self, marked: Iterable[Marked], progress: Progress | None = None) -> Saved:
        """Remember that the topics suggested for slices do not belong there, as `tag_many` does."""
        label = "rejected {topics} for {passages}"
        return self._mark_many(tuple(marked), reject_changes, label, None, progress)

    def _mark_many(
        self,
        marked: Sequence[Marked],
        marking: Marking,
        label: str,
        new: TopicEdit | None,
        progress: Progress | None,
    ) -> Saved:
        changes: list[Change] = []
        left_out: list[str] = []
        done = 0
        with self._recorder.saving:
            self._codebook.refuse_if_gone(topic for mark in marked for topic in mark.topics)
            for mark in marked:
                try:
                    article = self._article(mark.path)
                except ArticleError as error:
                    left_out.append(f"Left out: {mark.path}: {error.reason}")
                    continue
                if article.sha256 != mark.sha256:
                    left_out.append(f"Left out: {mark.path} was changed meanwhile.")
                    continue
                placed = place(article.text, self._present.on_disk(mark.path))
                made = marking(self._coding, article, placed, mark)
                changes += made
                done += len(mark.spans) - len(made)
            topics = ", ".join(dict.fromkeys(topic for mark in marked for topic in mark.topics))
            label = label.format(passages=_passages(len(changes)), topics=topics)
            saved = self._recorder.make(label, changes, topics=new, progress=progress)
        already = [f"Already done: {_passages(done)}"] if done else []
        return replace(saved, notes=(*saved.notes, *already, *left_out))


def _passages(count: int) -> str:
    return "1 passage" if count == 1 else f"{count:,} passages"

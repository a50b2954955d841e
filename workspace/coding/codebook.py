"""The topics of an opened folder, and their changes in configuration and annotations.

Everything here is one step that can be undone. Topics that only occur in annotations can be
renamed, merged and deleted like those of the configuration.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from annotations.files.article_file import AnnotationFile
from annotations.history.steps import Change
from annotations.topics import Topic, TopicChange, TopicEdit
from annotations.yaml.text import without_surrogates
from workspace.coding.bulk import topic_changes
from workspace.coding.recorder import Recorder
from workspace.coding.save_result import NotThereError, Saved, SaveError
from workspace.coding.topics_file import TopicsFile
from workspace.config import COLOURS, Config, topic_problem
from workspace.progress import Progress, Silent

# Those that have a key on most keyboards here.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Preview(Struct, frozen=True):
    """What would become of the passages of a topic that is renamed, merged or deleted.

    `articles` are path, title and number of passages, most first; `both` is how many passages carry
    the other topic too, `vanishing` how many would go, as they say nothing else.
    """

    passages: int
    articles: tuple[tuple[str, str, int], ...]
    both: int
    vanishing: int


class Codebook:
    """The topics, and changes of them. Every method may be called from any thread."""

    def __init__(
        self,
        config: Config,
        file: TopicsFile,
        recorder: Recorder,
        files: Callable[[Progress], Sequence[AnnotationFile]],
    ) -> None:
        self._config = config
        self._file = file
        self._recorder = recorder
        # Every annotation file; waits until all have been read.
        self._files = files
        self._told: str | None = None
        self._seen = file.topics
        # The present names of topics that have been renamed in this session.
        self._renamed: dict[str, str] = {}

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The configured topics, in their order."""
        return self._file.topics

    def topic(self, name: str) -> Topic | None:
        """The configured topic with this name, however it is capitalised."""
        return next((topic for topic in self.topics if _same(topic.name, name)), None)

    def _exactly(self, name: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.name == name), None)

    def counts(self) -> dict[str, int]:
        """How many passages carry each topic, the configured topics first."""
        counts = {topic.name: 0 for topic in self.topics}
        for file in sorted(self._recorder.files(), key=lambda file: file.path):
            for annotation in file.annotations:
                for topic in annotation.topics:
                    counts[topic] = counts.get(topic, 0) + 1
        return counts

    def look(self) -> str | None:
        """Reload the topics if others have changed them; see `TopicsFile.look`."""
        self.catch_up()
        told, self._told = self._told, None
        return told

    def catch_up(self) -> None:
        """Reload the topics if others have changed them; `look` reports it."""
        self._told = self._file.look() or self._told
        before, self._seen = self._seen, self.topics
        if self._seen is not before:  # changed by others, or by undoing here
            self._renamed |= _renamed(before, self._seen)

    def left_behind(self) -> Counter[tuple[str, str]]:
        """How many passages still carry the old name of a topic, by old and present name.

        Another program has tagged them while the topic was renamed, or they came from elsewhere.
        """
        configured = {topic.name for topic in self.topics}
        present = {old: self._present_name(old) for old in self._renamed if old not in configured}
        old = {old: new for old, new in present.items() if new in configured}
        if not old:
            return Counter()
        return Counter(
            (topic, old[topic])
            for file in self._recorder.files()
            for annotation in file.annotations
            for topic in annotation.topics
            if topic in old
        )

    def _present_name(self, old: str) -> str:
        seen = {old}
        while (new := self._renamed.get(old, old)) not in seen:
            seen.add(new)
            old = new
        return old

    def refuse_if_gone(
        self, names: Iterable[str] = (), *, edited: str | None = None, was_configured: bool = False
    ) -> None:
        """Reload the topics; raises `SaveError` for one that others have removed meanwhile.

        The one that is `edited` may have gone before: it has a new name and no passages any more,
        or is no longer configured though it `was_configured` when somebody began to edit it.
        """
        known = [*names] if edited is None else [edited, *names]
        configured = [each for each in dict.fromkeys(known) if self._exactly(each)]
        self.catch_up()
        gone = [each for each in configured if self._exactly(each) is None]
        if edited is not None and self._exactly(edited) is None:
            has_left = edited in self._renamed and not self.counts().get(edited)
            if was_configured or has_left:
                gone.insert(0, edited)
        if gone:
            raise _gone(gone[0])

    # -- new ones

    def add(self, topics: Iterable[Topic]) -> Saved:
        """Add topics to the configuration as one step; see `adding`. Raises `SaveError`."""
        edit, notes = self.adding(topics)
        if edit is None:
            return Saved("nothing was changed", tuple(notes))
        names = ", ".join(f"“{change.after.name}”" for change in edit.changes if change.after)
        saved = self._recorder.make(f"added {names}", (), topics=edit)
        return replace(saved, notes=(*saved.notes, *notes))

    def adding(self, topics: Iterable[Topic]) -> tuple[TopicEdit | None, list[str]]:
        """The edit that adds topics, each with what it lacks of key, letter and colour.

        It can be made together with annotations. Those whose names are there already are left out,
        and that is said; so are names that cannot stand there as they are, and those without a
        word. Raises `SaveError` for what cannot be a topic.
        """
        known = list(self.topics)
        changes: list[TopicChange] = []
        notes: list[str] = []
        for topic in topics:
            if not topic.name.strip():
                notes.append("A topic whose name is only white space was not added")
                continue
            try:
                named = msgspec.structs.replace(topic, name=_name(topic.name))
            except SaveError as error:
                notes.append(f"A topic was not added: {error}")
                continue
            if any(_same(each.name, named.name) for each in known):
                notes.append(f"There is a topic “{named.name}” already")
                continue
            if named.name != topic.name:
                notes.append(f"The topic {topic.name!r} was added as “{named.name}”")
            complete = self.completed(named, known)
            _refuse_if_wrong(complete)
            known.append(complete)
            changes.append(TopicChange(None, complete))
        return TopicEdit(tuple(changes)) if changes else None, notes

    def creating(self, typed: str) -> tuple[str, TopicEdit | None]:
        """The name of a topic that may be new, and the edit that makes it if it is.

        Raises `SaveError` for what cannot be a name.
        """
        name = _name(typed)
        if known := self.topic(name):
            return known.name, None
        return name, TopicEdit((TopicChange(None, self.completed(Topic(name))),))

    def completed(self, topic: Topic, others: Sequence[Topic] | None = None) -> Topic:
        """The topic with a key, a letter and a colour that no other one has, where it lacks them.

        A key or letter that another one has counts as lacking; so does one that does not exist.
        """
        others = self.topics if others is None else others
        keys = {other.key for other in others}
        letters = {other.letter for other in others} | self._letters_in_use()
        free_keys = (key for key in range(1, 10) if key not in keys)
        fitting = (each for each in topic.name.casefold() if each in _LETTERS)
        free_letters = (each for each in (*fitting, *_LETTERS) if each not in letters)
        colours = Counter(other.colour for other in others)
        return msgspec.structs.replace(
            topic,
            key=topic.key if topic.key and topic.key not in keys else next(free_keys, None),
            letter=topic.letter
            if topic.letter and topic.letter not in letters
            else next(free_letters, ""),
            colour=topic.colour or min(COLOURS, key=lambda colour: colours[colour]),
        )

    def _letters_in_use(self) -> set[str]:
        """The letters that mean something else after t, among them those of the user's own keys."""
        keys: list[str] = []
        for each in self._config.keys.values():
            keys += each.split(",") if isinstance(each, str) else each
        sequences = (key.split() for key in keys)
        return {"t"} | {each[1] for each in sequences if len(each) == 2 and each[0] == "t"}

    # -- changes

    def change(
        self,
        name: str,
        wanted: Topic,
        progress: Progress | None = None,
        *,
        shown: Topic | None = None,
    ) -> Saved:
        """Change the fields of a topic; with another name it is renamed everywhere.

        With the topic as it was `shown` only the fields that differ from it are changed, whatever
        the others are by now. A key or letter that another topic has is taken from it. One that
        only occurs in annotations comes into the configuration. Raises `SaveError`.
        """
        wanted = msgspec.structs.replace(wanted, name=_name(wanted.name))
        _refuse_if_wrong(wanted)
        if shown is not None:
            # What is known of it beyond its name stood in the configuration.
            was_configured = shown != Topic(shown.name)
            self.refuse_if_gone(edited=name, was_configured=was_configured)
        before = self._exactly(name)
        if shown is not None and before is not None:
            wanted = msgspec.structs.replace(before, **_differing(shown, wanted))
        changes = [*self._taken_from_others(before, wanted), TopicChange(before, wanted)]
        is_renamed = name != wanted.name
        label = f"{name} is now {wanted.name}" if is_renamed else f"changed the topic {name}"
        edit = TopicEdit(tuple(changes))
        return self._make(label, name, wanted.name if is_renamed else name, edit, progress)

    def _taken_from_others(self, before: Topic | None, wanted: Topic) -> list[TopicChange]:
        """The other topics without the key or letter that this one is to have."""
        changes = []
        for topic in self.topics:
            key = None if topic.key == wanted.key else topic.key
            letter = "" if topic.letter == wanted.letter else topic.letter
            left = msgspec.structs.replace(topic, key=key, letter=letter)
            if topic is not before and left != topic:
                changes.append(TopicChange(topic, left))
        return changes

    def rename(self, name: str, new: str, progress: Progress | None = None) -> Saved:
        """Replace a topic by another one everywhere: a new name, or one that is there.

        Where it is there the two are merged, and the first goes. Raises `SaveError`.
        """
        self.refuse_if_gone([new], edited=name)
        before, other = self._exactly(name), self.topic(new)
        if before is not None and other in {None, before}:
            return self.change(name, msgspec.structs.replace(before, name=new), progress)
        new = other.name if other else _name(new)
        return self._replace(f"{name} is now {new}", before, name, new, progress)

    def delete(self, name: str, progress: Progress | None = None) -> Saved:
        """Remove a topic everywhere. Raises `SaveError`."""
        self.refuse_if_gone(edited=name)
        known = self._exactly(name)
        return self._replace(f"deleted the topic {name}", known, name, None, progress)

    def _replace(
        self,
        label: str,
        before: Topic | None,
        name: str,
        new: str | None,
        progress: Progress | None,
    ) -> Saved:
        edit = TopicEdit((TopicChange(before, None),), into=new or "") if before else None
        return self._make(label, name, new, edit, progress)

    def _make(
        self,
        label: str,
        name: str,
        new: str | None,
        edit: TopicEdit | None,
        progress: Progress | None,
    ) -> Saved:
        """Replace a topic in every file, and say which files cannot be read."""
        if name != new:
            self._files(progress or Silent())

        def changes() -> Sequence[Change]:
            now = sorted(self._recorder.files(), key=lambda file: file.path)
            return topic_changes(now, name, new)

        make = self._recorder.make
        with self._recorder.saving:
            if name == new:
                saved = make(label, (), topics=edit, progress=progress)
            else:
                # Another program may tag passages until the topic has its new name.
                saved = make(label, changes(), topics=edit, progress=progress, again=changes)
        self.catch_up()
        if new is not None and name != new:
            self._renamed[name] = new
        if not (unread := len(self._recorder.problems)):
            return saved
        files = "1 annotation file" if unread == 1 else f"{unread} annotation files"
        stays = "stays as it is" if unread == 1 else "stay as they are"
        note = f"{files} cannot be read, and {stays}: nkreader check"
        return replace(saved, notes=(*saved.notes, note))

    def preview(self, name: str, into: str | None, progress: Progress | None = None) -> Preview:
        """What would be changed if a topic became `into`, or were deleted with `None`.

        Waits until all annotations have been read. Raises `SaveError` when that is stopped.
        """
        files = self._files(progress or Silent())
        changes = topic_changes(files, name, into)
        carrying = [each for each in changes if each.before and name in each.before.topics]
        counts = Counter(change.article for change in carrying)
        titles = {file.path: file.title for file in files}
        return Preview(
            len(carrying),
            tuple((path, titles[path], count) for path, count in counts.most_common()),
            sum(into in change.before.topics for change in carrying if change.before),
            sum(change.after is None for change in carrying),
        )


def _renamed(before: Iterable[Topic], after: Iterable[Topic]) -> dict[str, str]:
    """Which topics have new names after somebody has changed them, judged by all but the names.

    Where more than the name has been changed, by their keys.
    """
    old, new = ({each.name: each for each in topics} for topics in (before, after))
    gone = [topic for name, topic in old.items() if name not in new]
    come = [topic for name, topic in new.items() if name not in old]
    found = {}
    for topic in gone:
        alike = [each for each in come if msgspec.structs.replace(each, name=topic.name) == topic]
        alike = alike or [each for each in come if _keys(each) == _keys(topic) != _NO_KEYS]
        if len(alike) == 1:
            found[topic.name] = alike[0].name
    return found


_NO_KEYS = (None, "")


def _keys(topic: Topic) -> tuple[int | None, str]:
    return topic.key, topic.letter


def _differing(shown: Topic, wanted: Topic) -> dict[str, object]:
    """The fields that somebody who was shown a topic wants to be others."""
    fields = msgspec.structs.asdict(wanted)
    return {name: each for name, each in fields.items() if each != getattr(shown, name)}


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _name(typed: str) -> str:
    """A name as it was typed, on one line. Raises `SaveError` for what cannot be one."""
    name = " ".join(without_surrogates(typed).split())
    if not name:
        raise SaveError("A topic needs a name.")
    _refuse_if_wrong(Topic(name))
    return name


def _refuse_if_wrong(topic: Topic) -> None:
    if problem := topic_problem(topic):
        raise SaveError(f"{problem.field} {problem.message}. {problem.advice}")


def _gone(name: str) -> NotThereError:
    return NotThereError(
        f"“{name}” was removed from the configuration meanwhile, or renamed. "
        "Nothing was changed: choose the topic again."
    )

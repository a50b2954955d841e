"""Imports a file of another program: it is read, matched, placed, compared, and written at once.

Nothing is written before `bring_in`: everything before it only looks.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from annotations.anchoring.anchors import State
from annotations.exchange.claims import Reading, Source
from annotations.exchange.guids import annotation_guid, guid
from annotations.exchange.losses import Losses
from annotations.exchange.placing import Found, place_claims
from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.files.comparison import Incoming, Side, compare
from annotations.model import Annotation
from annotations.topics import Topic
from corpus.errors import ArticleError
from corpus.folder.catalogue import Record
from workspace.coding.article_coding import Placed, place
from workspace.coding.save_result import Saved, SaveError
from workspace.exchange.new_articles import Addition, add_articles, plan_additions, remove_added
from workspace.exchange.source_matching import Matcher
from workspace.workspace import Workspace


class Unplaced(Struct, frozen=True):
    """An annotation that has no place here: the source, the article if one is meant, and why."""

    source: str
    path: str
    annotation: Annotation


class Plan(Struct):
    """What importing a file would do.

    `unsure` says of those by their ids whose place a person must confirm (`uncertain`) or that have
    none (`orphan`); `unplaced` are left out, and so is everything in the sources `not_here`.
    `counted` says of sources that count otherwise than we do how they count; `new_topics` are not
    configured.
    """

    incoming: list[Incoming] = field(default_factory=list)
    unsure: dict[str, State] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    not_here: dict[str, int] = field(default_factory=dict)
    additions: list[Addition] = field(default_factory=list)
    counted: dict[str, str] = field(default_factory=dict)
    new_topics: tuple[Topic, ...] = ()
    adds_topics: bool = False
    problems: list[str] = field(default_factory=list)
    losses: Losses = field(default_factory=Losses)

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to write."""
        is_new = bool(self.additions or (self.adds_topics and self.new_topics))
        return is_new or any(each.change for each in self.incoming)


class ImportOptions(Struct, frozen=True):
    """What the person wants done with what has no place here.

    `add_to` is the folder, below that of the articles, that texts are put into which are not there;
    "" for none. `keep_orphans` keeps passages of an article that are not in its text, `add_topics`
    puts topics that are new into the configuration.
    """

    add_to: str = ""
    add_topics: bool = False
    keep_orphans: bool = False


def plan_import(
    workspace: Workspace, reading: Reading, records: Mapping[str, Record], options: ImportOptions
) -> Plan:
    """Find out what importing a file would do; `records` are the articles of the folder."""
    return _Planner(workspace, reading, records, options).plan()


def bring_in(workspace: Workspace, plan: Plan, name: str) -> Saved:
    """Add the texts and write the annotations, as one step that can be undone.

    Raises `SaveError`; then nothing has been added. Added texts stay when the step is undone.
    """
    changes = [change for each in plan.incoming if (change := each.change)]
    wanted = plan.new_topics if plan.adds_topics else ()
    edit, notes = workspace.codebook.adding(wanted)
    if plan.additions:
        add_articles(workspace.places.articles, plan.additions)
    label = f"brought in {len(changes)} annotations of {name}"
    try:
        saved = workspace.recorder.make(label, changes, topics=edit)
    except SaveError:
        if plan.additions:
            remove_added(workspace.places.articles, plan.additions)
        raise
    return replace(saved, notes=(*saved.notes, *notes))


class _Planner:
    def __init__(
        self,
        workspace: Workspace,
        reading: Reading,
        records: Mapping[str, Record],
        options: ImportOptions,
    ) -> None:
        self._workspace = workspace
        self._reading = reading
        self._options = options
        self._records = records
        self._matcher = Matcher(records, self._text)
        self._plan = Plan(losses=reading.losses, adds_topics=options.add_topics)
        self._taken = {
            annotation.id: file.path
            for file in workspace.recorder.files()
            for annotation in file.annotations
        }
        self._seen: set[str] = set()
        self._again: Counter[tuple[str, ...]] = Counter()
        self._topics: dict[str, None] = {}

    def plan(self) -> Plan:
        homes = {
            number: self._matcher.find(source)
            for number, source in enumerate(self._reading.sources)
        }
        if self._options.add_to:
            homes |= self._added([number for number, path in homes.items() if not path])
        texts = {addition.path: addition.text for addition in self._plan.additions}
        for number, source in enumerate(self._reading.sources):
            if path := homes[number]:
                self._place(source, path, texts)
            elif count := len(source.claims) + len(source.about):
                name = source.name
                self._plan.not_here[name] = self._plan.not_here.get(name, 0) + count
        self._tell_topics()
        return self._plan

    def _added(self, missing: Iterable[int]) -> dict[int, str]:
        """Plan articles for the sources that bring a text along; the same text becomes one."""
        by_text: dict[str, list[int]] = {}
        for number in missing:
            text = self._reading.sources[number].text
            if text is not None and text.strip():
                by_text.setdefault(text, []).append(number)
        sources = [self._reading.sources[numbers[0]] for numbers in by_text.values()]
        root = self._workspace.places.articles
        self._plan.additions = plan_additions(root, self._options.add_to, sources)
        planned = zip(by_text.values(), self._plan.additions, strict=True)
        return {number: each.path for numbers, each in planned for number in numbers}

    def _text(self, path: str) -> str:
        try:
            return self._workspace.article(path).text
        except ArticleError:
            return ""

    def _place(self, source: Source, path: str, texts: Mapping[str, str]) -> None:
        try:
            text = texts[path] if path in texts else self._workspace.article(path).text
            here = self._workspace.recorder.read(path)
        except (ArticleError, AnnotationFileError) as error:
            self._plan.problems.append(str(error))
            return
        found, rule = place_claims(source, text, self._reading.origin, self._plan.losses)
        if rule.words and source.claims:
            self._plan.counted[path] = rule.words
        ours = _Ours(here, place(text, here.annotations))
        kept = [each for each in found if self._is_kept(source, path, each, ours)]
        theirs = [ours.settled(self._own(path, each), self._reading.unknown) for each in kept]
        same = [each for each in theirs if isinstance(each, Incoming)]
        others = [each for each in theirs if isinstance(each, Annotation)]
        self._plan.incoming += same
        earlier = self._earlier(path) if ours.knows(others) else set()
        self._plan.incoming += compare(here, others, earlier)

    def _earlier(self, path: str) -> set[Annotation]:
        """The annotations that an article has had here before."""
        return set(chain.from_iterable(self._workspace.recorder.earlier_annotations(path)))

    def _is_kept(self, source: Source, path: str, found: Found, ours: "_Ours") -> bool:
        """Whether to import it: it has a place, is here already, or is wanted all the same."""
        annotation = found.annotation
        has_words = bool(annotation.quote) or annotation.is_about_article
        is_wanted = self._options.keep_orphans or ours.knows([annotation])
        if found.state is State.ORPHAN and not (has_words and is_wanted):
            self._plan.unplaced.append(Unplaced(source.name, path, annotation))
            return False
        self._topics |= dict.fromkeys(annotation.topics)
        return True

    def _own(self, path: str, found: Found) -> Annotation:
        """Return the annotation with an id that is unique in the file and in the folder."""
        annotation = found.annotation
        told = (path, annotation.id, str(annotation.start), annotation.quote, annotation.note)
        while annotation.id in self._seen or self._taken.get(annotation.id, path) != path:
            self._again[told] += 1
            which = [str(self._again[told])] if self._again[told] > 1 else []
            annotation = replace(annotation, id=guid("again", *told, *which))
        self._seen.add(annotation.id)
        if found.state in {State.UNCERTAIN, State.ORPHAN}:
            self._plan.unsure[annotation.id] = found.state
        return annotation

    def _tell_topics(self) -> None:
        """List the topics of the file, or of what is imported, that are not configured."""
        configured = {topic.name for topic in self._workspace.topics}
        told = {topic.name: topic for topic in self._reading.topics}
        for name in filter(None, self._topics):
            told.setdefault(name, Topic(name))
        self._plan.new_topics = tuple(t for name, t in told.items() if name not in configured)


class _Ours:
    """The annotations that an article has here, to know those of a file again."""

    def __init__(self, file: AnnotationFile, placed: Sequence[Placed]) -> None:
        self._file = file
        self._by_id = {annotation_guid(each.annotation.id).lower(): each for each in placed}
        self._placed = placed

    def settled(self, theirs: Annotation, unknown: Iterable[str]) -> Annotation | Incoming:
        """Return the annotation; what its format cannot say is taken from the one known here.

        One under another id that says nothing new of the same passage is the same.
        """
        ours = self._by_id.get(annotation_guid(theirs.id).lower())
        if ours is not None:
            return _as_here(theirs, ours, unknown)
        for each in self._placed:
            if _says_nothing_new(theirs, each):
                return Incoming(self._file.path, Side.SAME, theirs, each.annotation)
        return theirs

    def knows(self, annotations: Iterable[Annotation]) -> bool:
        """Whether one of them is here under its id."""
        return any(
            annotation_guid(annotation.id).lower() in self._by_id for annotation in annotations
        )


def _as_here(theirs: Annotation, ours: Placed, unknown: Iterable[str]) -> Annotation:
    here = ours.annotation
    fields = {name: getattr(here, name) for name in ("id", *unknown)}
    # What a file does not tell has not been changed by it.
    fields |= {
        name: getattr(here, name)
        for name in ("coder", "created", "updated")
        if not getattr(theirs, name)
    }
    told = (theirs.start, theirs.end)
    is_untold = told == (0, 0) and theirs.quote == here.quote
    if is_untold or told in {ours.span, (here.start, here.end)}:
        place = ("quote", "prefix", "suffix", "start", "end")
        fields |= {name: getattr(here, name) for name in place}
    if set(theirs.topics) == set(here.topics):
        fields["topics"] = here.topics
    return replace(theirs, **fields)


def _says_nothing_new(theirs: Annotation, ours: Placed) -> bool:
    """Whether all that is said of a passage is said here already, perhaps with more topics.

    Some programs give every code of a passage a selection of its own, with another id each time.
    """
    here = ours.annotation
    return (
        ours.span == (theirs.start, theirs.end)
        and here.quote == theirs.quote
        and set(theirs.topics) <= set(here.topics)
        and theirs.note.strip() in {"", here.note.strip()}
        and theirs.starred <= here.starred
        and theirs.coder in {"", here.coder}
    )

"""What is wrong with configuration, articles, annotations and index, and what can be fixed."""

import shlex
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.history.conflict_copies import article_copied
from annotations.model import Annotation
from corpus.article import Article
from corpus.errors import ArticleError, CorpusError, UnreadFilesError
from corpus.folder.catalogue import Record
from corpus.text.mojibake import mojibake
from nkreader.opened_folder import placed_in, stamps_of
from nkreader.options import fail, say
from tui.all_commands import COMMANDS
from tui.keys.configured import wrong_keys
from workspace.articles.one_article import record_of
from workspace.articles.turns import is_taken
from workspace.coding.article_coding import Placed
from workspace.coding.conflict_copies import ConflictCopyError
from workspace.coding.repairs import repair
from workspace.coding.stepper import HalfDone
from workspace.config import ConfigError
from workspace.places import Options, PlaceError, check_configuration, resolve
from workspace.search.doubts import Kind, is_kept_without_article, kind_of
from workspace.workspace import Workspace


class Problem(NamedTuple):
    """Something wrong: its kind, where, what, and what to do."""

    kind: str
    path: str
    message: str
    fix: str


def problems(options: Options, *, fix: bool) -> Iterator[Problem]:
    """Yield the problems; with `fix`, those that are left once what can be fixed safely is."""
    try:
        settings = resolve(options)
    except PlaceError as error:
        fail(error)
    except ConfigError as error:
        yield from map(_with_config, _all_in_config(options, error))
        return
    yield from map(_with_config, wrong_keys(COMMANDS, settings.file))
    workspace = Workspace(settings, is_command=True)
    workspace.load_catalogue()  # an article that has not changed need not be judged again
    before = workspace.recorder.half_done()
    yield from _with_suggestions(workspace)
    articles: dict[str, Record] = {}
    yield from _with_annotation_files(workspace)
    yield from _with_articles(workspace, articles)
    if fix:
        for words in repair(workspace.recorder, workspace.copies, workspace.articles, articles):
            say(words)
        workspace.close()
    elif left := workspace.recorder.left_behind:
        message = f"Changes of an earlier session are not in the annotations yet: {left}."
        path = str(workspace.places.rescue)
        yield Problem("unsaved", path, message, "Start nkreader, or use --fix, to save them.")
    half_done = _half_done(workspace, () if fix else before)
    for each in half_done:
        yield Problem("step", str(workspace.places.annotations), each.message, each.advice)
    yield from _with_copies(workspace, articles)
    yield from _with_ids(workspace)
    yield from _with_passages(workspace, articles, half_done)
    yield from _with_index(workspace)


def _half_done(workspace: Workspace, before: Iterable[HalfDone]) -> Collection[HalfDone]:
    """Return steps another program was in the middle of, `before` files were read or later."""
    found = {each.label: each for each in (*workspace.recorder.half_done(), *before)}
    for words in workspace.recorder.news():
        say(words)
    return found.values()


def _all_in_config(options: Options, first: ConfigError) -> Iterable[ConfigError]:
    """Yield all that is wrong with the configuration; the first is found where it stops a start."""
    try:
        checked = check_configuration(options)
    except ConfigError:
        return [first]
    return [*(checked.problems or [first]), *wrong_keys(COMMANDS, checked.loaded)]


def _with_config(error: ConfigError) -> Problem:
    where = f"{error.file}:{error.line}" if error.line else str(error.file)
    message = f"{error.key}: {error.message}.".removeprefix(": ")
    return Problem("config", where, message, error.advice)


def _with_suggestions(workspace: Workspace) -> Iterator[Problem]:
    """Yield topics whose query cannot be used."""
    from workspace.search.conditions import articles_where
    from workspace.search.folder_search import Search
    from workspace.search.suggestions import Suggestions

    where = partial(articles_where, workspace)
    places = workspace.places
    search = Search(places.index, workspace.config.aliases, where, places.language)
    yield from map(_with_config, Suggestions(workspace, search).problems)


def _with_annotation_files(workspace: Workspace) -> Iterator[Problem]:
    place = workspace.places.annotations
    kind = "annotations"
    if place.is_symlink() and not place.exists():
        yield Problem(kind, str(place), "This link leads nowhere.", "Fix or remove the link.")
    elif place.exists() and not place.is_dir():
        fix = "Move it away, or name another folder."
        yield Problem(kind, str(place), "This is not a folder.", fix)
    workspace.load_annotations()
    for file, problem in workspace.problems.items():
        if isinstance(problem, ConflictCopyError):
            continue
        yield Problem(kind, file, _without_place(problem), problem.advice)


def _with_articles(workspace: Workspace, articles: dict[str, Record]) -> Iterator[Problem]:
    """Yield articles that cannot be used; put the others in `articles`."""
    unusable: list[CorpusError] = []
    for stamp in stamps_of(workspace, unusable.append):
        try:
            article = workspace.article(stamp.path)
        except ArticleError as error:
            unusable.append(error)
        else:
            articles[stamp.path] = record_of(stamp, article)
            for message, advice in article.remarks:
                yield Problem("article", stamp.path, message, advice)
            yield from _with_mojibake(article)
    for each in unusable:
        kind = "format" if isinstance(each, UnreadFilesError) else "article"
        yield Problem(kind, each.path, each.reason, each.advice)


def _with_mojibake(article: Article) -> Iterator[Problem]:
    if found := mojibake(article.text):
        more = f", {found.count - 1} more places" if found.count > 1 else ""
        message = f"Letters were decoded wrongly: {found.wrong} is {found.right}{more}."
        command = f"nkreader show {shlex.quote(article.path)} --repaired > repaired.txt"
        fix = f"Look at `{command}`; if it is right, save it in place of the file."
        yield Problem("article", article.path, message, fix)


def _with_copies(workspace: Workspace, articles: Collection[str]) -> Iterator[Problem]:
    """Yield the conflict copies that sync programs put beside annotations and articles."""
    for copy in workspace.copies:
        try:
            found = workspace.copies.look_into(copy).words
        except AnnotationFileError as error:
            found = _without_place(error)
        message = f"This is a conflict copy of the annotations of {copy.original}: {found}."
        fix = "Use --fix to take in what is not here; u in the program takes that back."
        yield Problem("copy", copy.path, message, fix)
    for path in articles:
        if original := article_copied(path, articles):
            message = f"This looks like a conflict copy of {original}, made by a sync program."
            yield Problem("copy", path, message, "Compare the two, and delete one.")


def _with_ids(workspace: Workspace) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for file in workspace.annotation_files():
        for annotation in file.annotations:
            other = first.setdefault(annotation.id, file.path)
            if other != file.path:
                message = f"{_quoted(annotation)} has an id that is in {other} too: {annotation.id}"
                yield Problem("duplicate", file.path, message, "Delete one, or give it another id.")


def _with_passages(
    workspace: Workspace, articles: Mapping[str, Record], half_done: Iterable[HalfDone]
) -> Iterator[Problem]:
    """Yield what is wrong with passages; topics that half a step has left are told with that."""
    known = {topic.name for topic in workspace.topics}.union(*(each.topics for each in half_done))
    renamed = _renamed_since(workspace, known)
    yield from renamed.values()
    known |= renamed.keys()
    texts = {path: record.sha256 for path, record in articles.items()}
    for file in workspace.annotation_files():
        is_gone = file.path not in articles and not (workspace.places.articles / file.path).exists()
        if is_gone and not all(map(is_kept_without_article, file.annotations)):
            yield _gone(file, [path for path, text in texts.items() if text == file.text_sha256])
        is_readable = _is_readable(workspace, file.path)
        for placed in placed_in(workspace, file.path):
            quote = _quoted(placed.annotation)
            if is_readable and (message := _what_is_wrong(workspace, file.path, placed)):
                fix = "Decide what is right in nkreader: R."
                yield Problem("anchor", file.path, f"{quote} {message}", fix)
            for topic in placed.annotation.topics:
                if topic not in known:
                    message = f"{quote} has the topic “{topic}”, which is not configured."
                    yield Problem("topic", file.path, message, "Add it to topics in config.yaml.")


def _renamed_since(workspace: Workspace, known: Collection[str]) -> dict[str, Problem]:
    """Return what is wrong with each topic that passages have by a name it had before."""
    files = workspace.annotation_files()
    carried = Counter(topic for file in files for each in file.annotations for topic in each.topics)
    if carried.keys() <= set(known) or not workspace.places.history.exists():
        return {}
    names = workspace.recorder.present_names(each for file in files for each in file.annotations)
    found = {}
    for old, new in names.items():
        if old not in known and carried[old]:
            carry = "1 passage has" if carried[old] == 1 else f"{carried[old]:,} passages have"
            message = f"{carry} the topic “{old}”, which is called “{new}” now."
            fix = f"Merge “{old}” into “{new}” in the list of topics in nkreader: T."
            found[old] = Problem("topic", str(workspace.places.annotations), message, fix)
    return found


def _quoted(annotation: Annotation) -> str:
    return f"“{' '.join(annotation.quote.split())[:60]}”"


def _is_readable(workspace: Workspace, path: str) -> bool:
    """Whether the article can be read; if not, its passages have no known place."""
    try:
        workspace.article(path)
    except ArticleError:
        return False
    return True


def _gone(file: AnnotationFile, homes: list[str]) -> Problem:
    count = len(file.annotations)
    number = "1 annotation is" if count == 1 else f"{count} annotations are"
    kept = f"The article is not there; {number} kept."
    if homes:
        fix = "Rename the annotation file, or use --fix, which does it where only one is meant."
        return Problem("gone", file.path, f"{kept} Its text is in {', '.join(homes[:3])}.", fix)
    fix = "Put the article back, or decide in nkreader what to do with them: R."
    return Problem("gone", file.path, kept, fix)


def _with_index(workspace: Workspace) -> Iterator[Problem]:
    """Yield articles missing from the index; none if the folder was never indexed."""
    records = workspace.load_catalogue().records
    if not records:
        return
    from index.engines import open_engine

    places = workspace.places
    engine = open_engine(places.index, language=places.language)
    try:
        indexed = engine.stamps()
    finally:
        engine.close()
    readable = [path for path, record in records.items() if not record.problem]
    missing = [path for path in readable if path not in indexed]
    if missing and is_taken(workspace.places.cache):
        count = f"{len(readable) - len(missing):,} of {len(readable):,} articles"
        message = f"Another nkreader is indexing this folder: {count} so far."
        yield Problem("index", str(workspace.places.index), message, "Check again when it is done.")
    elif missing:
        message = f"{len(missing)} of {len(readable)} articles are not in the search index."
        yield Problem("index", str(workspace.places.index), message, "Use `nkreader index`.")


_WRONG = {
    Kind.UNCERTAIN: "may stand elsewhere now: the text has changed.",
    Kind.REWORDED: "stands in other words now.",
    Kind.LOST: "is no longer in the text.",
}


def _what_is_wrong(workspace: Workspace, path: str, placed: Placed) -> str:
    """Return why a passage needs review, or ""."""
    try:
        article = workspace.article(path)
    except ArticleError:
        is_kept = is_kept_without_article(placed.annotation)
        return "" if is_kept else "has no place while the article cannot be read."
    kind = kind_of(article.text, article.sha256, placed)
    return _WRONG[kind] if kind else ""


def _without_place(problem: AnnotationFileError) -> str:
    line = f"line {problem.line}: " if problem.line else ""
    return f"{line}{problem.message}."

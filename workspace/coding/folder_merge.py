"""Merges the annotations of somebody else's folder."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from pathlib import Path

from msgspec import Struct, field

from annotations.anchoring.moved_texts import plan
from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.files.comparison import Incoming, compare
from annotations.files.folder import AnnotationFolder
from annotations.model import ArticleIdentity
from workspace.coding.recorder import Recorder
from workspace.coding.save_result import Saved, SaveError


class FolderComparison(Struct):
    """What is in the other folder, article by article, and what cannot be merged.

    `elsewhere` says for articles that have another path here which that is; `not_here` lists those
    that are not in the folder of articles: their annotations are kept all the same.
    """

    incoming: list[Incoming] = field(default_factory=list)
    elsewhere: dict[str, str] = field(default_factory=dict)
    not_here: list[str] = field(default_factory=list)
    unknown_topics: Counter[str] = field(default_factory=Counter)
    problems: list[AnnotationFileError] = field(default_factory=list)
    identities: list[ArticleIdentity] = field(default_factory=list)


def other_folder(folder: Path, own: Path) -> Path:
    """Find the folder of annotation files: this one, or the one in a project folder.

    Raises `SaveError` when there is none, or when it is our own.
    """
    if (folder / "config.yaml").is_file() and (folder / "annotations").is_dir():
        folder = folder / "annotations"
    if not folder.is_dir():
        raise SaveError(f"{folder} is not a folder. Name the folder with the annotation files.")
    real, ours = folder.resolve(), own.resolve()
    if real == ours or real.is_relative_to(ours) or ours.is_relative_to(real):
        raise SaveError(f"{folder} is where your own annotations are. Name another folder.")
    return folder


def compare_folders(
    recorder: Recorder, folder: Path, articles: Mapping[str, str], topics: Collection[str]
) -> FolderComparison:
    """Compare another folder of annotation files with ours; nothing is written.

    `articles` are the texts here, from path to hash: an article that has another path here is
    found by its text. Files that cannot be read are listed, here and there.
    """
    comparison = FolderComparison()
    theirs = [file for file in _readable(folder, comparison) if file.annotations]
    texts = {file.path: file.text_sha256 for file in theirs}
    homes = {each.old: each.new for each in plan(texts, articles).follows}
    for file in theirs:
        path = homes.get(file.path, file.path)
        if path != file.path:
            comparison.elsewhere[file.path] = path
        elif path not in articles:
            comparison.not_here.append(path)
        try:
            ours = recorder.read(path)
            earlier = set(chain.from_iterable(recorder.earlier_annotations(path)))
        except AnnotationFileError as error:
            comparison.problems.append(error)
            continue
        names = recorder.present_names((*file.annotations, *ours.annotations, *earlier))
        found = compare(ours, file.annotations, earlier, names)
        comparison.incoming += found
        comparison.identities.append(ArticleIdentity(path, file.title, file.text_sha256))
        for annotation in (each.theirs for each in found):
            comparison.unknown_topics.update(set(annotation.topics) - set(topics))
    return comparison


def _readable(folder: Path, comparison: FolderComparison) -> Iterator[AnnotationFile]:
    for loaded in AnnotationFolder(folder).load_all():
        if isinstance(loaded, AnnotationFileError):
            comparison.problems.append(loaded)
        else:
            yield loaded


def bring_in(recorder: Recorder, comparison: FolderComparison, whose: str) -> Saved:
    """Write what is new or changed there, as one step that can be undone. Raises `SaveError`."""
    changes = [change for each in comparison.incoming if (change := each.change)]
    for identity in comparison.identities:
        recorder.introduce(identity)
    return recorder.make(f"brought in the annotations of {whose}", changes)

"""One YAML file per annotated article: parsed with checks, rendered so that git diffs stay small.

The format is described, key by key, in docs/annotation-files.md.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Struct, field

from annotations.model import Annotation
from annotations.yaml import strict as strict_yaml
from annotations.yaml import text as yaml_text
from annotations.yaml.strict import MAX_BYTES, Node, Shape, YamlProblem
from corpus.log import details, log

VERSION = 1

_REPAIR = "Correct the file in an editor, or bring back an earlier version of it."


class AnnotationFile(Struct, frozen=True):
    """The annotations of one article, ordered by start, and what the file says about it."""

    path: str
    title: str
    text_sha256: str
    annotations: tuple[Annotation, ...]
    extra: Mapping[str, object] = field(default_factory=dict)
    article_extra: Mapping[str, object] = field(default_factory=dict)


class AnnotationFileError(Exception):
    """A file that cannot be read or written: which, 1-based line, what, and the way out."""

    def __init__(self, file: Path, line: int | None, message: str, advice: str) -> None:
        place = f"{file}:{line}" if line else str(file)
        super().__init__(f"{place}: {message}. {advice}")
        self.file = file
        self.line = line
        self.message = message
        self.advice = advice


class UnavailableError(AnnotationFileError):
    """A file that the disk does not give or take now, but may later: full, failing, locked."""


class _Article(msgspec.Struct):
    path: str = ""
    title: str = ""
    text_sha256: str = ""


class _Record(msgspec.Struct):
    id: Annotated[str, msgspec.Meta(min_length=1)]
    quote: str
    start: Annotated[int, msgspec.Meta(ge=0)]
    end: Annotated[int, msgspec.Meta(ge=0)]
    topics: list[str] = []
    prefix: str = ""
    suffix: str = ""
    note: str = ""
    coder: str = ""
    created: str = ""
    updated: str = ""
    kept_for: str = ""
    rejected: list[str] = []
    starred: bool = False


class _File(msgspec.Struct):
    version: int
    annotations: list[_Record] | None
    article: _Article = msgspec.field(default_factory=_Article)


# Taken as the text that stands there, so that `note: 42` and `quote: yes` need no quotes.
_SHAPE: Shape = {
    "article": dict.fromkeys(_Article.__struct_fields__, str),
    "annotations": [
        {
            **dict.fromkeys(_Record.__struct_fields__, str),
            "topics": [str],
            "rejected": [str],
            **dict.fromkeys(("start", "end", "starred"), None),
        }
    ],
}


def parse(data: bytes, file: Path) -> AnnotationFile:
    """Return what an annotation file says; raises AnnotationFileError naming the line."""
    try:
        node = strict_yaml.load(data, shape=_SHAPE)
        return _from_node(node)
    except YamlProblem as problem:
        advice = problem.advice or _REPAIR
        raise AnnotationFileError(file, problem.line, problem.message, advice) from None
    except Exception as error:  # one file must not keep the others from being read
        log(f"{file} could not be read", details(error))
        message = f"cannot be read: an unexpected error ({type(error).__name__})"
        advice = "Please report it; the details are in the log."
        raise AnnotationFileError(file, None, message, advice) from error


def render(file: AnnotationFile) -> bytes:
    """Return the file's bytes in UTF-8; raises ValueError when they could not be read back."""
    _check((annotation.id, annotation.start, annotation.end) for annotation in file.annotations)
    article = {"path": file.path, "title": file.title, "text_sha256": file.text_sha256}
    lines = [f"version: {VERSION}", "article:"]
    lines += [f"  {key}: {yaml_text.scalar(value)}" for key, value in article.items()]
    lines += yaml_text.entries(file.article_extra, 2)
    lines += yaml_text.entries(file.extra, 0)
    lines.append("annotations:" if file.annotations else "annotations: []")
    for annotation in sorted(file.annotations, key=order):
        lines += _known_lines(annotation)
        lines += yaml_text.entries(annotation.extra, 2)
    data = ("\n".join(lines) + "\n").encode("utf-8")
    if len(data) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES // (1024 * 1024)} MB of annotations in one article")
    return data


def order(annotation: Annotation) -> tuple[int, int, str, str]:
    """Return the sort key of annotations: by start, then end, age and id."""
    return annotation.start, annotation.end, annotation.created, annotation.id


# Each save writes all annotations of an article, of which most are as they were the last time.
@lru_cache(maxsize=8192)
def _known_lines(annotation: Annotation) -> tuple[str, ...]:
    """Return the lines of an annotation's keys that this version knows.

    Keys without a value are left out: diffs stay small.
    """
    lines = [
        f"- id: {yaml_text.scalar(annotation.id)}",
        f"  topics: {yaml_text.flow_list(annotation.topics)}",
        f"  quote: {yaml_text.scalar(annotation.quote)}",
    ]
    if annotation.prefix:
        lines.append(f"  prefix: {yaml_text.scalar(annotation.prefix)}")
    if annotation.suffix:
        lines.append(f"  suffix: {yaml_text.scalar(annotation.suffix)}")
    lines += [f"  start: {annotation.start}", f"  end: {annotation.end}"]
    if annotation.note:
        lines.append(f"  note: {yaml_text.block_text(annotation.note, 2)}")
    if annotation.coder:
        lines.append(f"  coder: {yaml_text.scalar(annotation.coder)}")
    if annotation.created:
        lines.append(f"  created: {yaml_text.time(annotation.created)}")
    if annotation.updated:
        lines.append(f"  updated: {yaml_text.time(annotation.updated)}")
    if annotation.kept_for:
        lines.append(f"  kept_for: {yaml_text.scalar(annotation.kept_for)}")
    if annotation.rejected:
        lines.append(f"  rejected: {yaml_text.flow_list(annotation.rejected)}")
    if annotation.starred:
        lines.append("  starred: true")
    return tuple(lines)


def _from_node(node: Node) -> AnnotationFile:
    value = node.value
    if value is None:
        raise YamlProblem(
            None, None, "is empty", "Bring back an earlier version of it, or delete it."
        )
    if not isinstance(value, dict):
        raise YamlProblem(
            node.line, node.column, "expected the keys version, article and annotations"
        )
    _check_version(node)
    try:
        file = msgspec.convert(value, _File)
    except msgspec.ValidationError as error:
        line, key, message = strict_yaml.explain(error, node)
        raise YamlProblem(line, None, f"`{key}`: {message}" if key else message) from None
    records = file.annotations or []
    try:
        _check((record.id, record.start, record.end) for record in records)
    except _RecordError as error:
        path = ("annotations", error.index, error.key)
        message = f"`{strict_yaml.key_path(path)}`: {error}"
        raise YamlProblem(strict_yaml.line_of(node, path), None, message) from None
    annotations = (
        _annotation(record, strict_yaml.unknown_keys(raw, _Record.__struct_fields__))
        for record, raw in zip(records, value["annotations"] or [], strict=True)
    )
    return AnnotationFile(
        file.article.path,
        file.article.title,
        file.article.text_sha256,
        tuple(sorted(annotations, key=order)),
        strict_yaml.unknown_keys(value, _File.__struct_fields__),
        strict_yaml.unknown_keys(value.get("article", {}), _Article.__struct_fields__),
    )


def _annotation(record: _Record, extra: dict[str, object]) -> Annotation:
    return Annotation(
        id=record.id,
        topics=tuple(record.topics),
        quote=record.quote,
        prefix=record.prefix,
        suffix=record.suffix,
        start=record.start,
        end=record.end,
        note=record.note,
        coder=record.coder,
        created=record.created,
        updated=record.updated,
        kept_for=record.kept_for,
        rejected=tuple(record.rejected),
        starred=record.starred,
        extra=extra,
    )


def _check_version(node: Node) -> None:
    """Refuse another version before anything else, whose absence or shape would only confuse."""
    version = node.value.get("version")
    line = strict_yaml.line_of(node, ("version",))
    if version == VERSION and not isinstance(version, bool):
        return
    if isinstance(version, int) and version > VERSION:
        message = (
            f"`version`: {version} is newer than {VERSION}, the newest that this nkreader knows"
        )
        raise YamlProblem(line, None, message, "Update nkreader; the file is left as it is.")
    found = "nothing" if version is None else repr(version)
    raise YamlProblem(line, None, f"`version`: expected {VERSION}, found {found}")


class _RecordError(ValueError):
    def __init__(self, index: int, key: str, message: str) -> None:
        super().__init__(message)
        self.index = index
        self.key = key


def _check(records: Iterable[tuple[str, int, int]]) -> None:
    """Check (id, start, end) of all annotations together; raises _RecordError."""
    seen: set[str] = set()
    for index, (identity, start, end) in enumerate(records):
        if identity in seen:
            raise _RecordError(index, "id", f"another annotation already has the id {identity}")
        seen.add(identity)
        if end < start:
            raise _RecordError(index, "end", f"expected {start} (`start`) or more, found {end}")

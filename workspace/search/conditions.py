"""The articles that `topic:`, `note:` and `is:` in a query mean: what only annotations know."""

from collections.abc import Callable, Collection

from annotations.model import Annotation
from workspace.workspace import Workspace


def articles_where(workspace: Workspace, field: str, value: str) -> Collection[str] | None:
    """The paths of the articles that a field of a query means; `None` for an unknown value."""
    wanted = value.casefold()
    if field == "topic":
        is_known = any(wanted in topic.casefold() for topic in workspace.codebook.counts())
        matches = _paths(workspace, lambda a: any(wanted in t.casefold() for t in a.topics))
        return matches if is_known else None
    if field == "note":
        return _paths(workspace, lambda a: wanted in a.note.casefold())
    return _articles_that_are(workspace, wanted) if field == "is" else None


def _articles_that_are(workspace: Workspace, wanted: str) -> Collection[str] | None:
    records = workspace.catalogue.records
    if wanted in {"tagged", "untagged"}:
        tagged = _paths(workspace, lambda a: bool(a.topics))
        return tagged if wanted == "tagged" else set(records) - tagged
    if wanted == "starred":
        return _paths(workspace, lambda a: a.starred)
    if wanted in {"read", "unread"}:
        opened = workspace.reading.opened
        read = {record.path for record in records.values() if record.sha256 in opened}
        return read if wanted == "read" else records.keys() - read
    return None


def _paths(workspace: Workspace, matches: Callable[[Annotation], bool]) -> set[str]:
    files = workspace.recorder.files()
    return {file.path for file in files if any(matches(a) for a in file.annotations)}

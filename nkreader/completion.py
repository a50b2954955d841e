"""Shell completion, also of the topics, coders and articles in the folder that the line names.

It prints no messages and never fails: a person is in the middle of a line.
"""

import os
import re
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, suppress
from typing import TYPE_CHECKING, Any

import click

from corpus.text.canonical import harmless
from disk.named import open_nowhere
from nkreader import COMPLETE_VARIABLE
from nkreader.terminal import put

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem, ShellComplete

    from workspace.workspace import Workspace

Completion = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[Any]]"]

_MOST = 500
_SPECIAL = re.compile(r"([^\w./,:=+@%-])")


def script(main: click.Command, shell: str) -> str:
    """Return the script with which a shell completes the words after `nkreader`."""
    return _completion(main, shell).source()


def answer(main: click.Command, instruction: str) -> int:
    """Print the completions of the line that the shell passes in the environment."""
    shell, _, what = instruction.partition("_")
    with os.fdopen(open_nowhere(), "w") as nowhere, redirect_stderr(nowhere), suppress(Exception):
        completion = _completion(main, shell)
        told = completion.source() if what == "source" else completion.complete()
        put(harmless(told) + "\n")
    return 0


def _completion(main: click.Command, shell: str) -> "ShellComplete":
    from click.shell_completion import BashComplete, get_completion_class

    class Bash(BashComplete):
        """Bash inserts completions as they are, so we quote them.

        Twice, because the script reads them with `read`, which drops one backslash.
        """

        def format_completion(self, item: "CompletionItem[Any]") -> str:
            quoted = _SPECIAL.sub(r"\\\\\1", item.value)
            return f"{item.type},{quoted}"

    found = Bash if shell == "bash" else get_completion_class(shell)
    assert found is not None, shell
    return found(main, {}, "nkreader", COMPLETE_VARIABLE)


def _completes(names_in: "Callable[[Workspace], Iterable[str]]") -> Completion:
    """Return a function that completes a parameter with names from the folder."""

    def complete(
        ctx: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[Any]]":
        from click.shell_completion import CompletionItem

        from workspace.config import ConfigError
        from workspace.places import Options, PlaceError, resolve
        from workspace.workspace import Workspace

        named = (ctx.params.get(name) for name in ("folder", "annotations", "config"))
        try:
            names = names_in(Workspace(resolve(Options(*named))))
        except (ConfigError, PlaceError):
            return []
        begun = incomplete.casefold()
        found = [name for name in names if name.casefold().startswith(begun)]
        return [CompletionItem(name) for name in found[:_MOST] if name.isprintable()]

    return complete


def _topics(workspace: "Workspace") -> list[str]:
    workspace.load_annotations()
    return list(workspace.codebook.counts())


def _coders(workspace: "Workspace") -> list[str]:
    workspace.load_annotations()
    files = workspace.annotation_files()
    return sorted({each.coder for file in files for each in file.annotations} - {""})


def _articles(workspace: "Workspace") -> list[str]:
    """Return the articles known since the last refresh, or else those in the folder."""
    known = workspace.load_catalogue().records
    return list(known) if known else _articles_in_folder(workspace)


def _articles_in_folder(workspace: "Workspace") -> list[str]:
    from corpus.folder.scan import FolderError
    from workspace.articles.refresh import stamps

    try:
        return [stamp.path for stamp in stamps(workspace.places, lambda _problem: None)]
    except FolderError:
        return []


def _annotated(workspace: "Workspace") -> list[str]:
    workspace.load_annotations()
    return [file.path for file in workspace.annotation_files()]


topics = _completes(_topics)
coders = _completes(_coders)
articles = _completes(_articles)
annotated = _completes(_annotated)

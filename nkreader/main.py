"""The commands: `nkreader [FOLDER]` opens the reader, everything else is a subcommand.

Data goes to standard output, messages go to standard error. No headless command imports the screen,
and each is imported when it is called. Exit status: 0 done, 1 nothing found or problems reported,
2 an error, 3 an answer from which something is missing.
"""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click

from nkreader import __version__
from nkreader.command import write_examples


class Listed(NamedTuple):
    """A command as the help lists it, and where its code is."""

    place: str
    summary: str


COMMANDS: Mapping[str, Mapping[str, Listed]] = {
    "Read and search": {
        "open": Listed("nkreader.commands.open:open_", "Open the reader (the default)."),
        "search": Listed("nkreader.commands.search:search", "Search the articles."),
        "articles": Listed(
            "nkreader.commands.articles:articles", "List the articles of the folder."
        ),
        "show": Listed("nkreader.commands.show:show", "Print an article as it is read."),
    },
    "Annotations": {
        "passages": Listed("nkreader.commands.passages:passages", "List the annotated passages."),
        "suggest": Listed("nkreader.commands.suggest:suggest", "List what topics suggest."),
        "export": Listed(
            "nkreader.commands.export:export", "Write annotations for other programs."
        ),
        "import": Listed(
            "nkreader.commands.import_file:import_", "Import annotations from other programs."
        ),
        "merge": Listed("nkreader.commands.merge:merge", "Merge a colleague's annotations."),
        "restore": Listed("nkreader.commands.restore:restore", "Go back to an earlier version."),
    },
    "A project": {
        "init": Listed("nkreader.commands.init:init", "Write a commented config.yaml."),
        "check": Listed(
            "nkreader.commands.check:check", "Find problems, and fix what can be fixed."
        ),
        "doctor": Listed("nkreader.commands.doctor:doctor", "Print what a bug report needs."),
        "index": Listed("nkreader.commands.index:index", "Bring the search index up to date."),
        "completion": Listed(
            "nkreader.commands.completion:completion", "Print a shell's completion script."
        ),
    },
}
_PLACES = {name: each.place for group in COMMANDS.values() for name, each in group.items()}
_OWN_OPTIONS = ("--help", "-h", "--version")
_EXAMPLES = (
    ("nkreader", "Open the folder that config.yaml names; without one, the sample articles."),
    ("nkreader path/to/articles", "Open a folder."),
    ("nkreader ./search", "Open a folder that has the name of a command."),
    ("nkreader search Waffenlieferung", "Search, and print the passages that match."),
)
_EXIT_STATUS = (
    ("0", "done; for a search: something was found"),
    ("1", "nothing found, or problems reported"),
    ("2", "an error, with a message on standard error"),
    ("3", "not all: something is not indexed yet, cannot be read, or is half done"),
    ("130", "interrupted with Ctrl+C"),
    ("141", "nobody reads the output any more"),
)
_FILES = (
    ("./config.yaml", "the configuration, unless --config names one; `nkreader init` writes it"),
    ("./annotations", "beside it, one YAML file per article, unless it names another folder"),
)
_ENVIRONMENT = (
    ("NO_COLOR", "when set, no colour anywhere"),
    ("NKREADER_TRACEBACK", "when set, an unexpected error prints its traceback"),
    ("XDG_…_HOME", "where configuration, data, state and cache of the program are kept"),
)


class _FolderOrCommand(click.Group):
    """A first word that is not a subcommand is the folder to open."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing and not args:
            return super().parse_args(ctx, args)  # a shell completes the first word
        if not args or (args[0] not in _PLACES and args[0] not in _OWN_OPTIONS):
            if not ctx.resilient_parsing:
                self._refuse_misspelt(ctx, args)
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def _refuse_misspelt(self, ctx: click.Context, args: list[str]) -> None:
        if not args or args[0].startswith("-") or os.path.lexists(args[0]):
            return
        from difflib import get_close_matches

        if near := get_close_matches(args[0], _PLACES, n=1, cutoff=0.75):
            words = f"There is no command and no folder `{args[0]}`. Did you mean `{near[0]}`?"
            raise click.UsageError(words, ctx)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and finally report damaged files of the program's own."""
        try:
            return super().invoke(ctx)
        finally:
            if own_files := sys.modules.get("corpus.own_files"):  # nothing is imported only to ask
                from nkreader.options import say

                for words in own_files.take_notices():
                    say(words)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _PLACES:
            return None
        module, _, name = _PLACES[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=each.summary)
            for group in COMMANDS.values()
            for name, each in group.items()
            if name.startswith(incomplete)
        ]
        folders = [] if found else [CompletionItem(incomplete, type="dir")]
        return [*found, *folders, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        for heading, group in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, each.summary) for name, each in group.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_examples(formatter, _EXAMPLES)
        sections = {"Exit status": _EXIT_STATUS, "Files": _FILES, "Environment": _ENVIRONMENT}
        for heading, rows in sections.items():
            with formatter.section(heading):
                formatter.write_dl(rows)
        super().format_epilog(ctx, formatter)


@click.group(
    cls=_FolderOrCommand,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`nkreader COMMAND --help` explains a command.",
    subcommand_metavar="[FOLDER | COMMAND ...]",
    options_metavar="[OPTION]",
)
@click.version_option(__version__, message="nkreader %(version)s")
def main() -> None:
    """Read, search and code news articles in a terminal.

    A first word that is not a command is a folder of articles to open. Data goes to standard
    output, messages go to standard error. Every command takes --folder, --annotations and --config,
    which say where things are; listings take --json, for one JSON object a line.
    """

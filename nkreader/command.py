"""The classes of the subcommands: options in two groups, examples, suggestions for typos."""

import gc
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

import click

PLACES = ("folder", "annotations", "config")
"""The options every command has, after its own in the help."""

# Most of what a command loads and reads stays: looking through it for garbage after each 700 new
# objects, as Python does, takes a twentieth of the time of a short one.
_OBJECTS_BETWEEN_LOOKS = 50_000

_DONE_OR_ERROR = (("0", "done"), ("2", "an error"))


class Command(click.Command):
    """A subcommand whose help ends in its exit status and examples, as a manual page does."""

    def __init__(
        self,
        *args: Any,
        examples: Sequence[tuple[str, str]] = (),
        status: Sequence[tuple[str, str]] = _DONE_OR_ERROR,
        is_loaded: bool = True,
        **kwargs: Any,
    ) -> None:
        """Take click's arguments, `examples` with what each does, and the meaning of each `status`.

        A command that is not `is_loaded` when it is run turns garbage collection on by itself.
        """
        super().__init__(*args, **kwargs)
        self.examples = examples
        self._status = status
        self._is_loaded = is_loaded

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, collecting garbage from here on, but not among what has been loaded."""
        if self._is_loaded and not gc.isenabled():  # as `nkreader.cli` has it
            gc.freeze()
            gc.set_threshold(_OBJECTS_BETWEEN_LOOKS)
            gc.enable()
        return super().invoke(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options, then those for folders and files."""
        own: list[tuple[str, str]] = []
        places: list[tuple[str, str]] = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record and isinstance(parameter, click.Option):
                (places if parameter.name in PLACES else own).append(record)
        for heading, records in (("Options", own), ("Where things are", places)):
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit statuses and the examples."""
        with formatter.section("Exit status"):
            formatter.write_dl(self._status)
        write_examples(formatter, self.examples)
        super().format_epilog(ctx, formatter)


class WordsCommand(Command):
    """A command whose arguments may begin with `-`, as in a query, but not with `--`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse unknown options, which click would take for arguments."""
        known = [name for parameter in self.get_params(ctx) for name in parameter.opts]
        for word in args[: args.index("--")] if "--" in args else args:
            name = word.partition("=")[0]
            if name.startswith("--") and name not in known:
                from difflib import get_close_matches

                possible = get_close_matches(name, known)
                raise click.NoSuchOption(name, possibilities=possible, ctx=ctx)
        return super().parse_args(ctx, args)


class OneOf(click.ParamType[str]):
    """One of some names; a misspelt one is answered with the nearest."""

    name = "name"

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        """Take what returns the names, so that `--help` need not know them."""
        self._find_names = names

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self._find_names())

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name in lower case; fail with the nearest if there is no such name."""
        wanted = str(value).casefold()
        if wanted not in self._names:
            self.fail(self._refusal(wanted), param, ctx)
        return wanted

    def _refusal(self, wanted: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(wanted, self._names, n=1)
        meant = f" Did you mean `{near[0]}`?" if near else ""
        return f"`{wanted}` is not one of {', '.join(self._names)}.{meant}"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[Any]:
        """Return the names that begin with the incomplete one."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self._names if name.startswith(incomplete)]


def write_examples(
    formatter: click.HelpFormatter, examples: Sequence[tuple[str, str]], heading: str = "Examples"
) -> None:
    """Write each command on a line of its own, for copying, and what it does below it."""
    if not examples:
        return
    with formatter.section(heading):
        for line, meaning in examples:
            formatter.write(f"{'':{formatter.current_indent}}{line}\n")
            formatter.indent()
            formatter.write_text(meaning)
            formatter.dedent()

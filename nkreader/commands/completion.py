"""`nkreader completion`: the script that lets a shell complete commands."""

import click

from nkreader.command import Command, OneOf
from nkreader.terminal import put

_SHELLS = ("bash", "zsh", "fish")


@click.command(
    cls=Command,
    examples=(
        ('eval "$(nkreader completion bash)"', "In ~/.bashrc, for bash."),
        ('eval "$(nkreader completion zsh)"', "In ~/.zshrc, for zsh, after compinit."),
        ("nkreader completion fish | source", "In ~/.config/fish/config.fish, for fish."),
    ),
)
@click.argument("shell", metavar="SHELL", type=OneOf(lambda: _SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes what is typed after nkreader.

    SHELL is bash, zsh or fish. It completes commands, options, formats, folders and files, and the
    articles, topics and coders of the project in the current folder.
    """
    from nkreader.completion import script

    put(script(context.find_root().command, shell) + "\n")

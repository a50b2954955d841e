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
    """Print the script that lets SHELL complete what is typed after nkreader.

    SHELL is bash, zsh or fish.
    Commands, options, formats, folders and files are completed, and of the project in the current
    folder its articles, topics and coders.
    """
    from nkreader.completion import script

    put(script(context.find_root().command, shell) + "\n")

"""What an answer is without: said on standard error, and told to a script by the exit status."""

from typing import TYPE_CHECKING

from nkreader.options import say

if TYPE_CHECKING:
    from workspace.workspace import Workspace

INCOMPLETE = 3
"""The exit status of an answer that is right as far as it goes, and does not go all the way."""

STATUS = (str(INCOMPLETE), "not all: something is not indexed yet, or cannot be read")
"""Its line in the help of a command."""


class Missing:
    """Gathers what is missing from the answer of one command."""

    def __init__(self) -> None:
        self._is_any = False

    def say(self, words: Exception | str) -> None:
        """Say what is missing, and why."""
        say(words)
        self._is_any = True

    def annotations(self, workspace: "Workspace", where: str) -> None:
        """Say it if annotation files cannot be read: `where` they are missing from."""
        if count := len(workspace.problems):
            files = "1 annotation file" if count == 1 else f"{count} annotation files"
            self.say(f"What is in {files} that cannot be read is missing from {where}.")

    def status(self, otherwise: int) -> int:
        """The exit status: the one of an incomplete answer, or `otherwise`."""
        return INCOMPLETE if self._is_any else otherwise

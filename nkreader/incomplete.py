"""What is missing from an answer: reported on standard error and by the exit status."""

from typing import TYPE_CHECKING

from nkreader.options import say

if TYPE_CHECKING:
    from workspace.coding.stepper import HalfDone
    from workspace.workspace import Workspace

INCOMPLETE = 3
"""The exit status of an answer that is correct but not complete."""

STATUS = (str(INCOMPLETE), "not all: something is not indexed yet, cannot be read, or is half done")
"""Its line in the help of a command."""


class Missing:
    """Collects what is missing from the answer of one command."""

    def __init__(self) -> None:
        self._is_any = False
        self._half_done: dict[str, HalfDone] = {}

    def say(self, words: Exception | str) -> None:
        """Report what is missing, and why."""
        say(words)
        self._is_any = True

    def look(self, workspace: "Workspace") -> None:
        """Note the half-done steps of other programs, before any file is read.

        A step under way may be finished once they have been read, and yet be read in part.
        """
        for each in workspace.recorder.half_done():
            self._half_done.setdefault(each.label, each)
        for words in workspace.recorder.news():
            say(words)

    def finish(self, workspace: "Workspace", *, changes: bool) -> None:
        """If the command `changes` annotations, finish the steps others left, and report them.

        Otherwise report what is half done.
        """
        if changes:
            for words in workspace.recorder.finish_left():
                say(words)
        else:
            self.annotations(workspace, "what is compared")

    def annotations(self, workspace: "Workspace", where: str) -> None:
        """Report annotations that are half changed or unreadable; `where` says what lacks them."""
        self.look(workspace)
        for each in self._half_done.values():
            self.say(f"{each.message} {each.advice}")
        self._half_done.clear()
        copies = sum(1 for _ in workspace.copies)
        if count := len(workspace.problems) - copies:
            files = "1 annotation file" if count == 1 else f"{count} annotation files"
            self.say(f"What is in {files} that cannot be read is missing from {where}.")
        if copies:
            files = "1 conflict copy" if copies == 1 else f"{copies} conflict copies"
            advice = "`nkreader check` says what that is."
            self.say(f"What is only in {files} is missing from {where}. {advice}")

    def status(self, otherwise: int) -> int:
        """Return the exit status: that of an incomplete answer, or `otherwise`."""
        return INCOMPLETE if self._is_any else otherwise

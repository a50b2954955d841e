"""How a change of annotations ended, told on standard error."""

from typing import TYPE_CHECKING

from nkreader.options import fail, say

if TYPE_CHECKING:
    from workspace.coding.save_result import Saved


def report_saved(saved: "Saved") -> None:
    """Report what else there is to know of a change; end the program if it is not on disk."""
    for words in saved.notes:
        say(words)
    if saved.problem:
        fail(f"{saved.problem} Then open nkreader: it saves what is kept.")

"""What a change did, in words for a line on the screen."""

from workspace.coding.save_result import Saved


def test_a_change_that_is_not_on_disk_yet_is_said_in_whole_sentences() -> None:
    why = "Not on disk yet, but kept: no space left. Free some space on the disk, then save again."
    saved = Saved("tagged arms deals", ("1 passage is gone.",), problem=why)
    assert saved.words == f"{why} Tagged arms deals. 1 passage is gone"
    assert Saved("tagged arms deals").words == "tagged arms deals"

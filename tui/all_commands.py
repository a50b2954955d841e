"""Every command, once: its keys, its words and where it can be used.

Key dispatch, the hints at the foot of the screen, help, docs/keys.md and the user's `keys:` all
read these records, so they cannot drift apart. Each place keeps its own in its `commands` module; a
command `reader.next_hit` is carried out by the method `do_next_hit` of the screen that has it in
one of its scopes, or of one of its parts.
"""

from tui.commands import everywhere
from tui.commands.registry import union
from tui.library import commands as library
from tui.notes import commands as notes
from tui.passages import commands as passages
from tui.reader import commands as reader
from tui.review import commands as review
from tui.screens import commands as dialogs
from tui.suggestions import commands as suggestions
from tui.topics import commands as topics

COMMANDS = union(
    place.COMMANDS
    for place in (
        everywhere,
        library,
        reader,
        passages,
        suggestions,
        review,
        topics,
        notes,
        dialogs,
    )
)
"""Every command there is, in the order in which help shows them."""

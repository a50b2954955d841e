"""What every screen needs: the opened folder, its search, the keys and the styles."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.keymap import Keymap
from tui.palette import Palette
from tui.saving import Saves
from tui.widgets.bars import symbol
from workspace.search import Search
from workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to each screen when it is made."""

    workspace: Workspace
    search: Search
    keymap: Keymap
    palette: Palette
    saves: Saves = field(default_factory=Saves)

    @property
    def symbols(self) -> Mapping[str, str]:
        """The one character that stands for each topic."""
        return {topic.name: symbol(topic) for topic in self.workspace.topics}

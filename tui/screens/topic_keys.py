"""The keys for topics: a digit, `t` with a letter, and a list to pick from."""

from textual.screen import ScreenResultType

from tui.requests import ChooseTopic
from tui.screens.base import CommandScreen


class TopicKeys(CommandScreen[ScreenResultType]):
    """A screen on which these keys put topics on something, or remove them."""

    async def toggle(self, topic: str, *, create: bool = False) -> None:
        """Put a topic, a new one if `create`, on what the keys act on, or remove it."""
        raise NotImplementedError

    async def do_topic(self, digit: int) -> None:
        """Toggle the topic with this key."""
        topics = {topic.key: topic.name for topic in self.context.topics}
        if digit not in topics:
            where = self.key_of("app.topics")
            self.tell(f"No topic has the key {digit}; assign it in the list of topics: {where}")
            return
        await self.toggle(topics[digit])

    @property
    def tagged(self) -> str:
        """What a topic would be put on, in words."""
        return "the passage"

    async def do_tag(self, index: int) -> None:
        """Toggle the topic with this index in the configuration."""
        await self.toggle(self.context.topics[index].name)

    def do_pick_topic(self) -> None:
        """Pick a topic from a list, or create one."""
        self.open(ChooseTopic(f"Topic for {self.tagged}"), self._picked)

    async def _picked(self, topic: str | None) -> None:
        if topic is not None:
            is_new = topic not in self.context.workspace.codebook.counts()
            await self.toggle(topic, create=is_new)

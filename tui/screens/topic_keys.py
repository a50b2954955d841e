"""The keys that mean topics: a digit, `t` with a letter, and the list to pick from."""

from textual.screen import ScreenResultType

from tui.requests import ChooseTopic
from tui.screens.base import CommandScreen


class TopicKeys(CommandScreen[ScreenResultType]):
    """A screen on which these keys put topics on something, or take them away."""

    async def toggle(self, topic: str, *, create: bool = False) -> None:
        """Put a topic, with `create` perhaps a new one, on what is meant, or take it away."""
        raise NotImplementedError

    async def do_topic(self, digit: int) -> None:
        """Toggle the topic with this key."""
        topics = {topic.key: topic.name for topic in self.context.topics}
        if digit not in topics:
            where = self.key_of("app.topics")
            self.tell(f"No topic has the key {digit}; the list of topics gives it to one: {where}")
            return
        await self.toggle(topics[digit])

    async def do_tag(self, index: int) -> None:
        """Toggle the topic at this place of the configuration."""
        await self.toggle(self.context.topics[index].name)

    def do_pick_topic(self) -> None:
        """Pick a topic from a list, or make one."""
        self.open(ChooseTopic("Topic for the passage"), self._picked)

    async def _picked(self, topic: str | None) -> None:
        if topic is not None:
            is_new = topic not in self.context.workspace.codebook.counts()
            await self.toggle(topic, create=is_new)

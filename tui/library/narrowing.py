"""Narrowing a list of articles by topic, source or month: by facets, a key or a picker."""

import asyncio

from msgspec.structs import replace
from textual import work

from tui.context import Context
from tui.library.articles import WIDE, ArticlesScreen
from tui.library.facet_list import FacetList
from tui.library.listing import Facet, Narrowing, facets, values_of
from tui.requests import Choice, Choose
from tui.screens.list_screen import SETTLE_SECONDS
from tui.widgets.row_list import RowList
from tui.widgets.strips import number


class NarrowingScreen(ArticlesScreen):
    """A list of articles with its facets beside it on a wide screen."""

    DEFAULT_CSS = """
    NarrowingScreen FacetList { display: none; }
    NarrowingScreen.-wide FacetList, NarrowingScreen.-very-wide FacetList { display: block; }
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.facets = FacetList(context.palette)

    def _show(self) -> None:
        """Show what the listing lists now."""
        raise NotImplementedError

    @property
    def rows(self) -> RowList:
        """What the keys move in."""
        return self.facets if self.facets.has_focus else self.list

    def on_resize(self) -> None:
        """Facets have room only on a wide screen."""
        if not self.has_facets and self.facets.has_focus:
            self.set_focus(self.list)
        self.count_facets()

    @property
    def has_facets(self) -> bool:
        """Whether facets are shown."""
        return self.size.width >= WIDE

    def refill(self) -> None:
        """Count the topics of each article again, and how many articles have each."""
        super().refill()
        self.count_facets()

    @work(exclusive=True, group="facets")
    async def count_facets(self) -> None:
        """Count the values that the listed articles can be narrowed by."""
        found = self.listing.found
        if not self.has_facets or not self.context.is_open or (found and found.is_cut):
            return
        await asyncio.sleep(SETTLE_SECONDS)
        listing = replace(self.listing, narrowings=list(self.listing.narrowings))
        workspace, records = self.context.workspace, self.list.found
        values = await asyncio.to_thread(values_of, listing, records, workspace)
        self.facets.show_values(values, listing.narrowings)

    def on_facet_list_chosen(self, message: FacetList.Chosen) -> None:
        """Narrow by the clicked value, and return to the list."""
        message.stop()
        self._narrow(message.narrowing)
        self.set_focus(self.list)

    def _narrow(self, narrowing: Narrowing) -> None:
        self.listing.toggle(narrowing)
        self._show()

    # -- commands

    def do_choose(self) -> None:
        """Narrow by the current value, or no longer."""
        narrowing = self.facets.narrowing
        if narrowing is not None:
            self._narrow(narrowing)

    def do_facets(self) -> None:
        """Go to the facets."""
        if self.has_facets:
            self.set_focus(self.facets)
        else:
            words = "No room for facets beside the list: {library.narrow} lists them."
            self.tell(self.spelt(words))

    def do_leave(self) -> None:
        """Go back to the list."""
        self.set_focus(self.list)

    def do_filter(self, digit: int) -> None:
        """Only articles with a passage on a topic; again: all."""
        topics = {topic.key: topic.name for topic in self.context.topics}
        name = topics.get(digit)
        if name is None:
            where = self.key_of("app.topics")
            self.tell(f"No topic has the key {digit}; assign it in the list of topics: {where}")
            return
        self._narrow(Narrowing(Facet.TOPIC, name))

    async def do_narrow(self) -> None:
        """Choose a source, a month or a topic that all listed articles have."""
        records, workspace = self.list.found, self.context.workspace
        choices = await asyncio.to_thread(facets, records, workspace)
        lines = [
            Choice(str(i), narrowing.value, f"{narrowing.facet} · {number(count, 'article')}")
            for i, (narrowing, count) in enumerate(choices)
        ]

        def chosen(index: str | None) -> None:
            if index is not None:
                self._narrow(choices[int(index)][0])

        self.open(Choose("Only articles with", lines), chosen)

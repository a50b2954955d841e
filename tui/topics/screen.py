"""All topics: how often, with which others and when they occur; and the commands that edit them."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from annotations.topics import Topic
from tui.commands.command import Command, Scope
from tui.context import Context
from tui.messages import AnnotationsChanged, CatalogueChanged, TopicsChanged
from tui.requests import Choice, Choose, Confirm, EditTopic, OpenPassages
from tui.screens.filled_list import FilledListScreen
from tui.topics.charts import Chart, Figures, draw, gather
from tui.topics.topic_list import ChartBar, ChartView, TopicHead, TopicList
from tui.widgets.bars import TitleBar
from tui.widgets.hint_bar import HintBar
from tui.widgets.row_list import RowList
from tui.widgets.strips import clean, fit, number
from workspace.coding.codebook import Preview
from workspace.coding.save_result import Saved, SaveError
from workspace.search.topic_figures import Counts

_VERY_WIDE = 140
_SHARE = 0.45  # of the height, for the list above a chart
_ARTICLES = 8


class TopicsScreen(FilledListScreen[None]):
    """Lists the topics and draws charts of them."""

    DEFAULT_CSS = """
    TopicsScreen #charts { height: 1fr; }
    TopicsScreen #chosen { width: 1fr; }
    TopicsScreen #others { display: none; width: 1fr; border-left: solid $panel; }
    TopicsScreen.-very-wide #others { display: block; }
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-usual"), (_VERY_WIDE, "-very-wide")]  # noqa: RUF012 - Textual's own

    ROWS = "topics"
    MADE_OF = (AnnotationsChanged, CatalogueChanged, TopicsChanged)  # articles have dates

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._title = TitleBar(context.palette)
        self._head = TopicHead(context.palette)
        self._list = TopicList(
            context.palette,
            (
                "There are no topics yet.",
                "",
                self.spelt(
                    "{topics.add} creates one. So does {reader.pick_topic} in an article, with a "
                    "new name."
                ),
            ),
        )
        # The chosen chart, and on a very wide screen the others beside it.
        self._bars = [ChartBar(context.palette) for _ in Chart]
        self._views = [ChartView(context.palette) for _ in Chart]
        self._chart: Chart | None = None
        self._figures = Figures()
        self._wanted: str | None = None

    def compose(self) -> ComposeResult:
        """Title, list, chart, hints."""
        yield self._title
        yield self._head
        yield self._list
        with Horizontal(id="charts"):
            with Vertical(id="chosen"):
                yield self._bars[0]
                yield self._views[0]
            with Vertical(id="others"):
                for bar, view in zip(self._bars[1:], self._views[1:], strict=True):
                    yield bar
                    yield view
        yield HintBar(self.context.palette)

    def on_mount(self) -> None:
        """Say what it is."""
        self._title.say(left="Topics")

    @property
    def rows(self) -> RowList:
        """The topics."""
        return self._list

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """One set of keys."""
        return (Scope.TOPICS, Scope.EVERYWHERE)

    @property
    def hinted(self) -> Sequence[Command]:
        """The hints, without the one that leads here."""
        return [command for command in super().hinted if command.id != "app.topics"]

    @property
    def conditions(self) -> dict[str, bool]:
        """For the hints."""
        return {"rows": self._list.count > 0, **self.folder_states}

    # -- what is shown

    def on_chart_view_resized(self) -> None:
        """Draw the charts for the new size."""
        self.refill()

    async def fill(self) -> None:
        """Count the passages of each topic, and draw the charts."""
        width = max(self._views[0].scrollable_content_region.width, 40)
        figures = await asyncio.to_thread(gather, self.context.workspace, width)
        current = self._wanted or (self._current.name if self._current else "")
        self._wanted = None
        self._figures = figures
        if self._chart is None:
            self._chart = Chart.TIME if figures.time.periods else Chart.ARTICLES
        self._list.topics = figures.counts
        names = [counts.name for counts in figures.counts]
        self._list.set_count(len(names), names.index(current) if current in names else None)
        self._head.name_width = self._list.name_width
        self._head.refresh()
        most = max(int(self.size.height * _SHARE), 4)
        self._list.styles.height = min(max(len(names), 4), most)
        self._title.say(right=f"{number(len(names), 'topic')}{self.so_far}")
        self._draw()
        self.show_hints()
        self.arrived(self.ROWS)

    def _draw(self) -> None:
        tab = self.key_of("topics.chart")
        chart = self._chart or Chart.TIME
        for bar, view in zip(self._bars, self._views, strict=True):
            region = view.scrollable_content_region
            words, lines = draw(
                chart, self._figures, self._list.current, region.width, region.height
            )
            bar.say(chart, f"{tab}: {chart.step(1)}" if view is self._views[0] else "", words)
            view.show(lines)
            chart = chart.step(1)
            if view is self._views[1]:  # the last view has the rest
                view.styles.height = min(len(lines) + 1, max(self.size.height // 2, 1))

    def on_row_list_moved(self, _message: RowList.Moved) -> None:
        """Draw the chart of another topic."""
        self._draw()

    @property
    def _current(self) -> Counts | None:
        topics = self._list.topics
        return topics[self._list.current] if topics else None

    def do_chart(self) -> None:
        """Next chart."""
        self._show_chart(1)

    def do_previous_chart(self) -> None:
        """Previous chart."""
        self._show_chart(-1)

    def _show_chart(self, by: int) -> None:
        self._chart = (self._chart or Chart.TIME).step(by)
        self._draw()

    def do_chart_down(self) -> None:
        """Scroll the chart down."""
        for view in self._views:
            view.turn(0.5)

    def do_chart_up(self) -> None:
        """Scroll the chart up."""
        for view in self._views:
            view.turn(-0.5)

    # -- opening

    def do_open(self) -> None:
        """List the passages of the current topic."""
        if (current := self._current) is not None:
            self.open(OpenPassages(current.name))

    def do_passages(self) -> None:
        """List every annotated passage."""
        self.open(OpenPassages())

    def do_topics(self) -> None:
        """Already on this screen: close it."""
        self.do_back()

    def do_back(self) -> None:
        """Close the screen."""
        self.dismiss()

    # -- editing

    def do_add(self) -> None:
        """Create a topic."""
        add = self.context.workspace.codebook.add
        self._open_form(None, "name", lambda topic: add([topic]))

    def do_rename(self) -> None:
        """Rename the current topic."""
        self._edit("name")

    def do_recolour(self) -> None:
        """Change the colour of the current topic."""
        self._edit("colour")

    def do_rekey(self) -> None:
        """Change the keys of the current topic."""
        self._edit("key")

    def do_describe(self) -> None:
        """Describe the current topic."""
        self._edit("description")

    def _edit(self, field: str) -> None:
        current = self._current
        if current is not None:
            change, step = self.context.workspace.codebook.change, self.context.saves.step
            change = partial(change, current.name, progress=step, shown=current.topic)
            self._open_form(current, field, change)

    def _open_form(
        self, counts: Counts | None, field: str, change: Callable[[Topic], Saved]
    ) -> None:
        async def keep(topic: Topic) -> bool:
            if counts and topic == counts.topic:
                return True
            self._wanted = topic.name
            return await self.save(lambda: change(topic)) is not False

        self.open(EditTopic(counts, field, keep))

    async def do_merge(self) -> None:
        """Choose the topic that replaces the current one."""
        current = self._current
        others = [counts for counts in self._figures.counts if counts is not current]
        if current is None or not others:
            self.tell("There is no other topic.")
            return
        choices = [
            Choice(counts.name, counts.name, number(counts.passages, "passage"))
            for counts in others
        ]

        async def chosen(into: str | None) -> None:
            if into is not None:
                await self._ask(current.name, into)

        title = f"Merge {current.name} into"
        self.open(Choose(title, choices), chosen)

    async def do_delete(self) -> None:
        """Delete the current topic everywhere."""
        if (current := self._current) is not None:
            await self._ask(current.name, None)

    async def _ask(self, name: str, into: str | None) -> None:
        """Show what would change, and change it if the user confirms."""
        codebook, step = self.context.workspace.codebook, self.context.saves.step
        try:
            preview = await self.context.saves.ask(partial(codebook.preview, name, into, step))
        except SaveError as error:
            self.tell(f"Nothing was changed. {error}")
            return
        title = f"Merge {name} into {into}" if into else f"Delete {name}"

        async def answered(does: bool | None) -> None:
            if does:
                self._wanted = into
                if into:
                    await self.save(partial(codebook.rename, name, into, step))
                else:
                    await self.save(partial(codebook.delete, name, step))

        lines = preview_lines(preview, name, into)
        undone = self.spelt("{app.undo} undoes it, changes in the configuration included.")
        lines += ["", undone]
        self.open(Confirm(title, lines, "merge" if into else "delete"), answered)


def preview_lines(preview: Preview, name: str, into: str | None) -> list[str]:
    """Return what would happen to the passages of a topic, in words."""
    passages = number(preview.passages, "passage")
    articles = number(len(preview.articles), "article")
    if not preview.passages:
        lines = [f"No passage has the topic {name}."]
    elif into:
        gets = "gets" if preview.passages == 1 else "get"
        lines = [f"{passages} in {articles} {gets} the topic {into}."]
        if preview.both:
            have = "has" if preview.both == 1 else "have"
            lines.append(f"{preview.both:,} of them {have} it already.")
    else:
        loses = "loses" if preview.passages == 1 else "lose"
        lines = [f"{passages} in {articles} {loses} the topic."]
        if preview.vanishing:
            are = "is" if preview.vanishing == 1 else "are"
            lines.append(f"{preview.vanishing:,} with no other topic and no note {are} deleted.")
    lines += [
        f"{count:>5,}  {fit(clean(title or path), 60)}"
        for path, title, count in preview.articles[:_ARTICLES]
    ]
    if (more := len(preview.articles) - _ARTICLES) > 0:
        lines.append(f"       and {number(more, 'more article')}")
    return lines

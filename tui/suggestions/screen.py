"""Sentences to tag: suggestions for the topics of the folder, or the results of a search.

They appear while articles are searched, and can be tagged at once.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical

from corpus.article import Article
from corpus.errors import ArticleError
from tui.article.marked import marks_of, marks_of_suggestions
from tui.commands.command import Scope
from tui.context import Context
from tui.messages import AnnotationsChanged, CatalogueChanged, TopicsChanged
from tui.requests import OpenArticle
from tui.screens.filtered_list import FilteredListScreen
from tui.screens.list_screen import SETTLE_SECONDS
from tui.screens.text_field import TypingInput
from tui.suggestions.finding_list import FindingList
from tui.text.marks import Mark, Marks
from tui.widgets.bars import Rule
from tui.widgets.hint_bar import HintBar
from tui.widgets.row_list import RowList
from tui.widgets.strips import number
from workspace.coding.save_result import Saved
from workspace.search.findings import (
    ArticleFindings,
    Finding,
    FindingsCache,
    Key,
    Unit,
    arrange,
    finder_of,
    marked,
    one_of_each_story,
)

if TYPE_CHECKING:
    from index.query.nodes import ParsedQuery
    from tui.article.preview import Preview

# Articles are searched for this long before the list shows what was found in them.
_SECONDS_A_BATCH = 0.15
_MOST = 20_000
_BEGINNING = "Searching the articles …"


class FindingsScreen(FilteredListScreen[Finding]):
    """Lists the suggestions, or with a query the sentences it finds in the articles of `paths`."""

    DEFAULT_CSS = """
    FindingsScreen FindingList { height: 1fr; }
    FindingsScreen #preview { height: 1fr; }
    FindingsScreen #preview > Preview { height: 1fr; }
    """
    OWN_SCOPE = Scope.FINDINGS
    ROWS = "findings"
    MADE_OF = (AnnotationsChanged, CatalogueChanged, TopicsChanged)

    def __init__(
        self, context: Context, query: "ParsedQuery | None" = None, paths: Sequence[str] = ()
    ) -> None:
        super().__init__(context, "filter: words that were found, a topic, the title")
        self._query = query
        self._paths = paths
        self._unit = Unit.SENTENCE
        self._is_folded = False
        self._by_topic = False
        self._found: dict[str, tuple[Finding, ...]] = {}
        """By article, from when it was last searched."""
        self._progress = _BEGINNING
        self._looking = self._new_looking()
        self._list = FindingList(context.palette, context.symbols)
        self._preview: Preview | None = None
        self._previewed: Finding | None = None

    def compose(self) -> ComposeResult:
        """Title, filter, list, the current one in its article, hints."""
        yield self.title_bar
        yield self.filter
        yield self._list
        yield Rule(self.context.palette)
        yield Vertical(id="preview")
        yield HintBar(self.context.palette)

    def on_mount(self) -> None:
        """Say that the search begins."""
        self._list.empty = self._empty_lines()

    @property
    def rows(self) -> RowList:
        """The sentences."""
        return self._list

    @property
    def items(self) -> Sequence[Finding]:
        """The sentences."""
        return self._list.findings

    def mark_of(self, item: Finding) -> Key:
        """Its place and its topic."""
        return item.key

    @property
    def conditions(self) -> dict[str, bool]:
        """For the hints."""
        has_rows = self._list.count > 0
        return {
            "rows": has_rows,
            "suggested": has_rows and self._query is None,
            "suggestions": self._query is None,
            "searched": self._query is not None,
            "marked": bool(self.marks.marked),
            "stories": bool(self.context.workspace.catalogue.stories),
            **self.folder_states,
        }

    # -- finding

    def on_input_changed(self, event: TypingInput.Changed) -> None:
        """Filter while typing."""
        event.stop()
        self._show()

    def _new_looking(self) -> FindingsCache | None:
        if self._query is None:
            return None
        look = finder_of(self.context.search, self._query, self._unit)
        return FindingsCache(self.context.workspace, look)

    def _begin(self) -> tuple[Iterator[ArticleFindings], int]:
        """Return what to go through, and the number of articles."""
        if self._looking is None:
            suggesting = self.context.suggesting
            looked = suggesting.in_folder(one_of_each=self._is_folded)
            return looked, suggesting.articles()
        paths = self._paths
        if self._is_folded:
            paths = one_of_each_story(paths, self.context.workspace.catalogue)
        return self._looking.at(paths), len(paths)

    async def fill(self) -> None:
        """Search the articles in a thread, and show what was found so far."""
        looking, articles = await asyncio.to_thread(self._begin)
        found: dict[str, tuple[Finding, ...]] = {}
        problems: list[str] = []
        count = 0
        while count < _MOST and (batch := await asyncio.to_thread(_some, looking)):
            found.update((looked.path, looked.findings) for looked in batch)
            count += sum(len(looked.findings) for looked in batch)
            problems += [looked.problem for looked in batch if looked.problem]
            # What was found before stays listed until its article has been searched again.
            self._found = {**found, **{p: f for p, f in self._found.items() if p not in found}}
            self._progress = f"searched {len(found):,} of {number(articles, 'article')} · "
            self._show()
            if count:
                self.arrived(self.ROWS)
        self._found, self._progress = found, ""
        if count >= _MOST:
            self._progress = "only the first: narrow them down with a search · "
        self._show()
        self.arrived(self.ROWS)
        if problems:
            more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
            self.tell(f"Left out: {problems[0]}{more}", problem=True)

    def _show(self) -> None:
        topics = [topic.name for topic in self.context.topics] if self._by_topic else None
        self._list.empty = self._empty_lines()
        every = (finding for findings in self._found.values() for finding in findings)
        self._list.show_findings(arrange(every, self.filter.value, topics))
        self.show_marks()
        self._show_preview()

    def _empty_lines(self) -> tuple[str, ...]:
        if self._progress:
            return (_BEGINNING,)
        if words := self.filter.value.strip():
            return (
                f"No sentence contains {words}.",
                "",
                f"{self.key_of('findings.back')} shows all again.",
            )
        if self._query is not None:
            return (
                f"No {self._unit.value} has all of {self._query.text}.",
                "",
                f"{self.key_of('findings.unit')} switches between sentences and paragraphs.",
            )
        if not self.context.suggesting.topics:
            return (
                "No topic has a query that suggests sentences.",
                "",
                "Add a query (suggest:) to a topic in config.yaml.",
            )
        return (f"No suggestions left{self.so_far}.",)

    def show_marks(self) -> None:
        """Draw which sentences are marked, and say how many."""
        marked, rows = self.marked, self._list
        rows.marked = frozenset(map(self.mark_of, marked))
        rows.refresh()
        said = f"{len(marked):,} marked · " if marked else ""
        what = self._unit.value if self._query is not None else "suggestion"
        folded = "one per story · " if self._is_folded else ""
        count = f"{number(rows.count, what)}{self.so_far}"
        self.title_bar.say(left=self._heading, right=f"{self._progress}{folded}{said}{count}")
        self.inform(f"{rows.current + 1:,}/{rows.count:,}" if rows.count else "")
        self.show_hints()

    @property
    def _heading(self) -> str:
        if self._query is not None:
            return f"{self._unit.value.capitalize()}s with {self._query.text}"
        return f"Suggestions by {'topic' if self._by_topic else 'article'}"

    # -- the current sentence in its article

    def on_row_list_moved(self, _message: RowList.Moved) -> None:
        """Another sentence is current."""
        self.show_marks()
        self._show_preview()

    @work(exclusive=True, group="preview")
    async def _show_preview(self) -> None:
        finding = self._list.finding
        if finding is not None and finding is self._previewed:
            return  # it stays while more come in; after a change of its passages it is a new one
        if not self.is_attached:
            return
        if self._preview is None:
            from tui.article.preview import Preview

            self._preview = Preview(self.context)
            self._preview.point_shown = True
            await self.query_one("#preview").mount(self._preview)
        self._preview.display = finding is not None
        if finding is None:
            return
        await asyncio.sleep(SETTLE_SECONDS)
        seen = await asyncio.to_thread(self._look, finding)
        if seen is not None:
            article, marks = seen
            self._preview.show_article(article, finding.span.start, furniture=False)
            self._preview.show_marks(marks)
            self._previewed = finding

    def _look(self, finding: Finding) -> tuple[Article, Marks] | None:
        """Return the article with its passages, and what is suggested or found in it."""
        workspace = self.context.workspace
        try:
            article = workspace.article(finding.path)
        except ArticleError:
            return None
        marks: list[Mark] = marks_of(workspace.placed(article))
        if finding.topic:
            marks += marks_of_suggestions([finding])
        start = finding.span.start
        hits = [hit._replace(start=start + hit.start, end=start + hit.end) for hit in finding.hits]
        return article, Marks(marks, hits)

    # -- opening

    def do_open(self) -> None:
        """Open the article at the current sentence."""
        finding = self._list.finding
        if finding is not None:
            paths = list(dict.fromkeys(listed.path for listed in self._list.findings))
            at, point = paths.index(finding.path), finding.span.start
            self.open(OpenArticle(paths, at, self._query, point))

    # -- what is listed

    def do_order(self) -> None:
        """Order by article, or by topic."""
        if self._query is None:
            self._by_topic = not self._by_topic
            self._show()

    @property
    def item_name(self) -> str:
        """What an item is called."""
        return self._unit.value

    def do_unit(self) -> None:
        """Find paragraphs, or sentences again."""
        if self._query is None:
            self.tell("Suggestions are always sentences.")
            return
        self._unit = Unit.SENTENCE if self._unit is Unit.PARAGRAPH else Unit.PARAGRAPH
        self._looking = self._new_looking()
        self.marks.clear()
        self._found = {}
        self.refill()

    def do_fold(self) -> None:
        """Search one article per story, or all."""
        self._is_folded = not self._is_folded
        self.refill()

    # -- marking

    def do_mark_to(self) -> None:
        """Mark everything between the last mark and the current row."""
        if finding := self._list.finding:
            self.marks.through(list(map(self.mark_of, self.items)), finding.key)
            self.show_marks()

    def do_invert(self) -> None:
        """Invert the marks."""
        self.marks.invert(map(self.mark_of, self.items))
        self.show_marks()

    # -- deciding

    async def toggle(self, topic: str, *, create: bool = False) -> None:
        """Put a topic on the chosen sentences."""
        chosen, tag = marked(self.chosen), self.context.workspace.bulk.tag_many
        step = self.context.saves.step
        await self._decide(lambda: tag(chosen, topic, create=create, progress=step), ())

    async def do_take(self) -> None:
        """Put the suggested topic on each of the chosen sentences."""
        await self._decide_suggested(self.context.workspace.bulk.tag_many)

    async def do_reject(self) -> None:
        """Remember that the topics do not belong on the chosen sentences."""
        await self._decide_suggested(self.context.workspace.bulk.reject_many)

    async def _decide_suggested(self, change: Callable[..., Saved]) -> None:
        if self._query is not None:
            self.tell("These sentences are not suggestions: a topic key tags them.")
            return
        chosen = self.chosen
        step = self.context.saves.step
        await self._decide(lambda: change(marked(chosen), progress=step), chosen)

    async def _decide(self, change: Callable[[], Saved], decided: Sequence[Finding]) -> None:
        """Change the chosen sentences; those decided disappear from the list."""
        if self.chosen and await self.save(change):
            gone = {finding.key for finding in decided}
            self._found = {
                path: tuple(finding for finding in findings if finding.key not in gone)
                for path, findings in self._found.items()
            }
            self.marks.clear()
            self._show()


def _some(looking: Iterator[ArticleFindings]) -> list[ArticleFindings]:
    """Return as many as come within a moment; none at the end."""
    until = time.monotonic() + _SECONDS_A_BATCH
    some: list[ArticleFindings] = []
    for looked in looking:
        some.append(looked)
        if time.monotonic() >= until:
            break
    return some

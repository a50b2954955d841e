"""The first screen: the articles of the folder, or those that a search found."""

import asyncio
import functools
from collections.abc import Mapping, Sequence
from threading import Event

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal

from tui.commands.command import Scope
from tui.context import Context
from tui.library.listing import Facet, Narrowing
from tui.library.narrowing import NarrowingScreen
from tui.library.prompt import FoundBar, PromptSign
from tui.messages import AnnotationsChanged, CatalogueChanged, Indexing
from tui.requests import Choose, OpenArticle, OpenPassages, OpenSuggestions
from tui.screens.article_notes import ArticleNotesScreen
from tui.screens.list_screen import SETTLE_SECONDS
from tui.screens.text_field import TypingInput
from tui.widgets.bars import TitleBar
from tui.widgets.hint_bar import HintBar
from tui.widgets.strips import in_home, number

_LONGEST_QUERY = 1000
_LINE = 60  # cells of a line where there is no list
FIRST = 100
"""How many articles are found first while typing: more than a screen shows."""
_REST_SECONDS = 0.25


class LibraryScreen(NarrowingScreen, ArticleNotesScreen[None]):
    """Lists articles, searches them as you type, opens them."""

    DEFAULT_CSS = """
    LibraryScreen #prompt-row { height: 1; }
    LibraryScreen #slash { width: 3; height: 1; }
    LibraryScreen Input { height: 1; border: none; padding: 0; background: $background; }
    LibraryScreen Input { width: 1fr; }
    LibraryScreen Input:focus { border: none; background: $surface; }
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._title = TitleBar(context.palette)
        self._prompt = TypingInput(
            max_length=_LONGEST_QUERY,
            placeholder='words, "a phrase", begin*, -without, title:Putin, topic:sanctions',
            select_on_focus=False,
        )
        self._found_bar = FoundBar(context.palette)
        self._loaded = False
        self._knows_all = False
        self._busy = ""
        self._indexed = ""

    def compose(self) -> ComposeResult:
        """Title, prompt, facets, list, hints."""
        yield self._title
        with Horizontal(id="prompt-row"):
            yield PromptSign(self.context.palette, id="slash")
            yield self._prompt
        yield self._found_bar
        with Horizontal(id="panes"):
            yield self.facets
            yield self.list
        yield HintBar(self.context.palette)

    def on_mount(self) -> None:
        """Start in the list."""
        places = self.context.settings.places
        self._title.say(left="Sample articles" if places.samples else str(places.articles))
        self._show()
        self.show_hints()
        self.arrived("mount")

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The prompt has its own keys; every other key types into it."""
        if self.focused is self._prompt:
            return (Scope.PROMPT,)
        if self.facets.has_focus:
            return (Scope.FACETS, Scope.LIBRARY, Scope.EVERYWHERE)
        return (Scope.LIBRARY, Scope.EVERYWHERE)

    @property
    def conditions(self) -> dict[str, bool]:
        """For the hints."""
        return {
            "rows": self.list.count > 0,
            "facets": self.has_facets,
            "found": self.listing.found is not None and bool(self.list.found),
            "searching": self.listing.is_narrowed,
            "versions": bool(self._story),
            "stories": bool(self._stories),
            "instead": bool(self._instead),
            **self.folder_states,
        }

    # -- what is shown

    def on_catalogue_changed(self, _message: CatalogueChanged) -> None:
        """The list of articles has changed: show it, or search it again."""
        self._loaded = True
        if self._prompt.value.strip():
            self._search(self._prompt.value, typing=self.focused is self._prompt)
        else:
            self._show()

    def on_annotations_changed(self, _message: AnnotationsChanged) -> None:
        """Once all annotations are loaded, a search for topics and notes finds more."""
        is_whole = self.context.workspace.loaded.annotations.is_whole
        if is_whole and not self._knows_all and self._prompt.value.strip():
            self._search(self._prompt.value, typing=self.focused is self._prompt)
        elif is_whole and not self._knows_all:
            self._show()
        self._knows_all = is_whole

    def on_indexing(self, message: Indexing) -> None:
        """Show how far reading and indexing is."""
        self._busy = message.words
        is_told = message.words and message.articles
        self._indexed = f": {message.indexed:,} of {message.articles:,} indexed" if is_told else ""
        self._show_title()
        self.list.say_empty(self._empty_lines())

    @property
    def _stories(self) -> Mapping[str, Sequence[str]]:
        return self.context.workspace.catalogue.stories if self.context.is_open else {}

    @property
    def _story(self) -> str:
        """The story of the current article; "" if no other article tells it."""
        record = self.list.record
        return record.story if record else ""

    def _show(self, *, again: bool = False) -> None:
        """Show what the listing holds; `again` if the query is the same as before."""
        workspace = self.context.workspace if self.context.is_open else None
        records = self.listing.records(workspace) if workspace else []
        partial = self.listing.partial(workspace) if workspace else None
        current = self.list.record
        searching = self.listing.found is not None
        if not again:
            self.list.snippets.clear()
        self.list.stories = self._stories
        if self.context.is_open:
            self.list.progress = self.progress
        keep = current.path if current and (again or not searching) else None
        self.list.show_records(
            records,
            keep=keep,
            empty=self._empty_lines(),
            passages=searching,
            partial=partial,
        )
        self._show_title()
        self.fill()
        self.count_facets()
        self.show_hints()

    def _show_title(self) -> None:
        found = self.listing.found
        listed = len(self.list.found)
        shown = found.total if found and found.is_cut else listed
        count = len(self.context.workspace.catalogue.records) if self.context.is_open else 0
        articles = number(count, "article")
        said = articles if shown == count else f"{shown:,} of {articles}"
        if partial := self.list.count - listed:
            said = f"{shown:,} with all words · {partial:,} with most"
        said += self.so_far
        said += self._indexed if self.so_far else ""
        if narrowed := self.listing.words(self._stories):
            said += f" · {narrowed}"
        if shown == count and self.listing.found is None:
            said += f" · {self.context.unread_files}" if self.context.unread_files else ""
            said += f" · annotations: {in_home(self.context.settings.places.annotations)}"
        self._found_bar.say(said, *self._remark())
        self._title.say(right=self._busy)

    def _remark(self) -> tuple[str, str]:
        """What is wrong with the query, and what to search for instead."""
        found = self.listing.found
        if found is None:
            return "", ""
        problem = found.problems[0].message if found.problems else ""
        if found.suggestions:
            other = found.suggestions[0]
            return problem, f"{other.spelling}: {number(other.articles, 'article')}"
        return problem, f"perhaps {self._instead}" if self._instead else ""

    @property
    def _instead(self) -> str:
        """The query to try instead of the one that was typed; "" for none."""
        found = self.listing.found
        if found is None:
            return ""
        queries = [problem.suggestion for problem in found.problems]
        queries += [suggestion.query for suggestion in found.suggestions]
        return next(filter(None, reversed(queries)), "")

    @property
    def _read_so_far(self) -> str:
        """How much is known so far; "" once everything is."""
        if not self.so_far:
            return ""
        is_listed = self.context.is_open and self.context.workspace.loaded.articles.is_whole
        what = "annotations" if is_listed else "articles"
        return self.so_far + (self._indexed or f": the {what} are still being read")

    def _empty_lines(self) -> Sequence[str]:
        keys = self.context.keymap
        if self.listing.is_narrowed:
            query = self._prompt.value.strip()
            parts = (f"“{query}”" if query else "", self.listing.narrowed_to)
            searched = " · ".join(filter(None, parts))
            return (
                f"Nothing found for {searched}{self._read_so_far}.",
                "",
                keys.spelt("{library.back} shows all articles again."),
            )
        if not self._loaded or self._busy:
            return ("Reading the articles …",)
        from textwrap import wrap

        from corpus.folder.unread_files import supported  # not before the first paint

        folder = self.context.settings.places.articles
        return (
            f"There are no articles in {folder}.",
            *filter(None, (self.context.unread_files,)),
            *wrap(f"nkreader reads {supported()}.", _LINE),
            "",
            keys.spelt("Put some there and press {app.refresh}; or open another folder,"),
            "with nkreader FOLDER.",
        )

    # -- searching

    def on_input_changed(self, event: TypingInput.Changed) -> None:
        """Search while typing."""
        event.stop()
        self._search(event.value, typing=True)

    @work(exclusive=True, group="search")
    async def _search(self, text: str, *, typing: bool) -> None:
        """Search in a thread; a newer search cancels this one."""
        if not text.strip():
            self.listing.found = None
            self._show()
            self.arrived("results")
            return
        from workspace.search.folder_search import PARTIAL  # not before the first paint

        outdated = Event()
        find = functools.partial(
            self.context.search.find,
            text,
            typing=typing,
            partial=PARTIAL,
            should_stop=outdated.is_set,
        )
        try:
            if typing:
                await asyncio.sleep(SETTLE_SECONDS)
                limit = FIRST if self.listing.is_as_found else None
                first = await asyncio.to_thread(find, limit=limit, suggest=False)
                self.listing.found = first
                self._show()
                await asyncio.sleep(_REST_SECONDS)  # another letter makes the rest useless
            found = await asyncio.to_thread(find)
        finally:
            outdated.set()  # a newer search need not wait for this one
        is_half_a_word = not typing and not found.hits and self._has_found(text)
        if not is_half_a_word:  # else the words it begins have been found already
            self.listing.found = found
            self._show(again=typing)
        self.arrived("results")

    def _has_found(self, text: str) -> bool:
        """Whether these words, as the beginning of others, have found something."""
        found = self.listing.found
        return found is not None and found.query.text == text and bool(found.hits)

    # -- commands

    def do_open(self) -> None:
        """Read the current article."""
        record = self.list.record
        if record is None:
            return
        if record.problem:
            self.tell(f"{record.path}: {record.problem}", problem=True)
            return
        paths = [record.path for record in self.list.records if not record.problem]
        query = self.listing.found.query if self.listing.found else None
        self.open(OpenArticle(paths, paths.index(record.path), query), self._came_back)

    def do_jump_back(self) -> None:
        """Go back to where the user left off reading."""
        place = self.context.jumps.last
        if place is None:
            self.tell("Nothing has been read in this session yet.")
            return
        paths = [record.path for record in self.list.records if not record.problem]
        if place.path not in paths:
            paths = [place.path, *paths]
        at = paths.index(place.path)
        self.open(OpenArticle(paths, at, point=place.offset), self._came_back)

    def _came_back(self, path: str | None) -> None:
        """Make the article that was read last the current one."""
        for row, record in enumerate(self.list.records):
            if record.path == path:
                self.list.move_to(row)

    def do_search(self) -> None:
        """Go to the prompt."""
        asyncio.get_running_loop().run_in_executor(None, self.context.search.warm)
        self.set_focus(self._prompt)

    def do_accept(self) -> None:
        """Search for what was typed as whole words, and go to the results."""
        if self._prompt.value.strip():
            # Keys typed next are meant for these results, not for those on the screen.
            self.hold_keys_until("results")
            self._search(self._prompt.value, typing=False)
        self.set_focus(self.list)

    def do_cancel(self) -> None:
        """Empty the prompt and go back to the list."""
        self._prompt.value = ""
        self.set_focus(self.list)

    def do_instead(self) -> None:
        """Search for the suggestion instead of what was typed."""
        if self._instead:
            self._prompt.value = self._instead
        else:
            self.tell("No other spelling to suggest.")

    def do_ways(self) -> None:
        """List what can be typed, and put the chosen example into the prompt."""
        from tui.library.ways_to_search import choices

        def chosen(example: str | None) -> None:
            if example is not None:
                apart = "" if self._prompt.value[-1:].isspace() else " "
                self._prompt.value = f"{self._prompt.value}{apart}{example}".lstrip()
                self._prompt.cursor_position = len(self._prompt.value)

        self.open(Choose("Ways to search", choices()), chosen)

    def do_back(self) -> None:
        """Clear the filter, then the search."""
        if self.listing.drop_last():
            self._show()
        elif self._prompt.value:
            self._prompt.value = ""

    def do_order(self) -> None:
        """Sort the list by the next order."""
        self.listing.order = self.listing.order.following
        self._show()
        self.tell(f"Order: {self.listing.order}")

    def do_versions(self) -> None:
        """Only the versions of the current story; again: all."""
        if self._story:
            self._narrow(Narrowing(Facet.STORY, self._story))
        else:
            self.tell("No other article here tells this story.")

    def do_fold(self) -> None:
        """Show one article of each story; again: all."""
        if not self._stories:
            self.tell("No story has more than one version here.")
            return
        self.listing.is_folded = not self.listing.is_folded
        self._show()

    async def do_read(self) -> None:
        """Mark the current article as read, or as never opened."""
        record, reading = self.list.record, self.context.workspace.reading
        if record is None or record.problem:
            return
        if reading.progress(record.sha256) is None:
            await asyncio.to_thread(reading.remember, record.sha256, 0, 1.0)
        else:
            await asyncio.to_thread(reading.forget, record.sha256)
        self.list.refresh_row(self.list.current)

    @property
    def noted_article(self) -> tuple[str, str] | None:
        """The current article, to be starred or noted."""
        record = self.list.record
        return (record.path, record.title) if record and not record.problem else None

    def do_copy(self) -> None:
        """Copy title and source of the current article."""
        record = self.list.record
        if record is not None:
            parts = (record.title, record.source, record.date, record.url or record.path)
            self.copy(" · ".join(part for part in parts if part), "title and source")

    def do_passages(self) -> None:
        """List every annotated passage."""
        self.open(OpenPassages())

    def do_suggestions(self) -> None:
        """List every sentence that is suggested for a topic."""
        self.open(OpenSuggestions())

    def do_tag_found(self) -> None:
        """List the sentences that the search found in the listed articles."""
        found = self.listing.found
        if found is None:
            self.tell("Search first: this lists the sentences that match, for tagging.")
            return
        paths = [record.path for record in self.list.found if not record.problem]
        if not paths and self.list.count:
            self.tell(
                "No article has all the words, and only those that do are listed for tagging."
            )
            return
        self.open(OpenSuggestions(found.query, paths))

    async def do_close(self) -> None:
        """Quit the program."""
        await self.app.action_quit()

"""Going back and forward through jumps, and marks: letters that stand for places."""

from collections.abc import Iterator

from tui.commands.command import ANY_LETTER, Command
from tui.jump_list import Place
from tui.reader.part import Part
from workspace.articles.reading_log import Bookmark

_BACK = "'"
_LABEL = 20


class Jumps(Part):
    """Go to places of this article and of others."""

    def do_jump_back(self) -> None:
        """Go back to before the last jump, then to before the one before it."""
        self._go(self._context.jumps.back(self._session.place), "There is nothing to go back to.")

    def do_jump_forward(self) -> None:
        """Go forward again after going back."""
        place = self._context.jumps.forward(self._session.place)
        self._go(place, "There is nothing to go forward to.")

    def _go(self, place: Place | None, nothing: str) -> None:
        if place is None:
            self._host.tell(nothing)
        else:
            self._host.go_to(place)

    # -- marks

    def letters(self, command: Command) -> Iterator[tuple[str, str]]:
        """Return the marks, each with the title of its article; for a jump, the way back too."""
        if command.method == "do_jump":
            yield _BACK, "back"
        workspace = self._context.workspace
        for letter, mark in workspace.reading.bookmarks.items():
            record = workspace.catalogue.records.get(mark.path)
            title = record.title if record else mark.path
            yield letter, title if len(title) <= _LABEL else title[: _LABEL - 1].rstrip() + "…"

    def do_mark(self, letter: str) -> None:
        """Set a mark at the reading point."""
        if letter == _BACK:
            self._host.tell(f"{_BACK} goes back; choose another letter.")
            return
        mark = Bookmark(self._article.path, self._article.sha256, self._reading.point)
        self._context.saves.keep(self._context.workspace.reading.set_bookmark, letter, mark)
        keys = self._with_letter("reader.jump_letter", letter)
        self._host.tell(f"Marked: {keys} comes back here")

    def _with_letter(self, command: str, letter: str) -> str:
        """The keys of a command for any letter, with one."""
        return self._host.spelt(f"{{{command}}}").replace(ANY_LETTER, letter)

    def do_jump(self, letter: str) -> None:
        """Go to a mark, or back to before the last jump."""
        if letter == _BACK:
            place, nothing = self._context.jumps.previous, "There is nothing to go back to."
        else:
            mark = self._context.workspace.reading.bookmarks.get(letter)
            place = self._place_of(mark) if mark else None
            sets = self._with_letter("reader.mark_letter", letter)
            nothing = f"There is no mark {letter}: {sets} sets it."
            if mark and place is None:
                nothing = f"{mark.path}, where mark {letter} was set, is no longer in the folder."
        if place is not None:
            self._session.leave()
        self._go(place, nothing)

    def _place_of(self, mark: Bookmark) -> Place | None:
        """Return where a mark is now: its article may have been renamed or changed."""
        records = self._context.workspace.catalogue.records
        record = records.get(mark.path)
        if record is None or record.sha256 != mark.text_sha256:
            same = (each for each in records.values() if each.sha256 == mark.text_sha256)
            record = next(same, record)
        if record is None:
            return None
        if record.sha256 != mark.text_sha256:
            self._host.tell("The article has changed since this mark was set.")
        return Place(record.path, mark.offset)

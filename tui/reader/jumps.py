"""The part of the reader that goes back and forward through jumps, and sets and finds marks."""

from collections.abc import Iterable

from tui.commands.command import ANY_LETTER, Command
from tui.jump_list import Place
from tui.reader.hits import HitsScreen
from workspace.articles.reading_log import Bookmark

_BACK = "'"
_LABEL = 20


class JumpsScreen(HitsScreen):
    """Goes to places of this article and of others."""

    def go_to(self, place: Place) -> None:
        """Put the reading point on a place, in whatever article it is."""
        raise NotImplementedError

    @property
    def _here(self) -> Place | None:
        reading = self.view.reading
        return Place(reading.article.path, reading.point) if reading is not None else None

    def do_jump_back(self) -> None:
        """Where one was before the last jump, then before the one before it."""
        here = self._here
        place = self.context.jumps.back(here) if here else None
        if place is None:
            self.tell("There is nothing to go back to.")
        else:
            self.go_to(place)

    def do_jump_forward(self) -> None:
        """Where one was before going back."""
        here = self._here
        place = self.context.jumps.forward(here) if here else None
        if place is None:
            self.tell("There is nothing to go forward to.")
        else:
            self.go_to(place)

    # -- marks

    def letters(self, command: Command) -> Iterable[tuple[str, str]]:
        """The marks there are, and for a jump the way back."""
        if command.method == "do_jump":
            yield _BACK, "back"
        records = self.context.workspace.catalogue.records
        for letter, mark in self.context.workspace.reading.bookmarks.items():
            record = records.get(mark.path)
            title = record.title if record else mark.path
            yield letter, title if len(title) <= _LABEL else title[: _LABEL - 1].rstrip() + "…"

    def do_mark(self, letter: str) -> None:
        """Let a letter stand for the reading point."""
        reading = self.view.reading
        if reading is None:
            return
        if letter == _BACK:
            self.tell(f"{_BACK} goes back; choose another letter.")
            return
        article = reading.article
        mark = Bookmark(article.path, article.sha256, reading.point)
        remember = self.context.workspace.reading.set_bookmark
        self.context.saves.keep(remember, letter, mark)
        self.tell(f"Marked: {self._with_letter('reader.jump_letter', letter)} comes back here")

    def _with_letter(self, command: str, letter: str) -> str:
        """The keys of a command for any letter, with one."""
        return self.spelt(f"{{{command}}}").replace(ANY_LETTER, letter)

    def do_jump(self, letter: str) -> None:
        """Go to the place a letter stands for, or back to where one jumped from."""
        if letter == _BACK:
            place, nothing = self.context.jumps.previous, "There is nothing to go back to."
        else:
            mark = self.context.workspace.reading.bookmarks.get(letter)
            place = self._place_of(mark) if mark else None
            sets = self._with_letter("reader.mark_letter", letter)
            nothing = f"There is no mark {letter}: {sets} sets it."
            if mark and place is None:
                nothing = f"{mark.path}, where mark {letter} was set, is no longer in the folder."
        if place is None:
            self.tell(nothing)
        else:
            self.leave()
            self.go_to(place)

    def _place_of(self, mark: Bookmark) -> Place | None:
        """Where a mark is now: its article may have another name, and its text other words."""
        records = self.context.workspace.catalogue.records
        record = records.get(mark.path)
        if record is None or record.sha256 != mark.text_sha256:
            same = (each for each in records.values() if each.sha256 == mark.text_sha256)
            record = next(same, record)
        if record is None:
            return None
        if record.sha256 != mark.text_sha256:
            self.tell("The article has changed since this mark was set.")
        return Place(record.path, mark.offset)

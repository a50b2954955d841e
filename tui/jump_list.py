"""The places the reader has jumped from, to go back to and forward again, across articles."""

from typing import NamedTuple

_KEPT = 200


class Place(NamedTuple):
    """An offset (code points) in the canonical text of an article."""

    path: str
    offset: int


class JumpList:
    """The places left by a jump, and the position among them while going back."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = 0
        self.previous: Place | None = None
        """The place before the last jump."""

    @property
    def last(self) -> Place | None:
        """The place left last."""
        return self._places[-1] if self._places else None

    def leave(self, here: Place) -> None:
        """Remember a place before a jump; forget the places to go forward to."""
        self.previous = here
        del self._places[self._at :]
        self._put(here)
        self._at = len(self._places)

    def back(self, here: Place) -> Place | None:
        """Return the place left before; `None` for none."""
        if self._at == len(self._places):
            self._put(here)
            self._at = len(self._places) - 1
        return self._step(here, -1)

    def forward(self, here: Place) -> Place | None:
        """Return the place before going back; `None` for none."""
        return self._step(here, 1)

    def _step(self, here: Place, by: int) -> Place | None:
        """Go one place on, skipping the present one."""
        at = self._at + by
        while 0 <= at < len(self._places) and self._places[at] == here:
            at += by
        if not 0 <= at < len(self._places):
            return None
        self._at = at
        self.previous = here
        return self._places[at]

    def _put(self, place: Place) -> None:
        """Append a place, and remove its earlier entry."""
        self._places = [other for other in self._places if other != place][1 - _KEPT :]
        self._places.append(place)

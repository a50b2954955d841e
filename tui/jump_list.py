"""Where one has jumped from, to go back there and forward again, across articles."""

from typing import NamedTuple

_KEPT = 200


class Place(NamedTuple):
    """An offset in the canonical text of an article."""

    path: str
    offset: int


class Jumps:
    """The places that were left by a jump, and where among them one is while going back."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = 0
        self.previous: Place | None = None
        """Where one was before the last jump."""

    @property
    def last(self) -> Place | None:
        """The place that was left last."""
        return self._places[-1] if self._places else None

    def leave(self, here: Place) -> None:
        """Remember a place before jumping elsewhere; what one could go forward to is forgotten."""
        self.previous = here
        del self._places[self._at :]
        self._put(here)
        self._at = len(self._places)

    def back(self, here: Place) -> Place | None:
        """The place that was left before; `None` when there is none."""
        if self._at == len(self._places):
            self._put(here)
            self._at = len(self._places) - 1
        return self._step(here, -1)

    def forward(self, here: Place) -> Place | None:
        """Where one was before going back; `None` when there is none."""
        return self._step(here, 1)

    def _step(self, here: Place, by: int) -> Place | None:
        """Go by one, and past the place where one is already."""
        at = self._at + by
        while 0 <= at < len(self._places) and self._places[at] == here:
            at += by
        if not 0 <= at < len(self._places):
            return None
        self._at = at
        self.previous = here
        return self._places[at]

    def _put(self, place: Place) -> None:
        """Append a place; no place is there twice."""
        self._places = [each for each in self._places if each != place][1 - _KEPT :]
        self._places.append(place)

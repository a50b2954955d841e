"""What a format cannot carry: counted, with examples, and told; never dropped in silence."""

from msgspec import Struct, field

_EXAMPLES = 3
_LONGEST = 60
_LOOKED_AT = 2_000  # of an example, which may be a whole text


class Loss(Struct):
    """Something that stays behind: what and why in words, how often, and for instance where."""

    what: str
    count: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """One line for a person."""
        examples = "; ".join(self.examples)
        more = "; …" if self.count > len(self.examples) else ""
        return (
            f"{self.what}: {self.count} ({examples}{more})"
            if examples
            else (f"{self.what}: {self.count}")
        )


class Losses:
    """The losses of one export or import, in the order in which they were first met."""

    def __init__(self) -> None:
        self._by_what: dict[str, Loss] = {}

    def add(self, what: str, example: str = "", count: int = 1) -> None:
        """Count one more loss of a kind; the first few examples of each kind are kept."""
        loss = self._by_what.setdefault(what, Loss(what))
        loss.count += count
        if len(loss.examples) == _EXAMPLES:
            return
        shown = " ".join(example[:_LOOKED_AT].split())
        if len(shown) > _LONGEST:
            shown = f"{shown[: _LONGEST - 1]}…"
        if shown and shown not in loss.examples:
            loss.examples.append(shown)

    @property
    def all(self) -> tuple[Loss, ...]:
        """What has been counted so far."""
        return tuple(self._by_what.values())

    @property
    def words(self) -> list[str]:
        """A line for each kind."""
        return [loss.words for loss in self.all]

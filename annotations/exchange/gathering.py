"""Gathers passages, one after the other, into the sources that they are from."""

from msgspec import Struct, field
from msgspec.structs import replace

from annotations.exchange.claims import Claim, Source
from annotations.model import Annotation


class _Parts(Struct):
    source: Source
    claims: list[Claim] = field(default_factory=list)
    about: list[Annotation] = field(default_factory=list)


class Gatherer:
    """Sources in the order in which they first occur; two that are described alike are one."""

    def __init__(self) -> None:
        self._parts: dict[Source, _Parts] = {}

    def add(self, source: Source, claim: Claim) -> None:
        """Add a passage of a source, or what is about the source as a whole."""
        parts = self._parts.setdefault(source, _Parts(source))
        has_place = claim.start or claim.end
        if claim.annotation.quote or has_place:
            parts.claims.append(claim)
        else:
            parts.about.append(claim.annotation)

    @property
    def sources(self) -> tuple[Source, ...]:
        """What has been gathered."""
        return tuple(
            replace(part.source, claims=tuple(part.claims), about=tuple(part.about))
            for part in self._parts.values()
        )

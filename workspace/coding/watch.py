"""Notices what other programs do to the annotations and topics of an opened folder."""

from collections import Counter
from collections.abc import Callable
from threading import Lock

from msgspec.structs import replace

from workspace.coding.codebook import Codebook
from workspace.coding.conflict_copies import ConflictCopies
from workspace.coding.external_changes import ExternalChanges
from workspace.coding.recorder import Recorder


class Watch:
    """Looks for what others have done. May be used from any thread.

    `is_whole` tells whether all annotations have been read by now.
    """

    def __init__(
        self,
        recorder: Recorder,
        codebook: Codebook,
        copies: ConflictCopies,
        is_whole: Callable[[], bool],
    ) -> None:
        self._recorder = recorder
        self._codebook = codebook
        self._copies = copies
        self._is_whole = is_whole
        self._looking = Lock()
        self._unreported = ExternalChanges()
        self._behind: Counter[tuple[str, str]] = Counter()
        self._behind_reported: Counter[tuple[str, str]] = Counter()

    def look(self) -> ExternalChanges:
        """Reload what others have changed, and report what they have done since the last time.

        Cheap when nothing has changed: for a worker, every second or two.
        """
        self._codebook.catch_up()
        with self._looking:
            found = self._unreported + self._recorder.reload()
            self._unreported = ExternalChanges()
        if found.articles and (problems := self._copies.set_apart()):
            apart = {copy.path for copy in self._copies}
            articles = tuple(path for path in found.articles if path not in apart)
            found = replace(found, articles=articles)
            found += ExternalChanges(problems=tuple(problems))
        return replace(found, left_behind=self._left_behind())

    def catch_up(self) -> None:
        """Reload what others have changed, for a step of everything; `look` reports it."""
        with self._looking:
            self._unreported += self._recorder.reload()

    def _left_behind(self) -> tuple[tuple[str, str, int], ...]:
        """Passages under an old name of a topic, reported once, when their number has settled."""
        found = self._codebook.left_behind() if self._is_whole() else Counter()
        is_settled, self._behind = found == self._behind, found
        if not is_settled or found == self._behind_reported:
            return ()
        before, self._behind_reported = self._behind_reported, found
        return tuple((*names, number) for names, number in found.items() if number > before[names])

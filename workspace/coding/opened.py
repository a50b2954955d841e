"""What reads and changes the annotations of an opened folder, wired together."""

from collections.abc import Callable

from annotations.files.article_file import AnnotationFile
from annotations.files.presence import Presence
from annotations.model import ArticleIdentity
from corpus.article import Article
from workspace.coding.bulk_changes import BulkChanges
from workspace.coding.changes import Changes
from workspace.coding.codebook import Codebook
from workspace.coding.conflict_copies import ConflictCopies
from workspace.coding.recorder import Recorder
from workspace.coding.topics_file import TopicsFile
from workspace.coding.watch import Watch
from workspace.places import Settings
from workspace.progress import Progress


class OpenedCoding:
    """The parts, each of which knows those above it.

    `article` returns an article by its path, or raises `ArticleError`; `every_file` reads what has
    not been read; `is_whole` says whether all has been. See `Workspace` for `is_command`.
    """

    def __init__(
        self,
        settings: Settings,
        article: Callable[[str], Article],
        every_file: Callable[[Progress], list[AnnotationFile]],
        is_whole: Callable[[], bool],
        *,
        is_command: bool,
    ) -> None:
        def identify(path: str) -> ArticleIdentity:
            found = article(path)
            return ArticleIdentity(path, found.title, found.sha256)

        places, coder = settings.places, settings.config.coder_name
        topics = TopicsFile(settings)
        self.recorder = Recorder(places, topics, identify, is_command=is_command)
        self.copies = ConflictCopies(self.recorder, places)
        self.codebook = Codebook(settings.config, topics, self.recorder, every_file)
        self.watch = Watch(self.recorder, self.codebook, self.copies, is_whole)
        self.changes = Changes(self.recorder, self.codebook, article, coder)
        self.bulk = BulkChanges(self.recorder, self.codebook, article, coder)
        self.presence = Presence(places.annotations, coder)

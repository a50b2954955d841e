"""An article compared with another version of its story: what both say."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from corpus.article import Article
from corpus.text.spans import Span
from tui.widgets.strips import number

if TYPE_CHECKING:
    from workspace.workspace import Workspace


class Comparison(Struct, frozen=True):
    """The sentences that an article shares with `other`, version `position` of `count`."""

    other: Article
    shared: Sequence[Span]
    sentences: int
    position: int
    count: int

    @property
    def words(self) -> str:
        """How much is shared, and with which article, in words."""
        other = self.other
        facts = (f"“{other.title}”", other.source, other.date, other.path)
        said = " · ".join(fact for fact in facts if fact)
        of = f" (version {self.position} of {self.count})" if self.count > 1 else ""
        sentences = number(self.sentences, "sentence")
        return f"Dimmed: {len(self.shared)} of {sentences} also in{of}: {said}."


def compare(workspace: "Workspace", article: Article, other_path: str) -> Comparison:
    """Compare an article with another version of its story. Raises `ArticleError`."""
    from corpus.stories.shared import shared_sentences

    others = other_versions(workspace, article.path)
    other = workspace.article(other_path)
    blocks = range(len(article.blocks))
    return Comparison(
        other,
        shared_sentences(article, other),
        sum(len(article.sentences_in(i)) for i in blocks if not article.blocks[i].folded),
        others.index(other_path) + 1 if other_path in others else 1,
        len(others),
    )


def other_versions(workspace: "Workspace", path: str) -> list[str]:
    """Return the paths of the other versions of the story in an article."""
    return [each for each in workspace.catalogue.versions_of(path) if each != path]

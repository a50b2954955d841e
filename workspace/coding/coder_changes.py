"""What changes are made with: the recorder and codebook of a folder, its articles, a coder."""

from collections.abc import Callable

from corpus.article import Article
from workspace.coding.article_coding import Coding
from workspace.coding.codebook import Codebook
from workspace.coding.present import PresentAnnotations
from workspace.coding.recorder import Recorder


class CoderChanges:
    """The base of what one coder does to annotations.

    `article` loads an article by its path; it may raise `ArticleError`.
    """

    def __init__(
        self,
        recorder: Recorder,
        codebook: Codebook,
        article: Callable[[str], Article],
        coder: str,
    ) -> None:
        self._recorder = recorder
        self._codebook = codebook
        self._article = article
        self._coding = Coding(coder)
        self._present = PresentAnnotations(recorder)

"""What can be wrong with an article, apart from reading it, so that catching costs nothing."""


class ArticleError(Exception):
    """An article cannot be read; `reason` says why and `advice` what to do."""

    def __init__(self, path: str, reason: str, advice: str) -> None:
        super().__init__(f"{path}: {reason} {advice}")
        self.path = path
        self.reason = reason
        self.advice = advice

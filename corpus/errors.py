"""The errors of a folder of articles, on their own so that catching one imports no reader."""


class CorpusError(Exception):
    """Something in a folder of articles cannot be used.

    `path` names it, `reason` says why, `advice` what to do.
    """

    def __init__(self, path: str, reason: str, advice: str) -> None:
        super().__init__(f"{path}: {reason} {advice}")
        self.path = path
        self.reason = reason
        self.advice = advice


class ArticleError(CorpusError):
    """An article cannot be read."""


class UnreadFilesError(CorpusError):
    """`count` files of a format that is not read, with the suffix `suffix`.

    `path` is the first of them.
    """

    def __init__(self, path: str, reason: str, advice: str, suffix: str, count: int) -> None:
        super().__init__(path, reason, advice)
        self.suffix = suffix
        self.count = count


class DoubtError(CorpusError):
    """A doubt that costs no article: `nkreader check` and the log report it."""


class MissingExtraError(ArticleError):
    """An article is in a format whose reader, the extra `extra`, is not installed.

    `reason` and `advice` are the same for all articles with one suffix, so once is enough.
    """

    def __init__(self, path: str, suffix: str, extra: str) -> None:
        super().__init__(
            path,
            f"Reading {suffix} needs an extra that is not installed.",
            f"Install it: pip install 'nkreader[{extra}]'",
        )
        self.extra = extra

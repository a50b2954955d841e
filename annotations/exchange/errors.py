"""Why a file cannot be exchanged."""


class ExchangeError(Exception):
    """A file that cannot be read or written: which, what is wrong with it, and the way out."""

    def __init__(self, name: str, message: str, advice: str) -> None:
        super().__init__(f"{name} {message}. {advice}")
        self.name, self.message, self.advice = name, message, advice

"""What a person should know of an article that can be read, as `nkreader check` tells it."""

from typing import NamedTuple


class Remark(NamedTuple):
    """What is doubtful or left out in an article, and what can be done about it."""

    message: str
    advice: str


_NAME_IT = (
    "If letters are wrong, name it in metadata.csv (columns path, encoding), or save the file as"
    " UTF-8."
)


def guessed(encoding: str, doubt: str) -> tuple[Remark, ...]:
    """Tell that an encoding was guessed, if there is a doubt about it."""
    if not doubt:
        return ()
    return (Remark(f"Its encoding was guessed, {encoding}: {doubt}.", _NAME_IT),)

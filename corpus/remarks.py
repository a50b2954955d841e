"""What a person should know of an article that can be read, as `nkreader check` tells it."""

from typing import NamedTuple


class Remark(NamedTuple):
    """What is doubtful or left out in an article, and what can be done about it."""

    message: str
    advice: str

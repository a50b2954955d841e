"""Times as other formats want them: whole, or not at all."""

import re
from datetime import datetime

from annotations.exchange.losses import Losses
from annotations.model import Annotation

_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
)


def is_time(text: str) -> bool:
    """Return whether it is a date with a time, as XML Schema has it."""
    if not _TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def time_of(text: str) -> str:
    """Return the time as it is, "" for what is none."""
    return text if is_time(text) else ""


def lost_times(annotation: Annotation, losses: Losses) -> None:
    """Count the times of an annotation that are none."""
    for text in (annotation.created, annotation.updated):
        if text and not is_time(text):
            losses.add("dates that are not written like 2026-11-22T10:00:00Z", text)

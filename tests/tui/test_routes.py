"""Whatever a screen can ask to have shown is answered by a screen."""

from pathlib import Path
from typing import Any

from annotations.model import Annotation
from annotations.topics import Topic
from tui.requests import (
    Choose,
    ChooseTopic,
    Confirm,
    EditTopic,
    NameFile,
    OpenArticle,
    OpenLibrary,
    OpenPassages,
    OpenReview,
    OpenSuggestions,
    OpenTopics,
    PlacePassage,
    Request,
    ShowMessages,
    WriteNote,
)
from tui.routes import screen_for
from tui.screens.base import CommandScreen
from tui.start import make_app
from workspace.places import Options, resolve


async def save(_: str | Topic) -> bool:
    return True


PASSAGE = Annotation("1", ("x",), "a", "", "", 0, 1, "", "anna", "", "")
REQUESTS: tuple[Request[Any], ...] = (
    OpenLibrary(),
    OpenArticle(["a.txt"]),
    PlacePassage("a.txt", PASSAGE, None),
    OpenPassages(),
    OpenTopics(),
    OpenReview(),
    OpenSuggestions(),
    WriteNote("a.txt", "quote", "note", ("1",), save),
    EditTopic(None, "name", save),
    Choose("Choose", ()),
    ChooseTopic("Topic"),
    Confirm("Sure?", (), "merge"),
    ShowMessages(),
    NameFile("Name", "A new file.", "a.csv", str),
)


def test_every_request_is_among_those_asked_here() -> None:
    assert {type(request) for request in REQUESTS} == set(Request.__subclasses__())


async def test_every_request_is_answered_by_a_screen(project: Path) -> None:
    app = make_app(resolve(Options(project / "articles", project / "annotations")))
    async with app.run_test():
        for request in REQUESTS:
            assert isinstance(screen_for(request, app.context), CommandScreen), request

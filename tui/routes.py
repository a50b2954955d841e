"""Which screen answers which request: the only module that knows every screen.

Each is imported when it is first asked for, so that the library is painted before anything of the
other places is read from disk. A new screen gets a request in `tui.requests` and a case here.
"""

from typing import Any

from tui import requests
from tui.context import Context
from tui.requests import Request
from tui.screens.base import CommandScreen


def screen_for(request: Request[Any], context: Context) -> CommandScreen[Any]:  # noqa: PLR0911 -- one for each screen
    """Make the screen that answers a request."""
    match request:
        case requests.OpenLibrary():
            from tui.library.screen import LibraryScreen

            return LibraryScreen(context)
        case requests.OpenArticle(paths, position, query, point):
            from tui.reader.screen import ReaderScreen

            return ReaderScreen(context, paths, position, query, point)
        case requests.PlacePassage(path, annotation, point):
            from tui.reader.placing import PlacingScreen

            return PlacingScreen(context, path, annotation, point)
        case requests.OpenPassages(topic):
            from tui.passages.screen import PassagesScreen

            return PassagesScreen(context, topic)
        case requests.OpenTopics():
            from tui.topics.screen import TopicsScreen

            return TopicsScreen(context)
        case requests.OpenReview():
            from tui.review.screen import ReviewScreen

            return ReviewScreen(context)
        case requests.OpenSuggestions(query, paths):
            from tui.suggestions.screen import FindingsScreen

            return FindingsScreen(context, query, paths)
        case _:
            return _dialog_for(request, context)


def _dialog_for(request: Request[Any], context: Context) -> CommandScreen[Any]:
    match request:
        case requests.WriteNote():
            from tui.notes.editor import NoteScreen

            return NoteScreen(context, request)
        case requests.EditTopic(counts, field, keep):
            from tui.topics.form import TopicFormScreen

            return TopicFormScreen(context, counts, field, keep)
        case requests.Choose(title, choices):
            from tui.screens.picker import PickerScreen

            return PickerScreen(context, title, choices)
        case requests.ChooseTopic(title):
            from tui.screens.topic_picker import TopicPickerScreen

            return TopicPickerScreen(context, title)
        case _:
            return _box_for(request, context)


def _box_for(request: Request[Any], context: Context) -> CommandScreen[Any]:
    match request:
        case requests.Confirm(title, lines, act):
            from tui.screens.question import QuestionScreen

            return QuestionScreen(context, title, lines, act)
        case requests.ShowMessages():
            from tui.screens.message_list import MessageListScreen

            return MessageListScreen(context)
        case requests.NameFile(title, words, name, problem):
            from tui.screens.file_name import NameScreen

            return NameScreen(context, title, words, name, problem)
        case _:
            raise NotImplementedError(f"no screen answers {type(request).__name__}")


def prepare_reader() -> None:
    """Import the reader, which takes a moment, before an article is opened."""
    import tui.reader.screen  # noqa: F401

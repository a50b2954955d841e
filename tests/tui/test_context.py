"""What all screens share is made once, whoever asks for it first."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from tui.start import make_app
from workspace.places import Options, resolve


def test_a_folder_is_opened_once_however_many_threads_ask_at_the_same_time(project: Path) -> None:
    context = make_app(resolve(Options(project / "articles", project / "annotations"))).context
    assert not context.is_open
    at_once = Barrier(8)
    with ThreadPoolExecutor(8) as threads:
        opened = list(threads.map(lambda _: (at_once.wait(), context.workspace)[1], range(8)))
    assert all(each is opened[0] for each in opened)
    assert context.is_open
    assert context.search is context.search

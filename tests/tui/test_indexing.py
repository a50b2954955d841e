"""The list while the index is being built: it says that it is not all, and fills up by itself."""

from pathlib import Path

from tests.tui.conftest import Start
from workspace.articles.refresh import Watcher, refresh_folder
from workspace.articles.turns import turn
from workspace.places import Options, resolve


async def test_nothing_found_so_far_is_said_and_what_is_indexed_meanwhile_appears(
    start: Start, project: Path
) -> None:
    places = resolve(Options(project / "articles", project / "annotations")).places
    late = project / "articles" / "002_f35cf44dca2f7aeb.txt"
    late.rename(project / late.name)
    refresh_folder(places, Watcher())
    (project / late.name).rename(late)
    with turn(places.cache) as others:
        assert others is not None
        others.tell(0, 1, 5)
        async with start(wait=False) as nkreader:
            await nkreader.sees("another nkreader is reading this folder: 0 of 1")
            await nkreader.press("slash")
            await nkreader.type("Interkontinentalrakete")
            await nkreader.sees(
                "Nothing found for “Interkontinentalrakete” so far: 4 of 5 indexed."
            )
            (places.cache / "indexing.lock").unlink()  # the other program has ended
            await nkreader.sees("1 of 5 articles")
            await nkreader.type("xyz")
            await nkreader.sees("Nothing found for “Interkontinentalraketexyz”.")

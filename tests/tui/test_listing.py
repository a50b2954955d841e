"""Which articles the library lists."""

from corpus.catalogue import Catalogue, Record
from index.engine import Hit
from index.query import parse
from tui.listing import Listing
from workspace.search import Found


class Folder:
    """What a listing asks of a workspace: a story in three versions, another in two, one alone."""

    catalogue = Catalogue(
        {
            path: Record(path=path, stamp="", story=story)
            for path, story in {
                "a": "a",
                "b": "a",
                "c": "",
                "d": "d",
                "e": "d",
                "f": "a",
            }.items()
        }
    )

    def articles_where(self, field: str, value: str) -> set[str]:
        return {"b", "c", "f"} if (field, value) == ("topic", "arms") else set()


def listed(listing: Listing) -> str:
    return "".join(record.path for record in listing.records(Folder()))  # type: ignore[arg-type]


def found(paths: str) -> Found:
    return Found(parse("x"), tuple(Hit(path, 1.0) for path in paths), len(paths), ())


def test_folding_keeps_one_article_of_each_story() -> None:
    assert listed(Listing()) == "abcdef"
    assert listed(Listing(is_folded=True)) == "acd"


def test_folding_a_search_keeps_the_best_version() -> None:
    assert listed(Listing(found=found("fbeda"))) == "fbeda"
    assert listed(Listing(found=found("fbeda"), is_folded=True)) == "fe"


def test_what_is_found_and_no_longer_there_is_not_listed() -> None:
    assert listed(Listing(found=found("xc"))) == "c"


def test_a_topic_and_folding_go_together() -> None:
    assert listed(Listing(topic="arms", is_folded=True)) == "bc"


def test_all_versions_of_one_story_are_listed_also_when_folded() -> None:
    assert listed(Listing(story="d", is_folded=True)) == "de"


def test_what_narrows_the_list_is_given_up_step_by_step() -> None:
    listing = Listing(topic="arms", story="a")
    assert listed(listing) == "bf"
    assert listing.is_narrowed
    assert listing.give_up()
    assert listed(listing) == "bcf"
    assert listing.give_up()
    assert not listing.is_narrowed
    assert not listing.give_up()

"""Which articles the library lists."""

from typing import Any

from msgspec.structs import replace

from annotations.files.article_file import AnnotationFile
from annotations.model import Annotation
from corpus.folder.catalogue import Catalogue, Record
from index.engine import Hit, PartialHit
from index.query.parser import parse
from tui.library.listing import Facet, Listing, Narrowing, Order, facets, values_of
from workspace.search.folder_search import Found

STORIES = {"a": "a", "b": "a", "c": "", "d": "d", "e": "d", "f": "a"}
DATES = {"a": "2023-09-04", "b": "", "c": "2024", "d": "2023-09-30", "e": "2022-01-01", "f": ""}
SOURCES = {"a": "dpa", "d": "dpa", "e": "AFP"}
ARMS, ARMS_DEALS = Narrowing(Facet.TOPIC, "arms"), Narrowing(Facet.TOPIC, "arms deals")


def coded(path: str, *topics: str) -> AnnotationFile:
    annotation = Annotation("id", topics, "", "", "", 0, 1, "", "", "", "", {})
    return AnnotationFile(path, "", "", (annotation,))


class Folder:
    """What a listing asks of a workspace: a story in three versions, another in two, one alone."""

    catalogue = Catalogue(
        {
            path: Record(
                path=path,
                stamp="",
                story=story,
                date=DATES[path],
                source=SOURCES.get(path, ""),
                title="zyxwvu"["abcdef".index(path)],
            )
            for path, story in STORIES.items()
        }
    )

    def annotation_files(self) -> list[AnnotationFile]:
        return [
            coded("b", "arms"),
            coded("c", "arms"),
            coded("f", "arms"),
            coded("d", "arms deals"),
        ]


FOLDER: Any = Folder()


def listed(listing: Listing) -> str:
    return "".join(record.path for record in listing.records(FOLDER))


def found(paths: str) -> Found:
    return Found(parse("x"), tuple(Hit(path, 1.0) for path in paths), len(paths), ())


def test_folding_keeps_one_article_of_each_story() -> None:
    assert listed(Listing()) == "abcdef"
    assert listed(Listing(is_folded=True)) == "acd"


def test_folding_a_search_keeps_the_best_version() -> None:
    assert listed(Listing(found=found("fbeda"))) == "fbeda"
    assert listed(Listing(found=found("fbeda"), is_folded=True)) == "fe"


def test_articles_with_most_words_are_narrowed_and_folded_but_not_counted_or_sorted() -> None:
    partial = tuple(PartialHit(path, 1.0, ("Wort",)) for path in "fcebx")
    search = replace(found("a"), partial=partial)
    assert listed(Listing(found=search)) == "a"

    def others(listing: Listing) -> str:
        return "".join(record.path for record in listing.partial(FOLDER).records)

    assert (
        others(Listing(found=search)) == others(Listing(found=search, order=Order.TITLE)) == "fceb"
    )
    assert others(Listing(found=search, narrowings=[ARMS])) == "fcb"
    assert others(Listing(found=search, is_folded=True)) == "fce"
    assert others(Listing(found=found("a"))) == others(Listing()) == ""
    assert Listing(found=search).partial(FOLDER).lacks["f"] == ("Wort",)


def test_what_is_found_and_no_longer_there_is_not_listed() -> None:
    assert listed(Listing(found=found("xc"))) == "c"


def test_a_topic_means_that_topic_alone_and_goes_with_folding() -> None:
    assert listed(Listing(narrowings=[ARMS])) == "bcf"
    assert listed(Listing(narrowings=[ARMS_DEALS])) == "d"
    assert listed(Listing(narrowings=[ARMS], is_folded=True)) == "bc"


def test_all_versions_of_one_story_are_listed_also_when_folded() -> None:
    assert listed(Listing(narrowings=[Narrowing(Facet.STORY, "d")], is_folded=True)) == "de"


def test_facets_of_different_kinds_narrow_together_and_of_one_kind_replace_each_other() -> None:
    listing = Listing()
    listing.toggle(Narrowing(Facet.SOURCE, "dpa"))
    assert listed(listing) == "ad"
    listing.toggle(Narrowing(Facet.MONTH, "2023-09"))
    assert listed(listing) == "ad"
    listing.toggle(Narrowing(Facet.SOURCE, "AFP"))
    assert listed(listing) == ""
    listing.toggle(Narrowing(Facet.MONTH, "2023-09"))
    assert listed(listing) == "e"


def test_what_narrows_the_list_is_dropped_step_by_step() -> None:
    listing = Listing(narrowings=[ARMS, Narrowing(Facet.STORY, "a")])
    assert listed(listing) == "bf"
    assert listing.words({}) == "topic arms · versions of one story"
    assert listing.drop_last()
    assert listed(listing) == "bcf"
    assert listing.drop_last()
    assert not listing.is_narrowed
    assert not listing.drop_last()


def test_articles_without_a_date_come_after_those_with_one() -> None:
    assert listed(Listing(order=Order.NEWEST))[:4] == "cdae"
    assert listed(Listing(order=Order.OLDEST)) == "eadcbf"
    assert listed(Listing(order=Order.TITLE)) == "fedcba"
    assert listed(Listing(found=found("fbc"), order=Order.USUAL)) == "fbc"


def test_facets_count_the_articles_that_are_listed() -> None:
    records = Listing(narrowings=[Narrowing(Facet.SOURCE, "dpa")]).records(FOLDER)
    assert facets(records, FOLDER) == [
        (ARMS_DEALS, 1),
        (Narrowing(Facet.SOURCE, "dpa"), 2),
        (Narrowing(Facet.MONTH, "2023-09"), 2),
    ]


def test_a_facet_that_narrows_the_list_goes_on_offering_its_other_values() -> None:
    dpa, afp = Narrowing(Facet.SOURCE, "dpa"), Narrowing(Facet.SOURCE, "AFP")
    listing = Listing(narrowings=[dpa])
    values = dict(values_of(listing, listing.records(FOLDER), FOLDER))
    assert values[dpa] == 2
    assert values[afp] == 1
    assert values[ARMS_DEALS] == 1
    assert ARMS not in values
    assert Narrowing(Facet.MONTH, "2022-01") not in values

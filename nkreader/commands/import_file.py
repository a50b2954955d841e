"""`nkreader import`: imports the annotations of other programs, after a preview."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from disk.named import read_named
from disk.plain import TooLargeError, way_out
from nkreader.command import Command, OneOf
from nkreader.incomplete import STATUS, Missing
from nkreader.opened_folder import open_folder, stamps_of
from nkreader.options import fail, json_option, place_options, say
from nkreader.outcome import report_saved
from nkreader.rows import put_incoming
from nkreader.terminal import agrees, put_item, put_row

if TYPE_CHECKING:
    from annotations.exchange.claims import Reading
    from annotations.files.comparison import Incoming
    from corpus.folder.catalogue import Record
    from workspace.exchange.importing import Plan, Unplaced
    from workspace.places import Options
    from workspace.workspace import Workspace

_LARGEST = 1 << 30
_IN_PARTS = (
    "Export it from its program in parts, such as one for each coder or topic, and import each."
)
_NAMED = 5


def _readable() -> list[str]:
    from annotations.exchange.formats import FORMATS

    return [name for name, known in FORMATS.items() if known.readable]


@click.command(
    "import",
    cls=Command,
    status=(("0", "done"), ("1", "left something out, or did nothing"), ("2", "an error"), STATUS),
    examples=(
        ("nkreader import project.qdpx --dry-run", "List what would come in, and what would not."),
        ("nkreader import project.qdpx", "The same, and then ask."),
        ("nkreader import table.csv --yes", "Do it without asking."),
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    metavar="FORMAT",
    type=OneOf(_readable),
    help="If it is not clear from the file.",
)
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option("--dry-run", is_flag=True, help="Only list what would be done.")
@click.option("--add-articles", is_flag=True, help="Make articles of texts that are not here.")
@click.option("--add-topics", is_flag=True, help="Put topics that are new into config.yaml.")
@click.option("--keep-orphans", is_flag=True, help="Keep passages that are not in their article.")
@place_options
@json_option
def import_(
    *,
    file: Path,
    format_name: str | None,
    yes: bool,
    dry_run: bool,
    add_articles: bool,
    add_topics: bool,
    keep_orphans: bool,
    options: "Options",
    as_json: bool,
) -> None:
    """Import the annotations of FILE: qdpx, qdc, w3c, hypothesis, jsonl or csv.

    Lists what is new, the same or different, and asks first. Passages are found by their position
    and their words; what has no place is listed and left out. It is all one step that the reader
    can undo. With --add-articles, texts in the file that are not here become articles, in a new
    folder. The topics of a codebook (qdc) go into config.yaml.
    """
    from workspace.exchange.importing import ImportOptions, plan_import

    reading = _read(file, format_name)
    missing = Missing()
    workspace = open_folder(options, missing)
    missing.finish(workspace, changes=yes and not dry_run)
    add_to = f"imported-{file.stem}" if add_articles else ""
    # The topics are all that there is in a codebook.
    wishes = ImportOptions(add_to, add_topics or not reading.sources, keep_orphans)
    plan = plan_import(workspace, reading, _records(workspace), wishes)
    if yes and not dry_run:
        _do(workspace, plan, file.name)  # first, so that it is done even if nobody reads the list
    _report(plan, as_json=as_json)
    if dry_run:
        say(f"Nothing was written. It would be: {_summary(plan)}")
        sys.exit(missing.status(0) if _is_whole(plan) else 1)
    if plan.is_needed and not (yes or _agreed(plan)):
        say(f"Nothing was written: {_summary(plan)}. Run it again with --yes to write them.")
        sys.exit(1)
    if not yes:
        _do(workspace, plan, file.name)
    say(_summary(plan))
    sys.exit(missing.status(0) if _is_whole(plan) else 1)


def _is_whole(plan: "Plan") -> bool:
    """Whether nothing in the file is left out."""
    return not (plan.unplaced or plan.not_here or plan.problems)


def _read(file: Path, format_name: str | None) -> "Reading":
    from annotations.exchange.errors import ExchangeError
    from annotations.exchange.formats import FORMATS, recognise

    try:
        data = read_named(file, most=_LARGEST, pipes=True)
        return FORMATS[format_name or recognise(data, file.name)].read(data, file.name)
    except TooLargeError:
        fail(f"{file} is larger than {_LARGEST >> 30} GB. {_IN_PARTS}")
    except MemoryError:
        fail(f"{file} needs more memory than this computer has free. {_IN_PARTS}")
    except OSError as error:
        advice = way_out(error, "Check the name and its permissions.")
        fail(f"{file} cannot be read: {error.strerror}. {advice}")
    except ExchangeError as error:
        fail(error)
    except Exception as error:  # no reader can foresee what other programs write
        from corpus.log import details, log

        log(f"{file} could not be imported", details(error))
        fail(f"{file} cannot be read: an unexpected error ({error!r}). Please report it.")


def _records(workspace: "Workspace") -> dict[str, "Record"]:
    """Return the records of all articles that can be read."""
    from corpus.errors import ArticleError
    from nkreader.progress import ProgressLine

    records = {}
    stamps = list(stamps_of(workspace))
    progress = ProgressLine("reading articles")
    for done, stamp in enumerate(stamps):
        progress.show(done, len(stamps))
        try:
            records[stamp.path] = workspace.record(stamp)
        except ArticleError as error:
            say(error)
    progress.clear()
    return records


def _agreed(plan: "Plan") -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return agrees(f"{_summary(plan)}. Import them?")


def _do(workspace: "Workspace", plan: "Plan", name: str) -> None:
    from workspace.coding.save_result import SaveError
    from workspace.exchange.importing import bring_in

    if not plan.is_needed:
        return
    try:
        saved = bring_in(workspace, plan, name)
    except SaveError as error:
        fail(error)
    report_saved(saved)


def _report(plan: "Plan", *, as_json: bool) -> None:
    """Print a row for each annotation that differs, then what the user should know."""
    from annotations.files.comparison import Side

    for each in plan.incoming:
        kind = _kind(plan, each)
        if as_json:
            put_item(_item(kind, each))
        elif each.side is not Side.SAME:
            put_incoming(kind, each.path, each.theirs)
    for left_out in plan.unplaced:
        if as_json:
            put_item(_left_out(left_out))
        else:
            quote = left_out.annotation.quote or "(the file does not say which words)"
            put_row("no place", left_out.path, left_out.annotation.coder, quote)
    for topic in plan.new_topics if plan.adds_topics else ():
        if as_json:
            told = {"name": topic.name, "colour": topic.colour, "description": topic.description}
            put_item({"kind": "new topic", **told})
        else:
            put_row("new topic", topic.name, topic.colour, topic.description)
    for words in _told(plan):
        say(words)


def _told(plan: "Plan") -> list[str]:
    told = [f"{path}: places are counted {words}." for path, words in plan.counted.items()]
    for name, count in plan.not_here.items():
        told.append(f"{name} is not among the articles here: {count} left out.")
    if plan.not_here:
        told.append("With --add-articles, texts in the file become articles.")
    told += [f"{each.source.name} becomes the article {each.path}." for each in plan.additions]
    told += plan.problems
    told += [f"left out: {words}" for words in plan.losses.words]
    if not (plan.losses.all or plan.unplaced or plan.not_here):
        told.append("Nothing in the file is left out.")
    if plan.new_topics and not plan.adds_topics:
        names = ", ".join(f"“{topic.name}”" for topic in plan.new_topics[:_NAMED])
        more = f" and {len(plan.new_topics) - _NAMED} more" if plan.new_topics[_NAMED:] else ""
        told.append(f"Not among the topics in config.yaml: {names}{more}. --add-topics adds them.")
    return told


def _kind(plan: "Plan", each: "Incoming") -> str:
    from annotations.files.comparison import Side

    state = plan.unsure.get(each.theirs.id)
    return str(state) if state and each.side is Side.NEW else str(each.side)


def _item(kind: str, each: "Incoming") -> dict[str, object]:
    theirs = each.theirs
    return {
        "kind": kind,
        "path": each.path,
        "id": theirs.id,
        "start": theirs.start,
        "end": theirs.end,
        "quote": theirs.quote,
        "topics": list(theirs.topics),
        "note": theirs.note,
        "coder": theirs.coder,
    }


def _left_out(each: "Unplaced") -> dict[str, object]:
    from annotations.files.comparison import Incoming, Side

    incoming = Incoming(each.path, Side.NEW, each.annotation, None)
    return {**_item("no place", incoming), "source": each.source}


def _summary(plan: "Plan") -> str:
    counts = Counter(_kind(plan, each) for each in plan.incoming)
    parts = [f"{counts[kind]} {kind}" for kind in ("new", "same")]
    more = {kind: n for kind, n in counts.items() if kind not in {"new", "same"}}
    more |= {"without a place": len(plan.unplaced)}
    more |= {"in texts that are not here": sum(plan.not_here.values())}
    parts += [f"{n} {kind}" for kind, n in more.items() if n]
    topics = len(plan.new_topics) if plan.adds_topics else 0
    for n, kind in ((len(plan.additions), "new article"), (topics, "new topic")):
        parts += [f"{n} {kind}{'s' * (n > 1)}"] * bool(n)
    return ", ".join(parts)

"""`nkreader suggest`: the sentences that the topics' queries find and nobody has decided about."""

import sys

import click

from nkreader import completion as completing
from nkreader.command import Command
from nkreader.commands.headless import opened
from nkreader.commands.search import Answering
from nkreader.incomplete import STATUS, Missing
from nkreader.options import fail, json_option, place_options, say, wait_option
from nkreader.terminal import put_item, put_row
from workspace.places import Options
from workspace.search.findings import Finding


@click.command(
    cls=Command,
    status=(("0", "there are suggestions"), ("1", "there are none"), ("2", "an error"), STATUS),
    examples=(
        ("nkreader suggest", "A row for each sentence: path, topic, words."),
        ("nkreader suggest --topic sanctions --json", "Those for one topic, with their places."),
    ),
)
@click.option(
    "--topic",
    default="",
    shell_complete=completing.topics,
    help="Only what is suggested for this topic.",
)
@wait_option
@place_options
@json_option
def suggest(topic: str, wait: float | None, options: Options, as_json: bool) -> None:
    """List the sentences suggested for the topics.

    A topic suggests what its `suggest:` query in the configuration finds, until the sentence has
    been tagged with the topic or the topic has been rejected for it.
    """
    from workspace.search.suggestions import Suggestions

    missing = Missing()
    workspace = opened(options, missing)
    answering = Answering(workspace, missing, wait)
    missing.annotations(workspace, "what is decided: its sentences are suggested all the same")
    suggesting = Suggestions(workspace, answering.search)
    for problem in suggesting.problems:
        say(problem)
    if topic and topic not in suggesting.topics:
        known = ", ".join(suggesting.topics) or "none"
        fail(f"The topic `{topic}` suggests nothing. Those with a query: {known}.")
    count = 0
    for looked in suggesting.in_folder(topic=topic):
        if looked.problem:
            missing.say(looked.problem)
        for finding in looked.findings:
            count += 1
            _say(finding, as_json=as_json)
    if not count:
        say("nothing is suggested" if answering.is_whole else "nothing is suggested so far")
    sys.exit(missing.status(0 if count else 1))


def _say(finding: Finding, *, as_json: bool) -> None:
    if not as_json:
        put_row(finding.path, finding.topic, finding.words)
        return
    start, end = finding.span
    put_item(
        {
            "path": finding.path,
            "title": finding.title,
            "topic": finding.topic,
            "start": start,
            "end": end,
            "text": finding.words,
            "hits": [[start + hit.start, start + hit.end] for hit in finding.hits],
        }
    )

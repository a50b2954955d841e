"""`nkreader suggest`: the sentences that the topics' queries find, not yet decided."""

import sys
from typing import TYPE_CHECKING

import click

from nkreader import completion
from nkreader.answers import Answers
from nkreader.command import Command
from nkreader.incomplete import STATUS, Missing
from nkreader.opened_folder import open_folder
from nkreader.options import fail, json_option, place_options, say, wait_option
from nkreader.terminal import put_item, put_row

if TYPE_CHECKING:
    from workspace.places import Options
    from workspace.search.findings import Finding


@click.command(
    cls=Command,
    status=(("0", "there are suggestions"), ("1", "there are none"), ("2", "an error"), STATUS),
    examples=(
        ("nkreader suggest", "A row for each sentence: path, topic, words."),
        ("nkreader suggest --topic sanctions --json", "For one topic, with positions."),
    ),
)
@click.option(
    "--topic",
    default="",
    shell_complete=completion.topics,
    help="Only what is suggested for this topic.",
)
@wait_option
@place_options
@json_option
def suggest(topic: str, wait: float | None, options: "Options", as_json: bool) -> None:
    """List the sentences suggested for the topics.

    A topic suggests what its `suggest:` query in the configuration finds, until the sentence has
    been tagged with the topic or the topic has been rejected for it.
    """
    from workspace.search.suggestions import Suggestions

    missing = Missing()
    workspace = open_folder(options, missing)
    answers = Answers(workspace, missing, wait)
    missing.annotations(workspace, "what is decided: its sentences are suggested all the same")
    suggestions = Suggestions(workspace, answers.search)
    for problem in suggestions.problems:
        say(problem)
    if topic and topic not in suggestions.topics:
        known = ", ".join(suggestions.topics) or "none"
        fail(f"The topic `{topic}` suggests nothing. Those with a query: {known}.")
    count = 0
    for found in suggestions.in_folder(topic=topic):
        if found.problem:
            missing.say(found.problem)
        for finding in found.findings:
            count += 1
            _put(finding, as_json=as_json)
    if not count:
        say("nothing is suggested" if answers.is_whole else "nothing is suggested so far")
    sys.exit(missing.status(0 if count else 1))


def _put(finding: "Finding", *, as_json: bool) -> None:
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

"""What the documentation says is so: commands print what is shown, links lead on."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from annotations.exchange.formats import FORMATS
from annotations.exchange.records import FIELDS
from nkreader.main import COMMANDS
from workspace.config import load_config

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
NAMES = {name for group in COMMANDS.values() for name in group}
# Commands that a reader types, or, in a comment, what happens on the screen meanwhile.
_BLOCKS = re.compile(r"^```console\n(.*?)^```$|^<!--\n(\$.*?)^-->$", re.MULTILINE | re.DOTALL)
_END = "\x1e"


def steps(page: Path) -> list[tuple[str, list[str]]]:
    """The commands of a page, each with the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for shown, hidden in _BLOCKS.findall(page.read_text(encoding="utf-8")):
        for line in (shown or hidden).splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.startswith("> "):
                command, output = found[-1]
                found[-1] = (f"{command}\n{line[2:]}", output)
            else:
                found[-1][1].append(line)
    return found


def pattern(lines: list[str]) -> str:
    """What matches the lines: `…` is anything, on a line of its own any number of lines."""
    words = [" ".join(line.split()) for line in lines]
    each = [".*" if line == "…" else re.escape(line).replace("…", "[^\n]*") for line in words]
    return "\n".join(each)


def run(page: Path, folder: Path) -> list[str]:
    """What each command of a page prints, all typed into one shell."""
    script = "exec 2>&1\n" + "".join(f"{command}\nprintf '{_END}'\n" for command, _ in steps(page))
    program = folder / ".bin" / "nkreader"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m nkreader "$@"\n')
    program.chmod(0o755)
    who = {
        f"GIT_{role}_{what}": "anna"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            **who,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "LOGNAME": "anna",
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",  # so that data and words come in their order
        },
    )
    return done.stdout.split(_END)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if steps(page)], ids=lambda page: page.name
)
def test_the_commands_of_a_page_print_what_it_shows(page: Path, project: Path) -> None:
    for (command, expected), printed in zip(steps(page), run(page, project), strict=False):
        shown = "\n".join(" ".join(line.split()) for line in printed.splitlines())
        assert "unexpected error" not in shown
        assert "`nkreader --help`" not in shown
        if expected:
            assert re.fullmatch(pattern(expected), shown, re.DOTALL), f"$ {command}\n{printed}"


def test_enough_pages_have_commands_to_run() -> None:
    assert len([page for page in PAGES if steps(page)]) >= 4


def test_the_reference_of_the_configuration_is_up_to_date() -> None:
    made = runpy.run_path(str(DOCS / "make_config.py"))["page"]()
    assert (DOCS / "config.md").read_text(encoding="utf-8") == made, "run: make docs"


def test_the_schema_of_the_configuration_is_up_to_date() -> None:
    made = runpy.run_path(str(DOCS / "make_config.py"))["schema"]()
    assert (DOCS / "config.schema.json").read_text(encoding="utf-8") == made, "docs/make_config.py"


def test_the_configuration_shown_can_be_used(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", (DOCS / "config.md").read_text("utf-8"), re.DOTALL)
    file = tmp_path / "config.yaml"
    file.write_text(shown, encoding="utf-8")
    assert load_config(file).config.coder == yaml.safe_load(shown)["coder"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_pages_and_headings_that_there_are(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, heading = target.partition("#")
        file = (page.parent / name) if name else page
        assert file.exists(), target
        if heading:
            headings = re.findall(r"(?m)^#+ (.*)$", file.read_text(encoding="utf-8"))
            anchors = {re.sub(r"[^\w\- ]", "", each).lower().replace(" ", "-") for each in headings}
            assert heading in anchors, target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_are_named_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for word in re.findall(r"(?m)(?:^    |^\$ |`)nkreader ([a-z]+)\b(?![/.])", text):
        assert word in NAMES, word


def rows(page: Path, heading: str) -> list[list[str]]:
    """The rows of the table with this heading; the heading is the first of them."""
    lines = page.read_text(encoding="utf-8").split("\n")
    table = lines[lines.index(heading) :]
    end = next(at for at, line in enumerate(table) if not line.startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[:end]]


def test_the_table_of_formats_has_those_that_there_are() -> None:
    _, _, *formats = rows(DOCS / "formats.md", "| format | for | leaves | enters |")
    listed = {name.strip("`"): (leaves, enters) for name, _, leaves, enters in formats}
    known = {name: ("yes", "yes" if known.readable else "no") for name, known in FORMATS.items()}
    assert listed == known
    kept, *_ = rows(DOCS / "formats.md", "| | csv | jsonl | w3c | hypothesis | qdpx | qdc |")
    assert kept[1:] == [name for name, known in FORMATS.items() if known.readable]


def test_the_table_of_columns_has_those_that_are_written() -> None:
    _, _, *columns = rows(DOCS / "formats.md", "| column | what |")
    listed = [name.strip(" `") for cell, _ in columns for name in cell.split(",")]
    assert listed == [*FIELDS, "topic"]

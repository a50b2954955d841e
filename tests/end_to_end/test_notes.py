"""Notes in the real program: in the user's own editor, and after it was killed."""

import os
import shlex
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Launch = Callable[..., Any]
Coded = Callable[[str], list[dict[str, Any]]]

ENTER, ESCAPE, CTRL_E = b"\r", b"\x1b", b"\x05"
FIRST = "000_3f97b978eb2c138a.txt"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that appends a line to the file it is given."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys\nwith open(sys.argv[1], 'a', encoding='utf-8') as file:\n"
        "    file.write('\\nim Editor geschrieben\\n')\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("VISUAL", shlex.join([sys.executable, str(script)]))


@pytest.mark.usefixtures("editor")
def test_a_note_is_written_in_the_users_own_editor(launch: Launch, coded: Coded) -> None:
    nkreader = launch()
    nkreader.is_ready()
    nkreader.press(ENTER)
    nkreader.sees("○ 1 arms deals")
    nkreader.type("1a")
    nkreader.sees("ctrl+e your editor")
    nkreader.type("hier")
    nkreader.sees("hier")
    nkreader.press(CTRL_E)
    nkreader.sees("im Editor geschrieben")
    nkreader.press(ESCAPE)
    nkreader.sees_no("ctrl+e your editor")
    nkreader.sees("* hier im Editor geschrieben")
    assert [each["note"].strip() for each in coded(FIRST)] == ["hier\nim Editor geschrieben"]
    nkreader.type("E")
    nkreader.until(
        lambda: coded(FIRST)[0]["note"].count("im Editor geschrieben") == 2, "both lines on disk"
    )
    nkreader.sees("● 1 arms deals")


def test_what_was_typed_outlives_a_kill(launch: Launch, coded: Coded) -> None:
    nkreader = launch()
    nkreader.is_ready()
    nkreader.press(ENTER)
    nkreader.sees("○ 1 arms deals")
    nkreader.type("1a")
    nkreader.sees("ctrl+x discard")
    nkreader.type("vor dem Absturz")
    state = Path(os.environ["XDG_STATE_HOME"])
    nkreader.until(
        lambda: any("vor dem Absturz" in f.read_text() for f in state.rglob("drafts-*/*.json")),
        "the draft in a file",
    )
    os.killpg(nkreader.process.pid, signal.SIGKILL)
    nkreader.wait_exit()
    nkreader = launch()
    nkreader.is_ready()
    nkreader.press(ENTER)
    nkreader.sees("● 1 arms deals")
    nkreader.type("a")
    nkreader.sees("vor dem Absturz")
    nkreader.press(ESCAPE)
    nkreader.sees("* vor dem Absturz")
    assert [each["note"].strip() for each in coded(FIRST)] == ["vor dem Absturz"]

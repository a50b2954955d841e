from pathlib import Path

import pytest

from tui import clipboard
from tui.clipboard import LONGEST, copy

TEXT = "„Munition“\nfür Moskau 👩‍🚀"


@pytest.fixture
def sent() -> list[str]:
    """What the terminal was given."""
    return []


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for programs, which are looked for there first."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr("sys.platform", "linux")
    return folder


async def copied(sent: list[str], folder: Path, text: str = TEXT, **known: str) -> str:
    path = f"{folder / 'bin'}"
    return await copy(text, sent.append, folder / "state" / "copied.txt", {"PATH": path, **known})


async def test_a_program_of_this_machine_gets_the_text(
    tmp_path: Path, programs: Path, sent: list[str]
) -> None:
    program(programs, "xclip", f'cat > "{tmp_path}/got"')
    assert await copied(sent, tmp_path, DISPLAY=":0") == "to the clipboard"
    assert (tmp_path / "got").read_text(encoding="utf-8") == TEXT
    assert sent == []


@pytest.mark.parametrize("script", ["exit 1", "sleep 60"])
async def test_a_program_that_fails_or_hangs_leaves_it_to_the_terminal(
    tmp_path: Path,
    programs: Path,
    sent: list[str],
    script: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clipboard, "_SECONDS", 0.2)
    program(programs, "wl-copy", f"exec {script}" if "sleep" in script else script)
    assert await copied(sent, tmp_path, WAYLAND_DISPLAY="wayland-0") == "through the terminal"
    assert sent == [TEXT]


async def test_over_ssh_the_clipboard_is_where_the_terminal_is(
    tmp_path: Path, programs: Path, sent: list[str]
) -> None:
    program(programs, "xclip", f'cat > "{tmp_path}/got"')
    words = await copied(sent, tmp_path, DISPLAY=":10", SSH_TTY="/dev/pts/3")
    assert words == "through the terminal"
    assert sent == [TEXT]
    assert not (tmp_path / "got").exists()


async def test_tmux_passes_it_on_and_an_old_one_says_what_it_needs(
    tmp_path: Path, programs: Path, sent: list[str]
) -> None:
    known = {"TMUX": "/tmp/tmux-0/default,1,0", "TERM": "screen-256color", "SSH_TTY": "/dev/pts/3"}
    program(programs, "tmux", f'[ "$1 $2 $3" = "load-buffer -w -" ] && cat > "{tmp_path}/got"')
    assert await copied(sent, tmp_path, **known) == "to tmux and the terminal"
    assert (tmp_path / "got").read_text(encoding="utf-8") == TEXT
    program(programs, "tmux", "exit 1")
    assert "set-clipboard" in await copied(sent, tmp_path, **known)
    assert sent == [TEXT]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("x" * (LONGEST + 1), {}),
        (TEXT, {"TERM_PROGRAM": "Apple_Terminal"}),
        (TEXT, {"TERM": "linux"}),
    ],
)
async def test_what_no_terminal_takes_goes_into_a_file_for_the_user_alone(
    tmp_path: Path, programs: Path, sent: list[str], text: str, known: dict[str, str]
) -> None:
    for _ in range(2):
        words = await copied(sent, tmp_path, text, **known)
    file = tmp_path / "state" / "copied.txt"
    assert words.startswith("into ")
    assert words.endswith("copied.txt")
    assert file.read_text(encoding="utf-8") == text
    assert file.stat().st_mode & 0o777 == 0o600
    assert sent == []

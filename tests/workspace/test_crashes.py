"""The program is killed while it works: what it had said was saved is there."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(program: str, *arguments: str) -> str:
    command = [sys.executable, ROOT / "benchmarks" / program, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_nothing_acknowledged_is_lost_when_killed(tmp_path: Path) -> None:
    said = run("crashes.py", "20", "--folder", str(tmp_path))
    assert "20 kills" in said
    assert " 0 actions acknowledged" not in said


def test_no_step_of_many_files_is_left_half_when_killed(tmp_path: Path) -> None:
    said = run("half_steps.py", "6", "--files", "70", "--folder", str(tmp_path))
    assert "6 kills" in said
    assert "0 wrong" in said

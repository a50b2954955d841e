"""The program is killed while it works: what it had said was saved is there."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_acknowledged_is_lost_when_killed(tmp_path: Path) -> None:
    command = [sys.executable, ROOT / "benchmarks" / "crashes.py", "20", "--folder", tmp_path]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "20 kills" in done.stdout
    assert " 0 actions acknowledged" not in done.stdout

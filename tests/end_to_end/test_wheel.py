"""The wheel, installed beside a package that has folders of the same names as our rooms."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.end_to_end.conftest import Launch

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("annotations", "corpus", "disk", "index", "tui", "workspace")
OTHER = {
    **{f"{room}/__init__.py": "whose = 'theirs'\n" for room in ROOMS},
    "other-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: other\nVersion: 1.0\n",
    "other-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this very checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


class House:
    """A virtual environment of its own, with the libraries of the one that runs the tests."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, symlinks=True, with_pip=False)
        self.python = folder / "bin" / "python"
        self.program = folder / "bin" / "nkreader"
        paths = {"base": str(folder), "platbase": str(folder)}
        self.packages = Path(sysconfig.get_path("purelib", "venv", vars=paths))
        self._libraries = self.packages / "libraries.pth"

    def pip(self, command: str, *arguments: str) -> None:
        self._libraries.unlink(missing_ok=True)  # pip would take what is there for installed here
        pip = [sys.executable, "-m", "pip", "--python", str(self.python), "--quiet", command]
        subprocess.run([*pip, *arguments], check=True)
        self._libraries.write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")

    def install(self, wheel: Path) -> None:
        self.pip("install", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel))

    def theirs(self) -> list[str]:
        """The folders of the other package that are still what it brought."""
        ask = f"import {', '.join(ROOMS)}; print(*(m.whose for m in ({', '.join(ROOMS)})))"
        done = subprocess.run(
            [self.python, "-P", "-c", ask], check=True, capture_output=True, text=True
        )
        return done.stdout.split()


@pytest.fixture
def house(wheel: Path, tmp_path: Path) -> House:
    """An environment with the other package and, over it, nkreader."""
    other = tmp_path / "other-1.0-py3-none-any.whl"
    with ZipFile(other, "w") as package:
        for name, text in OTHER.items():
            package.writestr(name, text)
        record = "other-1.0.dist-info/RECORD"
        package.writestr(record, "".join(f"{name},,\n" for name in (*OTHER, record)))
    house = House(tmp_path / "venv")
    house.install(other)
    house.install(wheel)
    return house


def test_the_wheel_brings_one_folder_and_no_more(wheel: Path) -> None:
    with ZipFile(wheel) as package:
        names = {name.split("/")[0] for name in package.namelist()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"nkreader"}


@pytest.mark.slow
def test_it_runs_beside_a_package_with_such_folders(
    house: House, launch: Launch, tmp_path: Path
) -> None:
    assert house.theirs() == ["theirs"] * len(ROOMS)
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "index").mkdir(parents=True)
    (elsewhere / "index" / "__init__.py").write_text("raise SystemExit('not ours')\n")
    terminal = launch(program=(str(house.program),), cwd=elsewhere)
    terminal.sees("5 articles")  # the samples it carries along, read by a process of its own
    terminal.press(b"\r")
    terminal.sees("○ 1 arms deals")  # the topics of the configuration that it carries along
    terminal.press(b"qq")
    assert terminal.wait_exit() == 0


@pytest.mark.slow
def test_either_is_uninstalled_and_leaves_the_other_whole(
    house: House, wheel: Path, tmp_path: Path
) -> None:
    house.pip("uninstall", "--yes", "nkreader")
    assert house.theirs() == ["theirs"] * len(ROOMS)
    assert not (house.packages / "nkreader").exists()
    house.install(wheel)
    house.pip("uninstall", "--yes", "other")
    assert not (house.packages / "index").exists()
    done = subprocess.run(
        [house.program, "search", "Munition"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "Munition" in done.stdout

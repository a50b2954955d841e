"""What is bundled with the program: the default configuration and the sample articles."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def _bundled(name: str) -> Path:
    """The file or folder inside an installed package, else at the top of a source checkout."""
    installed = _HERE / "data" / name
    return installed if installed.exists() else _HERE.parent / name


def config_file() -> Path:
    """The default configuration, commented."""
    return _bundled("config.yaml")


def samples() -> Path:
    """The folder of sample articles."""
    return _bundled("seeds")

"""`python -m nkreader` is the same as `nkreader`."""

from nkreader.cli import run

if __name__ == "__main__":
    run()

"""`python -m nkreader` is the same as `nkreader`."""

from nkreader.cli import main

if __name__ == "__main__":
    main()

"""`python -P -m nkreader.child MODULE …`: be one of the processes that nkreader starts.

They come in by this door because it makes the rooms of an installed nkreader importable. -P: the
folder the user happens to be in must not lend us its modules.
"""

import sys
from importlib import import_module

if __name__ == "__main__":
    sys.argv.pop(0)
    import_module(sys.argv[0]).main()

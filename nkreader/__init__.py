"""The front door: the command line."""

import sys

__version__ = "0.1.0"

# Installed, the other rooms lie in here: `index` or `tui` in site-packages could be anyone's.
sys.path.insert(0, f"{__path__[0]}/rooms")

"""The front door: the command line.

It knows every room. Begin with `main`, which lists the commands.
"""

import sys

__version__ = "0.1.0"

COMPLETE_VARIABLE = "_NKREADER_COMPLETE"
"""The environment variable by which a shell asks what completes a line."""

# Installed, the other rooms lie in here: `index` or `tui` in site-packages could be anyone's.
sys.path.insert(0, f"{__path__[0]}/rooms")

"""`trainlab` and `python -m trainlab`: Ctrl-C ends it without a traceback from its first line on."""

from __future__ import annotations

import os
from importlib import import_module


def main() -> None:
    """Run one verb and leave with its exit code."""
    try:
        import_module("trainlab.cli.main").main()
    except KeyboardInterrupt:  # before the command line was there to say so, or after it
        os._exit(130)


if __name__ == "__main__":
    main()

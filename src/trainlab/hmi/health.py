"""Whether the pages at an address answer, for a container's health check.

python -m trainlab.hmi.health http://127.0.0.1:8080
"""

from __future__ import annotations

import sys
from urllib.error import URLError
from urllib.request import urlopen

TIMEOUT_S = 3.0


def healthy(url: str) -> bool:
    """Whether /health answers in time."""
    try:
        with urlopen(f"{url}/health", timeout=TIMEOUT_S) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(0 if healthy(sys.argv[1]) else 1)

"""Whether the pages at an address answer, for a container's health check.

python -m trainlab.hmi.health http://127.0.0.1:8080
"""

from __future__ import annotations

import sys
from urllib.request import ProxyHandler, build_opener

TIMEOUT_S = 3.0


def healthy(url: str) -> bool:
    """Whether /health answers well and in time; a proxy for the way out is not asked."""
    try:
        with build_opener(ProxyHandler({})).open(f"{url}/health", timeout=TIMEOUT_S) as answer:
            return bool(answer.status == 200)
    except OSError:  # no connection, no answer in time, or one like 503
        return False


if __name__ == "__main__":
    sys.exit(0 if healthy(sys.argv[1]) else 1)

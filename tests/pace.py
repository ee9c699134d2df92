"""How fast this machine is: bounds in processor seconds were set on one, and others may be half as fast without a fault of the code."""

from __future__ import annotations

import time
from functools import cache

STEPS = 2_000_000
SECONDS = 0.2
"""What the steps take where the bounds were set."""


@cache
def slowness() -> float:
    """How many times slower than there this machine is; at least 1. The best of three."""
    return max(1.0, min(_steps() for _ in range(3)) / SECONDS)


def allowed(seconds: float) -> float:
    """Processor seconds that a bound allows here.

    Args:
        seconds: what it allows where it was set.
    """
    return seconds * slowness()


def _steps() -> float:
    begun, total = time.process_time(), 0
    for number in range(STEPS):
        total += number * number
    return time.process_time() - begun

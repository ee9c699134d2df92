"""Lines of progress on the terminal, and errors that tell a person what to do."""

from __future__ import annotations

import time

STARTED = time.monotonic()


class StackError(Exception):
    """Something is missing or failed: what, what to do, and where the log is."""


def say(message: str) -> None:
    """Print one line at once, with the seconds since the start."""
    print(f"[{time.monotonic() - STARTED:6.1f} s] {message}", flush=True)

"""Patience with a service that hangs: one asks again now and then, and all the others need not wait to hear that it still does."""

from __future__ import annotations

import time
from threading import Lock


class Patience:
    """What a process knows of one service, for all its threads.

    Args:
        pause: Seconds after a silence in which the service is not asked.
    """

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._again: float | None = None
        """When somebody may ask again; None while the service answers."""
        self._lock = Lock()

    def may_ask(self) -> bool:
        """Whether to ask now. Where the service was silent, one may after the pause, and the next only after another."""
        with self._lock:
            now = time.monotonic()
            if self._again is None:
                return True
            if now < self._again:
                return False
            self._again = now + self._pause
            return True

    def silent(self) -> None:
        """It did not answer."""
        with self._lock:
            self._again = time.monotonic() + self._pause

    def answered(self) -> None:
        """It answered, whatever it said."""
        with self._lock:
            self._again = None

"""How long to wait before a service that died is started again: longer each time it dies soon, never for ever."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

SHORTEST, LONGEST = 0.2, 30.0
"""Seconds of the first wait and of the longest."""
HEALTHY = 60.0
"""Seconds after which a life counts as a good one, and the next wait is the shortest again."""
MANY, WINDOW = 8, 600.0
"""More deaths than this within so many seconds, and only the longest wait is used."""


class Patience:
    """What is remembered of one service's deaths."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._deaths: deque[float] = deque()
        self._born = clock()
        self._wait = SHORTEST / 2

    def started(self) -> None:
        """It lives again."""
        self._born = self._clock()

    def after_death(self) -> float:
        """It died, or could not be started; seconds to wait before the next start."""
        now = self._clock()
        self._deaths.append(now)
        while self._deaths[0] < now - WINDOW:
            self._deaths.popleft()
        lived = now - self._born
        self._born = now
        self._wait = SHORTEST if lived >= HEALTHY else min(self._wait * 2, LONGEST)
        if self.exhausted:
            self._wait = LONGEST
        return self._wait

    @property
    def deaths(self) -> int:
        """How often it died lately."""
        return len(self._deaths)

    @property
    def exhausted(self) -> bool:
        """Whether it dies so often that something must be mended by a person."""
        return self.deaths > MANY

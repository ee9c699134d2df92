"""Real workers, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from tests.returns.conftest import portal_world, world

__all__ = ["portal_world", "world"]


class Worker:
    """A worker of the queues of spenddata, or of some of them, in a process of its own."""

    def __init__(self, *queues: str) -> None:
        self._queues = queues or ("spenddata", "spenddata-follow")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        command = [sys.executable, "-m", "stack.ckan_command", "jobs", "worker", *self._queues]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
        )

    def is_alive(self) -> bool:
        """Whether it was started and runs."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """Kill it with all that it started (its work-horse, its scheduler, its fork server), without any warning."""
        if self._process is None:
            return
        try:
            family = psutil.Process(self._process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            family = []
        self._process.send_signal(signal.SIGKILL)
        for child in family:
            try:
                child.kill()
            except psutil.NoSuchProcess:
                continue
        self._process.wait()
        self._process = None


@pytest.fixture
def workers() -> Iterator[Callable[[int], list[Worker]]]:
    """Starts several workers at once; none is left afterwards."""
    made: list[Worker] = []

    def start(number: int) -> list[Worker]:
        new = [Worker() for _ in range(number)]
        made.extend(new)
        for each in new:
            each.start()
        return new

    yield start
    for each in made:
        each.kill()


@pytest.fixture
def worker() -> Iterator[Worker]:
    """A worker, not started yet; none is left afterwards."""
    made = Worker()
    yield made
    made.kill()


def wait_for(what: Callable[[], bool], seconds: float = 60, every: float = 0.05) -> float:
    """Wait until something is true; seconds it took."""
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < seconds, "waited in vain"
        time.sleep(every)
    return time.monotonic() - begun

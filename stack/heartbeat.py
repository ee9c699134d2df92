"""Whether a web process still works: it says so itself every few seconds, to whoever looks after it.

A process that hangs has not died. Several share a port, so that nobody can ask one of them alone, and the kernel goes on giving it its
share of the readers. So its loop touches a file whose age the launcher watches, or tells systemd, as long as requests get their answers.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

FILE, NOTIFY = "SPENDDATA_HEARTBEAT", "NOTIFY_SOCKET"
"""In the environment of a process: the file that it touches, and systemd's socket."""
STALLED = 120.0
"""Seconds in which none of its threads has made an answer while requests wait: none works for so long."""
HANGS = 30.0
"""Seconds without a beat after which a process is taken for one that hangs."""
STARTING = 300.0
"""The same before its first one: on a busy machine CKAN takes long to load."""

Clock = Callable[[], float]


class Heartbeat:
    """Of this process."""

    def __init__(self, file: str | None, notify: str | None, clock: Clock = time.monotonic) -> None:
        self._file = Path(file) if file else None
        self._notify = notify
        self._clock = clock
        self._moved = clock()

    @classmethod
    def of_environment(cls) -> Heartbeat:
        """As whoever started this process wants to be told."""
        return cls(os.environ.get(FILE), os.environ.get(NOTIFY))

    def answered(self) -> None:
        """A thread has made an answer."""
        self._moved = self._clock()

    def beat(self, *, waiting: bool) -> None:
        """Say that this process works, unless its threads don't.

        Args:
            waiting: Whether requests wait for a thread.
        """
        if not waiting:
            self._moved = self._clock()
        elif self._clock() - self._moved > STALLED:
            return
        # A full disk or a supervisor that has gone is no reason to stop serving.
        with suppress(OSError):
            if self._file:
                self._file.touch()
            if self._notify:
                _tell(self._notify, b"WATCHDOG=1")


def _tell(address: str, what: bytes) -> None:
    """Send a word to systemd; a name that begins with ``@`` is no file."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
        door.sendto(what, address.replace("@", "\0", 1) if address.startswith("@") else address)


class Watchdog:
    """Watches the heartbeat of one process, from its start on. Time is the launcher's own, so that a sleep of the machine is no silence."""

    def __init__(self, file: Path, clock: Clock = time.monotonic) -> None:
        file.unlink(missing_ok=True)
        self._file = file
        self._clock = clock
        self._seen = 0
        self._since = clock()

    def silence(self) -> float:
        """Seconds since the last beat, or since the start."""
        with suppress(OSError):
            seen = self._file.stat().st_mtime_ns
            if seen != self._seen:
                self._seen, self._since = seen, self._clock()
        return self._clock() - self._since

    def has_expired(self) -> bool:
        """Whether the process hangs."""
        return self.silence() > (HANGS if self._seen else STARTING)

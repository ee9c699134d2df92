"""One request makes a page that many ask for at the same time; the others wait until it is there."""

from __future__ import annotations

from threading import Event, Lock


class Making:
    """The pages that are being made now, of all threads of a process."""

    def __init__(self) -> None:
        self._begun: dict[tuple[str, str], Event] = {}
        self._lock = Lock()

    def begin(self, address: str, state: str) -> bool:
        """Whether whoever asks is to make a page, and to call :meth:`end` after that; False where somebody does already."""
        with self._lock:
            if (address, state) in self._begun:
                return False
            self._begun[address, state] = Event()
            return True

    def end(self, address: str, state: str) -> None:
        """It is made, or failed."""
        with self._lock:
            ended = self._begun.pop((address, state), None)
        if ended:
            ended.set()

    def wait(self, address: str, state: str, seconds: float) -> None:
        """Wait until that has ended, so many seconds at most."""
        with self._lock:
            begun = self._begun.get((address, state))
        if begun:
            begun.wait(seconds)

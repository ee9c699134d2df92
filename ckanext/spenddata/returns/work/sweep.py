"""The sweep: finds work that a lost message, a killed process or a machine's failure left behind. The clock calls it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from ckan import model

from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.returns.work import background

log = logging.getLogger(__name__)

LEFT_BEHIND = 24 * 3600
"""Seconds after which a half-written file can't belong to anybody."""
UNTAKEN_SECONDS = 60.0
"""So long work may wait while no worker is at it; then it is done here."""


class Sweeper:
    """Sweeps again and again, and remembers in between what nobody took.

    Args:
        surroundings: Makes what work of CKAN's needs around it in a thread, such as an application's context.
        untaken_seconds: So long work may wait for a worker.
    """

    def __init__(
        self,
        surroundings: Callable[[], AbstractContextManager[object]] = nullcontext,
        untaken_seconds: float = UNTAKEN_SECONDS,
    ) -> None:
        self._surroundings, self._patience = surroundings, untaken_seconds
        self._untaken: dict[str, float] = {}
        self._hands: dict[str, threading.Thread] = {}

    def sweep(self) -> None:
        """Clear what killed processes left, and call workers to what waits; where none can be called, or none comes, do it here."""
        Storage().clear_incoming(older_than=time.time() - LEFT_BEHIND)
        for kind in background.kinds():
            if not kind.waiting():
                self._untaken.pop(kind.name, None)
            elif not kind.ring() or self._nobody_comes(kind):
                self._do(kind)

    def wait(self, seconds: float) -> None:
        """Let what is being done here come to its end, for so long."""
        for hand in self._hands.values():
            hand.join(seconds)

    def _nobody_comes(self, kind: background.Kind) -> bool:
        if kind.in_hands():
            self._untaken.pop(kind.name, None)
            return False
        since = self._untaken.setdefault(kind.name, time.monotonic())
        return time.monotonic() - since >= self._patience

    def _do(self, kind: background.Kind) -> None:
        """Do it beside the clock, which must go on: a large publication takes minutes."""
        hand = self._hands.get(kind.name)
        if hand is None or not hand.is_alive():
            log.warning("No worker takes the %s that wait; they are done by the clock.", kind.name)
            hand = threading.Thread(target=self._drain, args=(kind.drain,), daemon=True, name=kind.name)
            self._hands[kind.name] = hand
            hand.start()

    def _drain(self, drain: Callable[[], None]) -> None:
        try:
            with self._surroundings():
                drain()
        except Exception:  # the next round tries again
            log.exception("The work was left")
        finally:
            model.Session.remove()


def begin() -> None:
    """A process of the portal has started: call workers to what a dead one may have left, without waiting for the clock."""
    background.ring()
    background.ring_followups()

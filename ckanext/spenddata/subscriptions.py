"""What is done when something happens elsewhere in CKAN."""

from __future__ import annotations

import os

from ckanext.spenddata.returns import sweep

__all__ = ["get_subscriptions", "process_started"]

_BORN_IN = os.getpid()
"""The process that imported this; a worker's forked children load CKAN again without being a new start."""


def process_started() -> None:
    """A web server, worker or command begins: work that a dead process left is taken up at once, not only at the next sweep."""
    if os.getpid() == _BORN_IN:
        sweep.begin()


def get_subscriptions() -> dict[object, list[object]]:
    """Signals of CKAN that are listened to."""
    return {}

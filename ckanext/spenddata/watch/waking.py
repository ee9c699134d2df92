"""Work that waits for an outage is woken when the outage ends, so that it need not sit out its pause."""

from __future__ import annotations

import shutil

from ckan.plugins import toolkit as tk

from ckanext.spenddata.faults import Kind
from ckanext.spenddata.returns.filing.reading import NEARLY_FULL
from ckanext.spenddata.returns.work import waiting
from ckanext.spenddata.watch import ready

KINDS = {
    "database": Kind.DATABASE,
    "datastore": Kind.DATABASE,
    "valkey": Kind.MEMORY,
    "catalogue search": Kind.SEARCH,
    "payment search": Kind.SEARCH,
}
"""Services, as :mod:`ckanext.spenddata.watch.ready` calls them → what work that needs them waits for."""


class Waker:
    """Remembers what was away. Only what was seen away and then back wakes work: what answers and yet fails must not be hurried."""

    def __init__(self) -> None:
        self._away: set[Kind] = set()

    def look(self) -> set[Kind]:
        """Wake the work that waited for what is back; what is back."""
        away = _away()
        back, self._away = self._away - away, away
        if back:
            waiting.wake(back)
        return back


def _away() -> set[Kind]:
    away = {KINDS[name] for name in ready.missing()}
    if shutil.disk_usage(tk.config["ckan.storage_path"]).free < NEARLY_FULL:
        away.add(Kind.DISK)
    return away

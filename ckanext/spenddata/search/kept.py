"""Answers that are kept for as long as Solr says that they are still true.

Solr gives each answer the version of its index (an ETag), and is asked every time whether that is still the version: it says so
without searching (``304``). So whatever is published, withdrawn or erased is in the next answer, by the very commit that changes the
index. Only the work of searching, counting and summing the same again is saved.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any, NamedTuple

MOST = 200
"""Answers of one process; one with fifty rows has some 60 kB."""


class Kept(NamedTuple):
    """An answer, and the version of the index that gave it."""

    version: str
    answer: dict[str, Any]


class KeptAnswers:
    """The answers used last, of all threads of a process. Whoever reads one must not change it."""

    def __init__(self, most: int = MOST) -> None:
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def find(self, question: str) -> Kept | None:
        """The answer to the same question, of some version."""
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
            return self._kept.get(question)

    def keep(self, question: str, kept: Kept) -> None:
        """Keep an answer, and forget the one that was not used for longest where there are too many."""
        with self._lock:
            self._kept[question] = kept
            self._kept.move_to_end(question)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

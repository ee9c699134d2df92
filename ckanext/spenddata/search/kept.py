"""Answers that are kept for as long as Solr says that they are still true.

Solr gives each answer the version of its index (an ETag), and is asked every time whether that is still the version: it says so
without searching (``304``). So whatever is published, withdrawn or erased is in the next answer, by the very commit that changes the
index. Only the work of searching, counting and summing the same again is saved.
"""

from __future__ import annotations

from typing import Any, NamedTuple

MOST = 200
"""Answers of one process; one with fifty rows has some 60 kB."""


class Kept(NamedTuple):
    """An answer, and the version of the index that gave it."""

    version: str
    answer: dict[str, Any]

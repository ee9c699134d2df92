"""What other CKAN plugins may add to the portal. Kinds of rules are added otherwise, as they work without CKAN: see ``extensions.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ckan.plugins.interfaces import Interface
from typing_extensions import TypedDict

__all__ = ["ExportFormat", "ISpenddata", "Publication"]


class Publication(TypedDict):
    """A return of which what is public has changed."""

    reference: str
    """Such as ``X-DEMO-1.lgtc-500.2026-Q1``: what ``spenddata_return_show`` asks for."""
    publisher_id: str
    regime: str
    period: str
    revision: int
    """Number of the revision for which this is done; what is public now may be a later one, or nothing."""
    state: str
    """Of that revision, now: ``published``, ``superseded``, ``withdrawn``, ``erased``."""


class ExportFormat(NamedTuple):
    """A format in which figures of a page are taken away."""

    mimetype: str
    write: Callable[[Sequence[str], Iterable[Sequence[Any]]], Iterator[str | bytes]]
    """Names of the columns, and lines of as many cells → the file, in pieces. A cell is text, a number, or None where nothing is
    known; money is text with two decimals. Lines are read once, as they come."""


class ISpenddata(Interface):
    """Implemented by plugins that take part in the life of returns, or in what is made of them."""

    def spenddata_followups(self) -> Mapping[str, Callable[[Publication], None]]:
        """Steps that follow each publication, replacement, withdrawal and erasure, like our own (``returns/followups/steps.py``).

        Returns:
            Name of the step → what does it. The name begins with the plugin's, has at most 40 letters, and stays the same: it is stored.

        A worker calls each step after our own, outside any transaction, with what it is about. It is called **at least once** and may be
        called again with the same: it must then have the effect of once. What it raises is kept as the reason, and it is tried again
        as our steps are: as long as a service is away, else five times, then it is *stuck* and told to the administrators. It never
        keeps a publication or another step from being done.
        """
        return {}

    def spenddata_export_formats(self) -> Mapping[str, ExportFormat]:
        """Formats in which comparisons and tables of totals can be taken away, like our own (``views/exports.py``).

        Returns:
            Ending of the address and of the file → the format: ``jsonl`` answers at ``/spend/compare.jsonl`` and
            ``/spend/explore.jsonl``. Small letters and digits; an ending that is there already stays as it is.
        """
        return {}

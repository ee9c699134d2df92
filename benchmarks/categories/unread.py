"""The tables as they would be, had nobody read some publishers' payments before writing them.

Names and words were written down by people who had seen payments of the labelled publishers. So a line that of all publishers only
unseen ones have is taken out again before these are decided, but for as large a share as is known of names that nobody has read:
otherwise cross-validation would promise what a new publisher does not get.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import polars as pl

from benchmarks.categories.labelled import Labelled
from ckanext.spenddata.classify.evidence import PURPOSE, SUPPLIER
from ckanext.spenddata.definitions.knowledge import Knowledge
from ckanext.spenddata.values.tokens import runs, tokens

__all__ = ["KNOWN_ANYWAY", "without_what_was_read"]

KNOWN_ANYWAY = {"suppliers": 0.6, "supplier_words": 0.9, "purpose_words": 0.9}
"""Share of the lines that would be there anyway. In 78 spend files ``suppliers.csv`` knows 27% of the suppliers of one publisher that no
labelled payment has, and 45% of those that one has; the tables of words 63% and 68% of names, 79% and 84% of expense types."""
_DIGITS = 8


def without_what_was_read(known: Knowledge, payments: Labelled, unseen: pl.Series) -> Knowledge:
    """The tables without lines that were, as far as can be told, written for publishers that are to be unseen.

    Args:
        known: The tables.
        payments: All labelled payments.
        unseen: Of each of them, whether its publisher is to be unseen.
    """
    theirs, others = _runs(payments.filter(unseen)), _runs(payments.filter(~unseen))
    kept = dict(known.runs)
    for table, share in KNOWN_ANYWAY.items():
        name = "supplier" if table.startswith("supplier") else "purpose"
        read = theirs[name] - others[name]
        kept[table] = {
            run: spoken for run, spoken in known.runs[table].items() if run not in read or _drawn(run) < share
        }
    return replace(known, runs=kept)


def _runs(payments: Labelled) -> dict[str, set[str]]:
    """Every run of words in the names of suppliers, and in what says a purpose."""
    rows = payments.rows()
    fields = {"supplier": [SUPPLIER], "purpose": [field for field in PURPOSE if field in rows.columns]}
    return {name: set(_of_cells(rows, of_name)) for name, of_name in fields.items()}


def _of_cells(rows: pl.DataFrame, fields: list[str]) -> Iterator[str]:
    for field in fields:
        yield from runs(tokens(rows[field].unique()))["run"]


def _drawn(run: str) -> float:
    """A number from 0 to 1, by lot and the same each time."""
    return int(sha256(run.encode()).hexdigest()[:_DIGITS], 16) / 16**_DIGITS

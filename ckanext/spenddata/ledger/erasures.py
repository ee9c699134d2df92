"""The ledger's record of what was erased: that, when and why; never what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ckanext.spenddata.ledger.connection import Connection, frozen

_OF_ENTRY = """
select erasure_id, scope, rows, why, erased from spenddata.erasure where entry_no = %(entry_no)s order by erased, erasure_id
"""


@dataclass(frozen=True)
class Erased:
    """One erasure in one entry."""

    erasure_id: str
    scope: Literal["cells", "rows", "revision"]
    rows: tuple[int, ...]
    """Numbers of the rows in their entry; none where the whole revision was erased."""
    why: str
    erased: datetime


def of_entry(database: Connection, entry_no: int) -> list[Erased]:
    """The erasures in an entry, the first one first."""
    with database.cursor() as cursor:
        cursor.execute(_OF_ENTRY, {"entry_no": entry_no})
        return [Erased(*frozen(row)) for row in cursor]


def row_numbers(erased: Sequence[Erased], n: int) -> list[int]:
    """The numbers of the rows that an entry of ``n`` rows has still: the rows that were erased have left gaps."""
    gone = {row for each in erased if each.scope == "rows" for row in each.rows}
    return [number for number in range(1, n + len(gone) + 1) if number not in gone]

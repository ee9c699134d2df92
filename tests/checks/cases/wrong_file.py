"""Signs that the wrong file was sent, or more than was meant."""

from __future__ import annotations

from datetime import date
from typing import Any

from ckanext.spenddata.checks.context import TableColumns
from ckanext.spenddata.checks.history import History
from ckanext.spenddata.intake.reading import HiddenSheet, TotalRow
from tests.checks.cases.case import Case, numbered
from tests.checks.filings import FILE, filing, good


def table(**known: Any) -> dict[str, Any]:
    """What is known of the one table of a file, whose rows begin at row 2."""
    return {"columns": (TableColumns(FILE, None, 2, {"amount": 8, "supplier_name": 6}, last_row=40, **known),)}


def totals(*found: tuple[int, int, str]) -> dict[str, Any]:
    return table(totals=tuple(TotalRow(*each) for each in found))


MONTHS = History.of([(month, filing(*numbered(6, amount="30000.00")).frame) for month in ("2026-02", "2026-03")])

CASES = [
    Case(
        "hidden-rows",
        numbered(5),
        numbered(2),
        known=table(hidden_rows=(5, 6)),
        once=True,
        says="see in your spreadsheet",
    ),
    Case(
        "hidden-sheets",
        numbered(2),
        numbered(2),
        known={"hidden_sheets": ((FILE, HiddenSheet("Late ones", 3, 150_000)),)},
        passes_known={"hidden_sheets": ()},
        once=True,
        says="on a sheet that you see",
    ),
    Case(
        "hidden-columns",
        numbered(2),
        numbered(2),
        known=table(hidden_columns=(6, 9), titles={"supplier_name": "Foster carer"}),
        passes_known=table(hidden_columns=(9,)),
        once=True,
    ),
    Case(
        "total-differs",
        numbered(3, amount="30000.00"),
        [*numbered(2, amount="30000.00"), good(amount="40000.00")],
        known=totals((5, 10_000_000, "Total")),
        once=True,
    ),
    Case(
        "marked-not-for-publication",
        [good()],
        [good()],
        known={"words": ((FILE, "April_DRAFT_v2.csv"), (FILE, "DO NOT PUBLISH"))},
        passes_known={"words": ((FILE, "spend.csv"), (FILE, "Drafting services, draughtsmen, internal audit"))},
        once=True,
    ),
    Case(
        "amount-mostly-negative",
        numbered(12, amount="-30000.00"),
        [*numbered(6, amount="-30000.00"), *numbered(6)],
        once=True,
    ),
    Case("amount-all-equal", numbered(12), [*numbered(11), good(amount="1.00")], once=True),
    Case(
        "return-another-total",
        numbered(3, amount="3000000.00"),
        numbered(3, amount="90000.00"),
        known={"history": MONTHS},
        says="£180,000",
        once=True,
    ),
    Case(
        "period-not-begun",
        [good()],
        [good()],
        known={"today": date(2026, 3, 31)},
        passes_known={"today": date(2026, 4, 1)},
        once=True,
    ),
]

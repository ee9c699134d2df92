"""Rows that stand more than once."""

from __future__ import annotations

from ckanext.spenddata.checks.history import SentBefore
from tests.checks.cases.case import Case, doubled, numbered
from tests.checks.filings import HISTORY, good

BLOCK = [
    good(supplier_name=f"Supplier {n % 5} Ltd", amount=str(26000 + n), transaction_number=str(n)) for n in range(12)
]

CASES = [
    Case(
        "repeat-exact",
        [*doubled([good()]), good(), good(transaction_number="2")],
        [good(), good(description="Another"), good(amount="30000.01")],
        once=True,
    ),
    Case("repeat-whole-file", doubled(numbered(5)), [*doubled(numbered(5)), *numbered(2, amount="1")], once=True),
    Case(
        "repeat-block",
        [*BLOCK, good(amount="1"), *[{**row, "transaction_number": f"9{n}"} for n, row in enumerate(BLOCK)]],
        [*BLOCK, good(amount="1"), *[{**row, "transaction_number": f"9{n}"} for n, row in enumerate(reversed(BLOCK))]],
        once=True,
    ),
    Case(
        "repeat-in-pairs",
        [
            *BLOCK,
            *[{**row, "payment_date": "28/04/2026", "transaction_number": f"PP{n}"} for n, row in enumerate(BLOCK)],
        ],
        [*BLOCK, *[{**row, "payment_date": "28/04/2026", "amount": f"9{n}"} for n, row in enumerate(BLOCK)]],
        once=True,
    ),
    Case(
        "repeat-other-date",
        [good(), good(payment_date="16/04/2026")],
        [
            good(),
            good(payment_date="16/04/2026", transaction_number="2"),
            good(payment_date="17/04/2026", amount="1"),
            good(transaction_number="DIRECT DEBIT"),
            good(payment_date="16/04/2026", transaction_number="DIRECT DEBIT"),
        ],
        once=True,
    ),
    Case(
        "repeat-same-file",
        [good()],
        [good()],
        known={"sent_before": (SentBefore(file="spend.csv", where="January 2026 (X-DEMO-EXBURY.hmt-25k.2026-01)"),)},
        passes_known={},
        once=True,
    ),
    Case(
        "repeat-same-rows",
        [good(transaction_number=str(n), payment_date="10/03/2026") for n in range(6)] + numbered(6),
        [good(transaction_number=str(n), payment_date="10/03/2026") for n in range(4)] + numbered(6),
        known={"history": HISTORY},
        once=True,
    ),
    Case(
        "repeat-other-dates",
        numbered(50, amount="30000.00"),
        numbered(49, amount="30000.00"),
        known={"history": HISTORY},
        once=True,
    ),
    Case(
        "repeat-earlier-return",
        [good(transaction_number="7", payment_date="10/03/2026")],
        [good(transaction_number="7"), good(transaction_number="31", payment_date="10/03/2026")],
        known={"history": HISTORY},
        says="2026-03",
    ),
]

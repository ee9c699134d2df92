"""Dates, the period of the return, and when it is due."""

from __future__ import annotations

from datetime import date

from ckanext.spenddata.checks.history import History
from tests.checks.cases.case import Case, numbered, texts
from tests.checks.filings import COUNCILS, THREE_MONTHS, filing, good

TO_THE_END = History.of(
    (month, filing(*texts("payment_date", days)).frame)
    for month, days in (("2026-02", ["03/02/2026", "26/02/2026"]), ("2026-03", ["31/03/2026"]))
)
CASES = [
    Case(
        "date-outside-period",
        texts("payment_date", ["31/03/2026", "01/05/2026"]),
        texts("payment_date", ["01/04/2026", "30/04/2026"]),
        says="1 April 2026 to 30 April 2026",
    ),
    Case(
        "date-in-future",
        texts("payment_date", ["21/05/2026", "17/06/2026"]),
        texts("payment_date", ["20/05/2026", "18/06/2026"]),
        says="20 May 2026",
    ),
    Case(
        "date-far-in-future",
        texts("payment_date", ["18/06/2026", "15/04/2041"]),
        texts("payment_date", ["20/05/2026", "17/06/2026"]),
        says="20 May 2026",
    ),
    Case(
        "date-far-from-period",
        texts("payment_date", ["15/04/2016", "31/03/2024"]),
        texts("payment_date", ["01/04/2024", "15/04/2026", "20/05/2026", "15/04/2041"]),
        says="1 April 2026",
    ),
    Case(
        "date-far-from-period",
        [good(payment_date="15/04/2025")],
        [good(payment_date="15/04/2024")],
        known={"period": "2024-03", "today": date(2026, 5, 20)},
    ),
    Case(
        "date-month-only", texts("payment_date", ["Apr-26", "April 2026", "2026"]), [good(), good(date_precision="day")]
    ),
    Case("date-serial", [good(payment_date="46127")], [good(), good(payment_date="15 April 2026")], fix="2026-04-15"),
    Case("date-month-first", [good(payment_date="04/15/2026")], [good(payment_date="15/04/2026")], fix="2026-04-15"),
    Case(
        "date-written-otherwise",
        texts("payment_date", ["15.04.2026", "15-Apr-26", "15/04/26", "20260415"]),
        texts("payment_date", ["15/04/2026", "2026-04-15", "2026-04-15T00:00:00"]),
        fix="2026-04-15",
    ),
    Case("date-one-for-all", numbered(50), [*numbered(49), good(payment_date="16/04/2026")], once=True),
    Case(
        "period-another",
        texts("payment_date", ["15/03/2026", "16/03/2026", "15/04/2026"]),
        texts("payment_date", ["15/03/2026", "16/04/2026"]),
        once=True,
        fix="2026-03",
    ),
    Case(
        "period-month-missing",
        texts("payment_date", ["15/04/2026", "16/06/2026"]),
        texts("payment_date", ["15/04/2026", "16/05/2026", "01/06/2026"]),
        once=True,
        known=COUNCILS,
    ),
    Case(
        "period-months-missing",
        numbered(100, payment_date="15/04/2026"),
        [*numbered(99, payment_date="15/04/2026"), good(payment_date="16/06/2026")],
        once=True,
        known=COUNCILS,
    ),
    Case(
        "period-months-missing",
        numbered(100, payment_date="15/04/2026"),
        numbered(99, payment_date="15/04/2026"),
        once=True,
        known=COUNCILS,
    ),
    Case(
        "period-cut-short",
        texts("payment_date", ["01/04/2026", "14/04/2026"]),
        texts("payment_date", ["01/04/2026", "29/04/2026"]),
        known={"history": TO_THE_END},
        once=True,
        says="2 days",
    ),
    Case(
        "period-not-over",
        [good()],
        [good()],
        once=True,
        known={"today": date(2026, 4, 30)},
        passes_known={"today": date(2026, 5, 1)},
        says="30 April 2026",
    ),
    Case(
        "return-another-size",
        numbered(14),
        numbered(15),
        once=True,
        known={"history": THREE_MONTHS},
        says="60 rows",
    ),
    Case(
        "return-late",
        [good()],
        [good()],
        once=True,
        known={"today": date(2026, 5, 30)},
        passes_known={"today": date(2026, 5, 29)},
        says="29 May 2026",
    ),
]

"""Signs that the wrong file was sent, or more than was meant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from ckanext.spenddata.checks.history import History, Published
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.intake.reading import Heading, HiddenSheet, MarkedRows, TableBeside, TotalRow
from tests.checks.cases.case import Case, numbered, texts
from tests.checks.filings import COUNCIL, COUNCILS, FILE, OTHERS, filing, good, table_of


def table(**known: Any) -> dict[str, Any]:
    """What is known of the one table of a file, whose rows begin at row 2."""
    return {"tables": (table_of(None, 2, columns={"amount": 8, "supplier_name": 6}, last_row=40, **known),)}


def totals(*found: tuple[int, int, str]) -> dict[str, Any]:
    return table(totals=tuple(TotalRow(*each) for each in found))


TWO_TABLES: dict[str, Any] = {
    "tables": tuple(table_of(None, first, columns={"amount": 8}, last_row=last) for first, last in ((2, 3), (4, 5)))
}
MONTHS = History.of([(month, filing(*numbered(6, amount="30000.00")).frame) for month in ("2026-02", "2026-03")])


def with_duties(*regimes: str, kind: str = "") -> Publisher:
    return msgspec.structs.replace(COUNCIL, regimes=regimes, body_type=kind)


def replaces(payments: int, pounds: str) -> dict[str, Any]:
    return {"published": Published(payments=payments, pence=int(Decimal(pounds) * 100))}


THREE_AREAS = History.of(
    (month, filing(*(good(expense_area=area) for area in ("Finance", "Highways", "Housing"))).frame)
    for month in ("2026-02", "2026-03")
)

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
        "table-beside",
        numbered(2),
        numbered(2),
        known=table(beside=TableBeside(12, 17, 20, 4_390_000)),
        passes_known=table(),
        once=True,
        says="One table in each sheet",
    ),
    Case(
        "rows-marked",
        numbered(4),
        [*numbered(2), *(good(supplier_name=None, redaction_reason="personal_data") for _ in range(2))],
        known=table(marked=(MarkedRows("Publish?", (3, 4)),)),
        passes_known=table(marked=(MarkedRows("Redact", (4, 5)),)),
        once=True,
    ),
    Case(
        "export-cut-short",
        numbered(2),
        numbered(2),
        known=table(cut_row=3),
        passes_known=table(),
        once=True,
        says="as whole as the others",
    ),
    Case(
        "total-differs",
        numbered(3, amount="30000.00"),
        [*numbered(2, amount="30000.00"), good(amount="40000.00")],
        known=totals((5, 10_000_000, "Total")),
        once=True,
    ),
    Case(
        "tables-sum-alike",
        [*numbered(2, amount="30000.00"), good(amount="20000.00"), good(amount="40000.00")],
        [*numbered(2, amount="30000.00"), good(amount="20000.00"), good(amount="41000.00")],
        known=TWO_TABLES,
        passes_known=TWO_TABLES,
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
    *(
        Case(
            "marked-not-for-publication",
            [good()],
            [good()],
            known={"words": ((FILE, name),)},
            passes_known={"words": ((FILE, other),)},
            once=True,
        )
        for name, other in (
            ("TEST.csv", "Test Valley Borough Council.csv"),
            ("test2.xlsx", "Latest.csv"),
            ("Test April 2026.csv", "Test Valley spend April 2026.csv"),
            ("spend_2026-04_TEST.csv", "Covid testing spend.csv"),
            ("Copy of test spend.csv", "Tests.csv"),
            ("Spend (test).xlsx", "MOT test centre.csv"),
            ("April spend testing.csv", "Covid-19 Testing.csv"),
            ("Over 500 testing.csv", "COVID 19 Community Testing.xlsx"),
            ("Spend 2026 (testing).csv", "Slope Testing.csv"),
            ("Covid-19 Testing DRAFT.csv", "covid_19_test.csv"),
            ("Exbury test.csv", "Legionella testing.csv"),
        )
    ),
    Case(
        "amounts-below-threshold",
        numbered(20, amount="400.00"),
        [*numbered(18, amount="400.00"), *numbered(2, amount="30000.00")],
        says="£25,000",
        once=True,
    ),
    Case(
        "amounts-below-threshold",
        numbered(20, amount="240.00"),
        numbered(20, amount="260.00"),
        known=COUNCILS,
        once=True,
    ),
    Case(
        "amounts-far-above",
        numbered(50, amount="50000.01"),
        [*numbered(50, amount="50000.01"), good(amount="-50000.00")],
        known=COUNCILS,
        says="all above £500",
        once=True,
    ),
    Case(
        "amounts-far-above",
        numbered(50, amount="500.01"),
        numbered(49, amount="500.01"),
        known={**COUNCILS, "regime": "lgtc-gpc"},
        says="however small",
        once=True,
    ),
    Case(
        "amount-mostly-negative",
        numbered(12, amount="-30000.00"),
        [*numbered(6, amount="-30000.00"), *numbered(6)],
        once=True,
    ),
    Case(
        "amount-mostly-equal",
        [*numbered(18), good(amount="1.00"), good(amount="2.00")],
        [*numbered(17), good(amount="1.00"), good(amount="2.00"), good(amount="3.00")],
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


def titled(*titles: str) -> dict[str, Any]:
    return table(all_titles=titles)


def kept(basis: str) -> dict[str, Any]:
    """Two earlier returns whose amounts are on a basis, and what is said of these."""
    rows = numbered(3, amount_basis=basis)
    return {"history": History.of([(month, filing(*rows).frame) for month in ("2026-02", "2026-03")])}


def in_order(count: int, *fields: str) -> list[dict[str, str | None]]:
    """Rows of which these columns are each in order, and the others are not."""
    cells = {
        "payment_date": [f"{n // 2 + 1:02d}/04/2026" for n in range(count)],
        "supplier_name": [f"Firm {n:03d} Ltd" for n in range(count)],
        "amount": [f"{90_000 - n * 7}.00" for n in range(count)],
    }
    places = [n * 17 % count for n in range(count)]
    return [
        good(**{name: column[n] if name in fields else column[places[n]] for name, column in cells.items()})
        for n in range(count)
    ]


def by_month(days: list[str]) -> list[dict[str, str | None]]:
    return [
        {"payment_date": day, "supplier_name": f"Firm {n} Ltd", "amount": f"{30_000 + n}.00"}
        for day in days
        for n in range(6)
    ]


CASES += [
    Case(
        "period-another-named",
        [good()],
        [good()],
        known={"words": ((FILE.replace("spend", "spend-2025-04"), "x"),)},
        passes_known={"words": ((FILE.replace("spend", "spend-apr-2026"), "May 2026"), ("Q1.csv", ""))},
        says="April 2026",
        once=True,
    ),
    Case(
        "period-another-named-and-dated",
        [*numbered(3), good(payment_date="31/03/2026")],
        [*numbered(4), good(payment_date="31/03/2026")],
        known={"words": (("over-25k-March-2026.csv", "x"),)},
        says="April 2026",
        once=True,
    ),
    Case("amount-unlikely-unit", numbered(12, amount="31.5"), numbered(9, amount="31.5"), says="£25,000", once=True),
    Case(
        "amount-unlikely-unit",
        numbered(12, amount="3000000"),
        [*numbered(8, amount="31.5"), *numbered(8, amount="3.10")],
        once=True,
    ),
    Case(
        "amount-unlikely-unit",
        numbered(12, amount="1.9"),
        numbered(12, amount="1900"),
        known={"regime": "lgtc-500", "period": "2026-Q2"},
        says="£250",
        once=True,
    ),
    Case(
        "amount-unlikely-unit",
        numbered(12, amount="190000"),
        numbered(12, amount="190000.01"),
        known={"regime": "lgtc-500", "period": "2026-Q2"},
        once=True,
    ),
    Case(
        "amount-basis-changed",
        numbered(2, amount_basis="gross"),
        numbered(2, amount_basis="unknown"),
        known=kept("net_of_recoverable_vat"),
        says="without recoverable VAT",
        once=True,
    ),
    Case(
        "amount-basis-changed",
        numbered(2),
        numbered(2),
        known={**kept("gross"), "amount_basis": "net_of_all_vat"},
        passes_known={**kept("gross"), "amount_basis": "gross"},
        says="with VAT",
        once=True,
    ),
    Case(
        "payroll-titles",
        [good()],
        [good()],
        known=titled("Pay_Date", "Employee Name", "Net Pay"),
        passes_known=titled("Payroll", "Region (NI)", "Amount", "Supplier"),
        once=True,
    ),
    Case(
        "payroll-titles",
        [good()],
        [good()],
        known=titled("Date", "Surname", "Forename", "Grade", "Amount"),
        passes_known=titled("Surname", "Forename", "Grant amount"),
        once=True,
    ),
    Case(
        "payroll-rows",
        [*texts("description", ["Salary", "Basic pay April", "Overtime"]), good()],
        [*texts("description", ["Salary", "Salaries software"]), good(), good()],
        once=True,
    ),
    Case(
        "card-statement",
        [good()],
        [good()],
        known=titled("Date", "Cardholder", "Merchant", "Amount"),
        passes_known=titled("Date", "Supplier", "Merchant Category", "Card Transaction"),
        once=True,
    ),
    Case(
        "summary-titles",
        [good()],
        [good()],
        known=titled("Month", "Supplier", "Number of payments", "Total"),
        passes_known=titled("Number", "Invoice number", "Sum of Amount"),
        once=True,
    ),
    Case(
        "summary-rows",
        by_month(["Apr-26", "May-26"]),
        [*by_month(["Apr-26"]), *by_month(["Apr-26"])],
        once=True,
    ),
    Case("summary-rows", by_month(["Apr-26", "May-26"]), by_month(["1/4/2026", "2/4/2026"]), once=True),
    Case(
        "not-payments-titles",
        [good()],
        [good()],
        known=titled("Supplier", "Due date", "Amount outstanding"),
        passes_known=titled("Budget Holder", "Due Date", "Amount", "Order Number", "Customer Services area"),
        once=True,
    ),
    Case(
        "test-rows",
        [*numbered(2), *texts("supplier_name", ["TEST", "Test supplier 1", "dummy vendor", "DRAFT"])],
        texts("supplier_name", ["Test Valley Borough Council", "Testing Services Ltd", "Dummy & Sons Ltd"]),
        once=True,
    ),
    Case(
        "rows-cancelled",
        [
            *numbered(2),
            *texts("supplier_name", ["VOID - Alder Ltd", "Alder Ltd (CANCELLED)", "Cancelled"]),
            *texts("transaction_number", ["9009 VOID"]),
        ],
        texts("supplier_name", ["Void Property Services Ltd", "Avoid", "The Void", "Cancelled Stamps: Dealers Ltd"]),
        once=True,
    ),
    Case(
        "card-settled",
        [*numbered(2), *texts("supplier_name", ["PAYMENT RECEIVED - THANK YOU", "Direct debit payment, thanks"])],
        texts("supplier_name", ["Thank You Cards Ltd", "Payment Systems Regulator", "Direct Debit Payments Ltd"]),
        once=True,
    ),
    Case(
        "card-settled",
        [*numbered(2), *texts("description", ["Payment received", "AUTOMATIC PAYMENT RECEIVED"])],
        [*numbered(2), *texts("description", ["Payment received", "AUTOMATIC PAYMENT RECEIVED"])],
        known=titled("Date", "Merchant Name", "Amount"),
        passes_known=titled("Date", "Supplier", "Description", "Amount"),
        once=True,
    ),
    Case(
        "supplier-one-for-all",
        numbered(20),
        [*numbered(20), good(supplier_name="Alder Ltd")],
        once=True,
    ),
    Case(
        "area-one-for-all",
        numbered(20),
        [*numbered(20), good(expense_area="Highways")],
        known={"history": THREE_AREAS},
        once=True,
    ),
    Case(
        "area-one-for-all",
        numbered(20),
        numbered(20),
        known={"history": THREE_AREAS},
        passes_known={"history": MONTHS},
        once=True,
    ),
    Case(
        "columns-exchanged",
        [
            good(**dict(zip(("supplier_name", "expense_area"), pair[:: 1 if n < 24 else -1], strict=True)))
            for n in range(36)
            for pair in [(f"Firm {n % 7} Ltd", ("Housing", "Highways", "Parks")[n % 3])]
        ],
        [good(supplier_name=f"Firm {n % 7} Ltd", expense_area=("Housing", "Highways")[n % 2]) for n in range(36)],
        once=True,
    ),
    Case("columns-sorted-apart", in_order(40, "supplier_name", "amount"), in_order(40, "amount"), once=True),
    Case(
        "columns-sorted-apart",
        in_order(40, "payment_date", "amount"),
        in_order(29, "payment_date", "amount"),
        once=True,
    ),
    Case(
        "export-cut-off",
        [good()],
        [good()],
        known={"tables": (table_of(None, 2, last_row=65_536),)},
        passes_known={"tables": (table_of(None, 2, last_row=65_535),)},
        once=True,
    ),
    Case("export-one-page", numbered(1000), numbered(999), once=True),
    Case(
        "duty-another",
        numbered(2),
        numbered(2),
        known={"publisher": with_duties("lgtc-500", "pa23-s70")},
        passes_known={"publisher": with_duties("lgtc-500", "hmt-25k")},
        once=True,
        says="a duty of Exbury Council: Local authority spending over £500; Payments over £30,000",
    ),
    Case(
        "duty-another",
        numbered(2),
        numbered(2),
        known={"publisher": with_duties(kind="local authority")},
        passes_known={"publisher": with_duties(kind="NHS trust")},
        once=True,
        says="Local authority payment card transactions",
    ),
    *(
        Case(
            "duty-another",
            numbered(2),
            numbered(2),
            known={"publisher": with_duties(kind="local authority")},
            passes_known={"publisher": knows_none},
            once=True,
        )
        for knows_none in (with_duties(), with_duties(kind="university"), with_duties("a-duty-of-the-past"))
    ),
    Case(
        "revision-far-less",
        numbered(4, amount="30000.00"),
        numbered(5, amount="30000.00"),
        known=replaces(10, "300000.00"),
        once=True,
        says="10 payments, £300,000",
    ),
    Case(
        "revision-far-less",
        numbered(10, amount="300.00"),
        numbered(10, amount="300.00"),
        known=replaces(10, "6001.00"),
        passes_known=replaces(9, "6001.00"),
        once=True,
    ),
    Case(
        "revision-all-different",
        numbered(20, supplier_name="Contoso Limited"),
        numbered(20),
        known={"replaced": filing(*numbered(10)).frame},
        once=True,
        says="10 payments",
    ),
    Case(
        "amounts-not-as-seen",
        numbered(2),
        numbered(2),
        known={"tables": (table_of(columns={"amount": 2}, amounts_unlike=1),)},
        passes_known={"tables": (table_of(columns={"amount": 2}),)},
        once=True,
    ),
    Case(
        "rows-under-heading",
        numbered(4),
        numbered(4),
        known={"tables": (table_of(headings=(Heading(3, "Cancelled payments"),), last_row=5),)},
        passes_known={"tables": (table_of(headings=(Heading(3, "Housing"),), last_row=5),)},
        once=True,
    ),
    Case(
        "supplier-dragged",
        [good(supplier_local_id=f"200{n}") for n in range(4)],
        [good(supplier_local_id=f"200{n % 3}") for n in range(4)],
        once=True,
    ),
    Case(
        "filled-series",
        [good(amount=f"{500 + n}.25") for n in range(8)] + [good(amount=each) for each in "937182645193"],
        [good(amount=each) for each in ("500", "501", "502", "503", "604", "605", "606", "607")],
        once=True,
    ),
    Case(
        "filled-down",
        [good(amount=each) for each in "937182645193"]
        + [good(amount="1734.56", supplier_name=f"Firm {n} Ltd") for n in range(6)],
        [good(amount=each) for each in "937182645193"]
        + [good(amount="1734.56", supplier_name=f"Firm {n % 3} Ltd") for n in range(6)],
        once=True,
    ),
    Case(
        "another-publisher-unknown",
        [good(entity="Weald District Council"), good(entity="Weald District Council")],
        [*texts("entity", ["Exbury Borough Council", "Highways and Police Liaison", "Exbury Council"])],
        known={"publisher": COUNCIL},
        once=True,
    ),
    Case(
        "another-publisher-unknown",
        numbered(2, entity="Weald District Council"),
        numbered(2, entity="Weald District Council"),
        known={"publisher": COUNCIL},
        passes_known={"publisher": COUNCIL, "registered": OTHERS},
        once=True,
    ),
]

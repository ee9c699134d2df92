"""Who was paid, and whose file it is."""

from __future__ import annotations

from tests.checks.cases.case import Case, texts
from tests.checks.filings import CARD, COUNCIL, good

CASES = [
    Case(
        "supplier-numeric",
        texts("supplier_name", ["100234", "12/34-5", "V10023", "ALD-0042"]),
        texts("supplier_name", ["3M", "24/7 Cleaning", "G4S", "Studio 54"]),
    ),
    Case(
        "supplier-placeholder",
        texts("supplier_name", ["Unknown", "Sundry Creditors", "TBC", "One-time vendor", "???", "Misc. suppliers"]),
        texts("supplier_name", ["Unknown Pleasures Ltd", "Various Artists Limited", "Sundry Street Garage"]),
    ),
    Case(
        "supplier-placeholder",
        texts(
            "supplier_name",
            [
                "Same",
                "GBP",
                "FALSE",
                "nan",
                "Ltd.",
                "Opening balance",
                "Brought forward from March",
                "Balance b/f",
                "To carry forward",
                "All suppliers",
            ],
        ),
        texts(
            "supplier_name",
            [
                "Carried Forward CIC",
                "Opening Balance Yoga",
                "BF Adventure",
                "CD Supplies",
                "Same Day Couriers",
                "True Care Ltd",
                "Nan's Kitchen",
                "Result Ltd",
            ],
        ),
    ),
    Case(
        "supplier-called-total",
        texts(
            "supplier_name",
            ["TOTAL", "Sub-total", "Grand Total:", "Page totals", "Balance brought forward", "b/f", "Closing balance"],
        ),
        texts(
            "supplier_name",
            [
                "Total Gas & Power",
                "Total plc",
                "Carried Forward CIC",
                "BF Adventure",
                "Totalenergies",
                "Opening Balance Yoga",
            ],
        ),
    ),
    Case(
        "supplier-ditto",
        texts("supplier_name", ['"', "''", "Ditto", "do.", '- " -', "〃", "As above", "Same", '" "']),
        texts("supplier_name", ["Dodo", "Same Sky", '"A" "B"', "Ditto Music Ltd", "Do It All", "X"]),
    ),
    Case("supplier-too-short", texts("supplier_name", ["X", "b."]), texts("supplier_name", ["BT", "3M"])),
    Case(
        "supplier-record-marks",
        texts("supplier_name", ["ZZZZThistle Hotel", "Acorn Ltd (DO NOT USE)", "Acorn (****4443)"]),
        texts("supplier_name", ["Zz Designs", "Pizzazz", "Old Account Books Museum"]),
        fix="Thistle Hotel",
    ),
    Case(
        "supplier-is-description",
        [good(description="northwind traders LIMITED")],
        [
            good(),
            good(supplier_name="REDACTED", description="Redacted", redaction_reason="other"),
        ],
    ),
    Case(
        "supplier-person",
        texts(
            "supplier_name",
            ["Mr A Person", "MRS B PERSON", "Miss. Example", "Jane Example", "EXAMPLE, J", "Estate of A Example"],
        ),
        texts(
            "supplier_name", ["Mr Cod Ltd", "Mrs Beeton's Catering", "Mister", "Drs Partnership", "J Example Builders"]
        ),
    ),
    Case(
        "supplier-individual",
        [good(supplier_type="individual")],
        [good(supplier_type="individual", redaction_reason="personal_data"), good(supplier_type="sme")],
    ),
    Case(
        "supplier-is-publisher",
        texts("supplier_name", ["EXBURY COUNCIL", "The Exbury Council"]),
        texts("supplier_name", ["Exbury Council Pension Fund"]),
        known={"publisher": COUNCIL},
    ),
    Case(
        "not-spending",
        texts("description", ["Estates recharge", "Inter-company", "Internal charges", "Journal transfer"]),
        texts("description", ["Rechargeable batteries", "Oyster recharge cards", "Journal subscription", "Surcharge"]),
    ),
    Case(
        "balance-sheet-entry",
        texts("expense_type", ["Prepayment April", "Balance sheet", "VAT control account", "Suspense", "Accruals"]),
        texts("expense_type", ["Suspension bridge", "Balance bikes", "Bed sheets", "Prepaid cards", "Access control"]),
    ),
    Case(
        "expense-type-code",
        texts("expense_type", ["R5805", "610400", "AB-1234", "52"]),
        texts("expense_type", ["610400-Prepaid rent", "R5805 Homecare", "IT", "4G", "Consultancy 2026"]),
    ),
    Case(
        "pay-published",
        texts("expense_type", ["Salaries", "Net Pay", "Wages weekly", "Payroll costs"]),
        texts(
            "expense_type",
            [
                "Payroll services",
                "Agency wages",
                "Pay and display machines",
                "Salary sacrifice",
                "Training - non payroll",
            ],
        ),
    ),
    Case(
        "card-among-invoices",
        [good(card_transaction="GPC")],
        [good(card_transaction="None"), good(card_transaction=None)],
    ),
    Case("invoice-among-cards", [good(card_transaction="None")], [good(card_transaction="GPC")], known=CARD),
]

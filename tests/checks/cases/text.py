"""Words and characters that should not be there."""

from __future__ import annotations

from tests.checks.cases.case import Case, numbered, texts
from tests.checks.filings import good

CASES = [
    Case(
        "text-damaged",
        [good(description="Caf\ufffd"), good(description="CafÃ©"), good(supplier_name="ï»¿Acorn")],
        texts("description", ["Café", "naïve", "£5 Âme"]),
    ),
    Case("text-damaged", [good(description="CafÃ© â€“ lunch")], [good(description="Café – lunch")], fix="Café – lunch"),
    Case(
        "text-control-characters",
        [good(description="Advice\x00on\x1fit")],
        [good(description="Advice\non it")],
        fix="Advice on it",
    ),
    Case(
        "text-spacing",
        [good(supplier_name="Northwind   Traders"), good(supplier_name="Northwind\nTraders")],
        [good(), good(description="Advice  on  the estate"), good(supplier_name=" Northwind ")],
        fix="Northwind Traders",
    ),
    Case(
        "text-markup",
        [good(description="Bread &amp; butter<br/>")],
        texts("description", ["Bread & butter", "a < b", "<none>"]),
        fix="Bread & butter",
    ),
    Case(
        "text-formula",
        texts("description", ["=1+1", "@SUM(A1)", "+cmd(1)", "-HYPERLINK (x)"]),
        texts("description", ["-", "- monthly hire", "+44 lines", "a=b"]),
    ),
    Case(
        "text-spreadsheet-error",
        texts("description", ["#REF!", "#####"]),
        texts("description", ["#1 Cleaners", "Room #3"]),
    ),
    Case(
        "text-truncated",
        [good(description=f"{chr(65 + i)} text that is cut off at 30 c") for i in range(5)],
        [good(description=f"{chr(65 + i)} text that is cut off at 30 or") for i in range(5)],
        once=True,
    ),
    Case(
        "reference-scientific",
        [good(transaction_number="5.1E+09"), good(transaction_number="5E+10")],
        texts("transaction_number", ["5100000001", "5E10", "INV-5.1E+09"]),
    ),
    Case(
        "references-lost",
        [good(transaction_number="5.1E+09"), good(transaction_number="5.2E+09")],
        [good(transaction_number="5.1E+09"), *[good(transaction_number=f"51{n:05}") for n in range(12)]],
        once=True,
    ),
    Case(
        "columns-shifted",
        [good(payment_date="Legal Help", expense_type="13/04/2026"), good(amount="Advice", description="5.00")],
        [
            good(),
            good(payment_date="Legal Help", expense_type="Fees"),
            good(amount="see note", description="12 chairs at 5.00"),
            good(amount=None, description="Meeting on 13/04/2026"),
        ],
        says="stands under “Expense type”",
        once=True,
    ),
    Case(
        "amount-like-reference",
        [*numbered(8, amount="41000.50"), good(amount="5100000029", transaction_number="30377.00")],
        [
            *numbered(8, amount="41000.50"),
            good(amount="484", transaction_number="200006230.00"),
            good(amount="5100000029", transaction_number="5100000030"),
            good(amount="300000", transaction_number="30377.00"),
        ],
        says="the digits of a reference",
        once=True,
    ),
    Case(
        "amount-under-words",
        [*numbered(3, description="41000.50"), *numbered(3, expense_type="512.20")],
        once=True,
        passes=[
            *numbered(4),
            *numbered(2, description="41000.50"),
            good(description="12 chairs at 5.00"),
            *(good(transaction_number=f"20000623{n}.00") for n in range(4)),
            *(good(description=f"26622{n}.00") for n in range(4)),
        ],
    ),
]

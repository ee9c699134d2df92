"""What amounts should be."""

from __future__ import annotations

from tests.checks.cases.case import Case, numbered, texts
from tests.checks.filings import COUNCILS, HISTORY, good

CASES = [
    Case(
        "amount-below-threshold",
        [good(amount="20833.33"), good(amount="-20000")],
        [
            good(amount="20833.34"),
            good(amount="25000.01"),
            good(amount="0"),
            good(amount="14000", transaction_number="split"),
            good(amount="15000", transaction_number="split"),
        ],
        says="£25,000",
    ),
    Case(
        "amount-below-threshold",
        [good(amount="25000.00", amount_basis="gross")],
        [good(amount="25000.01", amount_basis="gross")],
    ),
    Case(
        "amount-below-threshold",
        [good(amount="250"), good(amount="-0.01")],
        [good(amount="250.01"), good(amount="-251"), good(amount="500")],
        known=COUNCILS,
        says="£500",
    ),
    Case("amount-zero", texts("amount", ["0", "0.00", "9.09495E-13"]), [good(amount="0.01")]),
    Case(
        "amount-credit",
        [good(amount="-30000"), good(amount="-25000.01", supplier_name=None)],
        [
            *texts("description", ["Credit note", "CN123", "130498REV", "refunds", "CR-77"], amount="-30000"),
            good(amount="30000"),
            good(amount="-25000.00"),
            good(amount="-41000"),
            good(amount="41000"),
        ],
        says="£25,000",
    ),
    Case("amount-credit", [good(amount="-500.01")], [good(amount="-500")], known={"regime": None}, says="£500"),
    Case(
        "amount-said-credit",
        texts(
            "description", ["Credit note 77", "REFUND OF OVERPAYMENT", "Rebate from supplier", "Reversal of duplicate"]
        ),
        [
            *texts(
                "description",
                ["Refund of council tax", "Credit union", "Refund of deposit to tenant", "Recovery vehicle"],
            ),
            good(description="Credit note 77", amount="-30000"),
        ],
        once=True,
    ),
    Case(
        "amount-large-credit",
        [good(amount="-1000000")],
        [good(amount="-999999.99"), good(amount="1000000")],
        says="£1,000,000",
    ),
    Case(
        "amount-written-negative",
        texts("amount", ["(80,025.00)", "80025.00-", "80025.00 CR"]),
        [good(amount="-80025.00")],
        fix="-80025.00",
    ),
    Case(
        "amount-written-with-signs",
        texts("amount", ["£30,000.50", "30,000.50"]),
        [good(amount="30000.50")],
        fix="30000.50",
    ),
    Case("amount-foreign-sign", texts("amount", ["$30,000.00", "€30000"]), [good(amount="£30000")], fix="30000.00"),
    Case("amount-broken-sign", [good(amount="Â£30000.00")], [good(amount="£30000")], fix="30000.00"),
    Case("amount-dust", [good(amount="30000.005")], [good(amount="30000.50")], fix="30000.01"),
    Case("amount-scientific", [good(amount="3.000050E+4")], [good(amount="30000.50")], fix="30000.50"),
    Case(
        "amount-digits-lost",
        texts("amount", ["3.00E+04", "-1.23456E+05", "£3.0001e+04"]),
        texts("amount", ["3.000050E+04", "3.00005E4", "1e+05", "30000.50"]),
    ),
    Case(
        "amount-few-digits",
        texts("amount", ["1e+05", "-3E+04", "1.2e+07"]),
        texts("amount", ["100000", "3.0E+04", "3E4"]),
    ),
    Case(
        "vat-digits-lost",
        texts("irrecoverable_vat", ["6.00E+03", "1e+03"]),
        texts("irrecoverable_vat", ["6000.00", "0.00E+00"]),
    ),
    Case(
        "amount-is-the-sum", [*numbered(4), good(amount="120000")], [*numbered(4), good(amount="120000.01")], once=True
    ),
    Case(
        "amounts-sum-up-others",
        [good(amount=pounds) for pounds in ("26001.10", "26002.20", "52003.30", "26005.50", "26006", "52011.50") * 2],
        [good(amount=pounds) for pounds in ("26001.10", "26002.20", "52003.30", "26005.50", "26006", "52011.50")],
        once=True,
    ),
    Case(
        "amounts-only-rise",
        [good(payment_date=f"{n:02d}/04/2026", amount=f"{26_000 * n}.00") for n in range(1, 21)],
        [good(payment_date=f"{n:02d}/04/2026", amount=f"{26_000 + n * 7 % 20}.00") for n in range(1, 21)],
        once=True,
    ),
    Case(
        "amount-basis-unknown",
        [good()],
        [good()],
        once=True,
        known={"amount_basis": None},
        passes_known={"amount_basis": "gross"},
    ),
    Case(
        "amount-basis-unknown",
        [good(amount_basis="unknown")],
        [good(amount_basis="gross")],
        once=True,
        known={"amount_basis": None},
    ),
    Case(
        "amount-other-currency", [good(currency="EUR")], [good(currency="GBP"), good(currency=None), good(currency="£")]
    ),
    Case(
        "vat-out-of-proportion",
        [good(irrecoverable_vat="7000"), good(irrecoverable_vat="-5")],
        [
            good(irrecoverable_vat="6000"),
            good(irrecoverable_vat=None),
            good(amount="-30000", irrecoverable_vat="-6000"),
        ],
    ),
    Case(
        "amount-outlier",
        [good(amount="300000.01"), good(amount="400000", supplier_name="Fresh Start Limited")],
        [good(amount="300000"), good(amount="9000000", supplier_name="Fresh Start Limited", expense_type="Ships")],
        known={"history": HISTORY},
        says="£30000.00",
    ),
    Case(
        "amount-another-unit",
        numbered(20, amount="3000000"),
        numbered(20, amount="31000"),
        once=True,
        known={"history": HISTORY},
        says="£30,000",
    ),
]

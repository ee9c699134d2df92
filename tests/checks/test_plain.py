"""Rules that look at several rows at once, against the plainest way to say the same."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.rows import Rows
from tests.checks.filings import filing, found, good

amounts = st.sampled_from(
    ["0", "1", "-1", "12000", "-12000", "15000", "20833.33", "20833.34", "25000", "25000.01", "x", None]
)
few = st.sampled_from([None, "1", "2"])
suppliers = st.sampled_from(["Acorn Limited", "Northwind Traders Limited", None])
days = st.sampled_from(["01/04/2026", "02/04/2026", None])
filings = st.lists(
    st.fixed_dictionaries(
        {"amount": amounts, "transaction_number": few, "supplier_name": suppliers, "payment_date": days}
    ),
    min_size=1,
    max_size=12,
)
CELLS = ("amount", "transaction_number", "supplier_name", "payment_date")
Drawn = list[dict[str, str | None]]


def filed(drawn: Drawn) -> Rows:
    return filing(*[good(**row) for row in drawn])


def pounds(row: dict[str, str | None]) -> Decimal | None:
    return None if row["amount"] in {None, "x"} else Decimal(str(row["amount"]))


def below(drawn: Drawn, threshold: Decimal) -> list[int]:
    """Rows whose transaction has neither charges nor credits above the threshold."""
    totals: dict[object, dict[bool, Decimal]] = {}
    keys = [
        (row["transaction_number"], row["supplier_name"]) if row["transaction_number"] else number
        for number, row in enumerate(drawn)
    ]
    for key, row in zip(keys, drawn, strict=True):
        amount = pounds(row) or Decimal(0)
        total = totals.setdefault(key, {True: Decimal(0), False: Decimal(0)})
        total[amount > 0] += abs(amount)
    return [
        number
        for number, (key, row) in enumerate(zip(keys, drawn, strict=True))
        if pounds(row) and max(totals[key].values()) <= threshold
    ]


@given(filings)
def test_below_the_threshold(drawn):
    findings = found("amount-below-threshold", filed(drawn), amount_basis="gross")
    assert findings["index"].to_list() == below(drawn, Decimal(25000))


@given(filings)
def test_below_the_threshold_whatever_the_rate_of_vat(drawn):
    findings = found("amount-below-threshold", filed(drawn), amount_basis="net_of_all_vat")
    assert findings["index"].to_list() == below(drawn, Decimal("20833.33"))


@given(filings)
def test_repeats(drawn):
    cells = [tuple(map(row.get, CELLS)) for row in drawn]
    repeats = [number for number, row in enumerate(cells) if row in cells[:number]]
    findings = found("repeat-exact", filed(drawn))
    assert findings["index"].to_list() == repeats
    firsts = [cells.index(cells[number]) + 2 for number in repeats]
    assert findings["value"].to_list() == [f"the same as row {first}" for first in firsts]


@given(filings, st.integers(1, 3))
def test_every_row_an_even_number_of_times(drawn, times):
    rows = drawn * times
    counts = Counter(tuple(map(row.get, CELLS)) for row in rows)
    doubled = len(rows) >= 10 and all(count % 2 == 0 for count in counts.values())
    assert found("repeat-whole-file", filed(rows)).height == doubled


@given(filings)
def test_the_same_invoice_on_another_date(drawn):
    again = []
    first: dict[tuple[str | None, ...], str] = {}
    for number, row in enumerate(drawn):
        amount, day = pounds(row), row["payment_date"]
        if row["transaction_number"] and row["supplier_name"] and amount and amount > 0 and day:
            key = (row["transaction_number"], row["supplier_name"], str(amount))
            if first.setdefault(key, day) != day:
                again.append(number)
    assert found("repeat-other-date", filed(drawn))["index"].to_list() == again

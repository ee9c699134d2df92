"""Amounts that count on from row to row."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks import series
from tests.checks.filings import filing, good
from tests.checks.kinds import payments, tried


def test_these_are_its_kinds():
    assert set(series.KINDS) == {"filled_series", "filled_down", "dragged_names"}


OTHERS = ["9", "70", "12.50", "8", "33", "71.20", "14", "5", "44", "2", "90.10", "31"]


def values(*amounts: str) -> list[str]:
    return tried("filled_series", payments(*amounts))["value"].to_list()


def test_they_are_told_with_their_place_and_step():
    counted_on = [f"{500 + n}.25" for n in range(7)]
    assert values("9", "7", *counted_on, *OTHERS) == ["7 amounts from row 4 on are each £1 more than the one above"]
    assert values("9", "7", *counted_on[::-1], *OTHERS) == [
        "7 amounts from row 4 on are each £1 less than the one above"
    ]


def test_five_that_count_on_by_pounds_are_told():
    assert values("9", "7", *(f"{1001 + n}.00" for n in range(5)), *OTHERS) == [
        "5 amounts from row 4 on are each £1 more than the one above"
    ]


@pytest.mark.parametrize(
    "amounts",
    [
        [*(f"{500 + n}.25" for n in range(4)), *OTHERS],
        [*(f"{500 + 2 * n}.25" for n in range(6)), *OTHERS],
        [f"{500 + n}.25" for n in range(60)],
        ["500"] * 20,
        [str(500 + n + n // 4) for n in range(12)],
        ["100", "200"] * 8,
    ],
)
def test_fewer_and_others_are_none(amounts):
    assert values(*amounts) == []


def filled(*amounts: str, suppliers: int = 40) -> list[str]:
    rows = [good(amount=amount, supplier_name=f"Firm {n % suppliers} Ltd") for n, amount in enumerate(amounts)]
    return tried("filled_down", filing(*rows))["value"].to_list()


def test_an_amount_of_many_suppliers_below_each_other_was_dragged_down():
    assert filled("9", "7", *["1734.56"] * 6, *OTHERS) == [
        "£1,734.56 stands in 6 rows from row 4 on, each of another supplier"
    ]


@pytest.mark.parametrize(
    "amounts",
    [
        ["9", "7", *["1734.56"] * 5, *OTHERS],
        ["9", "7", *["10000.00"] * 6, *OTHERS],
        ["9", "1734.56", "7", *["1734.56"] * 6, *OTHERS],
        ["9", "70", "300", "400", *["1734.56"] * 6, "1800", "1900", "2000", "2100", *OTHERS],
        ["1734.56"] * 12,
        ["9", "7", *["22.98"] * 6, *OTHERS],
    ],
    ids=["five", "round", "it stands elsewhere", "a list in order", "all", "small prices"],
)
def test_fees_and_grants_are_not(amounts):
    assert filled(*amounts) == []


def test_an_amount_of_a_few_suppliers_is_not():
    assert filled("9", "7", *["1734.56"] * 6, *OTHERS, suppliers=5) == []


def dragged(names: list[str], numbers: list[str | None], *, field: str = "supplier_local_id") -> list[str]:
    rows = [
        good(supplier_name=name, redaction_reason="legal" if "REDACTED" in name else None, **{field: number})
        for name, number in zip(names, numbers, strict=True)
    ]
    return tried("dragged_names", filing(*rows), fields=[field])["value"].to_list()


@pytest.mark.parametrize("field", ["supplier_local_id", "supplier_company_number", "supplier_postcode"])
def test_a_supplier_beside_other_numbers_in_each_row_was_dragged_down(field):
    names = ["Alder Ltd", "Birch Ltd", "Birch Ltd", "Birch Ltd", "Birch Ltd", "Cedar Ltd"]
    assert dragged(names, ["1", "2", "3", "4", "5", "6"], field=field) == [
        "“Birch Ltd” stands in 4 rows from row 3 on, beside another cell here in each"
    ]


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (["Birch Ltd"] * 4, ["1", "2", "3", "1"]),
        (["Birch Ltd"] * 4, ["1", "2", None, "3"]),
        (["Birch Ltd", "Cedar Ltd"] * 4, ["1", "2", "3", "4", "5", "6", "7", "8"]),
        (["Birch Ltd"] * 6, ["1"] * 6),
        (["REDACTED PERSONAL DATA"] * 6, ["1", "2", "3", "4", "5", "6"]),
        (["Various"] * 6, ["1", "2", "3", "4", "5", "6"]),
    ],
)
def test_suppliers_with_numbers_of_their_own_are_not(names, numbers):
    assert dragged(names, numbers) == []

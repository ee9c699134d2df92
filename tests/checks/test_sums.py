"""Sums are money where amounts are of one kind, and else said to be mixed, in findings as everywhere."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.checks import sums

NET, GROSS = "net_of_all_vat", "gross"


def frame(**columns: list[str | None]) -> pl.DataFrame:
    return pl.DataFrame({"amount": [10_000, 250], **columns})


@pytest.mark.parametrize(
    ("columns", "basis", "words"),
    [
        ({}, None, "£102.50"),
        ({"amount_basis": [NET, NET], "currency": [None, "GBP"]}, None, "£102.50"),
        ({"amount_basis": [NET, "unknown"]}, None, "£102.50"),
        ({"amount_basis": [NET, GROSS]}, None, sums.MIXED),
        ({"amount_basis": [GROSS, "unknown"]}, None, "£102.50"),
        ({"amount_basis": [GROSS, None]}, NET, sums.MIXED),
        ({"amount_basis": [GROSS, "unknown"]}, GROSS, "£102.50"),
        ({"currency": ["GBP", "EUR"]}, None, sums.MIXED),
    ],
)
def test_amounts_of_several_kinds_have_no_sum(columns, basis, words):
    assert sums.said(frame(**columns), basis) == words
    assert sums.is_mixed(frame(**columns), basis) is (words == sums.MIXED)


def test_of_no_payments_there_is_no_kind():
    assert sums.kinds(frame().head(0), "currency", "GBP") == ()
    assert sums.said(pl.DataFrame({"supplier_name": ["a"]}), None) == "£0"

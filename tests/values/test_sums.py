"""Amounts with VAT and without, and pounds and other currencies, are never in one sum; what isn't known is no kind of its own."""

from __future__ import annotations

import pytest

from ckanext.spenddata.values.sums import never_in_one_sum, with_and_without_vat

NET, ALL_NET, GROSS, UNKNOWN = "net_of_recoverable_vat", "net_of_all_vat", "gross", "unknown"


@pytest.mark.parametrize("bases", [(), (NET,), (NET, ALL_NET), (GROSS, UNKNOWN), (NET, UNKNOWN)])
def test_one_kind_is_one_sum(bases):
    assert not with_and_without_vat(bases)
    assert not never_in_one_sum(bases, ["GBP"])


@pytest.mark.parametrize("bases", [(GROSS, NET), (GROSS, ALL_NET), (GROSS, NET, UNKNOWN)])
def test_amounts_with_and_without_vat_are_never_in_one_sum(bases):
    assert with_and_without_vat(iter(bases))
    assert never_in_one_sum(bases, ())


@pytest.mark.parametrize("currencies", [("EUR",), ("GBP", "EUR")])
def test_another_currency_is_in_no_sum_of_pounds(currencies):
    assert never_in_one_sum((NET,), iter(currencies))

"""Individuals that are named, and payments by card where none, or nothing else, should be."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks import suppliers
from tests.checks.filings import filing, found, good
from tests.checks.kinds import places, tried


def test_these_are_its_kinds():
    assert set(suppliers.KINDS) == {"individual_named", "nobody", "ditto", "card"}


def test_an_individual_whose_name_is_not_withheld():
    rows = [
        good(supplier_type="Individual"),
        good(supplier_type="company", redaction_reason=None),
        good(supplier_type="individual", redaction_reason="personal_data"),
        good(supplier_type="individual", supplier_name=None),
    ]
    assert places(tried("individual_named", rows)) == [2]
    assert tried("individual_named", [good()]).is_empty()


@pytest.mark.parametrize(("card", "found"), [(True, [2, 3]), (False, [4])])
def test_cards_or_all_but_cards(card: bool, found: list[int]):
    rows = [good(card_transaction=how) for how in ("GPC", "CCC", "None", None)]
    assert places(tried("card", rows, parameters={"card": card})) == found


def test_a_ditto_mark_keeps_its_row_out_until_the_name_above_is_put_in():
    names = ["Alder Ltd", '"', "ditto", "Birch Ltd", '-"-', "Do It All Ltd", "Same Sky Ltd"]
    marked = found("supplier-ditto", filing(*[good(supplier_name=name) for name in names]))
    assert marked["severity"].to_list() == ["error"] * 3
    expected = [(3, "Alder Ltd"), (4, "Alder Ltd"), (6, "Birch Ltd")]
    assert list(zip(marked["row"], marked["fix"], strict=True)) == expected
    assert found("supplier-ditto", filing(good(supplier_name="ditto"), good()))["fix"].to_list() == [None]


def test_a_mark_below_blanks_repeats_the_name_above_them_or_nothing():
    rows = [good(supplier_name="Alder Care Ltd"), good(supplier_name="  "), good(supplier_name="’’")]
    assert found("supplier-ditto", filing(*rows))["fix"].to_list() == ["Alder Care Ltd"]
    assert found("supplier-ditto", filing(*rows[1:]))["fix"].to_list() == [None]

"""How cells were written, and that no fix brings lost digits back."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks import forms
from tests.checks.filings import filing, found, good
from tests.checks.kinds import payments, places, tried


def test_these_are_its_kinds():
    assert {"form"} == set(forms.KINDS)


def test_a_fix_writes_the_value_plainly_unless_it_is_not_known():
    rows = payments("£30,000.50", "3.00E+04", "30000.50")
    signs = tried("form", rows, fields=["amount"], parameters={"forms": ["pound_sign"]})
    assert (places(signs), signs["fix"].to_list()) == ([2], ["30000.50"])
    lost = tried("form", rows, fields=["amount"], parameters={"forms": ["digits_lost"], "mend": False})
    assert (places(lost), lost["fix"].to_list()) == ([3], [None])


def test_amounts_whose_digits_are_gone_are_kept_out_of_every_figure_however_many_they_are():
    for amounts in (["3.45E+04"], ["3.45E+04", "30000.50"], ["3.45E+04", "1.23E+05", "-9.87E+04"]):
        lost = found("amount-digits-lost", filing(*payments(*amounts)))
        assert lost["severity"].to_list() == ["error"] * sum("E" in amount for amount in amounts)


@pytest.mark.parametrize("field", ["transaction_number", "supplier_local_id"])
def test_a_column_of_references_that_a_spreadsheet_rounded_is_asked_about_once(field: str):
    rounded = [good(**{field: f"1.2{n}E+11"}) for n in range(5)]
    (asked,) = found("references-lost", filing(*rounded)).iter_rows(named=True)
    assert (asked["severity"], asked["field"], asked["row"]) == ("stop", field, None)
    others = [good(**{field: f"INV{n}"}) for n in range(60)]
    assert found("references-lost", filing(rounded[0], *others)).is_empty(), "one is told where it stands"

"""What is said of a filing adds up: accepted and in error are all of it, and money is exact."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ckanext.spenddata.checks import fixes
from ckanext.spenddata.checks.check import check
from ckanext.spenddata.definitions import load
from ckanext.spenddata.filing import Filing
from ckanext.spenddata.pipeline.checked import Checked
from ckanext.spenddata.pipeline.report import report_on
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values import vat
from tests.checks.filings import COUNCIL, TODAY, context, filing, good

SENT = Filing(files=(), today=TODAY, publisher=COUNCIL, regime="hmt-25k", period="2026-04")


def reported(rows: Rows, sent: Filing = SENT, **more: Any) -> Any:
    checked = Checked((), rows, check(rows, context()), fixes.empty_log(), **more)
    return report_on(sent, checked, load())


def test_rows_in_error_are_in_no_sum_of_what_is_accepted():
    found = reported(filing(good(), good(amount="-0.01"), good(amount="40000.10", supplier_name=None)))
    assert (found.rows, found.rows_in_error, found.accepted_rows) == (3, 1, 2)
    assert (found.amount_total, found.accepted_total) == ("70000.09", "29999.99")
    assert found.errors >= 1


def test_an_amount_that_can_t_be_read_is_a_row_in_error_and_in_no_sum():
    found = reported(filing(good(), good(amount="lots")))
    assert (found.rows_in_error, found.amount_total, found.accepted_total) == (1, "30000.00", "30000.00")


def test_rules_are_counted_as_often_as_they_were_broken():
    found = reported(filing(good(supplier_name=None), good(supplier_name=None)))
    assert sum(each.count for each in found.rules if each.severity == "error") == found.errors == 2


def test_whose_it_is_and_by_which_rules_is_said():
    found = reported(filing(good()))
    assert (found.publisher_id, found.regime, found.period) == (COUNCIL.publisher_id, "hmt-25k", "2026-04")
    assert found.versions["rules"] == load().rules_version
    assert found.refusal is None


@pytest.mark.parametrize("known", ["gross", None])
def test_the_publisher_is_asked_of_vat_once_where_nothing_says(known):
    rows = filing(good(amount_basis="unknown"), good(amount_basis="unknown"), good(amount_basis="gross"))
    found = reported(rows, msgspec.structs.replace(SENT, amount_basis=known))
    asked = [each.question for each in found.questions]
    if known:
        assert asked == []
    else:
        assert [(each.field, each.candidates, each.blocking) for each in asked] == [("amount_basis", vat.BASES, False)]
        assert "2 amounts" in asked[0].why


def test_kinds_of_the_amounts_that_are_accepted_are_told():
    rows = filing(
        good(amount_basis="unknown"),
        good(amount_basis="gross", currency="EUR"),
        good(amount_basis="net_of_all_vat", amount="lots"),
    )
    found = reported(rows, msgspec.structs.replace(SENT, amount_basis="net_of_recoverable_vat"))
    assert (found.amount_basis, found.currencies) == (("gross", "net_of_recoverable_vat"), ("EUR", "GBP"))


def test_a_filing_that_says_no_kind_has_what_its_publisher_states():
    assert reported(filing(good())).amount_basis == (vat.BASES[-1],)
    assert reported(filing(good())).currencies == ("GBP",)
    nothing = reported(filing(good(amount="lots")))
    assert (nothing.amount_basis, nothing.currencies) == ((), ())

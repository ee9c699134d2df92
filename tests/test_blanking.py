"""An artefact without what was ordered to be erased: the rows and cells are gone, everything else is as it was."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata import artefact
from ckanext.spenddata.blanking import blanked

FINDING = [{"rule": "supplier-person", "value": "Jane Exampleton"}]
FRAME = pl.DataFrame(
    {
        "supplier_name": ["Jane Exampleton", "Northwind Ltd", "Jane Exampleton"],
        "amount": pl.Series([100, 200, 300], dtype=pl.Int64),
        "amount.sent": ["£1.00", "£2.00", "£3.00"],
        "contract_reference": ["C1", "C2", "C3"],
        "redaction_reason": [None, None, "commercial"],
        "in_error": [False, False, False],
        artefact.FINDINGS: [FINDING, FINDING, None],
    }
)


def test_a_row_goes_and_the_others_stay_in_their_order():
    left = blanked(FRAME, {1}, {}, "personal_data")
    assert left["amount"].to_list() == [100, 300]
    assert left["contract_reference"].to_list() == ["C1", "C3"]


def test_a_cell_goes_from_its_own_row_alone():
    left = blanked(FRAME, (), {0: {"supplier_name"}}, "personal_data")
    assert left["supplier_name"].to_list() == [None, "Northwind Ltd", "Jane Exampleton"]
    assert left["amount"].to_list() == [100, 200, 300]


def test_what_was_sent_in_the_cell_goes_with_what_was_read_of_it():
    assert blanked(FRAME, (), {2: {"amount"}}, "personal_data")["amount.sent"].to_list() == ["£1.00", "£2.00", None]


def test_a_withheld_supplier_has_a_reason_and_one_that_was_given_stays():
    left = blanked(FRAME, (), {0: {"supplier_name"}, 2: {"supplier_name"}}, "personal_data")
    assert left["redaction_reason"].to_list() == ["personal_data", None, "commercial"]


def test_a_cell_that_names_nobody_makes_nothing_withheld():
    left = blanked(FRAME, (), {0: {"contract_reference"}}, "personal_data")
    assert left["redaction_reason"].to_list() == [None, None, "commercial"]


def test_positions_are_those_before_any_row_went():
    left = blanked(FRAME, {0}, {2: {"supplier_name"}}, "personal_data")
    assert left["supplier_name"].to_list() == ["Northwind Ltd", None]


def test_no_finding_stays_since_each_may_quote_the_cell():
    assert blanked(FRAME, (), {0: {"supplier_name"}}, "personal_data")[artefact.FINDINGS].null_count() == 3

"""Patterns over many rows and over few are looked for in different ways: both find the same."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.checks import patterns, people
from ckanext.spenddata.checks.check import check
from ckanext.spenddata.checks.table import Matching, Table
from ckanext.spenddata.definitions import load
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values import columns
from tests.checks.filings import context, filing, good

SAID = (
    *("Fostering allowance", "Direct payment for Mrs J Smith", "Client re A. Kettle", "girl aged 4", "SGO for B. Larkwood"),
    *("Estate of the late A Example", "Anna de la Tour", "Larkwood Supplies Ltd", "J Smith c/o Example Bank", "Mr Villin Exampleton"),
    *("REDACTED PERSONAL DATA", "redcated", "=1+1", "#REF!", "Grand total", "<b>Repairs</b>", "someone@example.org"),
    *("Sort code 12-34-56", "date of birth 1 May 1990", "07700 900123", "Exampleton", "Resurfacing", "MISS A KETTLE", "x", ""),
)  # fmt: skip
WORDS = st.one_of(st.sampled_from(SAID), st.text(alphabet="aA éß-'.,/(1\n&", max_size=12))
TEXT = ("supplier_name", "description", "expense_type", "transaction_number")


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(TEXT, WORDS)), min_size=1, max_size=8))
def test_few_rows_are_checked_as_many_are(rows: list[dict[str, str]]):
    made = filing(*(good(**row) for row in rows))
    few = check(made, context())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(patterns, "_FEW", 0)
        patched.setattr(columns, "FEW", 0)
        many = check(made, context())
    assert few.equals(many)


@pytest.mark.parametrize("text", SAID)
def test_each_thing_said_of_people_is_found_in_few_cells_as_in_many(text: str):
    known = load().people
    cells = pl.Series([text], dtype=pl.String)
    for pattern in known.for_one:
        assert people._has(cells, pattern, known).to_list() == cells.str.contains(pattern).to_list()


def test_patterns_that_fields_share_are_built_once_for_all_of_them():
    shared = patterns._shared({"a": ["x", "y"], "b": ["x", "y", "z"], "c": ["z"]})
    assert shared == {"a": ["(?:x)|(?:y)"], "b": ["(?:x)|(?:y)", "(?:z)"], "c": ["(?:z)"]}


def test_each_test_finds_its_own_pattern_in_its_own_field():
    table = Table(Rows(pl.DataFrame({"supplier_name": ["ab", "b", None], "description": ["b", None, "a"]})))
    tests = {7: Matching("supplier_name", "a"), 8: Matching("supplier_name", "b"), 9: Matching("description", "a")}
    assert {key: rows.to_list() for key, rows in patterns.positions(table, tests).items()} == {
        7: [0],
        8: [0, 1],
        9: [2],
    }
    assert patterns.positions(table, {}) == {}

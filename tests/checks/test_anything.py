"""Whatever the rows are, the check ends with a frame of findings, each in its place, the same each time."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks import patterns
from ckanext.spenddata.checks.check import check
from ckanext.spenddata.checks.history import History
from ckanext.spenddata.checks.table import Matching, Table
from ckanext.spenddata.definitions import load
from ckanext.spenddata.rows import TYPED_FIELDS, Rows
from tests.checks.filings import COUNCIL, OTHERS, context, filing, good

FIELDS = load().transaction.names
SEEDS = st.sampled_from(
    [
        "REDACTED PERSONAL DATA",
        "Mr A Person",
        "£1,234.50",
        "(5.00)",
        "03/04/2026",
        "Apr-26",
        "46127",
        "#REF!",
        "x",
        "GPC",
    ]
)
cells = st.one_of(st.none(), SEEDS, st.text(max_size=10), st.integers(-(10**9), 10**9).map(str), st.dates().map(str))
filings = st.lists(st.sampled_from(FIELDS), unique=True, max_size=8).flatmap(
    lambda names: st.lists(st.fixed_dictionaries(dict.fromkeys(names, cells)), min_size=1, max_size=6)
)
known = st.fixed_dictionaries(
    {
        "regime": st.sampled_from([None, *load().regimes]),
        "period": st.sampled_from([None, "2026-04", "2026-Q2", "2026-27", "2026-27-P01"]),
        "today": st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        "publisher": st.sampled_from([None, COUNCIL]),
        "registered": st.sampled_from([(), OTHERS]),
        "history": st.sampled_from([None, History.of([("2026-03", filing(*[good()] * 60).frame)])]),
    }
)


def holds(drawn, about) -> None:
    rows = filing(*[{name: (cell or "").strip() or None for name, cell in row.items()} for row in drawn])
    findings = check(rows, context(**about))
    assert dict(findings.schema) == finding.SCHEMA
    in_rows = findings.filter(pl.col("index").is_not_null())
    assert (in_rows["index"] + 2 == in_rows["row"]).all()
    assert in_rows["index"].is_sorted()
    assert findings.select(pl.col("rule", "severity", "expected").is_not_null().all()).row(0) == (True, True, True)
    assert findings.equals(check(rows, context(**about)), null_equal=True)


@settings(max_examples=25)
@given(filings, known)
def test_any_rows(drawn, about):
    holds(drawn, about)


@pytest.mark.deep
@given(filings, known)
def test_many_rows(drawn, about):
    holds(drawn, about)


@pytest.mark.parametrize("regime", [None, *load().regimes])
def test_no_rows(regime):
    rows = filing(dict.fromkeys(FIELDS))
    empty = check(Rows(rows.frame.clear()), context(regime=regime))
    assert empty["index"].null_count() == empty.height
    assert "return-empty" in empty["rule"].to_list()


def test_rows_without_any_field_are_in_error():
    rows = filing(good())
    bare = Rows(rows.frame.select("source_file", "source_sheet", "source_row"))
    errors = check(bare, context()).filter(pl.col("severity") == "error")
    assert set(errors["rule"]) == {"amount-missing", "date-missing", "supplier-missing"}


@given(
    st.lists(st.text("ab1@ ", max_size=6), max_size=12),
    st.lists(st.sampled_from(["a", "b1", "^a", "b$", "[0-9]", "@", " +", "(?i)A B", "a|b"]), min_size=1, max_size=5),
)
def test_patterns_tried_together_find_what_each_finds_alone(texts, tried):
    rows = filing(*[{"description": text or None} for text in texts or ["x"]])
    found = patterns.positions(Table(rows), {i: Matching("description", pattern) for i, pattern in enumerate(tried)})
    for i, pattern in enumerate(tried):
        alone = rows.frame["description"].str.contains(pattern).fill_null(value=False).arg_true()
        assert found[i].to_list() == alone.to_list()


def test_typed_fields_are_never_searched_as_text():
    assert not set(Table(filing(good(irrecoverable_vat="1", vcse_grant="yes"))).text_fields()) & TYPED_FIELDS

"""One application of all fixes reaches the end: nothing is left to fix, and the log tells each step of each cell."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.spenddata.checks.check import check
from ckanext.spenddata.checks.fix_all import fix_all
from ckanext.spenddata.checks.fixes import LOG
from tests.checks.filings import COUNCILS, context, filing, good

CONTEXT = context(**COUNCILS)
PIECES = st.lists(
    st.sampled_from(
        [
            "REDCATED",
            "  ",
            "\t",
            "PERSONAL DATA",
            "zzz",
            "*** do not use",
            "(****12)",
            "&amp;",
            "&lt;b&gt;",
            "Ã©",
            "â€™",
            "\x07",
            "Ltd",
        ]
    ),
    min_size=1,
    max_size=6,
).map("".join)
"""Texts with several faults, one inside the other."""
CELLS = {
    "supplier_name": st.one_of(st.none(), PIECES),
    "description": st.one_of(st.none(), PIECES),
    "expense_type": PIECES,
    "supplier_postcode": st.one_of(st.none(), st.sampled_from(["ls11ur", "LS1 IUR", "SA7 OEA", "LS1 1UR", "abroad"])),
    "amount": st.sampled_from(["£1,234.50", "(5.00)", "12.345", "1e5", "see note", "30000.00", "7.00 CR"]),
    "payment_date": st.sampled_from(["46127", "5 May 2026", "01.04.26", "31/02/2026", "2026-04-01", "April 2026"]),
    "cpv_code": st.sampled_from(["9310000", "petrol", "09310000"]),
    "supplier_type": st.sampled_from(["SMEs", "Public Sector", "big", "sme"]),
}
FILINGS = st.lists(st.fixed_dictionaries(CELLS).map(lambda cells: good(**cells)), min_size=1, max_size=5)


def cell_fixes(findings: pl.DataFrame) -> pl.DataFrame:
    return findings.filter(pl.col("fix").is_not_null() & pl.col("index").is_not_null())


def test_a_cell_with_two_faults_is_right_after_one_go():
    rows = filing(good(supplier_name="REDCATED  PERSONAL DATA"))
    fixed = fix_all(rows, CONTEXT)
    assert fixed.rows.frame["supplier_name"].to_list() == ["REDACTED PERSONAL DATA"]
    own = fixed.log.filter(pl.col("field") == "supplier_name")
    assert own["before"].to_list() == ["REDCATED  PERSONAL DATA", *own["after"].to_list()[:-1]]
    assert own["after"].to_list()[-1] == "REDACTED PERSONAL DATA"
    assert own["rule"].n_unique() == own.height == 2


def test_what_is_withheld_is_worked_out_again():
    rows = filing(good(supplier_name="REDACED PERSONAL DATA", supplier_postcode="LS1 1UR"))
    assert "redaction_reason" not in rows.fields
    fixed = fix_all(rows, CONTEXT)
    assert fixed.rows.frame["redaction_reason"].to_list() == ["personal_data"]
    assert fixed.rows.frame["supplier_postcode"].to_list() == [None]


@settings(max_examples=10, deadline=None)
@given(FILINGS)
def test_after_all_fixes_none_is_left(drawn):
    rows = filing(*drawn)
    before = rows.frame.clone()
    fixed = fix_all(rows, CONTEXT)
    assert rows.frame.equals(before)
    assert cell_fixes(fixed.findings).is_empty()
    assert fixed.findings.equals(check(fixed.rows, CONTEXT))
    again = fix_all(fixed.rows, CONTEXT)
    assert again.log.is_empty()
    assert again.rows.frame.equals(fixed.rows.frame)
    assert fixed.log.schema == pl.Schema(LOG)
    for cell in fixed.log.partition_by("index", "field"):
        assert cell["before"].to_list()[1:] == cell["after"].to_list()[:-1]


@settings(max_examples=4, deadline=None)
@given(FILINGS, st.sampled_from(["text-spacing", "redaction-misspelt", "amount-written-with-signs", "date-serial"]))
def test_one_rule_alone(drawn, rule):
    fixed = fix_all(filing(*drawn), CONTEXT, {rule})
    assert set(fixed.log["rule"]) <= {rule}
    assert cell_fixes(fixed.findings.filter(pl.col("rule") == rule)).is_empty()


def test_no_rule_is_no_change():
    rows = filing(good(amount="£5"))
    assert fix_all(rows, CONTEXT, ()).rows.frame.equals(rows.frame)


def test_a_fault_inside_a_fault():
    fixed = fix_all(filing(good(), good(description="Fish &amp;amp; chips")), CONTEXT)
    assert fixed.rows.frame["description"].to_list() == ["Advice on the estate", "Fish & chips"]

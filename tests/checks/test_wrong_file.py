"""Files that were not meant: marked as drafts, with every sign turned round, of one amount, of another size, of the future."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from ckanext.spenddata.checks import wrong_file
from ckanext.spenddata.rows import SOURCE_SHEET, Rows
from tests.checks.filings import FILE, filing, table_of
from tests.checks.kinds import earlier, payments, tried

SHARE = {"at_least": 4, "percent": 50}


def test_these_are_its_kinds():
    assert set(wrong_file.KINDS) == {
        "marked",
        "mostly_negative",
        "all_equal",
        "mostly_equal",
        "another_total",
        "not_begun",
    }


def test_words_around_the_payments_are_quoted_once():
    words = ((FILE, "April_draft"), (FILE, "April_draft"), (FILE, "Draughty Windows"))
    found = tried("marked", payments("600"), words=words, parameters={"pattern": r"(?i)\bdraft\b"})
    assert found["value"].to_list() == ["“April_draft”"]


def test_more_than_the_share_must_be_negative():
    found = tried("mostly_negative", payments("-1", "-2", "-3", "4"), parameters=SHARE)
    assert found["value"].to_list() == ["3 of 4 amounts are negative"]
    assert tried("mostly_negative", payments("-1", "-2", "3", "4"), parameters=SHARE).is_empty()
    assert tried("mostly_negative", payments("-1", "-2", "-3"), parameters=SHARE).is_empty()


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [("Capital", ["3 of 3 amounts are negative on the sheet “Capital”"]), ("Credit notes", []), ("Refunds", [])],
)
def test_one_sheet_may_have_all_signs_turned_round(sheet, expected):
    frame = filing(*payments("1", "2", "3", "4", "-1", "-2", "-3")).frame
    filed = Rows(frame.with_columns(pl.Series(SOURCE_SHEET, ["Revenue"] * 4 + [sheet] * 3)))
    asked = {"at_least": 3, "percent": 50}
    found = tried("mostly_negative", filed, parameters=asked, tables=(table_of("Revenue"), table_of(sheet)))
    assert found["value"].to_list() == expected


def test_every_amount_the_same():
    assert tried("all_equal", payments(*["12.50"] * 4), parameters=SHARE)["value"].to_list() == ["4 amounts of £12.50"]
    assert tried("all_equal", payments(*["12.50"] * 3, "12.51"), parameters=SHARE).is_empty()


def test_nearly_every_amount_the_same():
    asked = {"at_least": 4, "percent": 75}
    same = tried("mostly_equal", payments(*["12.50"] * 3, "12.51"), parameters=asked)
    assert same["value"].to_list() == ["3 of 4 amounts are £12.50"]
    for others in (["12.50", "12.50", "1", "2"], ["12.50"] * 4, ["1", "1", "2"]):
        assert tried("mostly_equal", payments(*others), parameters=asked).is_empty()


def test_a_total_unlike_the_usual_one():
    history = earlier(*((f"2026-0{month}", payments("500", "500.40")) for month in (1, 2, 3)))
    asked = {"history": history, "parameters": {"times": 10, "returns": 3}, "expected": "about {usual}"}
    found = tried("another_total", payments("10004.01"), **asked)
    assert (found["value"].to_list(), found["expected"].to_list()) == (["a total of £10,004.01"], ["about £1,000"])
    assert tried("another_total", payments("100"), **asked).height == 1
    assert tried("another_total", payments("10004"), **asked).is_empty()
    asked["parameters"]["returns"] = 4
    assert tried("another_total", payments("99999"), **asked).is_empty()


def test_a_period_that_has_not_begun():
    assert tried("not_begun", payments("600"), today=date(2026, 3, 31))["value"].to_list() == ["April 2026"]
    assert tried("not_begun", payments("600"), today=date(2026, 4, 1)).is_empty()

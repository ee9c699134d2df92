"""What applying fixes promises: exact new values, a complete log, and nothing else touched."""

import datetime

import polars as pl
import pytest

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks import fixes
from ckanext.spenddata.rows import Rows

ROWS = [2, 3, 5, 6]


@pytest.fixture
def rows() -> Rows:
    return Rows(
        pl.DataFrame(
            {
                "source_file": ["may.csv"] * 4,
                "source_sheet": pl.Series([None] * 4, dtype=pl.String),
                "source_row": pl.Series(ROWS, dtype=pl.UInt32),
                "supplier_name": ["REDCATED PERSONAL DATA", "Alder Ltd", "Birch Ltd", "Cedar Ltd"],
                "amount": [None, 100, None, 400],
                "amount.sent": ["1.234,50", "1.00", "12OO", "4.00"],
                "amount.fault": ["unreadable", None, "unreadable", None],
                "amount.form": pl.Series([None] * 4, dtype=pl.String),
                "payment_date": pl.Series([None, datetime.date(2026, 5, 2), None, None], dtype=pl.Date),
                "payment_date.sent": ["31.5.26", "02/05/2026", "5 May", "6/5"],
                "payment_date.fault": ["unreadable", None, "unreadable", "unreadable"],
            }
        )
    )


def suggestions(*found: tuple[int, str, str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "rule": rule,
                "severity": "error",
                "index": index,
                "file": "may.csv",
                "row": ROWS[index],
                "field": field,
                "fix": fix,
            }
            for index, field, rule, fix in found
        ],
        schema=finding.SCHEMA,
    )


@pytest.fixture
def found() -> pl.DataFrame:
    return suggestions(
        (0, "amount", "amount-form", "1234.50"),
        (2, "amount", "amount-letters", "-1200"),
        (0, "payment_date", "date-form", "2026-05-31"),
        (2, "payment_date", "date-form", "05/05/2026"),
        (3, "payment_date", "date-form", None),
        (0, "supplier_name", "redaction-spelling", "REDACTED PERSONAL DATA"),
    )


@pytest.fixture
def accepted(found: pl.DataFrame) -> list[str | fixes.Place]:
    """All rules, and each fix of an amount in its row."""
    money = found.filter(pl.col("field") == "amount")
    return [
        *found["rule"].unique(),
        *(fixes.Place(rule, file, row) for rule, file, row in money.select("rule", "file", "row").rows()),
    ]


def test_values_are_exact(rows: Rows, found: pl.DataFrame, accepted) -> None:
    frame = fixes.apply(rows, found, accepted).rows.frame
    assert frame["amount"].to_list() == [123450, 100, -120000, 400]
    assert frame["payment_date"].to_list() == [
        datetime.date(2026, 5, 31),
        datetime.date(2026, 5, 2),
        datetime.date(2026, 5, 5),
        None,
    ]
    assert frame["supplier_name"][0] == "REDACTED PERSONAL DATA"


def test_a_fixed_cell_has_no_fault_and_says_that_it_was_fixed(rows: Rows, found: pl.DataFrame, accepted) -> None:
    frame = fixes.apply(rows, found, accepted).rows.frame
    assert frame["amount.fault"].to_list() == [None] * 4
    assert frame["amount.form"].to_list() == ["fixed", None, "fixed", None]
    assert frame["payment_date.fault"].to_list() == [None, None, None, "unreadable"]


def test_the_words_sent_and_the_original_rows_stay(rows: Rows, found: pl.DataFrame, accepted) -> None:
    before = rows.frame.clone()
    fixed = fixes.apply(rows, found, accepted)
    assert rows.frame.equals(before)
    assert fixed.rows.frame["amount.sent"].to_list() == before["amount.sent"].to_list()


def test_the_log_says_where_and_what(rows: Rows, found: pl.DataFrame, accepted) -> None:
    log = fixes.apply(rows, found, accepted).log
    assert log.schema == pl.Schema(fixes.LOG)
    assert log.select("row", "field", "before", "after", "rule").rows() == [
        (2, "supplier_name", "REDCATED PERSONAL DATA", "REDACTED PERSONAL DATA", "redaction-spelling"),
        (2, "amount", "1.234,50", "1234.50", "amount-form"),
        (2, "payment_date", "31.5.26", "2026-05-31", "date-form"),
        (5, "amount", "12OO", "-1200", "amount-letters"),
        (5, "payment_date", "5 May", "05/05/2026", "date-form"),
    ]


def test_only_the_chosen_rules_are_applied(rows: Rows, found: pl.DataFrame) -> None:
    fixed = fixes.apply(rows, found, {"redaction-spelling"})
    assert fixed.log["rule"].to_list() == ["redaction-spelling"]
    assert fixed.rows.frame["payment_date"].null_count() == 3


def test_other_money_than_was_read_is_accepted_row_by_row(rows: Rows) -> None:
    """Not by a rule, and not by all rules at once: each row needs a yes of its own."""
    found = suggestions((0, "amount", "a", "1234.50"), (1, "amount", "a", "100.00"), (3, "amount", "a", "4.00"))
    for everything in (None, {"a"}):
        assert fixes.apply(rows, found, everything).log["row"].to_list() == [6], "written anew, the same money"
    fixed = fixes.apply(rows, found, [fixes.Place("a", "may.csv", 3)])
    assert fixed.rows.frame["amount"].to_list() == [None, 10_000, None, 400]


def test_a_fix_can_be_accepted_in_one_row_alone(rows: Rows, found: pl.DataFrame) -> None:
    place = fixes.Place(rule="date-form", file="a.csv", row=4)
    placed = found.with_columns(file=pl.lit("a.csv"), row=pl.col("index") + 2)
    fixed = fixes.apply(rows, placed, [place])
    assert fixed.log.select("index", "field", "rule").rows() == [(2, "payment_date", "date-form")]
    elsewhere = placed.with_columns(sheet=pl.lit("May"))
    assert fixes.apply(rows, elsewhere, [place]).log.is_empty()
    assert fixes.apply(rows, elsewhere, [place, "redaction-spelling"]).log["rule"].to_list() == ["redaction-spelling"]


def test_the_first_of_two_fixes_of_a_cell_counts(rows: Rows) -> None:
    fixed = fixes.apply(rows, suggestions((1, "supplier_name", "a", "Elm"), (1, "supplier_name", "b", "Oak")))
    assert fixed.rows.frame["supplier_name"][1] == "Elm"
    assert fixed.log["rule"].to_list() == ["a"]


@pytest.mark.parametrize("fix", ["about 12", "1,234.00", "1e3", "12.345", "£5"])
def test_a_fix_that_is_no_amount_changes_nothing(rows: Rows, fix: str) -> None:
    fixed = fixes.apply(rows, suggestions((0, "amount", "a", fix)), [fixes.Place("a", "may.csv", 2)])
    assert fixed.log.is_empty()
    assert fixed.rows.frame.equals(rows.frame)


def test_an_empty_fix_empties_the_cell(rows: Rows) -> None:
    found = suggestions((1, "payment_date", "a", ""), (1, "supplier_name", "b", ""))
    fixed = fixes.apply(rows, found)
    assert fixed.rows.frame["payment_date"][1] is None
    assert fixed.rows.frame["supplier_name"][1] is None
    assert fixed.log.height == 2


def test_a_fix_for_a_field_that_the_file_lacks_is_left(rows: Rows) -> None:
    assert fixes.apply(rows, suggestions((0, "project_code", "a", "P1"))).log.is_empty()

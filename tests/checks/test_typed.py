"""What a person types stands in place of what was sent, is told from it for ever, and is looked at by every rule."""

from __future__ import annotations

import datetime
from dataclasses import replace

import polars as pl
import pytest

from ckanext.spenddata.checks import fixes, typed
from ckanext.spenddata.checks.fix_all import fix_all
from ckanext.spenddata.checks.typed import TypedCell
from ckanext.spenddata.definitions import load
from ckanext.spenddata.rows import Rows
from tests.checks.filings import COUNCILS, FILE, context, filing, good, table_of

CONTEXT = context(**COUNCILS)
ERRORS = pl.col("severity") == "error"


def cell(field: str, value: str, row: int = 2, **more: str) -> TypedCell:
    return TypedCell(more.get("file", FILE), row, field, value, more.get("sheet"))


def one(frame: pl.DataFrame, *names: str) -> tuple:
    return frame.select(names).row(0)


@pytest.mark.parametrize(
    "words", ["27/8/2026", "2026-08-27", "27 August 2026", "27 8 2026", " 27.08.26 ", "27 Awst 2026"]
)
def test_a_date_is_read_with_the_day_first(words):
    assert typed.read("payment_date", words) == "2026-08-27"


@pytest.mark.parametrize(
    "words", ["31/02/2026", "08/27/2026", "Aug-26", "2026", "46127", "P2 2026-27", "soon", "#REF!"]
)
def test_what_is_no_day_is_not_read(words):
    assert typed.read("payment_date", words) is None


@pytest.mark.parametrize(
    ("words", "pounds"),
    [
        ("£1,923.16", "1923.16"),
        ("1923.16", "1923.16"),
        ("-5", "-5.00"),
        ("(12.50)", "-12.50"),
        ("7.00 CR", "-7.00"),
        ("0", "0.00"),
    ],
)
def test_money_is_exact(words, pounds):
    assert typed.read("amount", words) == pounds


@pytest.mark.parametrize("words", ["twelve", "1.23E+04", "$5", "€5", "1.234", "1 and 2", "#REF!", "####", "9" * 20])
def test_money_that_is_not_pounds_and_pence_beyond_doubt_is_not_read(words):
    assert typed.read("amount", words) is None


def test_truth_values_words_of_lists_and_names():
    assert [typed.read("vcse_grant", words) for words in ("Yes", "n", "maybe")] == ["true", "false", None]
    assert typed.read("supplier_postcode", "ls11ur") == "LS1 1UR"
    assert typed.read("supplier_name", "  Alder \u200b\x07Ltd\r\n(North) ") == "Alder Ltd (North)"


@pytest.mark.parametrize("field", ["amount", "payment_date", "vcse_grant", "supplier_name"])
def test_nothing_empties_a_cell(field):
    assert [typed.read(field, words, ("", "-", "N/A")) for words in ("", "  ", "-", "N/A")] == [""] * 4


def test_what_is_typed_stands_in_the_row_and_what_was_sent_beside_it():
    rows = filing(good(amount="#REF!"), good(payment_date="31/04/2026"), good())
    before = rows.frame.clone()
    fixed = typed.apply(rows, [cell("amount", "1923.16"), cell("payment_date", "2026-04-30", 3)], CONTEXT)
    assert rows.frame.equals(before)
    assert fixed.rows.frame["amount"].to_list()[:2] == [192316, 3000000]
    assert one(fixed.rows.frame, "amount.sent", "amount.fault", "amount.form") == ("#REF!", None, fixes.FIXED)
    assert fixed.rows.frame["payment_date"][1] == datetime.date(2026, 4, 30)
    assert fixed.log.select("row", "field", "before", "after", "rule").rows() == [
        (2, "amount", "#REF!", "1923.16", "typed"),
        (3, "payment_date", "31/04/2026", "2026-04-30", "typed"),
    ]


def test_rows_that_could_not_be_used_can_be():
    rows = filing(
        good(amount="#REF!"), good(amount=None), good(payment_date=None), good(payment_date="31/04/2026"),
        good(supplier_name=None), good(),
    )  # fmt: skip
    cells = [
        cell("amount", "19231.60"),
        cell("amount", "2923.60", 3),
        cell("payment_date", "2026-04-02", 4),
        cell("payment_date", "2026-04-03", 5),
        cell("supplier_name", "Alder Ltd", 6),
    ]
    assert fix_all(rows, CONTEXT, ()).findings.filter(ERRORS)["row"].n_unique() == 5
    assert fix_all(rows, CONTEXT, (), cells).findings.filter(ERRORS).is_empty()


def test_every_rule_looks_at_what_was_typed_and_tells_of_that():
    rows = filing(good(amount="#REF!"), good(amount="#REF!"), good())
    fixed = fix_all(rows, CONTEXT, (), [cell("amount", "200000000000.00"), cell("amount", "", 3)])
    errors = fixed.findings.filter(ERRORS & (pl.col("field") == "amount"))
    assert errors.select("row", "rule", "value").rows() == [
        (2, "amount-too-large", "200000000000.00"),
        (3, "amount-missing", None),
    ]


def test_of_a_cell_that_is_typed_twice_the_last_counts():
    fixed = typed.apply(filing(good()), [cell("amount", "1.00"), cell("amount", "2.00")], CONTEXT)
    assert fixed.rows.frame["amount"].to_list() == [200]
    assert fixed.log["after"].to_list() == ["2.00"]


def test_an_accepted_fix_goes_on_from_what_was_typed():
    rows = filing(good(supplier_name="zzz"))
    fixed = fix_all(rows, CONTEXT, None, [cell("supplier_name", "REDCATED PERSONAL DATA")])
    own = fixed.log.filter(pl.col("field") == "supplier_name")
    assert own.select("before", "after").rows() == [
        ("zzz", "REDCATED PERSONAL DATA"),
        ("REDCATED PERSONAL DATA", "REDACTED PERSONAL DATA"),
    ]
    assert own["rule"][0] == "typed"


def test_what_is_withheld_is_worked_out_again_both_ways():
    rows = filing(good(), good(supplier_name="REDACTED PERSONAL DATA"), good(supplier_name="REDACTED PERSONAL DATA"))
    told = fix_all(rows, CONTEXT, (), [cell("supplier_name", "REDACTED PERSONAL DATA")]).rows
    assert told.frame["redaction_reason"].to_list() == ["personal_data"] * 3
    named = fix_all(told, CONTEXT, (), [cell("supplier_name", "Alder Ltd", 3)]).rows
    assert named.frame["redaction_reason"].to_list() == ["personal_data", None, "personal_data"]


def test_a_reason_that_the_file_gives_stays_whoever_is_named():
    rows = filing(good(supplier_name="REDACTED PERSONAL DATA", redaction_reason="legal"))
    named = fix_all(rows, CONTEXT, (), [cell("supplier_name", "Alder Ltd")]).rows
    assert named.frame["redaction_reason"].to_list() == ["legal"]


def test_a_field_that_the_file_lacks_can_be_typed_in_one_row():
    rows = filing(good(), good())
    fixed = typed.apply(rows, [cell("vcse_grant", "true", 3), cell("project_code", "P7", 3)], CONTEXT)
    assert fixed.rows.frame["vcse_grant"].to_list() == [None, True]
    assert fixed.rows.frame["project_code"].to_list() == [None, "P7"]
    assert fixed.log["before"].to_list() == [None, None]
    assert fixed.log["column"].to_list() == [None, None]


def test_a_typed_date_is_one_of_a_day():
    rows = filing(good(), good())
    months = Rows(rows.frame.with_columns(date_precision=pl.lit("month")))
    fixed = typed.apply(months, [cell("payment_date", "2026-04-02", 3)], CONTEXT)
    assert fixed.rows.frame["date_precision"].to_list() == ["month", "day"]


def test_rows_are_told_by_file_and_sheet():
    sheets = [filing(good(amount="x")).frame.with_columns(source_sheet=pl.lit(name)) for name in ("May", "June")]
    rows = Rows(pl.concat(sheets))
    tables = (table_of("May", columns={"amount": 3}), table_of("June", columns={"amount": 8}))
    known = replace(CONTEXT, tables=tables)
    fixed = typed.apply(rows, [cell("amount", "5.00", sheet="June")], known)
    assert fixed.rows.frame["amount"].to_list() == [None, 500]
    assert fixed.log.select("sheet", "row", "column").rows() == [("June", 2, 8)]
    for elsewhere in (
        cell("amount", "5.00"),
        cell("amount", "5.00", 99, sheet="May"),
        cell("amount", "1.00", file="b"),
    ):
        assert typed.apply(rows, [elsewhere], known).log.is_empty()


def test_of_no_rows_nothing_is_typed():
    assert typed.apply(Rows.none(), [cell("amount", "5.00")], CONTEXT).log.is_empty()


def test_fixes_that_are_stored_together_are_told_apart():
    place = {"rule": "amount-unreadable", "file": FILE, "row": 2, "sheet": None}
    said = {"file": FILE, "row": 2, "field": "amount", "value": "5.00", "sheet": None}
    assert typed.parted(["text-spacing", said, place]) == (("text-spacing", place), (cell("amount", "5.00"),))


def test_what_the_portal_fills_in_is_not_typed():
    known = typed.fields(load().transaction)
    assert {"amount", "payment_date", "supplier_name", "project_code"} <= set(known)
    assert not {"publisher_id", "publisher_name", "date_precision"} & set(known)

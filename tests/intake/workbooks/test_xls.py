"""Old binary workbooks: errors, what is hidden, and numbers that people see otherwise are told as people see them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import Refused
from ckanext.spenddata.intake.workbooks import xls
from ckanext.spenddata.intake.workbooks.formats import Format
from ckanext.spenddata.intake.workbooks.sheet import Sheet
from tests.intake import biff
from tests.intake.biff import Formula, Styled

OPEN = Limits(None, None, None, None, None, None, None)


@pytest.fixture
def read(tmp_path: Path):
    def reading(*rows: list[object], **how: object) -> Sheet:
        path = tmp_path / "sent"
        path.write_bytes(biff.xls({"May": rows}, **how))
        [found] = xls.sheets(path, OPEN)
        assert found.name == "May"
        return found

    return reading


def test_errors_are_told_as_they_are_shown(read):
    found = read(["#REF!", "x"], [Formula("#N/A"), "#DIV/0!"], [1.5, Formula(2.0)])
    assert found.cells.rows() == [("#REF!", "x"), ("#N/A", "#DIV/0!"), ("1.5", "2")]


def test_what_nobody_sees_is_told_by_its_number(read):
    found = read(["a", "b", "c"], ["d", "e", "f"], hidden_rows=(2,), hidden_columns=(1, 3))
    assert (found.hidden_rows, found.hidden_columns) == ((2,), (1, 3))
    assert found.cells.rows() == [("a", "b", "c"), ("d", "e", "f")]
    assert read(["a"]).hidden_rows == read(["a"]).hidden_columns == ()


def test_numbers_that_are_shown_otherwise(read):
    found = read(
        [Styled(12.5, "dollars"), Styled(7.0, "scaled"), 3.0],
        [Styled(-1.0, "dollars"), Styled(8.0, "scaled"), 4.0],
        [5.0, "words", Styled(9.0, "scaled")],
    )
    assert found.cells["1"].to_list() == ["$12.5", "$-1", "5"]
    assert found.cells["3"].to_list() == ["3", "4", "9"]
    assert found.otherwise == {Format.SCALED: {2: 2, 3: 1}}


def test_numbers_that_are_shown_as_hours(read):
    found = read(["a", Styled(600.5, "hours")], ["b", 7.0])
    assert found.cells["2"].to_list() == ["600.5", "7"]
    assert found.otherwise == {Format.ELAPSED: {2: 1}}


def test_numbers_that_a_format_makes_credits_of(read):
    found = read([Styled(12.5, "minus"), Styled(7.0, "reversed")], [Styled(-1.0, "minus"), Styled(-8.0, "reversed")])
    assert found.cells.rows() == [("-12.5", "-7"), ("-1", "8")]
    assert found.otherwise == {Format.NEGATIVE: {1: 1}, Format.REVERSED: {2: 2}}


@pytest.mark.parametrize("style", ["red", "red format"])
def test_figures_in_red_by_their_font_or_their_format(read, style):
    found = read(["a", Styled(1.5, style)], ["b", 2.5], ["c", Styled(3.5, style)])
    assert {column: rows.to_list() for column, rows in found.red.items()} == {2: [1, 3]}
    assert read(["a", 1.5]).red == {}


def test_figures_that_are_struck_through(read):
    found = read(["a", Styled(1.5, "struck")], ["b", 2.5])
    assert {column: rows.to_list() for column, rows in found.struck.items()} == {2: [1]}
    assert read(["a", Styled(1.5, "red")]).struck == {}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (biff.xls({"May": [["a", 1.0]]}, password=True), "encrypted"),
        (biff.xls({"May": [["a", 1.0]]})[:600], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "damaged"),
    ],
)
def test_one_that_can_t_be_opened_is_refused(content, code, tmp_path):
    path = tmp_path / "sent"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        xls.sheets(path, OPEN)
    assert refused.value.refusal.code == code


def test_each_sheet_has_its_own_errors_and_a_hidden_one_is_told_as_hidden(tmp_path):
    path = tmp_path / "sent"
    rows = {"May": [["a"], ["b"]], "June": [["#REF!"], [1.0]]}
    for hidden in ((), ("June",)):
        path.write_bytes(biff.xls(rows, hidden=hidden))
        may, june = xls.sheets(path, OPEN)
        assert (may.hidden, june.hidden) == (False, bool(hidden))
        assert may.cells.rows() == [("a",), ("b",)]
        assert june.cells.rows() == [(None if hidden else "#REF!",), ("1",)]

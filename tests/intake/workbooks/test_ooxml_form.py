"""A sheet in its plain form is cut into cells exactly, or not at all: whatever else stands in it, another reader takes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.intake.workbooks import ooxml_form
from ckanext.spenddata.intake.workbooks.formats import Format
from ckanext.spenddata.intake.workbooks.looks import NO_STYLES
from ckanext.spenddata.intake.workbooks.ooxml import NotPlain
from ckanext.spenddata.intake.workbooks.ooxml_form import Stretch, Words, hidden_columns, parted, taken_apart
from ckanext.spenddata.intake.workbooks.sheet import column_letters

STYLES = (Format.NUMBER, Format.DATE, Format.SCALED, Format.DOLLARS, Format.EUROS, Format.OTHER_MONEY, Format.OTHER)


def cells(text: str) -> list[tuple[int, int, int, str]]:
    """Row, column, kind and value of each."""
    return taken_apart(text, STYLES, NO_STYLES).cells.rows()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<c r="A1"><v>12</v></c>', [(1, 1, Format.NUMBER, "12")]),
        ('<c r="AB10" s="1"><v>46000</v></c>', [(10, 28, Format.DATE, "46000")]),
        ('<c r="B2" s="2"><v>1</v></c>', [(2, 2, Format.SCALED, "1")]),
        ('<c r="B2" s="3"><v>1</v></c>', [(2, 2, Format.DOLLARS, "1")]),
        ('<c r="B2" s="4"><v>1</v></c>', [(2, 2, Format.EUROS, "1")]),
        ('<c r="B2" s="5"><v>1</v></c>', [(2, 2, Format.OTHER_MONEY, "1")]),
        ('<c r="B2" s="99"><v>1</v></c>', [(2, 2, Format.NUMBER, "1")]),
        ('<c r="B2" t="n"><v>1</v></c>', [(2, 2, Format.NUMBER, "1")]),
        ('<c r="B2" s="6" t="s"><v>0</v></c>', [(2, 2, Words.SHARED, "0")]),
        ('<c r="B2" t="str"><v> x </v></c>', [(2, 2, Words.WRITTEN, " x ")]),
        ('<c r="B2" t="b"><v>1</v></c>', [(2, 2, Words.BOOLEAN, "1")]),
        ('<c r="B2" t="e"><v>#REF!</v></c>', [(2, 2, Words.ERROR, "#REF!")]),
        ('<c r="B2" t="inlineStr"><is><t> x </t></is></c>', [(2, 2, Words.TRIMMED, " x ")]),
        ('<c r="B2" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c>', [(2, 2, Words.WRITTEN, " x ")]),
        ('<c r="B2"><f>A1+1</f><v>3</v></c>', [(2, 2, Format.NUMBER, "3")]),
        ('<c r="B2" t="str"><f t="shared" si="0"/><v></v></c>', [(2, 2, Words.WRITTEN, "")]),
        ('<c r="B2" s="3"/>', []),
        ('<c r="B2"><f>A1</f></c>', []),
        ('<c r="B2"><f>A1</f><v></v></c>', []),
        (
            '<row r="1" spans="1:2"><c r="A1"><v>1</v></c><c r="B1"/></row>\n<row r="2"><c r="A2"><v>2</v></c></row>',
            [(1, 1, Format.NUMBER, "1"), (2, 1, Format.NUMBER, "2")],
        ),
    ],
)
def test_cells_of_the_plain_form(text, found):
    assert cells(text) == found


@pytest.mark.parametrize(
    "text",
    [
        'x<c r="A1"><v>1</v></c>',
        '<c r="A1"><v>1</v></c>x',
        '<c r="A1"><v>1</v></c><other/>',
        '<c r="A0"><v>1</v></c>',
        '<c r="1A"><v>1</v></c>',
        '<c r="AAAA1"><v>1</v></c>',
        '<c r="A1"><v>1</v><v>2</v></c>',
        '<c r="A1" t="d"><v>2026-05-01</v></c>',
        '<c r="A1" s="6"><v>1</v></c>',
        '<c r="A1" odd><v>1</v></c>',
        '<c r="A1"><is><t>x</t></is></c>',
        '<c r="A1" t="inlineStr"><is><r><t>x</t></r></is></c>',
        '<c r="A1"><!-- hidden --><v>1</v></c>',
        '<c r="A1"><v><![CDATA[1]]></v></c>',
        '<c r="A1"><v>1</v></c><c r="A2"><v>1</x></c>',
    ],
)
def test_anything_else_is_not_plain(text):
    with pytest.raises(NotPlain):
        taken_apart(text, STYLES, NO_STYLES)


def test_formulas_without_a_result_are_told_by_their_place():
    text = '<c r="A1"><f>B1</f></c><c r="C2"><f>B1</f><v></v></c><c r="D4" t="str"><f>B1</f><v></v></c><c r="E1"><f>1</f><v>1</v></c>'
    assert taken_apart(text, STYLES, NO_STYLES).uncalculated == [(1, 1), (2, 3)]


def test_rows_and_columns_that_nobody_sees():
    text = '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="3" hidden="0"/><row r="4" ht="3" hidden="true"/>'
    assert taken_apart(text + '<c r="A5"><v>1</v></c>', STYLES, NO_STYLES).hidden_rows == [2, 4]
    low = '<row r="7" ht="0" customHeight="1"/><row r="8" ht="0.75"/><row r="9" ht="12.75" customHeight="1"/>'
    assert taken_apart(text + low + '<c r="A10"><v>1</v></c>', STYLES, NO_STYLES).hidden_rows == [2, 4, 7, 8]
    alone = '<row r="11" customHeight="1"/><row customHeight="1" r="12" ht="15"/><row r="13" customHeight="0"/>'
    assert taken_apart(alone + '<c r="A14"><v>1</v></c>', STYLES, NO_STYLES).hidden_rows == []
    head = '<cols><col min="2" max="4" width="9" hidden="1"/><col min="6" max="6" hidden="0"/><col min="8" max="8" width="0"/></cols>'
    assert hidden_columns(head) == [2, 3, 4, 8]
    assert taken_apart('<row r="1"><c r="A1"><v>1</v></c></row>', STYLES, NO_STYLES).hidden_rows == []


@pytest.mark.parametrize(
    ("text", "head", "rest"),
    [
        ("<a/><sheetData><row/>", "<a/>", "<row/>"),
        ("<a/><sheetData/><b/>", "<a/>", ""),
        ('<?xml version="1.0" encoding="UTF-8"?><sheetData>x', '<?xml version="1.0" encoding="UTF-8"?>', "x"),
    ],
)
def test_the_cells_begin_where_the_sheet_says_so(text, head, rest):
    assert parted(text) == (head, rest)


@pytest.mark.parametrize("text", ["<a/>", '<?xml version="1.0" encoding="latin-1"?><sheetData>'])
def test_a_sheet_without_cells_or_in_another_encoding_is_not_plain(text):
    with pytest.raises(NotPlain):
        parted(text)


PLACED = st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384), st.integers(-(10**9), 10**9))


@given(st.lists(PLACED, min_size=1, max_size=20))
def test_every_cell_comes_out_where_it_stands(placed):
    text = "".join(f'<c r="{column_letters(column)}{row}"><v>{value}</v></c>' for row, column, value in placed)
    assert cells(text) == [(row, column, Format.NUMBER, str(value)) for row, column, value in placed]


@given(st.text(alphabet='<>/="cvrA1 &x', max_size=30))
def test_whatever_stands_there_it_is_cells_or_not_plain(text):
    try:
        found = taken_apart(f'<c r="A1"><v>1</v></c>{text}', STYLES, NO_STYLES)
    except NotPlain:
        return
    assert isinstance(found, Stretch)
    assert found.cells.row(0) == (1, 1, Format.NUMBER, "1")
    assert found.cells.height <= 1 + text.count(ooxml_form.START)

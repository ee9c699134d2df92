"""What an OpenDocument sheet hides, merges, and shows otherwise than it holds it."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.reading import Answers, Limits, Outcome
from ckanext.spenddata.intake.workbooks.formats import Format
from ckanext.spenddata.intake.workbooks.merged import Down
from ckanext.spenddata.intake.workbooks.opendocument import format_seen, of_opendocument
from ckanext.spenddata.intake.workbooks.shown import Shown
from tests.intake import corpus
from tests.intake.test_spreadsheet_kinds import DATE, HIDDEN_ROWS, SUPPLIER
from tests.intake.workbooks.test_grids import document, typed
from tests.intake.workbooks.test_shown import archive

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "draw")
)


def content(*body: str, styles: str = "", name: str = "May") -> str:
    return (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="{name}">{"".join(body)}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )


def shown(*body: str, styles: str = "") -> Shown:
    return of_opendocument(archive("content.xml", content(*body, styles=styles)), Limits())["May"]


def row(attributes: str = "", cells: str = '<table:table-cell office:value-type="string"/>') -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


REPEATED = 'table:number-rows-repeated="3"'


@pytest.mark.parametrize("unseen", ['table:visibility="collapse"', 'table:visibility="filter"'])
def test_rows_hidden_by_hand_or_by_a_filter(unseen):
    assert shown(row(), row(unseen), row(REPEATED), row(f"{unseen} {REPEATED}")).hidden_rows == [
        range(2, 3),
        range(6, 9),
    ]


def test_rows_of_a_folded_group_and_of_no_height():
    folded = f'<table:table-row-group table:display="false">{row()}{row()}</table:table-row-group>'
    style = '<style:style style:name="ro2"><style:table-row-properties style:row-height="0cm"/></style:style>'
    tall = '<style:style style:name="ro1"><style:table-row-properties style:row-height="0.45cm"/></style:style>'
    found = shown(row(), folded, row('table:style-name="ro1"'), row('table:style-name="ro2"'), styles=style + tall)
    assert found.hidden_rows == [range(2, 3), range(3, 4), range(5, 6)]


def test_hidden_columns_with_those_that_are_repeated():
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    assert shown(columns, row()).hidden_columns == [range(3, 4)]


def test_cells_merged_downwards_and_rows_with_numbers():
    number = '<table:table-cell office:value-type="float" office:value="1"/>'
    merged = f'<table:table-cell table:number-columns-repeated="2"/><table:table-cell table:number-rows-spanned="3"/>{number}'
    wide = '<table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="2"/>'
    found = shown(row(), row("", merged), row("", number), row("", wide))
    assert found.merged == [Down(3, 2, 4)]
    assert found.typed == [range(2, 3), range(3, 4)]


def test_a_table_within_a_cell_is_no_part_of_the_sheet():
    inner = f'<table:table-cell><table:table table:name="Inner">{row()}{row()}</table:table></table:table-cell>'
    assert shown(row("", inner), row('table:visibility="collapse"')).hidden_rows == [range(2, 3)]


def test_nothing_is_gone_through_where_no_word_of_it_stands():
    assert of_opendocument(archive("content.xml", content(row())), Limits()) == {}


@pytest.mark.parametrize(
    "broken", [content(row('table:visibility="collapse"'))[:-40], content(row('table:number-rows-repeated="x"'))]
)
def test_what_is_no_xml_or_no_number_is_the_readers_to_refuse(broken):
    of_opendocument(archive("content.xml", broken + '"filter"'), Limits())


def opened_document(*, hidden: tuple[int, ...] = (), merged: tuple[int, int, int] | None = None) -> bytes:
    """The payments of the corpus as OpenDocument."""
    lines = []
    for number, cells in enumerate(typed(), start=1):
        written = []
        for column, value in enumerate(cells):
            span = ""
            if merged and column == merged[0] and merged[1] <= number <= merged[2]:
                if number > merged[1]:
                    written.append("<table:covered-table-cell/>")
                    continue
                span = f' table:number-rows-spanned="{merged[2] - merged[1] + 1}"'
            written.append(cell(value, span))
        lines.append(row('table:visibility="filter"' if number in hidden else "", "".join(written)))
    return document(f'<table:table table:name="May">{"".join(lines)}</table:table>')


def cell(value, span: str) -> str:
    if value is None:
        return f"<table:table-cell{span}/>"
    if hasattr(value, "isoformat"):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"{span}/>'
    if isinstance(value, str):
        said = value.replace("&", "&amp;").replace("<", "&lt;")
        return f'<table:table-cell office:value-type="string"{span}><text:p>{said}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"{span}/>'


def test_filtered_rows_of_opendocument_are_read_and_told(read_bytes):
    reading = read_bytes(opened_document(hidden=HIDDEN_ROWS))
    assert reading.tables[0].hidden_rows == HIDDEN_ROWS
    assert len(reading.rows) == len(corpus.PAYMENTS)
    assert any("hides 3 rows" in note for note in reading.notes)


@pytest.mark.parametrize(("column", "field"), [(SUPPLIER, "supplier_name"), (DATE, "payment_date")])
def test_merged_cells_of_opendocument_say_it_in_each_of_their_rows(column, field, read_bytes):
    whole = read_bytes(opened_document()).rows.frame[field]
    found = read_bytes(opened_document(merged=(column, 3, 5))).rows.frame[field]
    assert found[2:4].to_list() == [whole[1]] * 2
    assert found[0] == whole[0]
    assert found[4:].equals(whole[4:])


@pytest.mark.parametrize(
    ("number", "seen", "currency", "means"),
    [
        ("12.5", "12.50", "", None),
        ("12.5", "-12.50", "", Format.NEGATIVE),
        ("12.5", "(£12.50)", "GBP", Format.NEGATIVE),
        ("12.5", "12.50 CR", "", Format.NEGATIVE),
        ("-12.5", "-12.50", "", None),
        ("-12.5", "(12.50)", "", None),
        ("-12.5", "12.50-", "", None),
        ("-12.5", "12.50", "", Format.UNSIGNED),
        ("0", "-", "", None),
        ("0", "-0.00", "", None),
        ("12.5", "", "", None),
        ("12.5", " paid ", "", Format.UNSEEN),
        ("12.5", "$12.50", "USD", Format.DOLLARS),
        ("12.5", "12.50 €", "EUR", Format.EUROS),
        ("12.5", "CHF 12.50", "CHF", Format.OTHER_MONEY),
        ("12.5", "12.50", "CHF", None),
        ("1234567", "1,235", "", Format.SCALED),
        ("1234567", "1.23E+06", "", None),
        ("1.5", "£1.5m", "", Format.MILLIONS),
        ("25", "25 k", "", Format.THOUSANDS),
        ("25", "25,000", "", Format.THOUSANDS),
        ("1500000", "1.5m", "", Format.SCALED),
        ("25", "25 items", "", None),
        ("1234567", "1 234 567", "", None),
        ("1234.56", "1.234,56", "", None),
        ("0.25", "25%", "", Format.PERCENT),
        ("25", "25p", "", Format.PENCE),
        ("", "words", "", None),
    ],
)
def test_what_people_see_of_a_number(number, seen, currency, means):
    assert format_seen(number, seen, currency) == means


RED = '<style:text-properties fo:color="#ff0000"/>'
IN_RED = f'<style:style style:name="ce2" style:family="table-cell">{RED}</style:style>'
OF_IT = '<style:style style:name="ce3" style:family="table-cell" style:parent-style-name="ce2"/>'
NUMBER_IN_RED = (
    f'<number:number-style style:name="N1">{RED}</number:number-style>'
    '<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N1"/>'
)
BELOW_IN_RED = (
    f'<number:number-style style:name="N1P0"/><number:number-style style:name="N1">{RED}'
    '<style:map style:condition="value()&gt;=0" style:apply-style-name="N1P0"/></number:number-style>'
    '<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N1"/>'
)
ROWS = 20
FEW = {3: 300_75, 8: 802_00}
"""Rows whose amounts look otherwise, and these amounts in pence."""


def payments(styles: str, few, *, style: str = "ce2") -> bytes:
    """Payments; ``few`` makes number and text of some amounts, which have a style."""
    lines = []
    for n in range(1, ROWS + 1):
        number, seen = few(n * 100.25) if n in FEW else (f"{n * 100.25}", f"{n * 100.25:,.2f}")
        own = f'table:style-name="{style}"' if n in FEW else ""
        amount = f'<table:table-cell {own} office:value-type="float" office:value="{number}"><text:p>{seen}</text:p></table:table-cell>'
        lines.append(row("", cell(f"{n:02}/05/2026", "") + cell(f"Firm {n} Ltd", "") + amount))
    titles = row("", "".join(cell(title, "") for title in ("Date", "Supplier", "Amount")))
    return document(f'<table:table table:name="May">{titles}{"".join(lines)}</table:table>', styles)


def plain(pounds: float) -> tuple[str, str]:
    return f"{pounds}", f"{pounds:,.2f}"


WHOLE = 10025 * ROWS * (ROWS + 1) // 2


@pytest.mark.parametrize(("styles", "style"), [(IN_RED, "ce2"), (IN_RED + OF_IT, "ce3"), (NUMBER_IN_RED, "ce2")])
def test_figures_in_red_are_asked_about(styles, style, read_bytes):
    asked = read_bytes(payments(styles, plain, style=style))
    assert (asked.outcome, [each.field for each in asked.questions]) == (Outcome.ASK, ["credits"])
    found = read_bytes(payments(styles, plain, style=style), answers=Answers(credits=True))
    assert found.rows.amount_total() == WHOLE - 2 * sum(FEW.values())


@pytest.mark.parametrize(
    "styles", [BELOW_IN_RED, IN_RED.replace("ff0000", "0000ff"), IN_RED.replace("ff0000", "000000")]
)
def test_what_is_red_only_below_nought_or_in_another_colour_is_no_question(styles, read_bytes):
    assert read_bytes(payments(styles, plain)).questions == ()


def test_a_minus_that_the_format_draws_is_read_as_it_is_seen(read_bytes):
    reading = read_bytes(payments(BELOW_IN_RED, lambda pounds: (f"{pounds}", f"({pounds:,.2f})")))
    assert reading.rows.amount_total() == WHOLE - 2 * sum(FEW.values())
    assert any("shows 2 numbers of column C with a minus, in brackets" in note for note in reading.notes)


def test_a_minus_that_the_format_hides_is_told(read_bytes):
    styles = NUMBER_IN_RED.replace("ff0000", "000000")
    reading = read_bytes(payments(styles, lambda pounds: (f"-{pounds}", f"{pounds:,.2f}")))
    assert reading.rows.amount_total() == WHOLE - 2 * sum(FEW.values())
    assert any("shows 2 numbers of column C without their minus" in note for note in reading.notes)


def test_credits_in_red_without_a_minus_are_what_they_are(read_bytes):
    reading = read_bytes(payments(BELOW_IN_RED, lambda pounds: (f"-{pounds}", f"{pounds:,.2f}")))
    assert reading.rows.amount_total() == WHOLE - 2 * sum(FEW.values())
    assert not any("shows 2 numbers" in note for note in reading.notes)


def test_a_style_that_draws_a_minus_and_hides_one_turns_all_of_its_numbers(read_bytes):
    turned = iter([1, -1])

    def few(pounds: float) -> tuple[str, str]:
        sign = next(turned)
        return f"{sign * pounds}", f"{-sign * pounds:,.2f}"

    reading = read_bytes(payments(NUMBER_IN_RED.replace("ff0000", "000000"), few))
    assert reading.rows.amount_total() == WHOLE - 2 * FEW[3]


def test_amounts_in_dollars_are_asked_about(read_bytes):
    asked = read_bytes(payments(BELOW_IN_RED, lambda pounds: (f"{pounds}", f"${pounds:,.2f}")))
    assert [each.field for each in asked.questions] == ["currency"]


STRUCK = (
    '<style:style style:name="ce2" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/>'
    "</style:style>"
)


@pytest.mark.parametrize(("styles", "style"), [(STRUCK, "ce2"), (STRUCK + OF_IT, "ce3")])
def test_figures_that_are_struck_through_are_asked_about(styles, style, read_bytes):
    (question,) = read_bytes(payments(styles, plain, style=style)).questions
    assert question.field == "were_paid"
    assert "2 amounts are no payments, or were not paid yet (struck through)" in question.why
    assert read_bytes(payments(STRUCK.replace("solid", "none"), plain)).questions == ()


@pytest.mark.parametrize(
    ("currency", "seen", "written"), [("EUR", "€12.50", Format.EUROS), ("GBP", "12.50 CR", Format.NEGATIVE)]
)
def test_what_is_seen_counts_without_a_style_of_numbers(currency, seen, written):
    cell_ = (
        f'<table:table-cell office:value-type="currency" office:currency="{currency}" office:value="12.5"><text:p>{seen}</text:p>'
        "</table:table-cell>"
    )
    assert [each for _, each in shown(row(cells=cell_)).otherwise] == [written]

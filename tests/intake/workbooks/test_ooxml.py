"""Office Open XML workbooks are read by a fast reader of their plain form; it must say what the general reader and openpyxl say."""

from __future__ import annotations

import datetime
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import Refused
from ckanext.spenddata.intake.workbooks import general
from ckanext.spenddata.intake.workbooks import grids as workbook
from ckanext.spenddata.intake.workbooks.formats import Format, format_of
from ckanext.spenddata.intake.workbooks.ooxml import Book, NotPlain, decoded
from ckanext.spenddata.intake.workbooks.ooxml_sheet import read_sheet

OPEN = Limits(None, None, None, None, None, None, None)
FORMATS = (
    "General",
    "0.00",
    "#,##0.00",
    "@",
    "dd/mm/yyyy",
    "d mmm yy",
    "yyyy-mm-dd hh:mm:ss",
    "£#,##0.00;[Red]-£#,##0.00",
)


def rewritten(content: bytes, part: str, change) -> bytes:
    """A workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry).decode() if entry.filename == part else None
            new.writestr(entry.filename, old.read(entry) if text is None else change(text))
    return out.getvalue()


def sheet_of(cells: str, strings: str = "", styles: tuple[str, ...] = ()) -> bytes:
    """A workbook whose only sheet has this XML inside ``sheetData``, with these shared strings, and a style for each number format."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("May")
        sheet.write(0, 0, "x")
        for row, style in enumerate(styles):
            sheet.write_number(row, 1, 1, book.add_format({"num_format": style}))
    head = "<sst>" if strings else ""
    content = rewritten(
        out.getvalue(),
        "xl/worksheets/sheet1.xml",
        lambda text: text[: text.index("<sheetData>")] + "<sheetData>" + cells + text[text.index("</sheetData>") :],
    )
    if not head:
        return content
    return rewritten(
        content,
        "xl/sharedStrings.xml",
        lambda text: text[: text.index("<si>")] + strings + "</sst>",
    )


def plainly(path: Path) -> list[pl.DataFrame]:
    """The sheets as the fast reader has them; it must not give up."""
    with zipfile.ZipFile(path) as archive:
        book = Book(archive, OPEN)
        return [read_sheet(book, sheet).cells for sheet in book.sheets if sheet.worksheet]


def generally(path: Path) -> list[pl.DataFrame]:
    """The sheets as the general reader has them."""
    return [sheet.cells for sheet in general.sheets(path, "xlsx", OPEN, {})]


def same(found: pl.DataFrame, expected: pl.DataFrame) -> bool:
    """True where two readings have the same cells; columns without any may be left out."""
    width = max(found.width, expected.width)
    return padded(found, width).equals(padded(expected, width))


def padded(cells: pl.DataFrame, width: int) -> pl.DataFrame:
    missing = [str(number) for number in range(cells.width + 1, width + 1)]
    return cells.with_columns(pl.lit(None, pl.String).alias(name) for name in missing)


words = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t&<>\"' \xa0£"), max_size=12)
numbers = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=64),
    st.decimals(-(10**9), 10**9, places=2).map(float),
)
dates = st.datetimes(datetime.datetime(1900, 3, 1))  # noqa: DTZ001 - a spreadsheet knows no time zones
serials = st.one_of(st.integers(0, 2_958_465), st.floats(0, 2_958_465))
cells = st.one_of(
    st.none(),
    st.tuples(st.just("words"), words),
    st.tuples(st.just("number"), numbers),
    st.tuples(st.just("date"), serials),
    st.tuples(st.just("truth"), st.booleans()),
    st.tuples(st.just("blank"), st.just("")),
)
tables = st.lists(st.lists(cells, max_size=5), max_size=8)


def written(rows, *, own_strings: bool, from_1904: bool) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "constant_memory": own_strings, "date_1904": from_1904}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("May")
        date, money = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "£#,##0.00"})
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                match cell:
                    case ("words", value):
                        sheet.write_string(y, x, value)
                    case ("number", value):
                        sheet.write_number(y, x, value, money if x % 2 else None)
                    case ("date", value):
                        sheet.write_number(y, x, value, date)
                    case ("truth", value):
                        sheet.write_boolean(y, x, value)
                    case ("blank", _):
                        sheet.write_blank(y, x, None, date)
    return out.getvalue()


@settings(max_examples=25, deadline=None)
@given(rows=tables, own_strings=st.booleans(), from_1904=st.booleans())
def test_the_fast_reader_says_what_the_general_one_says(rows, own_strings, from_1904, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    path.write_bytes(written(rows, own_strings=own_strings, from_1904=from_1904))
    (found,), (expected,) = plainly(path), generally(path)
    assert same(found, expected), (found, expected)


@settings(max_examples=15, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.one_of(st.none(), words.filter(str.strip), numbers, dates),
            max_size=4,
        ),
        max_size=6,
    )
)
def test_the_fast_reader_says_what_openpyxl_says(rows, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    for y, row in enumerate(rows, 1):
        for x, value in enumerate(row, 1):
            sheet.cell(y, x).value = value
            if isinstance(value, str):
                sheet.cell(y, x).data_type = "s"
    book.save(path)
    (found,) = plainly(path)
    (back,) = openpyxl.load_workbook(path).worksheets
    for row in back.iter_rows():
        for cell in row:
            said = (
                found[str(cell.column)][cell.row - 1]
                if cell.column <= found.width and cell.row <= found.height
                else None
            )
            assert alike(said, cell.value), (cell.coordinate, said, cell.value)


def alike(said: str | None, value: object) -> bool:
    if isinstance(value, datetime.datetime):
        written = datetime.datetime.fromisoformat(said or "")
        return abs(written - value) <= datetime.timedelta(milliseconds=1)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(said or "nan") == value and Decimal(said or "nan") == Decimal(repr(value))
    return (said or "") == (str(value).strip("\r\n\t ") if value is not None else "") or (said or "") == str(value)


CODES = [
    *FORMATS,
    "DD/MM/YY",
    "H:MM:SS;@",
    "#,##0\\ [$\\u20bd-46D]",
    'm"M"d"D";@',
    "[h]:mm:ss",
    '"Y: "0.00"m";"Y: "-0.00"m"',
    "0_ ;[Red]\\-0\\ ",
    "\\Y000000",
    '#,##0.0####" YMD"',
    "[Blue]\\+[h]:mm;[Red]\\-[h]:mm",
    '#,##0.00\\ _M"H"_);[Red]#,##0.00\\ _M"S"_)',
    "0%",
    "0.00E+00",
    '_-"£"* #,##0.00_-;\\-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-',
    "[$-809]dd mmmm yyyy",
    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
    "mmm-yy",
    "#,##0,",
    "0.0,,",
    "#,##0;(#,##0)",
    "h:mm AM/PM",
    "# ?/?",
    "yyyy",
    "[$£-809]#,##0.00",
    "#,##0*y",
    "[>=100][Magenta]General",
    "[Red]General",
    "dd.mm.yyyy",
    "e",
    "0.00 CR",
    'd"th" mmm',
    "[<1]0.00;dd/mm/yyyy",
    "yyyy\\-mm\\-dd\\Thh:mm",
    "[$-en-GB]d mmm yyyy;@",
    "GENERAL",
    "b1yyyy",
    "0 kg",
    "#",
]


@pytest.mark.parametrize("code", CODES)
def test_a_number_format_means_a_date_where_the_general_reader_says_so(code, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(sheet_of('<row r="1"><c r="A1" s="1"><v>45000.5</v></c></row>', styles=(code,)))
    (expected,) = generally(path)
    if format_of(code) == Format.OTHER:
        with pytest.raises(NotPlain):
            plainly(path)
    else:
        (found,) = plainly(path)
        assert same(
            found.with_columns(
                pl.all()
                .str.strip_chars_start("$€¤")
                .str.replace(" (?:thousand|million)$", "")
                .replace("4500050%", "45000.5")
            ),
            expected,
        )


@pytest.mark.parametrize(
    ("code", "scaled"),
    [
        ("#,##0,", True),
        ("0.0,,", True),
        ('#,##0,"k"', True),
        ("£#,##0,;(£#,##0,)", True),
        ("#,##0", False),
        ("#,##0.00", False),
        ("0,000", False),
    ],
)
def test_a_format_that_shows_thousands(code, scaled):
    assert (format_of(code) == Format.SCALED) == scaled


STRINGS = (
    "<si><t> a </t></si>",
    '<si><t xml:space="preserve"> a </t></si>',
    "<si><t>a&amp;b&#10;c&#xA3;</t></si>",
    "<si><t>a_x000D_b</t></si>",
    "<si><t>a\r\nb</t></si>",
    '<si><r><t>x</t></r><r><rPr><b/></rPr><t xml:space="preserve"> y</t></r></si>',
    '<si><t>k</t><rPh sb="0" eb="1"><t>ph</t></rPh></si>',
    "<si><t/></si>",
    "<si></si>",
    "<si><t></t></si>",
    "<si><t>\xa0a\xa0</t></si>",
    "<si>\n<t>z</t>\n</si>",
    "<si><t>_x005F_x000D_</t></si>",
    "<si><t>   </t></si>",
    "<si><r><t>x </t></r><r><t>y</t></r></si>",
    "<si><t>a\nb\tc</t></si>",
    '<si><t>&lt;c r="A1"&gt;</t></si>',
)
CELLS = (
    *(f'<c r="A1" t="s"><v>{number}</v></c>' for number in range(len(STRINGS))),
    '<c r="A1" t="str"><v> a </v></c>',
    '<c r="A1" t="str"><v xml:space="preserve"> a </v></c>',
    '<c r="A1" t="str"><f>B1&amp;"x"</f><v>a&amp;b</v></c>',
    '<c r="A1" t="str"><f>B1</f><v></v></c>',
    '<c r="A1"><f>B1</f></c>',
    '<c r="A1"><f>B1</f><v></v></c>',
    '<c r="A1" t="b"><v>1</v></c>',
    '<c r="A1" t="inlineStr"><is><t> q </t></is></c>',
    '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> q </t></is></c>',
    '<c r="A1" t="inlineStr"><is><r><t>q</t></r><r><t>r</t></r></is></c>',
    '<c r="A1"><v>1.10</v></c>',
    '<c r="A1"><v>1E5</v></c>',
    '<c r="A1" t="n"><v>-0</v></c>',
    '<c r="A1"><v> 5 </v></c>',
    '<c r="A1"><v>5</v><f>B1</f></c>',
    '<c r="A1" t="d"><v>2024-01-02T00:00:00</v></c>',
    '<c r="A1" t="str"><v>a_x000D_b</v></c>',
    '<c r="A1"><v>+5</v></c>',
    '<c r="A1" t="str"><f>B1</f><v>a\r\nb</v></c>',
    '<c r="A1" t="b"><v>true</v></c>',
    '<c r="A1"><f t="shared" si="0"/><v>3.14</v></c>',
    '<c r="A1" s="0" t="n" cm="1"><v>7</v></c>',
    '<c t="str" r="A1"><v>7</v></c>',
    "<c><v>7</v></c>",
    '<c r="A1"/>',
    '<c r="A1"></c>',
    '<c r="A1"><v/></c>',
    '<c r="A1"><!-- a note --><v>7</v></c>',
    '<c r="A1"><v><![CDATA[7]]></v></c>',
    '<c r="A1"><v>nan</v></c>',
    '<c r="A1"><v>1_000</v></c>',
    '<c r="A1"><v>7</v></c><c r="A1"><v>8</v></c>',
    '<c r="B1"><v>7</v></c><c r="A1"><v>8</v></c>',
    '<c r="A1"><v>12345678901234567890</v></c>',
    '<c r="A1"><v>0.00001</v></c>',
    '<c r="A1"><v>0.0001</v></c>',
    '<c r="A1"><v>.5</v></c>',
    '<c r="A1"><v>5.</v></c>',
    '<c r="A1"><v>05</v></c>',
    '<c r="A1"><v>5.0</v></c>',
    '<c r="A1"><v>602403.81000000006</v></c>',
    '<c r="A1"><v>999999999999999.9</v></c>',
    '<c r="A1"><v>1e-7</v></c>',
)


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_in_any_form_is_read_as_the_general_reader_does_or_left_to_it(cell, tmp_path):
    path = tmp_path / "book.xlsx"
    below = '</row><row r="2" hidden="1" spans="1:2"><c r="B2" t="str"><v>below</v></c>'
    path.write_bytes(sheet_of(f'<row r="1">{cell}{below}</row>', "".join(STRINGS)))
    (expected,) = generally(path)
    try:
        (found,) = plainly(path)
    except NotPlain:
        (found,) = (grid.cells for grid in workbook.grids(path, "xlsx", OPEN)[0])
    assert same(found, expected)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("<row ", "\n  <row ").replace("</row>", "\n  </row>\n"),
        lambda text: text.replace("<c ", "\n    <c "),
        lambda text: (
            text.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
        ),
        lambda text: text.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"'),
        lambda text: text.replace("<sheetData>", "<sheetData >"),
        lambda text: text.replace("<sheetData>", "<!-- written by hand --><sheetData>"),
        lambda text: text.replace("</sheetData>", '</sheetData><extLst><ext><c r="A1"/></ext></extLst>'),
        lambda text: text.replace(' r="A1"', "").replace(' r="B1"', ""),
    ],
)
def test_a_sheet_written_otherwise_is_read_all_the_same(change, tmp_path):
    path = tmp_path / "book.xlsx"
    content = written(
        [[("words", "Supplier"), ("words", "Amount")], [("words", "Alder £"), ("number", 1.5)]],
        own_strings=False,
        from_1904=False,
    )
    path.write_bytes(rewritten(content, "xl/worksheets/sheet1.xml", change))
    ((grid,), _) = workbook.grids(path, "xlsx", OPEN)
    assert grid.rows(0, 2) == [("Supplier", "Amount"), ("Alder £", "1.5")]


@pytest.mark.parametrize("piece", [1, 7, 64, 1000])
def test_a_sheet_is_the_same_however_it_is_unpacked(piece, tmp_path, monkeypatch):
    path = tmp_path / "book.xlsx"
    rows = [[("words", f"Supplier {i} é"), ("number", i / 8), ("date", 45_000 + i)] for i in range(60)]
    path.write_bytes(written(rows, own_strings=True, from_1904=False))
    (whole,) = plainly(path)
    monkeypatch.setattr("ckanext.spenddata.intake.workbooks.archive._PIECE", piece)
    (found,) = plainly(path)
    assert found.equals(whole)
    assert found.height == 60


def test_a_sheet_with_far_corners_is_not_laid_out(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(
        sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    )
    with pytest.raises(Refused, match="1,048,576 rows and 16,384 columns"):
        plainly(path)


def book_of(parts: dict[str, str | bytes]) -> Book:
    """A workbook of these parts alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return Book(zipfile.ZipFile(out), OPEN)


def strings_of(content: str | bytes) -> list[str]:
    return book_of({"xl/sharedStrings.xml": content}).strings.to_list()


def test_shared_strings_may_be_none():
    assert strings_of("<sst></sst>") == []
    assert book_of({}).strings.to_list() == []


@pytest.mark.parametrize(
    "content",
    [
        "<other><si><t>x</t></si></other>",
        "<sst><si ><t>x</t></si></sst>",
        "<sst><!-- of a person --><si><t>x</t></si></sst>",
        '<?xml version="1.0" encoding="ISO-8859-1"?><sst><si><t>x</t></si></sst>',
        "<sst><si><t>£</t></si></sst>".encode("latin-1"),
        "<sst><si><r><t>x</si></sst>",
        "<sst><si><t>_xD800_</t></si></sst>",
    ],
    ids=["another root", "attributes", "a comment", "declared otherwise", "written otherwise", "broken", "half a pair"],
)
def test_strings_that_are_not_plainly_written_are_left_to_the_general_reader(content):
    with pytest.raises(NotPlain):
        strings_of(content)


def test_words_with_what_xml_does_not_know_are_left_to_the_general_reader():
    assert decoded(pl.Series(["&amp;", "plain"])).to_list() == ["&", "plain"]
    with pytest.raises(NotPlain):
        decoded(pl.Series(["&pound;"]))


def test_a_sheet_whose_part_is_not_there_is_left_to_the_general_reader():
    book = book_of(
        {
            "xl/workbook.xml": '<workbook><sheets><sheet name="May"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": "<Relationships/>",
        }
    )
    with pytest.raises(NotPlain):
        _ = book.sheets


def test_without_a_theme_none_of_its_colours_is_red():
    fonts = '<fonts><font><color theme="5"/></font><font><color rgb="FFFF0000"/></font></fonts>'
    styles = f'<styleSheet>{fonts}<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs></styleSheet>'
    assert book_of({"xl/styles.xml": styles}).looks.red == {"1"}

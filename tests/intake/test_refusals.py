"""What is no spend table is refused with one clear reason, and what would do harm is refused before it is opened."""

from __future__ import annotations

import gzip
import io
import resource
import time
import zipfile

import pytest

from ckanext.spenddata.intake.reading import Outcome
from ckanext.spenddata.intake.refusals import refuse
from tests.intake import biff, corpus
from tests.intake.workbooks.test_grids import document, typed, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE = corpus.csv_text(corpus.lines()).encode()


def archive(**parts: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<!DOCTYPE html><html><body>Page Not Found</body></html>", "html"),
        (b"\n\n<!-- x -->\n<html>", "html"),
        (b"\xef\xbb\xbf<html>", "html"),
        ("<html><table><tr><td>1".encode("utf-16"), "html"),
        (b"<table><tr><td>Date</td></tr></table>", "html"),
        (b"<?xml version='1.0'?><Workbook/>", "xml"),
        (b'{"a": 1}', "json"),
        (b'[{"a": 1}]', "json"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image"),
        (b"\xff\xd8\xff\xe0\x00", "image"),
        (gzip.compress(TABLE), "archive"),
        (b"7z\xbc\xaf\x27\x1c\x00", "archive"),
        (archive(a__csv=TABLE), "zip"),
        (archive(**{"[Content_Types].xml": "x", "word__document.xml": "x"}), "document"),
        (archive(**{"[Content_Types].xml": "x", "xl__workbook.bin": "x"}), "xlsb"),
        (archive(**{"inner.zip": archive(a=b"x")}), "zip"),
        (b"{\\rtf1 hello}", "document"),
        (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + b"\x00" * 600 + "WordDocument".encode("utf-16-le"), "document"),
        (OLE + b"\x00" * 600 + "Workbook".encode("utf-16-le") + b"\x00\x00", "damaged"),
        (b"PK\x03\x04 cut short", "damaged"),
        (workbook({"May": typed()})[:3000], "damaged"),
        (archive(**{"xl__workbook.xml": "<no"}), "damaged"),
        (b"SQLite format 3\x00", "database"),
        (bytes(range(256)) * 40, "binary"),
        (b"Dear Sir,\nplease find enclosed\nthe report of May.\n", "not_spend"),
        (b"Name,Age\nAlder,5\nBirch,6\n", "not_spend"),
        (b"x", "not_spend"),
        (b",,,\n,,,\n", "not_spend"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_file_that_is_no_table_of_payments(content, code, read_bytes):
    reading = read_bytes(content, "spend.csv")
    assert reading.outcome == Outcome.REFUSED
    assert reading.refusal.code == code
    assert reading.rows is None
    assert reading.refusal.message.endswith(".")
    assert reading.refusal.remedy.endswith(".")


def test_a_form_that_describes_a_dataset(read_bytes):
    titles = "Package name,Title,Date released,Date updated,Update frequency,Licence,Tags,Author"
    text = f"{titles}\na,b,01/05/2026,02/05/2026,Monthly,OGL,x,y\n"
    assert read_bytes(text).refusal.code == "dataset_form"


@pytest.mark.parametrize(
    "code",
    ["html", "pdf", "zip", "binary", "program", "database", "document", "xlsb", "xml", "json", "image", "archive"],
)
def test_every_refusal_says_what_happened_and_what_to_do(code):
    refusal = refuse(code).refusal
    assert "Nothing of it was read" in refusal.message
    assert refusal.remedy


def sheet_of(xml: str | bytes) -> bytes:
    """A workbook whose only sheet has this XML inside ``sheetData``."""
    good = io.BytesIO(workbook({"May": typed()}))
    out = io.BytesIO()
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                head, _, rest = content.partition(b"<sheetData>")
                content = (
                    head
                    + b"<sheetData>"
                    + (xml.encode() if isinstance(xml, str) else xml)
                    + rest[rest.index(b"</sheetData>") :]
                )
            new.writestr(entry, content)
    return out.getvalue()


BOMBS = {
    "a cell far away": lambda: sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "a sheet of zeros": lambda: sheet_of(b'<row r="1">' + b'<c r="A1"><v>0</v></c>' * 3_000_000 + b"</row>"),
    "a hundred million letters": lambda: archive(
        **{
            "xl__workbook.xml": "<workbook/>",
            "xl__worksheets__sheet1.xml": "<x/>",
            "xl__sharedStrings.xml": b"A" * 100_000_000,
        }
    ),
    "entities": lambda: sheet_of("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"),
    "twenty thousand parts": lambda: archive(
        **{"xl__workbook.xml": "<x/>", **{f"xl__p{i}.xml": "x" for i in range(20_000)}}
    ),
    "a cell repeated without end": lambda: document(
        '<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>"
    ),
    "a hundred copies of a sheet": lambda: archive(
        **{"xl__workbook.xml": "<x/>", **{f"xl__worksheets__sheet{i}.xml": "<x/>" for i in range(150)}}
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_is_opened(name, read_bytes):
    content = BOMBS[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    reading = read_bytes(content)
    assert reading.outcome == Outcome.REFUSED
    assert reading.refusal.code in {"unsafe", "too_large"}
    assert time.perf_counter() - start < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000, "kilobytes"


def spoilt_workbook(part: str, change) -> bytes:
    """A workbook, one part of which is changed; None takes it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook({"May": typed()}))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = change(old.read(name)) if name == part else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def without_content() -> bytes:
    return archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", other=b"x")


def mimetype_that_does_not_unpack() -> bytes:
    packed = bytearray(archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"))
    start = packed.index(b"mimetype") + len(b"mimetype")
    packed[start : start + 8] = b"\xff" * 8
    return bytes(packed)


@pytest.mark.parametrize(
    "content",
    [
        spoilt_workbook("xl/workbook.xml", lambda xml: xml.replace(b'encoding="UTF-8"', b'encoding="UXF-8"')),
        spoilt_workbook("xl/workbook.xml", lambda _: None),
        without_content(),
        mimetype_that_does_not_unpack(),
    ],
    ids=["an encoding that there is not", "no list of sheets", "no content", "a part that does not unpack"],
)
def test_a_workbook_whose_parts_are_spoilt_is_refused_or_read_as_it_was(content, read_bytes):
    reading = read_bytes(content)
    if reading.refusal:
        assert reading.refusal.code in {"damaged", "zip", "document"}
    else:
        assert reading.rows.amount_total() == corpus.total()


def in_stream(data: bytes, record: bytes, change: bytes) -> bytes:
    """An old workbook in which one record begins otherwise."""
    place = data.index(record)
    return data[:place] + change + data[place + len(change) :]


OLD = biff.xls({"May": [list(map(str, row)) for row in typed()]})
DIMENSIONS = b"\x00\x02\x0e\x00"


@pytest.mark.parametrize(
    "content",
    [
        in_stream(OLD, DIMENSIONS, DIMENSIONS + b"\x00\x00\x00\x00" + b"\xff\xff\xff\xff"),
        in_stream(OLD, DIMENSIONS, DIMENSIONS + b"\x09\x00\x00\x00" + b"\x00\x00\x00\x00"),
        OLD[:44] + b"\xff\xff\xff\x7f" + OLD[48:],
        OLD[:64] + b"\xff\xff\xff\x7f" + OLD[68:],
        OLD[:2_000],
    ],
    ids=["rows without end", "rows that end before they begin", "sectors", "small sectors", "cut short"],
)
def test_an_old_workbook_that_lies_about_its_size_is_refused_in_little_memory(content, read_bytes):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reading = read_bytes(content)
    assert reading.outcome == Outcome.REFUSED
    assert reading.refusal.code == "damaged"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "kilobytes"


def test_an_old_workbook_with_a_cell_far_away_is_refused(read_bytes):
    table = [list(map(str, row)) for row in typed()]
    far = biff.xls({"May": [*table, *[[]] * 40_000, [""] * 200 + ["x"]]})
    assert read_bytes(far).refusal.code == "unsafe"


@pytest.mark.parametrize("title", ["<None>", "<none>", "<Blank>", "<No Column Name>", "<Ref>", '"<None>"', "<table>"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_first_title_in_angle_brackets_is_a_title(title, mark, read_bytes):
    lines = [mark.join((title, "Payment Date", "Supplier", "Amount"))]
    lines += [mark.join(("x", f"{day}/04/2026", "Alder Ltd", f"{day}00.00")) for day in (13, 14, 15)]
    assert read_bytes("\n".join(lines) + "\n").rows.amount_total() == 420_000

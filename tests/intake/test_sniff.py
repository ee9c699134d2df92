"""A file is what its bytes say, whatever it is called."""

from __future__ import annotations

import io
import zipfile

import pytest

from ckanext.spenddata.intake.sniff import TABLES, sniff


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


KINDS = {
    "empty": b" \r\n\x00",
    "pdf": b"%PDF-1.7",
    "image": b"\x89PNG\r\n",
    "archive": b"\x1f\x8b\x08",
    "document": b"{\\rtf1",
    "database": b"SQLite format 3\x00",
    "program": b"\x7fELF",
    "html": b"<!-- x --><html><body>",
    "xml": b"<?xml version='1.0'?><Workbook>",
    "json": b'{"a": 1}',
    "binary": bytes(range(1, 9)) * 50,
    "csv": b"a,b\n1,2\n",
    "damaged": b"PK\x03\x04 cut short",
    "zip": zipped(**{"a.txt": "x"}),
    "xlsx": zipped(**{"xl/workbook.xml": ""}),
    "xlsm": zipped(**{"xl/workbook.xml": "", "xl/vbaProject.bin": ""}),
    "xlsb": zipped(**{"xl/workbook.bin": ""}),
    "ods": zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_known_by_its_content(kind, tmp_path):
    path = tmp_path / "spend.csv"
    path.write_bytes(KINDS[kind])
    assert sniff(path) == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"BM Supplies Ltd,10.00\n", "csv"),
        (b"PK,Vendor,Amount\n31,A,10.00\n", "csv"),
        (b"PK;Vendor;Amount\n31;A;10,00\n", "csv"),
        (b"PK\x03\x04,\x00\x00", "damaged"),
        (b"BM\x36\x00\x00\x00,", "image"),
        (b"<None>,Amount\n", "csv"),
        (b"\xef\xbb\xbf<html>", "html"),
        ("a,b\n".encode("utf-16"), "csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + b"\x00\x00", "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "document"),
        (b"<?xml version='1.0'?><html>", "html"),
    ],
)
def test_what_only_looks_like_another_kind(content, kind, tmp_path):
    path = tmp_path / "sent"
    path.write_bytes(content)
    assert sniff(path) == kind


def test_what_is_read_is_a_table():
    assert {"csv", "xlsx", "xlsm", "xls", "ods"} == TABLES

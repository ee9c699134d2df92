"""An old workbook that says it is larger than it is, or reaches far for nothing, is refused before memory is asked for."""

from __future__ import annotations

import struct

import pytest

from ckanext.spenddata.intake.refusals import Refused
from ckanext.spenddata.intake.workbooks import xls_records
from ckanext.spenddata.intake.workbooks.xls_records import look_through
from tests.intake import biff

SOUND = biff.xls({"May": [["Date", "Amount"], ["x", 1.5]]})
BEGINNING = struct.pack("<HH", 0x0809, 0)


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def cell(row: int, column: int) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, 1.0))


@pytest.fixture
def look(tmp_path, monkeypatch):
    """Look through records that a workbook is made of."""

    def looking(stream: bytes) -> list[str]:
        monkeypatch.setattr(xls_records, "_stream", lambda _: BEGINNING + stream)
        (tmp_path / "sent").write_bytes(b"")
        return look_through(tmp_path / "sent")

    return looking


def code(look, stream: bytes) -> str:
    with pytest.raises(Refused) as refused:
        look(stream)
    return refused.value.refusal.code


def test_a_sound_workbook_is_let_through(tmp_path):
    path = tmp_path / "sent"
    path.write_bytes(SOUND)
    look_through(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x06\x00\x00Page 1", ["Page 1"]),
        (b"\x02\x00\x01" + "£k".encode("utf-16-le"), ["£k"]),
        (b"\x02\x00\x01" + "£k".encode("utf-16-le")[:3], ["£\ufffd"]),
        (b"\x00\x00", []),
        (b"", []),
    ],
)
def test_what_is_printed_around_sheets_is_told_as_far_as_it_goes(look, content: bytes, words: list[str]):
    assert look(record(0x0014, content)) == look(record(0x0015, content)) == words


def test_no_more_is_told_than_can_be_asked_about(look):
    assert len(look(record(0x0014, b"\x01\x00\x00x") * 500)) == 100


@pytest.mark.parametrize("content", [b"", SOUND[:600], SOUND.replace("Workbook".encode("utf-16-le"), b"X" * 16)])
def test_without_its_parts_it_is_damaged(content, tmp_path):
    path = tmp_path / "sent"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        look_through(path)
    assert refused.value.refusal.code == "damaged"


@pytest.mark.parametrize(
    "dimensions",
    [struct.pack("<IIHHH", 0, 10, 0, 5, 0), struct.pack("<HHHH", 0, 10, 0, 5)],
)
def test_limits_of_a_sheet_that_can_be(dimensions, look):
    look(record(0x0200, dimensions) + cell(9, 4))


@pytest.mark.parametrize(
    "stream",
    [
        record(0x0200, struct.pack("<IIHHH", 10, 0, 0, 5, 0)),
        record(0x0200, struct.pack("<IIHHH", 0, 70_000, 0, 5, 0)),
        record(0x0200, b"\x00\x00"),
        record(0x00FC, struct.pack("<II", 1, 1_000_000)),
        cell(1, 300),
    ],
)
def test_limits_that_can_not_be_are_damage(stream, look):
    assert code(look, stream) == "damaged"


def test_one_cell_in_the_far_corner_is_unsafe(look):
    assert code(look, cell(65_000, 255)) == "unsafe"
    look(b"".join(cell(row, 0) for row in range(2_000)))

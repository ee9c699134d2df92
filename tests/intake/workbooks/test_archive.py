"""A workbook that would overload the reader is refused before it is unpacked, by what the archive says and by what comes out of it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import Refused
from ckanext.spenddata.intake.workbooks import archive
from ckanext.spenddata.intake.workbooks.archive import errors_of_sheet, opened, pieces, refuse_repetition, refuse_wide


def zipped(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path / "sent", "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path / "sent"


def refused(path: Path, limits: Limits, part: str = "a") -> str:
    """Why a workbook is refused."""
    with pytest.raises(Refused) as found, opened(path, "xlsx", limits) as made:
        list(pieces(made, part, limits))
    return found.value.refusal.message


def test_too_many_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_ENTRIES", 2)
    assert "made of 3 parts" in refused(zipped(tmp_path, {"a": "", "b": "", "c": ""}), Limits())


def test_too_many_bytes_in_all_and_in_one_part(tmp_path, monkeypatch):
    path = zipped(tmp_path, {"a": "x" * 2_000})
    assert "unpacked it would have 2,000 bytes" in refused(path, Limits(uncompressed_bytes=1_000))
    monkeypatch.setattr(archive, "_weigh", lambda *_: None)
    assert "unpacks to more than 1,000 bytes" in refused(path, Limits(uncompressed_bytes=1_000))


def test_a_part_that_was_packed_too_well(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_SMALL", 1_000)
    assert "times its size" in refused(zipped(tmp_path, {"a": "x" * 100_000}), Limits(compression_ratio=10))


def test_entities_are_no_spreadsheet_s(tmp_path):
    assert "defines entities" in refused(zipped(tmp_path, {"a": '<!DOCTYPE x [<!ENTITY a "b">]>'}), Limits())


def test_a_part_that_is_not_there_is_damage(tmp_path):
    assert "damaged" in refused(zipped(tmp_path, {"a": ""}), Limits(), part="b")


def test_a_sheet_with_far_corners():
    refuse_wide(1_000, 1_000)
    with pytest.raises(Refused):
        refuse_wide(1_000_000, 16_384)


def test_errors_are_found_where_they_stand(tmp_path):
    sheet = (
        '<row r="2"><c r="B2" t="e"><v>#REF!</v></c><c r="AB2" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c t="e"><v>#N/A</v></c></row>'
    )
    with opened(zipped(tmp_path, {"sheet": sheet}), "xlsx", Limits()) as made:
        assert errors_of_sheet(made, "sheet", Limits()) == {(2, 2): "#REF!", (2, 28): "#DIV/0!"}


@pytest.mark.parametrize(
    ("row", "cell", "unsafe"),
    [
        ("", 'office:value-type="string" table:number-columns-repeated="3"', False),
        ("", 'table:number-columns-repeated="16000"', False),
        ("", 'office:value-type="string" table:number-columns-repeated="16000"', True),
        ('table:number-rows-repeated="1000000"', 'office:value-type="string"', True),
    ],
)
def test_filled_cells_without_end(row, cell, unsafe, tmp_path):
    content = f"<table:table-row {row}><table:table-cell {cell}>"
    with opened(zipped(tmp_path, {"content.xml": content}), "ods", Limits()) as made:
        if not unsafe:
            refuse_repetition(made, Limits())
            return
        with pytest.raises(Refused):
            refuse_repetition(made, Limits())

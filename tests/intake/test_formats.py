"""Formats of other packages: asked only of what is none of ours, and held to the limits of ours."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from ckanext.spenddata import extensions
from ckanext.spenddata.intake import cells, formats, refusals, sniff
from ckanext.spenddata.intake.formats import OWN, TABLES, Format
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import Refused

ROWS = [["Date", "Supplier", "Amount"], ["2026-04-03", "Acme", "30.00", "aside"], ["2026-04-04", None, ""]]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A JSON file, and a package that reads such."""
    others = {"theirs": Format(lambda head: head.startswith((b"[", b"Date")), lambda _path: iter([("May", ROWS)]))}
    monkeypatch.setattr(sniff, "OTHERS", others)
    monkeypatch.setattr(sniff, "TABLES", TABLES | others.keys())
    monkeypatch.setattr(cells, "OTHERS", others)
    monkeypatch.setattr(cells, "TABLES", TABLES | others.keys())
    path = tmp_path / "may.json"
    path.write_text("[]")
    return path


def test_where_nothing_is_installed_there_are_ours():
    assert TABLES == OWN


def test_its_sheets_are_grids_like_ours(file):
    [grid] = cells.cells(file, Limits())
    assert (grid.sheet, grid.width, grid.height) == ("May", 4, 3)
    assert grid.cells.row(0) == ("Date", "Supplier", "Amount", None)
    assert grid.cells.row(2) == ("2026-04-04", None, None, None)


def test_what_is_one_of_ours_or_empty_is_not_asked_about(file):
    file.write_text("Date,Supplier,Amount\n2026-04-03,Acme,30.00\n")
    assert sniff.sniff(file) == "csv"
    file.write_text("")
    assert sniff.sniff(file) == "empty"
    file.write_text("{}")
    assert sniff.sniff(file) == "json"


NAMED_BADLY = {name: Format(lambda _head: True, lambda _path: ()) for name in ("json",)}


def test_each_name_of_what_we_refuse_is_known():
    assert refusals._WHAT_IT_IS.keys() | {"empty", "encrypted", "damaged"} == formats.REFUSED
    assert {kind for _, kind in sniff._MAGIC} <= formats.REFUSED


def test_a_format_is_not_called_as_we_call_what_we_refuse(monkeypatch):
    """Else every file that we call so would be taken for one of theirs, and its package never asked."""
    entry = EntryPoint("theirs", f"{__name__}:NAMED_BADLY", extensions.FILE_FORMATS)
    monkeypatch.setattr(extensions, "entry_points", lambda **_: [entry])
    with pytest.raises(extensions.ExtensionError, match="json, which is there already"):
        formats.of_others()


def test_bytes_that_another_package_cannot_read_are_none_of_its(file, monkeypatch):
    monkeypatch.setattr(sniff, "OTHERS", {"theirs": Format(lambda head: bool(head.decode("ascii")), lambda _path: ())})
    file.write_text('{"supplier": "Caffè"}', encoding="utf-8")
    assert sniff.sniff(file) == "json"


@pytest.mark.parametrize("limits", [Limits(rows=2), Limits(columns=3), Limits(cell_characters=9), Limits(sheets=0)])
def test_it_is_held_to_the_limits_of_ours(file, limits):
    with pytest.raises(Refused) as refused:
        cells.cells(file, limits)
    assert refused.value.refusal.code == "too_large"


def test_a_damaged_file_is_refused(file, monkeypatch):
    def sheets(_path: Path) -> Iterator[object]:
        raise ValueError
        yield

    monkeypatch.setattr(cells, "OTHERS", {"theirs": Format(lambda _head: True, sheets)})  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        cells.cells(file, Limits())
    assert refused.value.refusal.code == "damaged"

"""Reports show the sheets that people see, just as they were sent; what can't be opened is refused by its kind."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.cells import cells, grids_of
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import Refused
from tests.intake.workbooks.test_grids import workbook


def test_a_text_is_one_grid_with_what_is_told_of_it(tmp_path):
    path = tmp_path / "sent"
    path.write_bytes("a,b\nCaf\u00e9,2\n".encode("mac_roman"))
    (grid,) = cells(path, Limits())
    assert grid.rows(0, 2) == [("a", "b"), ("Caf\u00e9", "2")]
    _, text, told = grids_of(path, "csv", Limits())
    assert text is not None
    assert text.encoding == "mac_roman"
    assert "mac_roman" in told[0]


def test_hidden_sheets_are_for_the_reader_alone(tmp_path):
    path = tmp_path / "sent"
    path.write_bytes(workbook({"May": [["a", "b"]], "Notes": [["c"]]}, hidden=("Notes",)))
    assert [grid.sheet for grid in cells(path, Limits())] == ["May"]
    grids, text, _ = grids_of(path, "xlsx", Limits())
    assert [(grid.sheet, grid.hidden) for grid in grids] == [("May", False), ("Notes", True)]
    assert text is None


def test_what_is_no_table_is_refused(tmp_path):
    path = tmp_path / "sent"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(Refused) as refused:
        cells(path, Limits())
    assert refused.value.refusal.code == "pdf"

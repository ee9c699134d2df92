"""``spenddata fix``: only what was suggested changes, everything else stays, and the log has it all."""

import csv
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from tests.console.conftest import ABOUT

Command = Callable[..., Result]


def cells(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as text:
        return list(csv.reader(text))


def test_only_the_suggested_cells_change(spenddata: Command, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    before = faulty.read_bytes()
    assert spenddata("fix", faulty, out, *ABOUT).exit_code == 0
    changed = {
        (row, column): (old, new)
        for row, (left, right) in enumerate(zip(cells(faulty), cells(out), strict=True), start=1)
        for column, (old, new) in enumerate(zip(left, right, strict=True), start=1)
        if old != new
    }
    assert changed == {(5, 8): ("£50,000.00", "50000.00"), (5, 6): ("REDCATED PERSONAL DATA", "REDACTED PERSONAL DATA")}
    assert faulty.read_bytes() == before
    log = cells(tmp_path / "out.fixes.csv")
    assert {(int(line[2]), int(line[3])): (line[5], line[6]) for line in log[1:]} == changed


def test_one_rule_alone(spenddata: Command, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    spenddata("fix", faulty, out, "--rule", "redaction-misspelt", *ABOUT)
    assert cells(out)[4][7] == "£50,000.00"
    assert cells(out)[4][5] == "REDACTED PERSONAL DATA"


def test_a_preview_writes_nothing(spenddata: Command, faulty: Path, tmp_path: Path) -> None:
    result = spenddata("fix", faulty, tmp_path / "out.csv", "--preview", *ABOUT)
    assert "row 5, column 6 (supplier_name): “REDCATED PERSONAL DATA” → “REDACTED PERSONAL DATA”" in result.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["faulty.csv"]


def test_what_is_fixed_is_not_found_again(spenddata: Command, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    spenddata("fix", faulty, out, *ABOUT)
    again = spenddata("fix", out, tmp_path / "again.csv", *ABOUT)
    assert "0 cells to change" in again.stdout
    assert cells(tmp_path / "again.csv") == cells(out)


def test_a_file_that_is_refused(spenddata: Command, page: Path, tmp_path: Path) -> None:
    result = spenddata("fix", page, tmp_path / "out.csv")
    assert result.exit_code == 3
    assert "not read" in result.output
    assert not (tmp_path / "out.csv").exists()


def test_a_rule_that_does_not_exist_is_wrong_usage(spenddata: Command, faulty: Path, tmp_path: Path) -> None:
    result = spenddata("fix", faulty, tmp_path / "out.csv", "--rule", "nonsense")
    assert result.exit_code == 2
    assert "no rule 'nonsense'" in result.output

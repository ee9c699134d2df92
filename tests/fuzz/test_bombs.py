"""A file built to exhaust its reader is refused by its reader: in seconds, in little memory, before the limits have to strike."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from ckanext.spenddata.console.request import LAPTOP_LIMITS
from ckanext.spenddata.filing import Filing, FilingFile, Result
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.pipeline import limited
from tests.fuzz import bombs

SECONDS = 10
MEMORY = 512_000_000
QUICK = ("far_corner", "billion_laughs", "five_thousand_sheets", "repeated_ods", "twenty_thousand_columns")


LIMITS = {"portal": Limits(), "laptop": LAPTOP_LIMITS}


def opened(path: Path, folder: Path, limits: Limits) -> Result:
    filing = Filing(
        files=(FilingFile(path=str(path), name=path.name),), today=datetime.date(2026, 6, 12), limits=limits
    )
    return limited.run_limited(filing, folder / "out", seconds=60, memory_bytes=4_000_000_000)


def check(path: Path, folder: Path) -> str:
    """Have a bomb refused everywhere; what it cost at most."""
    results = []
    for where, limits in LIMITS.items():
        result = opened(path, folder, limits)
        assert result.refusal is not None, where
        assert not result.refusal.code.startswith("reading_"), (where, result.detail)
        assert result.processor_seconds < SECONDS, where
        assert result.peak_bytes < MEMORY, where
        results.append(result)
    slowest, largest = max(r.processor_seconds for r in results), max(r.peak_bytes for r in results)
    return f"{path.name}: {slowest:.1f} s, {largest / 1e6:.0f} MB"


@pytest.mark.check(10)
@pytest.mark.parametrize("name", QUICK)
def test_a_small_bomb_is_refused(name: str, tmp_path: Path, measured: Callable[[str], None]) -> None:
    measured(check(bombs.REFUSED[name](tmp_path), tmp_path))


@pytest.mark.check(10)
@pytest.mark.deep
@pytest.mark.parametrize("name", sorted(bombs.REFUSED.keys() - set(QUICK)))
def test_a_large_bomb_is_refused(name: str, tmp_path: Path, measured: Callable[[str], None]) -> None:
    path = bombs.REFUSED[name](tmp_path)
    measured(check(path, tmp_path))
    path.unlink()


@pytest.mark.check(10)
def test_a_dimension_that_lies_is_not_believed(tmp_path: Path) -> None:
    result = opened(bombs.endless_dimension(tmp_path), tmp_path, Limits())
    assert (result.report.outcome, result.report.rows, result.report.amount_total) == ("read", 1, "12.50")
    assert result.processor_seconds < SECONDS
    assert result.peak_bytes < MEMORY


@pytest.mark.deep
def test_a_quotation_mark_that_is_never_closed_is_named(tmp_path: Path) -> None:
    result = opened(bombs.one_late_quote(tmp_path), tmp_path, LAPTOP_LIMITS)
    assert result.refusal is not None
    assert result.refusal.code == "open_quotation"
    assert "line 4,379,002" in result.refusal.message


@pytest.mark.deep
def test_a_quotation_mark_in_a_cell_of_a_long_file_does_no_harm(tmp_path: Path) -> None:
    lines = [f"13/05/2026,Alder {number} Ltd,{number}.50\n" for number in range(1_000_000)]
    lines[500_000] = '13/05/2026,Pipes 6" Ltd,500000.50\n'
    path = tmp_path / "long.csv"
    path.write_text("Date,Supplier,Amount\n" + "".join(lines))
    result = opened(path, tmp_path, Limits())
    assert (result.report.rows, result.report.amount_total) == (1_000_000, "500000000000.00")
    assert result.peak_bytes < 1_500_000_000

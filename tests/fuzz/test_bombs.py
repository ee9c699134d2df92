"""A file built to exhaust its reader is refused by its reader: in seconds, in little memory, before the limits have to strike."""

import datetime
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ckanext.spenddata import pipeline
from ckanext.spenddata.filing import Filing, FilingFile, Result
from tests.fuzz import bombs

SECONDS = 10
MEMORY = 512_000_000
QUICK = ("far_corner", "billion_laughs", "five_thousand_sheets", "repeated_ods", "twenty_thousand_columns")


def opened(path: Path, folder: Path) -> tuple[Result, float]:
    filing = Filing(files=(FilingFile(path=str(path), name=path.name),), today=datetime.date(2026, 6, 12))
    begun = time.monotonic()
    result = pipeline.run_limited(filing, folder / "out", seconds=60)
    return result, time.monotonic() - begun


def check(make: Callable[[Path], Path], folder: Path) -> None:
    result, seconds = opened(make(folder), folder)
    assert result.refusal is not None
    assert not result.refusal.code.startswith("reading_"), result.detail
    assert seconds < SECONDS
    assert result.peak_bytes < MEMORY


@pytest.mark.parametrize("name", QUICK)
def test_a_small_bomb_is_refused(name: str, tmp_path: Path) -> None:
    check(bombs.REFUSED[name], tmp_path)


@pytest.mark.deep
@pytest.mark.parametrize("name", sorted(bombs.REFUSED.keys() - set(QUICK)))
def test_a_large_bomb_is_refused(name: str, tmp_path: Path) -> None:
    check(bombs.REFUSED[name], tmp_path)


def test_a_dimension_that_lies_is_not_believed(tmp_path: Path) -> None:
    result, seconds = opened(bombs.endless_dimension(tmp_path), tmp_path)
    assert (result.report.outcome, result.report.rows, result.report.amount_total) == ("read", 1, "12.50")
    assert seconds < SECONDS
    assert result.peak_bytes < MEMORY


@pytest.mark.deep
def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_file(tmp_path: Path) -> None:
    result, seconds = opened(bombs.one_quote(tmp_path), tmp_path)
    assert seconds < 60
    assert result.refusal is None or result.refusal.code in {"too_large", "unsafe", "reading_memory"}

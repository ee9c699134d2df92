"""A comparison is worth nothing if the two sides do not do the same work: on a small file, both find the same faults."""

from pathlib import Path

import pytest

from benchmarks import checking, files
from benchmarks.measure import Measured, measure

ROWS = 2_000
FAULTY = ROWS // files.FAULTY_EVERY

pytest.importorskip("frictionless", reason="frictionless comes with the portal")


@pytest.mark.parametrize(("make", "suffix"), [(files.spend_csv, ".csv"), (files.spend_xlsx, ".xlsx")])
def test_both_sides_find_the_same_faults(make, suffix: str, tmp_path: Path) -> None:
    path = make(tmp_path / f"spend{suffix}", ROWS)
    ours, peer, schema = (work()(path) for work in (checking.ours, checking.frictionless, checking.table_schema))
    assert ours["rows"] == peer["rows"] == schema["rows"] == ROWS
    assert schema["errors"] == FAULTY
    assert peer["errors"] >= FAULTY
    assert ours["errors"] + ours["warnings"] >= FAULTY


def test_the_file_is_the_same_every_time_and_has_its_faults(tmp_path: Path) -> None:
    first, second = (files.spend_csv(tmp_path / name, ROWS).read_bytes() for name in ("a.csv", "b.csv"))
    assert first == second
    assert first.count(b"\n") == ROWS + 1
    assert files.lines(0, ROWS).equals(files.lines(0, ROWS))
    assert files.lines(500, 700).equals(files.lines(0, ROWS)[500:700]), "parts fit together"


def test_a_side_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    measured = measure("benchmarks.checking", "frictionless", files.spend_csv(tmp_path / "a.csv", 100))
    assert isinstance(measured, Measured)
    assert measured.found["rows"] == 100
    assert 0 < measured.seconds < measured.process_seconds
    assert measured.peak_bytes > 20_000_000

"""Whatever is sent: an answer with its reason and its place, the same each time, never an exception."""

import datetime
import os
import time
from pathlib import Path

import msgspec
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.spenddata import definitions, pipeline
from ckanext.spenddata.filing import Filing, FilingFile, FilingReport
from tests.fuzz.mutations import NASTY_CELLS, TITLES, mutated

SAMPLE = range(60)
ALL = range(2_400)
LONGEST = 10
MEMORY = 1_000_000_000
DEFINITIONS = definitions.load()


def filing(path: Path) -> Filing:
    return Filing(
        files=(FilingFile(path=str(path), name=path.name),),
        regime="hmt-25k",
        period="2026-05",
        today=datetime.date(2026, 6, 12),
    )


def written(seed: int, folder: Path) -> Path:
    name, data = mutated(seed)
    path = folder / f"{seed}-{name}"
    path.write_bytes(data)
    return path


def answer(path: Path) -> tuple[FilingReport, pl.DataFrame, pl.DataFrame]:
    checked = pipeline.process(filing(path), DEFINITIONS)
    return pipeline.report_on(filing(path), checked, DEFINITIONS), checked.findings, checked.rows.frame


def assert_told(report: FilingReport, findings: pl.DataFrame) -> None:
    """It was read, or asked about, or refused: and whichever, it says why and where."""
    [file] = report.files
    assert report.outcome in {"read", "ask", "refused"}
    if report.outcome == "refused":
        assert report.refusal is not None
        assert report.refusal.code
        assert report.refusal.message
        assert report.refusal.remedy
        return
    assert file.tables
    assert (report.outcome == "ask") == any(question.question.blocking for question in report.questions)
    assert all(question.question.why for question in report.questions)
    assert report.rows == sum(table.rows for table in file.tables)
    assert report.rows_in_error + report.accepted_rows == report.rows
    in_rows = findings.filter(pl.col("index").is_not_null())
    assert in_rows.filter(pl.col("row").is_null() | pl.col("file").is_null()).is_empty()


@pytest.mark.parametrize("seed", SAMPLE)
def test_a_damaged_file_gets_an_answer(seed: int, tmp_path: Path) -> None:
    report, findings, frame = answer(written(seed, tmp_path))
    assert_told(report, findings)
    if "amount" in frame.columns and report.outcome != "refused":
        unreadable = frame.filter(pl.col("amount").is_null()).height
        assert unreadable <= report.rows_in_error, "a row without an amount enters no figure"


@pytest.mark.parametrize("seed", range(0, 60, 6))
def test_the_same_file_gets_the_same_answer(seed: int, tmp_path: Path) -> None:
    path = written(seed, tmp_path)
    (first, findings, frame), (again, findings_again, frame_again) = answer(path), answer(path)
    assert msgspec.json.encode(first) == msgspec.json.encode(again)
    assert findings.equals(findings_again)
    assert frame.equals(frame_again)


@pytest.mark.deep
def test_thousands_of_damaged_files_each_within_time_and_memory(tmp_path: Path) -> None:
    slowest, largest = 0.0, 0
    ends: dict[str, int] = {"read": 0, "ask": 0, "refused": 0}
    for seed in ALL:
        path = written(seed, tmp_path)
        begun = time.monotonic()
        result = pipeline.run_limited(filing(path), tmp_path / "out", seconds=LONGEST, memory_bytes=MEMORY)
        slowest, largest = max(slowest, time.monotonic() - begun), max(largest, result.peak_bytes)
        code = result.refusal.code if result.refusal else ""
        assert not code.startswith("reading_"), f"{seed}: {code}\n{result.detail}"
        assert_told(result.report, pl.read_parquet(tmp_path / "out" / "findings.parquet"))
        ends[result.report.outcome] += 1
        path.unlink()
    print(f"\n{len(ALL):,} damaged files: {ends}; slowest {slowest:.2f} s, largest {largest / 1e6:.0f} MB")
    assert min(ends.values()) > 0, "the mutations reach every outcome"


EXAMPLES = settings(
    max_examples=2_000 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)

cells = st.one_of(
    st.sampled_from(NASTY_CELLS), st.text(max_size=20), st.from_regex(r"-?£?\d{1,7}(,\d{3})*(\.\d\d)?", fullmatch=True)
)


@EXAMPLES
@given(
    st.lists(st.lists(cells, min_size=len(TITLES), max_size=len(TITLES)), max_size=12),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_any_cells_at_all(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str) -> None:
    path = tmp_path_factory.mktemp("any") / "any.csv"
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [list(TITLES), *rows]]
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    report, findings, _ = answer(path)
    assert_told(report, findings)


@EXAMPLES
@given(st.binary(max_size=2_000))
def test_any_bytes_at_all(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "any.bin"
    path.write_bytes(data)
    report, findings, _ = answer(path)
    assert_told(report, findings)

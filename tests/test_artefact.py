"""What the artefact promises: exact rows back, the same bytes for the same input, and a published CSV that holds nothing else."""

import csv
import datetime
import hashlib
from pathlib import Path

import polars as pl
import pytest

from ckanext.spenddata import artefact, definitions
from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.rows import Rows


@pytest.fixture
def rows() -> Rows:
    return Rows(
        pl.DataFrame(
            {
                "source_file": pl.Series(["may.csv"] * 4, dtype=pl.Categorical),
                "source_sheet": pl.Series([None] * 4, dtype=pl.String),
                "source_row": pl.Series([2, 3, 4, 7], dtype=pl.UInt32),
                "supplier_name": ["Alder & Ash Ltd", 'Birch "B", Cedar', "=SUM(A1)", None],
                "payment_date": [
                    datetime.date(2026, 5, 1),
                    datetime.date(2026, 5, 31),
                    None,
                    datetime.date(2026, 5, 2),
                ],
                "payment_date.sent": ["01/05/2026", "31/05/2026", "31/06/2026", "02/05/2026"],
                "amount": [123456, -5, 2500000, None],
                "amount.sent": ["1,234.56", "(0.05)", "25000", "n/k"],
                "vcse_grant": [True, False, None, None],
            }
        )
    )


@pytest.fixture
def findings() -> pl.DataFrame:
    whole = {"rule": "late", "severity": "warning"}
    return pl.DataFrame(
        [
            {
                "rule": "date",
                "severity": "error",
                "row": 4,
                "column": 2,
                "field": "payment_date",
                "index": 2,
                "value": "31/06/2026",
            },
            {
                "rule": "amount",
                "severity": "error",
                "row": 7,
                "column": 3,
                "field": "amount",
                "index": 3,
                "value": "n/k",
            },
            {"rule": "supplier", "severity": "warning", "row": 7, "column": 1, "field": "supplier_name", "index": 3},
            whole,
        ],
        schema=finding.SCHEMA,
    )


@pytest.fixture
def stored(tmp_path: Path, rows: Rows, findings: pl.DataFrame) -> artefact.Artefact:
    path = tmp_path / "a.parquet"
    artefact.write(path, rows, findings, None, {"regime": "lgtc-500", "files": [{"sha256": "ab"}]})
    return artefact.read(path)


def test_rows_come_back_exactly(stored: artefact.Artefact, rows: Rows) -> None:
    expected = rows.frame.with_columns(pl.col("source_file").cast(pl.String))
    assert stored.frame.select(rows.frame.columns).equals(expected)
    assert stored.frame.schema["amount"] == pl.Int64
    assert stored.metadata == {"regime": "lgtc-500", "files": [{"sha256": "ab"}]}


def test_each_row_keeps_its_findings_and_only_errors_put_it_in_error(stored: artefact.Artefact) -> None:
    assert stored.frame["in_error"].to_list() == [False, False, True, True]
    assert [None if f is None else [x["rule"] for x in f] for f in stored.frame["findings"].to_list()] == [
        None,
        None,
        ["date"],
        ["amount", "supplier"],
    ]


def test_a_warning_leaves_its_row_accepted(tmp_path: Path, rows: Rows) -> None:
    warning = pl.DataFrame([{"rule": "supplier", "severity": "warning", "index": 3}], schema=finding.SCHEMA)
    artefact.write(tmp_path / "a.parquet", rows, warning, None, {})
    assert artefact.accepted(artefact.read(tmp_path / "a.parquet")).height == 4


def test_same_input_gives_same_bytes(tmp_path: Path, rows: Rows, findings: pl.DataFrame) -> None:
    digests = set()
    for number, metadata in enumerate(({"a": 1, "b": [2]}, {"b": [2], "a": 1})):
        path = tmp_path / f"{number}.parquet"
        artefact.write(path, rows, findings, None, metadata)
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_classification_is_stored_row_by_row(tmp_path: Path, rows: Rows) -> None:
    classification = pl.DataFrame(
        {
            "category": ["a", None, "c", "d"],
            "category_method": ["m"] * 4,
            "category_version": ["1"] * 4,
            "category_confidence": [0.5, None, 1.0, 0.1],
        }
    )
    artefact.write(tmp_path / "a.parquet", rows, finding.empty(), classification, {})
    assert artefact.read(tmp_path / "a.parquet").frame["category"].to_list() == ["a", None, "c", "d"]


def test_a_classification_of_other_rows_is_not_taken(tmp_path: Path, rows: Rows) -> None:
    classification = pl.DataFrame(schema=artefact.CLASSIFICATION)
    with pytest.raises(ValueError, match="0 rows, the filing 4"):
        artefact.write(tmp_path / "a.parquet", rows, finding.empty(), classification, {})


def test_another_parquet_file_is_told_apart(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "other.parquet")
    with pytest.raises(ValueError, match="not a spend artefact"):
        artefact.read(tmp_path / "other.parquet")


def test_published_csv_has_accepted_rows_and_schema_fields_only(tmp_path: Path, stored: artefact.Artefact) -> None:
    schema = definitions.load().transaction
    out = tmp_path / "out.csv"
    artefact.canonical_csv(artefact.accepted(stored), schema, out)
    with out.open(encoding="utf-8", newline="") as text:
        header, *lines = list(csv.reader(text))
    assert tuple(header) == schema.names
    records = [dict(zip(header, line, strict=True)) for line in lines]
    assert [r["amount"] for r in records] == ["1234.56", "-0.05"]
    assert [r["payment_date"] for r in records] == ["2026-05-01", "2026-05-31"]
    assert [r["supplier_name"] for r in records] == ["Alder & Ash Ltd", 'Birch "B", Cedar']
    assert [r["vcse_grant"] for r in records] == ["true", "false"]
    assert {r["project_code"] for r in records} == {""}


def test_published_csv_is_rfc_4180(tmp_path: Path, stored: artefact.Artefact) -> None:
    out = tmp_path / "out.csv"
    artefact.canonical_csv(artefact.accepted(stored), definitions.load().transaction, out)
    content = out.read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == 3
    assert not content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("pence", "text"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (-5, "-0.05"),
        (100, "1.00"),
        (-123456, "-1234.56"),
        (10**13, "100000000000.00"),
        (None, None),
    ],
)
def test_pence_become_pounds_exactly(pence: int | None, text: str | None) -> None:
    frame = pl.DataFrame({"amount": [pence]}, schema={"amount": pl.Int64})
    assert frame.select(artefact.pounds(pl.col("amount"))).item() == text


def test_some_fields_of_the_accepted_rows_are_read_alone(tmp_path: Path, rows: Rows, findings: pl.DataFrame) -> None:
    path = tmp_path / "some.parquet"
    artefact.write(path, rows, findings, None, {})
    whole = artefact.accepted(artefact.read(path))
    fields = {"amount": pl.Int64(), "supplier_name": pl.String(), "contract_reference": pl.String()}
    some = artefact.accepted_fields(path, fields)
    assert some["amount"].equals(whole["amount"])
    assert some.schema == pl.Schema(fields)
    assert 0 < some.height < rows.frame.height

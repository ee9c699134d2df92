"""A file marked in a process of its own: what it may see, what it is held to, and whose rules it is marked by."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import openpyxl
import polars as pl
import pytest

from ckanext.spenddata import marking, sandbox
from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.marking import Request


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    (tmp_path / "sent").write_text("Supplier,Amount\nAlder Ltd,12OO\nBirch Ltd,7\n")
    place = {"sheet": None, "row": 2, "column": 2, "field": "amount", "value": "12OO", "expected": "A number"}
    lines = [
        {"rule": "amount-unreadable", "severity": "error", "file": name, **place}
        for name in ("spend.csv", "another.csv")
    ]
    lines[1]["row"] = 3
    pl.DataFrame(lines, finding.SCHEMA).write_parquet(tmp_path / "findings.parquet")
    return Request(
        path=str(tmp_path / "sent"),
        name="spend.csv",
        findings=str(tmp_path / "findings.parquet"),
        out=str(tmp_path / "out" / "marked.xlsx"),
        regime="lgtc-500",
    )


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A fork server that only notes what it was asked."""
    made = SimpleNamespace(end=sandbox.End.DONE, asked=None, module=None)

    def run(arguments: Any, ceiling: Any, reach: Any) -> sandbox.Outcome:
        made.asked = (arguments, ceiling, reach)
        return sandbox.Outcome(made.end)

    def of(module: str, _threads: int) -> SimpleNamespace:
        made.module = module
        return SimpleNamespace(run=run)

    monkeypatch.setattr(sandbox, "server", of)
    return made


def test_the_child_is_held_to_what_is_given_and_sees_only_what_it_needs(server, request_):
    assert marking.run_limited(request_, seconds=7, memory_bytes=1_000) is True
    arguments, ceiling, reach = server.asked
    assert server.module == "ckanext.spenddata.marking"
    assert (ceiling.seconds, ceiling.memory_bytes) == (7, 1_000)
    assert set(reach.read) == {request_.path, request_.findings}
    assert set(reach.write) == {str(Path(request_.out).parent)}
    assert msgspec.convert(arguments, type=Request) == request_


def test_an_administrator_s_definitions_are_seen_too(server, request_, tmp_path):
    overlaid = msgspec.structs.replace(request_, overlay=str(tmp_path / "own"))
    marking.run_limited(overlaid, seconds=7, memory_bytes=1_000)
    assert str(tmp_path / "own") in server.asked[2].read


@pytest.mark.parametrize("end", [end for end in sandbox.End if end is not sandbox.End.DONE])
def test_however_it_fails_there_is_no_workbook(server, request_, end):
    server.end = end
    assert marking.run_limited(request_, seconds=7, memory_bytes=1_000) is False


def test_the_cells_of_this_file_s_findings_are_marked_and_no_other(request_):
    Path(request_.out).parent.mkdir()
    marking.warm()
    marking.work(msgspec.to_builtins(request_))
    sheet = openpyxl.load_workbook(request_.out).worksheets[0]
    commented = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
    assert commented == ["B2"]
    assert sheet["B2"].value == "12OO"

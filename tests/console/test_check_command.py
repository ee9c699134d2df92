"""One file's check on the command line: its exit status, and its report as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from ckanext.spenddata.console.check_command import CLEAN, REFUSED, WRONG, CheckedFile, as_json, check_file
from ckanext.spenddata.definitions import load

HEADER = "Date,Supplier,Amount,Description,Transaction number\n"


def checked(folder: Path, content: str) -> CheckedFile:
    path = folder / "spend.csv"
    path.write_text(content)
    return check_file(path, {"regime": None}, load())


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (HEADER + "01/04/2026,Alder Ltd,500.00,Chairs,1\n13/04/2026,Birch Ltd,700.00,Desks,2\n", CLEAN),
        (HEADER + "01/04/2026,Alder Ltd,n/k,Chairs,1\n13/04/2026,Birch Ltd,700.00,Desks,2\n", WRONG),
        ("<!doctype html><title>Not found</title>", REFUSED),
    ],
)
def test_the_exit_status_is_what_became_of_the_file(tmp_path: Path, content: str, status: int):
    assert checked(tmp_path, content).status == status


def test_the_json_has_the_findings_unless_they_go_into_a_file(tmp_path: Path):
    report = checked(tmp_path, HEADER + "01/04/2026,Alder Ltd,n/k,Chairs,1\n13/04/2026,Birch Ltd,7.00,Desks,2\n").report
    [whole] = json.loads(as_json([report]))
    [bare] = json.loads(as_json([report], with_findings=False))
    assert whole["findings"]
    assert bare["findings"] == []
    assert bare["errors"] == whole["errors"] == 1
    assert msgspec.to_builtins(report)["findings"], "the report itself stays as it was"

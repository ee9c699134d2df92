"""What an installed package adds is used like our own, or refused by name; nothing of it is silently left out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from ckanext.spenddata import extensions
from ckanext.spenddata.extensions import ExtensionError, with_others

EXAMPLE = Path(__file__).parent / "example_plugin"
RULES = """\
- id: supplier-in-capitals
  title: A supplier in capitals
  kind: example_capitals
  fields: [supplier_name]
  expected: Small letters too
  remedy: Write the name as the company writes it.
  basis: {text: House style, url: "https://example.org/style"}
"""
FILE = """\
Department family,Entity,Date,Expense type,Expense area,Supplier,Transaction number,Amount,Description
Ministry of Examples,Ministry of Examples,03/04/2026,Consultancy,Policy,ACME ADVICE LIMITED,1001,"30,000.00",Advice on bridges
Ministry of Examples,Ministry of Examples,09/04/2026,Software,IT,Example Systems plc,1002,"27,500.50",Licences for a year
"""


def installed(monkeypatch: pytest.MonkeyPatch, *values: str) -> None:
    entries = [EntryPoint(f"e{number}", value, "group") for number, value in enumerate(values)]
    monkeypatch.setattr(extensions, "entry_points", lambda group: entries if group == "group" else [])


def test_where_nothing_is_installed_there_is_our_own(monkeypatch):
    installed(monkeypatch)
    assert with_others("group", {"a": 1}) == {"a": 1}


def test_what_others_add_comes_beside_it(monkeypatch):
    installed(monkeypatch, "string:__dict__", "keyword:__dict__")
    monkeypatch.setattr(EntryPoint, "load", lambda self: {self.value: len(self.value)})
    assert set(with_others("group", {"a": 1})) == {"a", "string:__dict__", "keyword:__dict__"}


def test_a_name_that_is_taken_is_refused(monkeypatch):
    installed(monkeypatch, "theirs:KINDS")
    monkeypatch.setattr(EntryPoint, "load", lambda _self: {"b": 2, "a": 3})
    with pytest.raises(ExtensionError, match=r"theirs:KINDS.* adds a, which is there already"):
        with_others("group", {"a": 1})


@pytest.mark.parametrize("value", ["no_such_package_at_all:KINDS", "string:NO_SUCH_NAME"])
def test_a_package_that_can_not_be_imported_is_named(monkeypatch, value):
    installed(monkeypatch, value)
    with pytest.raises(ExtensionError, match=f"{value}.*can't be imported"):
        with_others("group", {})


def test_what_is_no_mapping_is_refused(monkeypatch):
    installed(monkeypatch, "string:digits")
    with pytest.raises(ExtensionError, match="no mapping"):
        with_others("group", {})


def check(folder: Path, *, example: bool) -> subprocess.CompletedProcess[str]:
    """`spenddata check` with a rule of the example's kind, with and without the example installed."""
    (folder / "own").mkdir()
    (folder / "own/rules.yaml").write_text(RULES)
    (folder / "april.csv").write_text(FILE)
    return subprocess.run(
        [
            *(sys.executable, "-c", "from ckanext.spenddata.console import main; main()", "check", "april.csv"),
            *("--regime", "hmt-25k", "--definitions", "own", "--json"),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(EXAMPLE)] if example else [])},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_kind_of_rule_of_another_package_is_tested_like_ours(tmp_path):
    done = check(tmp_path, example=True)
    (told,) = json.loads(done.stdout)
    found = [finding for finding in told["findings"] if finding["rule"] == "supplier-in-capitals"]
    assert [(finding["row"], finding["value"]) for finding in found] == [(2, "ACME ADVICE LIMITED")]


def test_without_that_package_the_rule_is_refused_and_not_passed_over(tmp_path):
    done = check(tmp_path, example=False)
    assert done.returncode != 0
    assert done.stdout == ""
    assert "no test knows the kind 'example_capitals'" in done.stderr


PAYMENTS = [
    {"Date": "23/04/2026", "Supplier": "Acme Advice Limited", "Expense type": "Consultancy", "Amount": "30,000.00"},
    {"Date": "29/04/2026", "Supplier": "Example Systems plc", "Expense type": "Software", "Amount": "27,500.50"},
]
CONFINED = """
import datetime, os, pathlib, sys
from ckanext.spenddata import sandbox
from ckanext.spenddata.filing import Filing, FilingFile
from ckanext.spenddata.pipeline.limited import run_limited
folder, made = pathlib.Path(sys.argv[1]), sandbox._environment
# Where files are read, only what is installed is found; the example lies beside.
known = lambda threads: made(threads) | {"PYTHONPATH": made(threads)["PYTHONPATH"] + os.pathsep + os.environ["PYTHONPATH"]}
sandbox._environment = known
filing = Filing(files=(FilingFile(path=str(folder / "april.json"), name="april.json"),), today=datetime.date(2026, 5, 1))
result = run_limited(filing, folder / "out")
print(result.report.outcome, result.report.rows, result.report.amount_total, result.report.files[0].format if result.report.files else "")
"""


def of_json(folder: Path, content: str, *program: str, example: bool = True) -> str:
    (folder / "april.json").write_text(content)
    done = subprocess.run(
        [sys.executable, "-c", *program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(EXAMPLE)] if example else [])},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_a_format_of_another_package_is_read_in_a_process_held_as_ours(tmp_path):
    told = of_json(tmp_path, json.dumps(PAYMENTS), CONFINED, str(tmp_path))
    assert told.split() == ["read", "2", "57500.50", "example_json"]


CHECK = ("from ckanext.spenddata.console import main; main()", "check", "april.json", "--json")


@pytest.mark.parametrize(
    ("content", "example", "code"),
    [(json.dumps(PAYMENTS), False, "json"), ("[{", True, "damaged"), ('["no object"]', True, "damaged")],
)
def test_a_format_that_nobody_reads_or_that_is_damaged_is_refused(tmp_path, content, example, code):
    (told,) = json.loads(of_json(tmp_path, content, *CHECK, example=example))
    assert (told["outcome"], told["refusal"]["code"]) == ("refused", code)


def told_of_codes(*, example: bool) -> list[str]:
    """What becomes of two payments with the codes of the example's ledger, with and without it installed."""
    program = (
        "import polars as pl; from ckanext.spenddata.classify.classify import classify;"
        "from ckanext.spenddata.definitions import load;"
        "frame = pl.DataFrame({'expense_code': ['7-ICT', '9']});"
        "print(*classify(frame, load()).select('category', 'category_method', 'category_confidence').rows(), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(EXAMPLE)] if example else [])},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_a_way_to_tell_a_category_of_another_package_is_used_like_ours():
    first, second = told_of_codes(example=True)
    assert first.startswith("('it', 'example_ledger', 0.99")
    assert "example_ledger" not in second


def test_without_that_package_nobody_knows_its_codes():
    assert not any("example_ledger" in line for line in told_of_codes(example=False))

"""The evidence model is what its script makes of the tables and the labelled payments, to the byte."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.checks.names import is_person

ROOT = Path(__file__).parents[2]
PAYMENTS = ROOT / "benchmarks/categories/labelled_payments.csv"


@pytest.mark.deep
@pytest.mark.timeout(1800)
def test_the_script_makes_the_model_that_is_shipped(tmp_path):
    subprocess.run([sys.executable, "stack/install.py", "model"], cwd=ROOT, check=True)
    script = [".venv-model/bin/python", "-m", "benchmarks.categories.build", "--keep-certainty", tmp_path / "model"]
    subprocess.run(script, cwd=ROOT, check=True)
    assert (tmp_path / "model").read_bytes() == definitions.load().evidence_file


def test_labelled_payments_name_known_categories_and_nobody():
    known, people = definitions.load().categories.by_id, definitions.load().people
    with PAYMENTS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 7_000
    for row in rows:
        assert {row["category"], *filter(None, row["also_accept"].split(";"))} <= set(known)
    assert not [row["supplier"] for row in rows if is_person(row["supplier"], people)]

"""``doctor`` tells each thing with what to do, and ends so that a script knows; it changes nothing unless it is asked to."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from ckanext.spenddata.commands import checkup
from ckanext.spenddata.commands.checkup import Result
from ckanext.spenddata.commands.doctor import doctor
from ckanext.spenddata.returns.repair import orphans

WELL = Result("clock", ok=True, found="did its last round")
ILL = Result("ledger", ok=False, found="lacks a step", remedy="Run: ckan spenddata ledger init")


@pytest.fixture
def results(monkeypatch: pytest.MonkeyPatch) -> list[Result]:
    told: list[Result] = [WELL]
    monkeypatch.setattr(checkup, "run", lambda: told)
    monkeypatch.setattr(orphans, "find", lambda: pytest.fail("nobody asked for it"))
    return told


def test_a_portal_that_is_well_ends_with_nought(results):
    done = CliRunner().invoke(doctor)
    assert done.exit_code == 0
    assert done.stdout == "ok       clock: did its last round\n"


def test_a_problem_ends_with_one_and_its_remedy_stands_below_it(results):
    results.append(ILL)
    done = CliRunner().invoke(doctor)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[1:] == ["problem  ledger: lacks a step", "         Run: ckan spenddata ledger init"]


def test_a_program_reads_the_same_and_the_same_status(results):
    results.append(ILL)
    done = CliRunner().invoke(doctor, ["--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout)[1] == {
        "what": "ledger",
        "ok": False,
        "found": "lacks a step",
        "remedy": "Run: ckan spenddata ledger init",
    }


@pytest.mark.parametrize(("found", "said"), [("2 tables", "Mended: 2 tables."), ("", "There was nothing to mend.")])
def test_it_mends_when_asked_and_then_looks(results, monkeypatch, found, said):
    order: list[str] = []
    monkeypatch.setattr(orphans, "find", lambda: (order.append("find"), found)[1])
    monkeypatch.setattr(orphans, "mend", lambda what: order.append(f"mend {what}"))
    monkeypatch.setattr(checkup, "run", lambda: (order.append("look"), results)[1])
    done = CliRunner().invoke(doctor, ["--mend", "--json"])
    assert order == ["find", f"mend {found}", "look"]
    assert said in done.stderr
    assert json.loads(done.stdout)

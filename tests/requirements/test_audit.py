"""An exception to the audit has a reason and a last day, and holds for one package; no index is no pass."""

from __future__ import annotations

import datetime
import importlib.util
from pathlib import Path

import pytest

spec = importlib.util.spec_from_file_location("audit", Path(__file__).parents[2] / "requirements/audit.py")
audit = importlib.util.module_from_spec(spec)
__import__("sys").modules["audit"] = audit
spec.loader.exec_module(audit)

TODAY = datetime.date(2026, 6, 1)
GOOD = '[[exception]]\nid = "PYSEC-1"\npackage = "thing"\nreason = "not called"\nuntil = 2026-06-01\n'
ANSWER = {
    "dependencies": [
        {"name": "thing", "version": "1", "vulns": [{"id": "GHSA-x", "aliases": ["PYSEC-1"], "fix_versions": ["2"]}]},
        {"name": "other", "version": "1", "vulns": [{"id": "PYSEC-1", "aliases": [], "fix_versions": []}]},
        {"name": "good", "version": "1", "vulns": []},
        {"name": "skipped", "skip_reason": "not on the index"},
    ]
}


def test_an_exception_holds_for_its_package_and_by_any_of_the_names():
    found = audit.judge(ANSWER, audit.accepted(GOOD, TODAY))
    assert found == ["other 1: PYSEC-1, mended in no version yet"]
    assert len(audit.judge(ANSWER, [])) == 2


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("2026-06-01", "2026-05-31"),
        GOOD.replace('reason = "not called"\n', ""),
        GOOD.replace("not called", " "),
        GOOD.replace("until = 2026-06-01\n", ""),
        GOOD.replace("2026-06-01", '"some day"'),
        GOOD + "more = 1\n",
    ],
)
def test_an_exception_that_is_out_of_date_or_says_too_little_fails(text):
    with pytest.raises(audit.ExceptionsError):
        audit.accepted(text, TODAY)


def test_the_file_as_it_is_holds_today():
    text = (Path(audit.HERE) / "audit-exceptions.toml").read_text()
    audit.accepted(text, datetime.datetime.now(tz=datetime.UTC).date())


def test_packages_that_the_index_knows_nothing_of_are_no_pass(monkeypatch, capsys):
    """pip-audit leaves them out and says that all is well; so does an index without vulnerabilities."""
    silent = {"dependencies": [entry for entry in ANSWER["dependencies"] if not entry.get("vulns")]}
    monkeypatch.setattr(audit, "ask", lambda _lock: silent)
    assert audit.main() == audit.UNKNOWN
    assert "NOT DONE for 1 packages" in capsys.readouterr().err


def test_where_no_index_answers_it_is_no_pass(monkeypatch, capsys):
    monkeypatch.setattr(audit, "ask", lambda _lock: None)
    assert audit.main() == audit.UNKNOWN
    assert "NOT DONE" in capsys.readouterr().err

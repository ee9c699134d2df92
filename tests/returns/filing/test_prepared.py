"""A filing carries what its files can't say: answers, what the amounts include, and who is registered."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.checks.typed import TypedCell
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.intake.reading import Answers
from ckanext.spenddata.returns.filing import prepared

BODY = Publisher(publisher_id="X-DEMO-1", slug="alder", name="Alder", body_type="local authority")


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Any:
    known: Any = SimpleNamespace(body=SimpleNamespace(publisher=BODY, amount_basis="unknown"), answered=None)
    monkeypatch.setattr(prepared.publishers, "by_organization", lambda _id: known.body)
    monkeypatch.setattr(prepared.publishers, "every", lambda: [SimpleNamespace(publisher=BODY)])
    monkeypatch.setattr(prepared.mappings, "columns", lambda _id: {"layout": {"amount": 3}})
    monkeypatch.setattr(prepared.mappings, "amount_basis", lambda _id: known.answered)
    monkeypatch.setattr(prepared.others, "near", lambda _return, _storage: ())
    monkeypatch.setattr(prepared.others, "replaced", lambda _revision, _storage: None)
    monkeypatch.setattr(prepared.repeats, "for_other_returns", lambda _revision: ())
    monkeypatch.setattr(prepared.config, "limits", lambda: None)
    monkeypatch.setattr(prepared, "london_today", lambda: datetime.date(2026, 5, 1))
    return known


def filing(folder: Path, **answers: Any) -> Any:
    spend_return = SimpleNamespace(organization_id="o", publisher_id="X-DEMO-1", regime="lgtc-500", period="2026-Q1")
    file = SimpleNamespace(sha256="ab" * 32, name="spend.csv")
    cell = {"file": "spend.csv", "sheet": None, "row": 2, "field": "amount", "value": "5.00"}
    revision: Any = SimpleNamespace(
        spend_return=spend_return, files=[file], nil=False, answers=answers, fixes=["spaces", cell]
    )
    storage: Any = SimpleNamespace(file=lambda sha256: Path("/kept") / sha256)
    return prepared.filing(revision, storage, folder)


def test_files_are_those_that_are_kept_by_the_names_they_were_sent_with(portal, tmp_path):
    (file,) = filing(tmp_path).files
    assert (file.path, file.name) == ("/kept/" + "ab" * 32, "spend.csv")


def test_who_is_registered_is_written_down_for_the_process_that_reads(portal, tmp_path):
    found = filing(tmp_path)
    assert [each["publisher_id"] for each in json.loads(Path(found.registered_path).read_bytes())] == ["X-DEMO-1"]
    assert Path(found.registered_path).parent == tmp_path


def test_answers_go_to_intake_with_the_columns_that_are_remembered(portal, tmp_path):
    found = filing(tmp_path, day_first=False, amount_basis="gross")
    assert found.answers == Answers(day_first=False, remembered={"layout": {"amount": 3}})
    assert found.fixes == ("spaces",)
    assert found.typed == (TypedCell("spend.csv", 2, "amount", "5.00"),)


@pytest.mark.parametrize(
    ("said", "of_all", "answered", "expected"),
    [
        ("gross", "net_of_all_vat", "unknown", "gross"),
        (None, "net_of_all_vat", "gross", "net_of_all_vat"),
        (None, "unknown", "gross", "gross"),
        (None, "unknown", "unknown", "unknown"),
        (None, "unknown", None, None),
    ],
)
def test_what_amounts_include_is_told_by_the_nearest_who_knows(portal, tmp_path, said, of_all, answered, expected):
    portal.body.amount_basis, portal.answered = of_all, answered
    assert filing(tmp_path, **({"amount_basis": said} if said else {})).amount_basis == expected


def test_an_organisation_that_is_no_body_has_no_publisher(portal, tmp_path):
    portal.body, portal.answered = None, "gross"
    found = filing(tmp_path)
    assert (found.publisher, found.amount_basis) == (None, "gross")

"""The validation record of a published file says what was found of what is in it; errors are of rows that are not."""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from tests.returns.conftest import portal_world, world

__all__ = ["portal_world", "world"]


@pytest.fixture
def published(world, monkeypatch, tmp_path) -> Any:
    """A revision with a warning and an error, and its published file."""
    from ckanext.spenddata.checks import findings
    from ckanext.spenddata.returns.followups import validation

    path = tmp_path / "spend.csv"
    path.write_bytes(b"x" * 123)
    kinds = dict(findings.empty().schema)
    lines = [
        {"rule": "supplier_blank", "severity": severity, "row": row} for severity, row in (("error", 2), ("warning", 3))
    ]
    frame = pl.DataFrame(
        {name: pl.Series(name, [line.get(name) for line in lines]).cast(kind) for name, kind in kinds.items()}
    )
    monkeypatch.setattr(validation.reports, "frame", lambda _revision: frame)
    told: list[Any] = []
    monkeypatch.setattr(
        validation.frictionless_report,
        "descriptor",
        lambda subject, found, _rules: told.append((subject, found)) or {"valid": True},
    )
    file = SimpleNamespace(name="spend.csv", path=path, sha256="abc")
    return validation, SimpleNamespace(rows_accepted=7), file, told


def rows() -> list[Any]:
    from ckan import model
    from ckanext.validation.model import Validation

    return model.Session.query(Validation).all()


def test_it_is_one_record_a_resource_and_says_that_the_file_is_good(published):
    from ckan import model

    validation, revision, file, told = published
    summer = dt.datetime(2026, 7, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    for finished in (summer - dt.timedelta(days=1), summer):
        validation.record("resource", revision, file, finished)
        model.Session.commit()
    [record] = rows()
    assert (record.resource_id, record.status, record.error) == ("resource", "success", None)
    assert record.finished == dt.datetime(2026, 7, 1, 11)  # noqa: DTZ001 - as that extension keeps it
    assert json.loads(record.report) == {"valid": True}
    subject, found = told[-1]
    assert (subject.rows, subject.size, subject.sha256, subject.place) == (7, 123, "abc", "spend.csv")
    assert found["severity"].to_list() == ["warning"]


def test_of_a_resource_that_is_gone_it_goes(published):
    from ckan import model

    validation, revision, file, _ = published
    for name in ("one", "two"):
        validation.record(name, revision, file, dt.datetime.now(dt.UTC))
    model.Session.commit()
    validation.forget("one")
    assert [each.resource_id for each in rows()] == ["two"]

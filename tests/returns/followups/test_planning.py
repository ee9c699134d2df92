"""Every publication plans all steps, those of other plugins too; whoever wants some plans these."""

from __future__ import annotations

from typing import Any

from ckanext.spenddata.model import Step
from ckanext.spenddata.returns.followups import planning


def test_every_publication_plans_them(noted, revision, monkeypatch):
    planned: list[str] = []
    monkeypatch.setattr(planning.postgresql, "insert", lambda _table: Insert(planned))
    monkeypatch.setattr(planning.model.Session, "execute", lambda _statement: None)
    planning.plan(revision)
    assert set(planned) == {*Step, "example_note"}
    planned.clear()
    planning.plan(revision, [Step.INDEX])
    assert planned == [Step.INDEX]


class Insert:
    """Keeps the steps of the rows that are written."""

    def __init__(self, planned: list[str]) -> None:
        self.planned = planned

    def values(self, rows: list[dict[str, Any]]) -> Insert:
        self.planned += [row["step"] for row in rows]
        return self

    def on_conflict_do_update(self, **_how: Any) -> None:
        return None

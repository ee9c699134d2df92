"""What is erased is planned and told first; nothing goes on a preview, while a return is worked on, or behind an earlier order."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.ledger.publication import LedgerError
from ckanext.spenddata.logic import changing, common
from ckanext.spenddata.logic.action import erasures
from ckanext.spenddata.model import Scope, State

ROW = {"row": 32, "file": None, "sheet": None}


def revision(number: int, state: State = State.PUBLISHED) -> Any:
    return SimpleNamespace(id=str(number), number=number, state=state, attempt=1, files=["file"])


@pytest.fixture
def named(portal, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The revision that is named, of a return of three."""
    made, spend_return = revision(2), SimpleNamespace(reference="r")
    spend_return.revisions = [revision(1, State.SUPERSEDED), made, revision(3, State.CHECKING)]
    for each in spend_return.revisions:
        each.spend_return = spend_return

    def part(each: Any, drop: int = 0, blank: int = 0) -> Any:
        return SimpleNamespace(revision=each, drop=range(drop), blank={1: range(blank)})

    def plan(found: Any, places: Any, *, same_words: bool) -> list[Any]:
        portal.done.append(("plan", [(place.row, place.fields) for place in places], same_words))
        return [part(found, drop=1, blank=2)]

    monkeypatch.setattr(common, "withdrawable", lambda _context, _data: made)
    by_id = {each.id: each for each in spend_return.revisions}
    monkeypatch.setattr(changing, "held", lambda key: portal.done.append(("held", key)) or by_id[key])
    monkeypatch.setattr(changing.queries, "numbers_now", lambda _return: (3, 2))
    monkeypatch.setattr(erasures.tombstones, "withheld", lambda _revision: False)
    monkeypatch.setattr(erasures.erasure_plans, "whole", lambda chosen: [part(each) for each in chosen])
    monkeypatch.setattr(erasures.erasure_plans, "plan", plan)
    monkeypatch.setattr(erasures.removals, "erase", portal.note("erase"))
    return made


def erase(**data: Any) -> dict[str, Any]:
    return erasures.spenddata_return_erase({}, {"reference": "r", "why": "By order", **data})


def refusal(**data: Any) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as refused:
        erase(**data)
    return refused.value.error_dict


def test_a_whole_revision_goes_with_its_files(portal, named):
    told = erase()
    assert told["scope"] == "revision"
    assert told["erased"] == [
        {"reference": "r", "revision": 2, "state": State.PUBLISHED, "rows": None, "cells": None, "files": 1}
    ]
    _, _, (name, spend_return, _, scope, user, why), ring = portal.done
    assert (name, spend_return, scope, user, why, ring) == (
        "erase",
        named.spend_return,
        Scope.REVISION,
        "user-id",
        "By order",
        ("ring",),
    )


def test_every_revision_is_each_that_nobody_works_on(portal, named):
    assert [each["revision"] for each in erase(every_revision=True)["erased"]] == [1, 2]


@pytest.mark.parametrize(("fields", "scope"), [([], "rows"), (["supplier_name"], "cells")])
def test_rows_and_cells_are_planned_by_their_places(portal, named, fields: list[str], scope: str):
    told = erase(places=[ROW | {"fields": fields}], same_words=True)
    assert (told["scope"], told["erased"][0]["rows"], told["erased"][0]["cells"]) == (scope, 1, 2)
    assert portal.done[2] == ("plan", [(32, tuple(fields))], True)


def test_on_a_preview_nothing_goes(portal, named):
    assert erase(preview=True)["preview"]
    assert portal.done == ["spenddata_return_erase"]


@pytest.mark.parametrize("state", erasures.OVER)
def test_what_is_worked_on_is_left_alone(portal, named, state: State):
    named.state = state
    assert list(refusal()) == ["revision"]
    assert portal.done == ["spenddata_return_erase", ("held", "2"), ("rollback",)]


def test_an_earlier_order_is_carried_out_first(portal, named, monkeypatch):
    monkeypatch.setattr(erasures.tombstones, "withheld", lambda each: each.number == 1)
    assert list(refusal(every_revision=True)) == ["reference"]
    assert erase()["scope"] == "revision"


def test_a_place_where_nothing_is_and_a_ledger_that_refuses_are_told(portal, named, monkeypatch):
    monkeypatch.setattr(erasures.removals, "erase", portal.note("erase", LedgerError("Locked.")))
    assert refusal() == {"message": ["Locked."]}
    assert portal.done[-1] == ("rollback",)
    monkeypatch.setattr(erasures.erasure_plans, "plan", portal.note("plan", erasures.NothingThereError("Row 32.")))
    assert refusal(places=[ROW | {"fields": []}]) == {"places": ["Row 32."]}


def test_nobody_erases_without_a_name(portal, named, monkeypatch):
    monkeypatch.setattr(common, "user_id", lambda _context: None)
    with pytest.raises(tk.NotAuthorized):
        erase()
    assert portal.done == ["spenddata_return_erase"]
    portal.refused(erasures.spenddata_return_erase, reference="r", why="By order")


def test_what_goes_is_planned_with_what_is_named_and_what_is_public_held(portal, named, monkeypatch):
    """Another may be published between the look and the lock; what is held is asked, and the public one is held too."""
    earlier = named.spend_return.revisions[0]
    monkeypatch.setattr(common, "withdrawable", lambda _context, _data: earlier)
    assert erase(published_revision=2, attempt=1)["erased"][0]["revision"] == 1
    assert portal.done[1:3] == [("held", "1"), ("held", "2")]


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize(
    ("looked_at", "words"),
    [
        ({"published_revision": 1}, "Revision 2 is public now, not revision 1"),
        ({"published_revision": 0}, "Revision 2 is public now; none was when you looked"),
        ({"published_revision": 2, "attempt": 2}, "read again since you looked at it. Nothing was changed"),
    ],
)
def test_what_is_erased_is_what_was_looked_at(portal, named, looked_at: dict[str, int], words: str, preview: bool):
    [[said]] = refusal(**looked_at, preview=preview).values()
    assert words in said
    assert portal.done[-1] == ("rollback",)
    assert "erase" not in [step[0] for step in portal.done]

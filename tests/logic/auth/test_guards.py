"""Files of spend datasets are written by publications alone; everything else is CKAN's own business."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.logic import gone
from ckanext.spenddata.logic.auth import guards

OURS, OTHER = "spend-file", "other-file"


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> Any:
    state: Any = SimpleNamespace(following=False, taken_back=None)
    monkeypatch.setattr(guards.one_way_in, "is_spend_dataset", lambda name: name == "spend")
    monkeypatch.setattr(guards.one_way_in, "is_spend_resource", lambda name: name == OURS)
    monkeypatch.setattr(guards.one_way_in, "may_write", lambda: state.following)
    monkeypatch.setattr(guards.tombstones, "of_resource", lambda name: state.taken_back if name == OURS else None)
    return state


def original(_context: Any, data: Any) -> dict[str, Any]:
    return {"success": True, "asked": data}


def is_asked(right: Any, data: Any, context: Any = None) -> bool:
    """Whether CKAN's own right is asked; where not, it is refused with a reason."""
    answer = right(original, context if context is not None else {}, data)
    assert answer["success"] or answer["msg"]
    return answer["success"]


@pytest.mark.parametrize(
    ("right", "field", "ours", "other"),
    [
        (guards.resource_create, "package_id", "spend", "dataset"),
        (guards.package_delete, "id", "spend", "dataset"),
        (guards.resource_update, "id", OURS, OTHER),
        (guards.resource_delete, "id", OURS, OTHER),
    ],
)
def test_nobody_writes_files_of_spend_datasets(right, field, ours, other):
    assert not is_asked(right, {field: ours})
    assert is_asked(right, {field: other})
    assert is_asked(right, {})
    assert is_asked(right, None)


def test_a_statement_that_names_published_spend_is_refused_wherever_it_stands():
    context = {"table_names": iter([OTHER, OURS])}
    assert not is_asked(guards.datastore_search_sql, {"sql": "…"}, context)
    assert is_asked(guards.datastore_search_sql, {"sql": "…"}, {"table_names": iter([OTHER])})
    assert is_asked(guards.datastore_search_sql, {"sql": "…"}, {})


def test_the_names_of_a_statement_are_left_for_those_who_ask_after_us():
    context: dict[str, Any] = {"table_names": iter([OTHER])}
    guards.datastore_search_sql(original, context, {})
    assert list(context["table_names"]) == list(context["table_names"]) == [OTHER]


def test_a_file_is_shown_until_it_is_taken_back(catalogue, monkeypatch):
    refused: list[Any] = []
    monkeypatch.setattr(gone, "refuse", lambda stone, _what: refused.append(stone) if stone else None)
    monkeypatch.setattr(guards.tk, "_", str, raising=False)
    assert is_asked(guards.resource_show, {"id": OURS})
    catalogue.taken_back = "a tombstone"
    guards.resource_show(original, {}, {"id": OTHER})
    guards.resource_show(original, {}, {"id": None})
    assert refused == []
    guards.resource_show(original, {}, {"id": OURS})
    assert refused == ["a tombstone"]
    catalogue.following = True
    guards.resource_show(original, {}, {"id": OURS})
    assert len(refused) == 1, "what follows the order must still find what it removes"

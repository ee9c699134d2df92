"""A yes is kept whole or not at all, and nothing said changes nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import acknowledgements

REVISION: Any = SimpleNamespace(id="1")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []

    def acknowledge(_revision: Any, said: list[dict[str, Any]], user_id: str) -> int:
        if any(each.get("rule") == "unclear" for each in said):
            raise acknowledgements.acknowledging.NotNamedError("It names two findings.")
        done.append(user_id)
        return len(said)

    monkeypatch.setattr(acknowledgements.acknowledging, "acknowledge", acknowledge)
    monkeypatch.setattr(acknowledgements.model, "Session", SimpleNamespace(rollback=lambda: done.append("rolled back")))
    return done


def test_nothing_said_asks_nobody(kept):
    assert acknowledgements.keep(REVISION, [], "ann") == 0
    assert kept == []


def test_how_many_were_new_is_told(kept):
    assert acknowledgements.keep(REVISION, [{"rule": "a"}, {"rule": "b"}], "ann") == 2
    assert kept == ["ann"]


def test_one_that_names_nothing_undoes_all(kept):
    with pytest.raises(tk.ValidationError) as error:
        acknowledgements.keep(REVISION, [{"rule": "a"}, {"rule": "unclear"}], "ann")
    assert error.value.error_dict == {"acknowledge": ["It names two findings."]}
    assert kept == ["rolled back"]

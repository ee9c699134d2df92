"""A refusal names the parameter that it is about, and an unknown name the nearest that is known."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.refusals import known_one, refused

GROUPS = {"core": SimpleNamespace(title="Core cities"), "mine": SimpleNamespace(title="My own")}


def test_a_refusal_is_of_one_parameter():
    assert refused("period", "No period.").error_dict == {"period": ["No period."]}


def test_a_known_name_stands_for_what_it_names():
    assert known_one("peer_group", "peer group", "core", GROUPS) is GROUPS["core"]


@pytest.mark.parametrize("asked", ["coer", "Core city"])
def test_an_unknown_name_is_refused_with_the_nearest_by_name_or_title(monkeypatch, asked):
    monkeypatch.setattr(tk, "_", str, raising=False)
    with pytest.raises(tk.ValidationError) as error:
        known_one("peer_group", "peer group", asked, GROUPS)
    [said] = error.value.error_dict["peer_group"]
    assert "core" in said

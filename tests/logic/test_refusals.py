"""A name that is not known is refused with the nearest that is, whatever the known ones stand for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.refusals import about, known_one, refused


@pytest.fixture(autouse=True)
def words(in_english: None) -> None:
    """In English."""


EVERY: tuple[dict[str, Any], ...] = (
    {"distance": "distance", "size": "size"},
    {"distance": SimpleNamespace(title="Most unusual first"), "size": SimpleNamespace(title="Largest")},
    {"distance": SimpleNamespace(label="Most unusual first"), "size": SimpleNamespace(label="Largest")},
    {"distance": 1, "size": 2},
)


@pytest.mark.parametrize("every", EVERY, ids=["texts", "titles", "labels", "numbers"])
def test_what_is_known_is_given_and_what_is_not_is_refused_by_its_field(every):
    assert known_one("order", "order", "size", every) is every["size"]
    for name in ("distanse", "beauty", ""):
        with pytest.raises(tk.ValidationError) as error:
            known_one("order", "order", name, every)
        [message] = error.value.error_dict["order"]
        assert name in message


def test_the_nearest_is_named():
    with pytest.raises(tk.ValidationError, match="distance"):
        known_one("order", "order", "distanse", EVERY[0])


def test_a_refusal_is_of_one_parameter():
    assert refused("why", "Say why.").error_dict == {"why": ["Say why."]}


@pytest.mark.parametrize("field", ["tags", "period", "resources", "extras"])
def test_what_is_wrong_is_told_of_whatever_parameter(field):
    refusal = tk.ValidationError({field: about(field, "Leave it out.")})
    assert "Leave it out." in str(refusal)
    assert refusal.error_summary

"""Identifiers that the portal makes from names are nobody's to choose, however they are written."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import identifiers

MADE = str(uuid.uuid5(uuid.NAMESPACE_DNS, "anything"))
DRAWN = "a304c019-aa04-44c6-9850-cca9e6a42379"
"""One drawn by chance; the same each time, as it is in the names of tests."""


@pytest.fixture(autouse=True)
def words(in_english: None) -> None:
    """In English."""


@pytest.mark.parametrize("written", [MADE, MADE.upper(), MADE.replace("-", ""), f"{{{MADE}}}", f"urn:uuid:{MADE}"])
def test_one_made_from_a_name_is_refused_unless_it_is_there_already(written: str):
    with pytest.raises(tk.ValidationError):
        identifiers.refuse_chosen([{"id": DRAWN}, {"id": written}], [DRAWN])
    identifiers.refuse_chosen([{"id": written}], [written])


@pytest.mark.parametrize(
    "resources", [None, [], "x", [1], [{}], [{"id": None}], [{"id": DRAWN}], [{"id": "x"}], [{"id": []}]]
)
def test_all_else_is_ckan_s_to_judge(resources: Any):
    identifiers.refuse_chosen(resources, ())


@pytest.mark.parametrize("name", [MADE, DRAWN, f' "{DRAWN}" ', DRAWN.upper(), f"x{DRAWN}", DRAWN.replace("-", "")])
def test_a_second_name_holds_no_identifier(name: str):
    with pytest.raises(tk.ValidationError):
        identifiers.refuse_as_second_names(["plans", name])
    identifiers.refuse_as_second_names(["plans", "", None, 1, "5d8b5f5e"])

"""What programs and people are told of the API is what the actions' documentation says, in valid OpenAPI."""

from __future__ import annotations

import json
import re

import pytest

from ckanext.spenddata.logic import api_description
from ckanext.spenddata.logic.action import ACTIONS
from ckanext.spenddata.logic.api_description import Operation, openapi, operations

NAMES = sorted(name for name in ACTIONS if name.startswith("spenddata_"))


@pytest.fixture(scope="module")
def by_name() -> dict[str, Operation]:
    return {each.name: each for each in operations()}


def test_every_action_is_there_with_every_parameter_that_is_documented(by_name: dict[str, Operation]):
    assert sorted(by_name) == NAMES
    for name, operation in by_name.items():
        documented = re.findall(r"^\s*:param (\w+):", ACTIONS[name].__doc__ or "", re.MULTILINE)
        assert [each.name for each in operation.parameters] == documented


def test_the_text_keeps_what_is_given_and_leaves_the_parameters_to_their_table(by_name: dict[str, Operation]):
    search = by_name["spenddata_transaction_search"]
    assert search.summary == "Search all published transactions."
    assert "cursor" in search.text
    assert "smallest amount, in pounds" not in search.text
    assert {each.name: each.text for each in search.parameters}["amount_min"].startswith("smallest amount")


def test_the_page_s_part_is_clean_of_anything_that_a_policy_refuses(by_name: dict[str, Operation]):
    whole = "".join(each.html for each in by_name.values())
    assert not re.search(r"<script|style=|<link|\son\w+=", whole)
    assert "system-message" not in whole


def test_reading_is_asked_by_get_without_a_key_and_changing_by_post_with_one():
    paths = openapi("https://spend.example/", "Spending", "1.0")["paths"]
    read = paths["/api/3/action/spenddata_category_show"]["get"]
    assert {} in read["security"]
    assert {} not in paths["/api/3/action/spenddata_queue_list"]["get"]["security"]
    change = paths["/api/3/action/spenddata_return_submit"]["post"]
    assert change["security"] == [{"token": []}]
    [kind] = change["requestBody"]["content"]
    assert kind == "multipart/form-data"


def test_it_is_openapi_that_programs_can_read():
    told = openapi("https://spend.example/", "Spending", "1.0")
    assert told["servers"] == [{"url": "https://spend.example"}]
    ids = [one["operationId"] for path in told["paths"].values() for one in path.values()]
    assert len(ids) == len(set(ids)) == len(NAMES)
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(told)):
        here = told
        for step in reference.split("/"):
            here = here[step]


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        ("string", {"type": "string"}),
        (
            "list of strings, or boolean",
            {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "boolean"}]},
        ),
    ],
)
def test_types_in_words_are_types_for_programs(words: str, schema: dict):
    assert api_description._schema(words) == schema


def test_a_type_that_nobody_knows_is_noticed():
    with pytest.raises(KeyError):
        api_description._schema("an odd thing")

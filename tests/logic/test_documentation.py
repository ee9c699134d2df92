"""The docstrings of the actions are the documentation of the API: every key of every schema is told."""

from __future__ import annotations

import re

import pytest

from ckanext.spenddata.logic import action

ACTIONS = sorted(name for name in action.ACTIONS if name.startswith("spenddata_"))
OURS = [
    name for name in ACTIONS if re.match(r"spenddata_(return|publisher)_|spenddata_revision_(report|findings)", name)
]


def documentation(name: str) -> str:
    return action.ACTIONS[name].__doc__ or ""


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_says_what_it_takes_and_gives(name: str):
    text = documentation(name)
    assert text[0].isupper()
    assert re.search(r":returns?:|\*\*Results", text), f"{name} does not say what it returns"


def schema_of(name: str) -> set[str]:
    from ckanext.spenddata.logic.schema import publishers, returns

    schemas = {
        "spenddata_return_submit": returns.submit,
        "spenddata_return_answer": returns.answer,
        "spenddata_return_publish": returns.approve,
        "spenddata_return_approve": returns.approve,
        "spenddata_return_send_back": returns.send_back,
        "spenddata_return_send_for_approval": returns.send_for_approval,
        "spenddata_return_withdraw": returns.withdraw,
        "spenddata_return_erase": returns.erase,
        "spenddata_return_recover": returns.one_revision,
        "spenddata_return_show": returns.one_return,
        "spenddata_return_list": returns.list_,
        "spenddata_revision_report": returns.one_revision,
        "spenddata_revision_findings": returns.findings,
        "spenddata_publisher_list": publishers.list_,
        "spenddata_publisher_show": publishers.show,
    }
    return {key for key in schemas[name]() if not key.startswith("__")}


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize("name", OURS)
def test_every_key_of_its_schema_is_documented(name: str):
    told = set(re.findall(r":param (\w+):", documentation(name)))
    assert told == schema_of(name)

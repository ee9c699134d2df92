"""Every action and every address that anybody can reach, asked odd things: a refusal in words, never an error of the program."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.fuzz.odd_values import DEEP as DEEP_JSON
from tests.fuzz.odd_values import IN_ADDRESSES, TELLTALE, TOO_LONG, Call, calls

SAMPLE = 250
DEEP = 20_000
KNOWN = (
    *(
        "spend/search",
        "spend/search.csv",
        "spend/search.atom",
        "spend/compare",
        "spend/compare.csv",
        "spend/publishers",
        "spend/returns",
    ),
    *("dataset", "organization", "group", "datastore/dump/_table_metadata", "feeds/dataset.atom", "spend/about", ""),
)
PARAMETERS = (
    *(
        "q",
        "page",
        "sort",
        "rows",
        "limit",
        "offset",
        "publisher",
        "publisher_id",
        "category",
        "month",
        "period",
        "amount_min",
    ),
    *(
        "date_from",
        "cursor",
        "tags",
        "_tags_limit",
        "bom",
        "filters",
        "fields",
        "measure",
        "regime",
        "state",
        "no_such_one",
    ),
)


def documentation() -> dict[str, tuple[str, bool]]:
    """Every registered action, CKAN's and all plugins'."""
    from ckan import logic, plugins
    from ckan.plugins import toolkit as tk

    if not plugins.plugin_loaded("spenddata"):
        plugins.load_all()
    tk.get_action("package_show")
    return {
        name: (action.__doc__ or "", getattr(action, "side_effect_free", False))
        for name, action in logic._actions.items()
    }


def ask(address: str, wanted: list[Call]) -> list[tuple[Call, int, str]]:
    """Answers that no question may get: a 5xx, JSON that is none, or the words of an inner error."""
    session = requests.Session()

    def one(call: Call) -> tuple[Call, int, str] | None:
        answer = call.send(session, address)
        honest = answer.status_code < 500 and "success" in answer.text and not TELLTALE.search(answer.text)
        return None if honest else (call, answer.status_code, answer.text[:300])

    with ThreadPoolExecutor(4) as several:
        return [wrong for wrong in several.map(one, wanted) if wrong]


def test_no_action_fails_on_deep_json(portal: str):
    by_address = documentation()
    texts = [(name, json) for json in DEEP_JSON for name in ("resource", "match", "id")]
    every = [
        Call(action, name, json, whole and number % 2 == 0)
        for number, (action, (_, whole)) in enumerate(sorted(by_address.items()))
        for name, json in (texts[::2] if action.startswith("spenddata_") else texts[number % 12 :: 12])
    ]
    every += [
        Call(action, name, TOO_LONG, False)
        for action, (text, _) in sorted(by_address.items())
        if action.startswith("spenddata_")
        for name in re.findall(r":param (\w+):", text)
    ]
    assert ask(portal, every) == []
    for body in ('{"id": ' + "[" * 100_000, '{"id": %s}' % ("9" * 5000), '{"id": "\\ud800", "id": {"\\u0000": 1}}'):
        for action in ("spenddata_return_submit", "spenddata_publisher_show", "package_create"):
            answer = requests.post(
                f"{portal}/api/3/action/{action}", body, headers={"Content-Type": "application/json"}
            )
            assert 400 <= answer.status_code < 500
            assert not TELLTALE.search(answer.text)


def test_no_action_fails_on_odd_values(portal: str):
    every = list(calls(documentation(), seed=int(os.environ.get("SEED", "1"))))
    ours = [call for call in every if call.action.startswith("spenddata_")]
    others = [call for call in every if not call.action.startswith("spenddata_")]
    assert ask(portal, [*ours[:SAMPLE], *others[:SAMPLE]]) == []


@pytest.mark.check(23)
def test_no_page_fails_on_odd_values(portal: str):
    session = requests.Session()
    wrong = []
    values = [value.encode("utf-8", "surrogateescape") for value in IN_ADDRESSES]
    for number, page in enumerate(KNOWN):
        for parameter in PARAMETERS[number % 3 :: 3]:
            value = values[(number * 7 + len(parameter) * 3) % len(values)]
            answer = session.get(f"{portal}/{page}", params={parameter: value}, timeout=60)
            if answer.status_code >= 500 or TELLTALE.search(answer.text):
                wrong.append((page, parameter, value, answer.status_code, answer.text[:200]))
    assert wrong == []


@pytest.mark.parametrize(
    "address",
    [
        *(
            "spend/search?q=-repairs",
            "spend/search?q=-500",
            "spend/search?amount_min=1e400",
            "spend/search?amount_max=NaN",
        ),
        *(
            "spend/search?rows=abc",
            "spend/returns/%00",
            "spend/publishers/a%00b",
            "spend/transactions/99999999999999999999",
        ),
        *("dataset/?q=%00", "dataset/?page=-1", "dataset/?sort=%7B", "datastore/dump/_table_metadata", "%ff%fe"),
        "datastore/dump/_table_metadata?limit=[]",
        "datastore/dump/c5d11b6c-5903-5c6b-8dd0-74eb5fc3a174?limit=-1&filters=%7B",
        *(
            "api/3/action/package_search?rows=abc",
            "api/3/action/package_search?q=%7B!join",
            "api/3/action/datastore_search",
        ),
        *(
            "api/3/action/datastore_search?resource_id=_table_metadata&limit=[]",
            "api/3/action/package_search?sort=x y z",
        ),
    ],
)
def test_addresses_that_failed_are_answered(portal: str, address: str):
    answer = requests.get(f"{portal}/{address}", timeout=60)
    assert answer.status_code < 500
    assert not TELLTALE.search(answer.text)


@pytest.mark.parametrize("host", ["portal:99999999", "[::1", 'a"b'])
def test_a_host_that_there_can_t_be_is_refused_in_words(portal: str, host: str):
    for address in ("", "spend/about", "dataset/", "api/3/action/status_show", "feeds/dataset.atom"):
        answer = requests.get(f"{portal}/{address}", headers={"Host": host}, timeout=60)
        assert answer.status_code == 400
        assert "names a host that can" in answer.text


@pytest.mark.parametrize(
    "address", ["spend/transactions/N", "api/N/action/status_show", "spend/search?page=N", "dataset/?page=N"]
)
def test_a_number_of_too_many_digits_is_none(portal: str, address: str):
    answer = requests.get(f"{portal}/{address.replace('N', TOO_LONG)}", timeout=60)
    assert 400 <= answer.status_code < 500
    assert not TELLTALE.search(answer.text)


def test_bodies_that_failed_are_answered(portal: str):
    for action, asked in [
        *((name, {"id": {"a": 1}}) for name in ("package_show", "resource_view_list", "task_status_show")),
        *(("activity_show", {"id": value}) for value in ([], {}, {"a": 1})),
        *(
            ("spenddata_transaction_search", {name: []})
            for name in ("amount_min", "amount_max", "date_from", "publisher")
        ),
    ]:
        answer = requests.post(f"{portal}/api/3/action/{action}", json=asked, timeout=60)
        assert answer.status_code < 500, (action, asked, answer.text)
        assert not TELLTALE.search(answer.text)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("spend/search?categry=it", "category"),
        ("spend/search?month=2026-13", "2026-04"),
        ("spend/search?q=*:*", "can&#39;t be searched for"),
        ("spend/compare?publisher=nobody", "There is no publisher nobody"),
        ("spend/search?publisher_id=nobody", "There is no publisher nobody"),
        ("spend/search.csv?colour=red", "There is no parameter colour"),
        ("spend/search.xlsx?spreadsheet=yes", "There is no parameter spreadsheet"),
        ("spend/search.atom?sort=newest", "There is no parameter sort"),
    ],
)
def test_a_page_with_an_error_has_its_status_and_says_which(portal: str, address: str, words: str):
    answer = requests.get(f"{portal}/{address}", timeout=60)
    assert answer.status_code == 400
    assert words in re.sub(r"\s+", " ", answer.text)


@pytest.mark.check(23, "20,000 odd calls of all actions: no 500, no inner error quoted")
@pytest.mark.deep
def test_no_action_fails_on_20_000_odd_calls(portal: str, measured):
    every = list(calls(documentation(), seed=2))
    wrong = ask(portal, every[:DEEP])
    actions = {call.action for call in every[:DEEP]}
    measured(f"{DEEP:,} odd calls of {len(actions)} actions, by nobody: {len(wrong)} wrong")
    assert len(every) >= DEEP
    assert [(call.action, call.parameter, call.value, status) for call, status, _ in wrong] == []

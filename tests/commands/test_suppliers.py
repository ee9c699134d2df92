"""What the commands about suppliers ask, and how they tell it."""

from __future__ import annotations

import json

import pytest

from ckanext.spenddata.commands.suppliers import supplier
from ckanext.spenddata.returns.followups import suppliers as linking


def test_a_supplier_is_told_with_its_names_and_payers(actions):
    actions.answers["spenddata_supplier_show"] = {
        "id": "name:VELL",
        "name": "Vell Ltd",
        "count": 3,
        "total": "30.00",
        "names": [{"name": "VELL LTD", "count": 2, "method": "own", "score": 1, "key": "vell"}],
        "payers": [{"publisher_id": "X-DEMO-1", "publisher_name": "Exampleton", "count": 3, "total": "30.00"}],
    }
    done = actions.run(supplier, "show", "name:VELL")
    assert actions.asked == [("spenddata_supplier_show", "the-portal", {"id": "name:VELL"})]
    assert done.stdout.splitlines() == [
        "Vell Ltd\tname:VELL\t3\t£30.00",
        "  VELL LTD\t2\town\t1\tvell",
        "  X-DEMO-1\tExampleton\t3\t£30.00",
    ]


def test_the_list_tells_sums_of_two_kinds_side_by_side(actions):
    sums = [
        {"total": "30.00", "card": False, "amount_basis": "net"},
        {"total": "5.00", "card": True, "amount_basis": "gross"},
    ]
    actions.answers["spenddata_supplier_list"] = [
        {"id": "name:VELL", "name": "Vell Ltd", "publishers": 2, "count": 4, "sums": sums}
    ]
    done = actions.run(supplier, "list", "--q", "ve", "--limit", "5")
    assert actions.asked[0][2] == {"q": "ve", "limit": 5}
    assert done.stdout == "name:VELL\tVell Ltd\t2\t4\t£30.00 (invoice, net) + £5.00 (card, gross)\n"


def test_the_queue_tells_both_suppliers_and_the_doubt(actions):
    pair = {
        "score": 0.875,
        "doubt": "12.00",
        "one": {"id": "a", "sums": [{"currency": "GBP", "total": "1.00"}]},
        "other": {"id": "b", "sums": [{"currency": "GBP", "total": "2.00"}]},
    }
    actions.answers["spenddata_queue_list"] = {"count": 1, "results": [pair]}
    done = actions.run(supplier, "queue", "--limit", "1", "--offset", "2")
    assert actions.asked[0][2] == {"limit": 1, "offset": 2}
    assert (done.stdout, done.stderr) == ("0.88\t12.00\ta\t£1.00\tb\t£2.00\n", "1 question.\n")


@pytest.mark.parametrize(
    ("suppliers", "named"), [(["a", "b"], {"one": "a", "other": "b"}), (["vell"], {"name": "vell"})]
)
def test_a_decision_is_about_two_suppliers_or_one_name(actions, suppliers: list[str], named: dict[str, str]):
    actions.answers["spenddata_decision_make"] = {"decision": 4, "moved": 1, "returns": 2}
    done = actions.run(supplier, "decide", "apart", *suppliers, "--why", "Two firms")
    assert actions.asked[0][2] == {"verdict": "apart", "why": "Two firms", "preview": False, **named}
    assert done.stdout == "Decision 4: 1 name, payments of 2 returns\n"


def test_undoing_is_printed_as_json_for_a_program(actions):
    actions.answers["spenddata_decision_undo"] = {"decision": None, "moved": 0, "returns": 0}
    done = actions.run(supplier, "undo", "4", "--why", "Wrong", "--json")
    assert actions.asked[0][2] == {"decision": 4, "why": "Wrong"}
    assert json.loads(done.stdout)["decision"] is None
    assert actions.run(supplier, "undo", "4", "--why", "Wrong").stdout.startswith("Preview: 0 names")


def test_linking_again_says_how_many_names_moved(actions, monkeypatch):
    monkeypatch.setattr(linking, "link_afresh", lambda: 1234)
    done = actions.run(supplier, "link")
    assert done.stderr == "1,234 names have another supplier now; the search index follows.\n"

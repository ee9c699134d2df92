"""What the commands about categories ask, and how they tell it: sums of different kinds are never added."""

from __future__ import annotations

import json
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from ckanext.spenddata.commands import category as commands
from ckanext.spenddata.commands.category import category

SUM = {"card": False, "amount_basis": "gross", "currency": "GBP", "total": "30.00"}
LINE = {"publisher_id": "X-DEMO-1", "before": "energy", "after": "water", "count": 1200, **SUM}
DECIDED = {"decision": 7, "lines": [LINE], "matching": 3, "repeated": False, "moved": 1, "sums": [SUM]}


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Of whom something is published."""
    bodies = ["X-DEMO-1", "X-DEMO-1", "X-DEMO-2"]

    def current(_database: object, wanted: tuple[str, ...] = ()) -> list[SimpleNamespace]:
        return [SimpleNamespace(publisher_id=each) for each in bodies if not wanted or each in wanted]

    monkeypatch.setattr(commands.connection, "reading", lambda: nullcontext("database"))
    monkeypatch.setattr(commands.entries, "all_current", current)
    monkeypatch.setattr(commands.entries, "current_of", current)
    return bodies


def test_a_preview_asks_once_for_each_publisher_and_changes_nothing(actions, published):
    actions.answers["spenddata_category_preview"] = {"lines": [LINE]}
    done = actions.run(category, "preview", "--user", "steward")
    assert [data for _, _, data in actions.asked] == [{"publisher": "X-DEMO-1"}, {"publisher": "X-DEMO-2"}]
    assert done.stdout == "X-DEMO-1  energy → water  1,200  £30.00  (invoice, gross)\n" * 2
    assert done.stderr == "2,400 payments would be in another category. Nothing was changed.\n"
    only = actions.run(category, "preview", "X-DEMO-2", "--json")
    assert json.loads(only.stdout) == [LINE]


def test_a_preview_of_a_body_that_has_published_nothing_fails(actions, published):
    done = actions.run(category, "preview", "X-DEMO-1", "X-DEMO-9", "X-DEMO-8")
    assert (done.exit_code, done.stderr) == (1, "Nothing is published of X-DEMO-8, X-DEMO-9.\n")
    assert actions.asked == []


@pytest.mark.parametrize(
    ("words", "action", "data"),
    [
        (["apply", "--publisher", "X-DEMO-1"], "spenddata_category_apply", {"publisher": "X-DEMO-1"}),
        (["unapply", "5"], "spenddata_category_undo", {"change": 5}),
    ],
)
def test_a_change_is_told_with_what_it_moved(actions, words: list[str], action: str, data: dict[str, object]):
    actions.answers[action] = {"change": 5, "lines": [LINE], "moved": 1200, "returns": 1}
    done = actions.run(category, *words, "--why", "Better")
    assert actions.asked == [(action, "the-portal", data | {"why": "Better"})]
    assert done.stderr == "Change 5: 1,200 payments in another category, 1 return to be written again.\n"


def test_changes_are_of_one_publisher_where_one_is_named(actions):
    change = {
        "change": 5,
        "made": "2026-04-01",
        "kind": "version",
        "version": "3",
        "reviewer": "steward",
        "why": "Better",
    }
    actions.answers["spenddata_category_change_list"] = [
        change | LINE | {"sums": [SUM, SUM | {"card": True, "total": "5.00"}]}
    ]
    done = actions.run(category, "changes", "--publisher", "X-DEMO-1", "--limit", "3")
    assert actions.asked[0][2] == {"limit": 3, "publisher": "X-DEMO-1"}
    assert done.stdout.split("\t") == [
        "5",
        "2026-04-01",
        "X-DEMO-1",
        "version",
        "3",
        "1200",
        "£30.00 + £5.00",
        "steward",
        "Better\n",
    ]
    actions.run(category, "changes")
    assert actions.asked[1][2] == {"limit": 20}


def test_sums_of_the_queue_stand_beside_one_another(actions):
    sums = [{"currency": "GBP", "total": "900.00"}, {"currency": "EUR", "total": "5.00"}]
    question = {"sums": sums, "count": 2, "suggested": {"category": "energy", "confidence": 0.5}}
    results = [
        question | {"expense_type": "Power", "supplier": None},
        question | {"expense_type": None, "supplier": {"id": "name:VELL"}},
    ]
    actions.answers["spenddata_queue_list"] = {"count": 2, "payments": 4, "results": results}
    done = actions.run(category, "queue", "--offset", "20")
    assert actions.asked[0][2] == {"kind": "category", "limit": 20, "offset": 20}
    assert done.stdout.splitlines() == [
        "£900.00 + EUR 5.00\t2\tPower\tenergy\t0.50",
        "£900.00 + EUR 5.00\t2\tname:VELL\tenergy\t0.50",
    ]
    assert done.stderr == "2 questions about 4 payments.\n"


def test_a_decision_hands_on_what_was_given_and_no_more(actions):
    actions.answers["spenddata_decision_make"] = DECIDED
    done = actions.run(category, "decide", "water", "--expense-type", "Power", "--why", "Look", "--preview")
    asked = {"kind": "category", "category": "water", "preview": True, "expense_type": "Power", "why": "Look"}
    assert actions.asked[0][2] == asked
    assert done.stderr == "Decision 7: about 3 payments; 1 payment in another category: £30.00.\n"


def test_undoing_names_the_decision(actions):
    actions.answers["spenddata_decision_undo"] = DECIDED | {"decision": None}
    done = actions.run(category, "undo", "7", "--why", "Wrong")
    assert actions.asked[0][2] == {"kind": "category", "decision": 7, "why": "Wrong"}
    assert done.stderr.startswith("Preview: about 3 payments")

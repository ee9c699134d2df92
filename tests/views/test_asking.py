"""Questions as a form: nothing is guessed, and what is chosen is what the action gets."""

from __future__ import annotations

import pytest

from ckanext.spenddata.views import asking

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


def report(*questions: tuple[str, list[str]], blocking: bool = True) -> dict:
    return {
        "questions": [
            {
                "file": "april.csv",
                "question": {
                    "field": field,
                    "candidates": candidates,
                    "why": "Two fit.",
                    "sheet": None,
                    "blocking": blocking,
                },
            }
            for field, candidates in questions
        ]
    }


def test_a_column_that_is_chosen_is_a_mapping():
    asked = asking.questions(report(("amount", ["Net", "Gross"])))
    assert asking.answers(asked, {"answer-amount": "Net"}) == ({"mapping": {"amount": "Net"}}, {})


def test_named_matters_have_their_own_answers():
    asked = asking.questions(
        report(("amount_basis", ["gross", "net_of_recoverable_vat"]), ("unit", ["pounds", "pence"]))
    )
    chosen = {"answer-amount_basis": "gross", "answer-unit": "pence"}
    assert asking.answers(asked, chosen) == ({"amount_basis": "gross", "unit": "pence"}, {})


def test_a_question_that_must_be_answered_is_named_when_it_is_not():
    asked = asking.questions(report(("amount", ["Net", "Gross"])))
    found, said = asking.answers(asked, {})
    assert found == {}
    assert list(said) == ["answer-amount"]


def test_a_made_up_answer_is_none():
    asked = asking.questions(report(("amount", ["Net", "Gross"])))
    assert asking.answers(asked, {"answer-amount": "VAT number"})[0] == {}


def test_a_question_that_does_not_block_may_stay_open():
    asked = asking.questions(report(("expense_area", ["Team", "Cost centre"]), blocking=False))
    assert asking.answers(asked, {}) == ({}, {})


def test_one_matter_of_two_files_is_asked_once():
    asked = asking.questions(
        report(("day_first", ["day first", "month first"]), ("day_first", ["day first", "month first"]))
    )
    assert [each.name for each in asked] == ["answer-day_first"]


def test_a_question_is_shown_with_its_reason_what_was_chosen_and_what_is_wrong():
    asked = asking.questions(report(("amount", ["Net", "Gross"])))
    [shown] = asking.shown(asked, {"answer-amount": "Net"}, {"answer-amount": "Choose"})
    assert "Amount" in shown["legend"]
    assert (shown["why"], shown["value"], shown["message"]) == ("april.csv: Two fit.", "Net", "Choose")


@pytest.mark.parametrize(
    ("candidates", "chosen", "answer"),
    [
        (["these are credits", "all are payments"], "these are credits", True),
        (["these are credits", "all are payments"], "all are payments", False),
        (["H", "S", "all are payments"], "H", "H"),
        (["H", "S", "all are payments"], "all are payments", False),
    ],
)
def test_whether_amounts_are_credits_is_answered_in_its_own_words(candidates, chosen, answer):
    asked = asking.questions(report(("credits", candidates)))
    assert asking.answers(asked, {"answer-credits": chosen}) == ({"credits": answer}, {})
    [shown] = asking.shown(asked, {}, {})
    assert shown["legend"] == "Are these amounts credits?"
    assert asking.known({"credits": answer})["credits"] == chosen
    assert asking.answered({"credits": chosen}) == {"credits": answer}, "confirming the columns keeps it"


def test_whether_rows_were_paid_is_asked_and_answered_in_its_own_words():
    asked = asking.questions(report(("were_paid", ["they were all paid"])))
    [shown] = asking.shown(asked, {}, {})
    assert shown["legend"] == "Were these amounts paid?"
    assert [option["label"] for option in shown["options"]] == ["They were all paid"]
    assert asking.answers(asked, {"answer-were_paid": "they were all paid"}) == ({"were_paid": True}, {})
    assert asking.known({"were_paid": True})["were_paid"] == "they were all paid"
    assert asking.known({})["were_paid"] == ""
    assert asking.answered({"were_paid": "they were all paid"}) == {"were_paid": True}
    assert asking.answered({"were_paid": ""}) == {}


@pytest.mark.parametrize(
    ("field", "candidates", "legend"),
    [
        ("day_month", ["day first: exchange them", "as they are written"], "How are the dates to be read?"),
        ("day_month", ["counted from 1904", "counted from 1900"], "How are the dates to be read?"),
        ("day_month", ["day first", "month first"], "How are the dates to be read?"),
        ("currency", ["pounds sterling", "another currency"], "Are the amounts in pounds sterling?"),
        ("unit", ["pounds", "pence", "hundreds", "thousands", "millions"], "In which unit are the amounts?"),
        ("credits", ["these are credits", "all are payments"], "Are these amounts credits?"),
        ("were_paid", ["they were all paid"], "Were these amounts paid?"),
    ],
)
def test_every_named_matter_has_a_legend_and_labels_of_its_own(field, candidates, legend):
    [shown] = asking.shown(asking.questions(report((field, candidates))), {}, {})
    assert shown["legend"] == legend
    assert all(option["label"][0].isupper() for option in shown["options"])

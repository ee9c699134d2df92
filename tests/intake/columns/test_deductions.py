"""What was kept back of an invoice, in a row of its own without a minus, is asked about; a retention that is paid is not."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns import deductions
from ckanext.spenddata.intake.reading import Answers, Outcome

TITLES = "Date,Supplier,Reference,Amount,Description"
PAID = [f"{n:02}/04/2026,Firm {n} Ltd,{9000 + n},{n}00.40,Works" for n in range(1, 13)]
"""The fifth is of £500.40 to Firm 5, on 5 April, numbered 9005."""


def with_row(row: str, titles: str = TITLES) -> bytes:
    return "\n".join([titles, *PAID[:5], row, *PAID[5:]]).encode()


@pytest.mark.parametrize(
    "word",
    [
        "CIS deduction",
        "CIS",
        "CIS tax @ 20%",
        "Retention",
        "5% retention",
        "Retention held",
        "Discount",
        "Prompt payment discount",
        "AWT",
        "Tax withheld",
        "Withholding tax",
        "WHT 20%",
        "Income tax withheld",
    ],
)
@pytest.mark.parametrize(
    "place", ["05/04/2026,Firm 5 Ltd,9005,61.37", "06/04/2026,Firm 5 Ltd,9005,100.00", "05/04/2026,Firm 5 Ltd,1,100.08"]
)
@pytest.mark.parametrize("title", ["Description", "Line type"])
def test_a_row_that_belongs_to_the_one_above_is_asked_about(word, place, title, read_bytes):
    sent = with_row(f"{place},{word}", TITLES.replace("Description", title))
    [question] = (each for each in read_bytes(sent).questions if each.blocking)
    assert (question.field, f"1 amount without a minus is a credit ({word})" in question.why) == ("credits", True)
    assert sum(pence < 0 for pence in read_bytes(sent, answers=Answers(credits=True)).rows.frame["amount"]) == 1


@pytest.mark.parametrize(
    "row",
    [
        "05/04/2026,Firm 5 Ltd,9005,61.37,Retention release",
        "05/04/2026,Firm 5 Ltd,9005,61.37,Discount card scheme",
        "05/04/2026,Firm 5 Ltd,1,61.37,Retention",
        "05/04/2026,Firm 6 Ltd,9005,61.37,Retention",
        "05/04/2026,HM Revenue and Customs,9005,100.08,CIS deduction",
        "05/04/2026,Firm 5 Ltd,9005,700.00,Retention",
        "05/04/2026,HM Revenue and Customs,9005,100.08,Withholding tax",
        "05/04/2026,Firm 5 Ltd,9005,100.08,Income tax advice",
        "05/04/2026,Firm 5 Ltd,9005,-61.37,Retention",
    ],
)
def test_a_payment_of_such_a_name_is_read(row, read_bytes):
    assert read_bytes(with_row(row)).outcome == Outcome.READ


def test_where_one_of_them_stands_elsewhere_all_may_be_payments(read_bytes):
    assert (
        read_bytes(
            with_row("05/04/2026,Firm 5 Ltd,9005,61.37,Retention") + b"\n20/04/2026,Firm 9 Ltd,77,40.00,Retention"
        ).outcome
        == Outcome.READ
    )


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("less 3 retention", True),
        ("cis", True),
        ("retained earnings plc", False),
        ("discount store", False),
        ("cisco", False),
        ("awt", True),
        ("automatic withholding tax", True),
        ("tax", False),
        ("income tax", False),
        ("tax advice", False),
    ],
)
def test_words_of_what_was_kept_back(word, says):
    assert deductions.is_one(word) is says

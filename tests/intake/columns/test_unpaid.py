"""Rows that a column calls unpaid are asked about in words of their own, whatever is said or plain of credits."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.intake.columns import unpaid
from ckanext.spenddata.intake.columns.watch import Watch
from ckanext.spenddata.intake.reading import Answers, Outcome, Question
from tests.intake.columns.made import layout

AMOUNTS = [f"{n}0.00" for n in range(1, 11)]


def asked(cells: list[str], *, were_paid: bool = False) -> str | Question | None:
    made = layout(("Amount", AMOUNTS), ("Status", cells), amount=1)
    made.were_paid = were_paid
    watch = Watch(1, statuses=(2,))
    columns = {1: pl.Series(AMOUNTS), 2: pl.Series(cells)}
    return unpaid.said(made, watch, watch.look(columns.__getitem__))


@pytest.mark.parametrize(
    "word", ["Draft", "Not paid", "On hold", "Unpaid", "Scheduled", "Part paid", "Bounced", "Needs revalidation"]
)
def test_what_was_not_paid_is_asked_about(word):
    question = asked(["Paid"] * 8 + [word] * 2)
    assert isinstance(question, Question)
    assert (question.field, question.candidates) == (unpaid.FIELD, (unpaid.PAID,))
    assert f"2 amounts are no payments, or were not paid yet ({word})" in question.why
    assert "remove these rows" in question.why
    assert "credit" not in question.why


def test_an_answer_is_told():
    told = asked(["Paid"] * 9 + ["Unpaid"], were_paid=True)
    assert told == "Amounts beside Unpaid under “Status” count as paid, as you answered."


def test_of_paid_ones_nobody_is_asked():
    assert asked(["Paid"] * 10) is None


@pytest.mark.parametrize(
    ("title", "payments", "other"),
    [
        ("Version", "Actual", "Budget"),
        ("Ledger", "Actuals", "Commitments"),
        ("Journal Category", "Purchase Invoices", "Accrual"),
        ("Type", "PA", "PI"),
        ("Record Type", "Detail", "Summary"),
        ("Posted", "Posted", "Unposted"),
        ("Approved", "Yes", "No"),
        ("Payment made", "Yes", "No"),
        ("Payment Status Flag", "Y", "N"),
        ("Cancelled Date", "", "15/05/2026"),
        ("Voided", "0", "1"),
        ("Deleted", "FALSE", "TRUE"),
        ("Is Reversal", "FALSE", "TRUE"),
        ("Reversal Document No", "", "5100023"),
        ("Result", "OK", "Failed"),
        ("Hold", "N", "Y"),
        ("On Hold?", "No", "Yes"),
        ("Payment Block", "", "A"),
        ("Pmnt blk", "", "R"),
        ("Hold Reason", "", "Query"),
        ("Doc Type", "Purchase Invoice", "Sales Invoice"),
        ("Tp", "PI", "SI"),
        ("Workflow", "Approved", "Awaiting approval"),
        ("Claim Status", "Approved", "Declined"),
        ("Comments", "", "Cancelled - do not publish"),
        ("Statws", "Talwyd", "Wedi canslo"),
        ("Description", "Repairs", "of which: VAT"),
        ("Narrative", "Care", "Of which recoverable"),
        ("Description", "Repairs", "Opening Balance"),
        ("Details", "Repairs", "Balance b/f"),
    ],
)
def test_what_is_no_payment_or_was_cancelled_is_asked_about_in_files(title, payments, other, read_bytes):
    file = lines(*[payments] * 12, other, other, titles=title)
    reading = read_bytes(file)
    asked_of = {each.field for each in reading.questions}
    assert (reading.outcome, bool({unpaid.FIELD, "credits"} & asked_of)) == (Outcome.ASK, True)


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Budget", ["Highways", "Housing"]),
        ("Type", ["Order", "Contract"]),
        ("Purpose", ["Total hip replacement", "Detail design"]),
        ("Duplicate", ["No", "N"]),
        ("Void Date", ["", "-"]),
        ("Payment Hold", ["N", ""]),
        ("Block", ["Rowan House", "Elm Court"]),
        ("Household", ["A", "B"]),
        ("Planning", ["Approved", "Refused", "Pending"]),
        ("Type", ["SI", "SC"][:1]),
        ("Description", ["Repairs, of which VAT", "Of Witches and Wizards, tickets"]),
        ("Is Reversal", ["FALSE", "No"]),
        ("Description", ["New Balance shoes", "Balance of invoice", "Opening ceremony"]),
        ("Test Result", ["Pass", "Failed to arrive"]),
        ("Planning decision", ["Refused", "Approved"]),
        ("Contract status", ["Live", "Failed"]),
    ],
)
def test_words_of_another_matter_say_nothing(title, cells, read_bytes):
    assert read_bytes(lines(*cells * 7, titles=title)).outcome == Outcome.READ


def lines(*rows: str, titles: str) -> bytes:
    made = [f"{n:02}/04/2026,Firm {n} Ltd,{n}00.25,{row}" for n, row in enumerate(rows, start=1)]
    return "\n".join([f"Date,Supplier,Amount,{titles}", *made]).encode()


@pytest.mark.parametrize(
    ("titles", "paid", "credit", "not_paid"),
    [
        ("Status", "Paid", "Credit note", "Unpaid"),
        ("Dr/Cr,Status", "DR,Paid", "CR,Paid", "DR,Unpaid"),
    ],
)
def test_what_is_said_or_plain_of_credits_says_nothing_of_unpaid_ones(titles, paid, credit, not_paid, read_bytes):
    file = lines(*[paid] * 12, credit, credit, not_paid, titles=titles)
    for said in (None, True, False):
        reading = read_bytes(file, answers=Answers(credits=said))
        assert (reading.outcome, unpaid.FIELD in {each.field for each in reading.questions}) == (Outcome.ASK, True)
        paid_too = read_bytes(file, answers=Answers(credits=said, were_paid=True))
        assert unpaid.FIELD not in {each.field for each in paid_too.questions}
    assert read_bytes(file, answers=Answers(credits=True, were_paid=True)).outcome == Outcome.READ


MADE = [f"{n:02}/04/2026,Firm {n} Ltd,{n}00.25" for n in range(1, 13)]
SUM = "7803.00"


@pytest.mark.parametrize("title", ["", "Type", "Record Type", "Line"])
@pytest.mark.parametrize("label", ["Total", "Grand total", "Sub-total"])
@pytest.mark.parametrize("line", ["detail", "INSERTED DETAIL,detail"])
def test_the_label_of_a_total_that_is_left_out_calls_no_payment_unpaid(title, label, line, read_bytes):
    first, *others = reversed(line.split(","))
    rows = [f"{each},{made}" for each, made in zip([first, *others] * 12, MADE, strict=False)]
    reading = read_bytes("\n".join([f"{title},Date,Supplier,Amount", *rows, f"{label},,,{SUM}"]).encode())
    assert (reading.outcome, len(reading.rows)) == (Outcome.READ, 12)


CARRIED = "3003.00"
"""The sum of the first six."""


def pages(title: str, label: str, beside: str = ",") -> bytes:
    """Two pages, the first ending in what is carried forward and the second beginning with it."""
    first, second = ([f"{made},Works" for made in MADE[page : page + 6]] for page in (0, 6))
    carried = [f",,{CARRIED},Carried forward", f"{beside},{CARRIED},{label}"]
    return "\n".join([f"Date,Supplier,Amount,{title}", *first, *carried, *second]).encode()


@pytest.mark.parametrize("title", ["Description", "Narrative", "Details"])
@pytest.mark.parametrize("label", ["Brought forward", "Balance brought forward", "Opening balance"])
def test_what_is_carried_over_to_the_next_page_calls_no_payment_unpaid(title, label, read_bytes):
    reading = read_bytes(pages(title, label))
    assert (reading.outcome, len(reading.rows)) == (Outcome.READ, 12)


@pytest.mark.parametrize("beside", ["30/04/2026,Firm 3 Ltd", ",Firm 3 Ltd", "30/04/2026,"])
def test_a_balance_beside_a_date_or_a_name_is_asked_about(beside, read_bytes):
    reading = read_bytes(pages("Description", "Brought forward", beside))
    assert unpaid.FIELD in {each.field for each in reading.questions}


@pytest.mark.parametrize("below", ["30/04/2026,Firm 3 Ltd", ",Firm 3 Ltd", "30/04/2026,"])
def test_one_that_may_be_of_a_payment_is_asked_about(below, read_bytes):
    rows = [*(f"Detail,{made}" for made in MADE), f"Total,{below},450.00"]
    reading = read_bytes("\n".join(["Record Type,Date,Supplier,Amount", *rows]).encode())
    assert unpaid.FIELD in {each.field for each in reading.questions}


TITLES = "Posting date,Supplier,Document,Amount,"
ITEMS = [f"{n:02}/04/2026,Firm {n} Ltd,{9000 + n},{n}00.40" for n in range(1, 13)]


def listed(title: str, cell: str, blank: str = "", below: str = "") -> bytes:
    """Items of which the third and the ninth are blank in the last column."""
    rows = [f"{item},{blank if n in (3, 9) else cell}" for n, item in enumerate(ITEMS, start=1)]
    return "\n".join([TITLES + title, *rows, below]).encode()


@pytest.mark.parametrize(
    "title", ["Clearing Document", "Clrng doc.", "Clearing", "Payment document", "Clearing doc no", "AUGBL"]
)
@pytest.mark.parametrize("blank", ["", "-", "0"])
def test_items_that_are_not_cleared_are_asked_about(title, blank, read_bytes):
    reading = read_bytes(listed(title, "2000000417", blank, ",,Total,7800.00,"))
    [question] = (each for each in reading.questions if each.blocking)
    assert (question.field, "2 amounts are no payments, or were not paid yet (blank)" in question.why) == (
        "were_paid",
        True,
    )


@pytest.mark.parametrize(
    "sent",
    [
        listed("Clearing Document", "2000000417", "2000000418"),
        listed("Clearing Document", ""),
        listed("Cheque No", "100417"),
        listed("Payment Reference", "100417"),
        listed("Clearing House", "LCH"),
    ],
    ids=["all cleared", "a column without anything", "cheques", "references", "another title"],
)
def test_where_all_or_none_are_cleared_nobody_is_asked(sent, read_bytes):
    assert read_bytes(sent).outcome == Outcome.READ

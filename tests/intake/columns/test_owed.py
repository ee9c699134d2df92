"""What is owed and stands as the only amounts is offered and asked about; where an amount that was paid stands too, that is read."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.reading import Answers, Outcome


def table(titles: str, amounts: int = 1) -> bytes:
    lines = [f"{n:02}/04/2026,Firm {n} Ltd,{9000 + n}" + f",{n}00.40" * amounts for n in range(1, 13)]
    return "\n".join([f"Date,Supplier,Reference,{titles}", *lines]).encode()


@pytest.mark.parametrize(
    "title",
    [
        "Amount Due",
        "Outstanding",
        "Amount Outstanding",
        "Balance",
        "Remaining Balance",
        "Award Amount",
        "Amount Awarded",
    ],
)
def test_the_only_amounts_are_asked_about_and_not_refused(title, read_bytes):
    reading = read_bytes(table(title))
    assert (reading.outcome, reading.rows.amount_total()) == (Outcome.ASK, 780_480)
    asked = {question.field: question for question in reading.questions if question.blocking}
    assert any(title in question.why for question in asked.values())
    said = {"amount": title} if "amount" in asked else {"payment_date": "Date"}
    again = read_bytes(table(title), answers=Answers(mapping=said))
    assert (again.outcome, again.rows.amount_total()) == (Outcome.READ, 780_480)


@pytest.mark.parametrize("titles", ["Amount,Balance", "Amount Paid,Outstanding", "Amount Paid,Amount Due"])
def test_beside_what_was_paid_they_are_nothing_to_ask(titles, read_bytes):
    reading = read_bytes(table(titles, 2))
    assert reading.outcome == Outcome.READ
    assert reading.tables[0].mapping["amount"].title == titles.split(",")[0]


def test_without_suppliers_it_is_no_list_of_payments(read_bytes):
    sent = b"Date,Customer,Reference,Amount Due\n" + b"01/04/2026,A Person,12,400.20\n" * 12
    assert read_bytes(sent).outcome == Outcome.REFUSED

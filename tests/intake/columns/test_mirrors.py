"""Codes that no list knows are asked about where one of them has the amounts of another, as credit notes have those of invoices."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.intake.columns import mirrors
from ckanext.spenddata.intake.columns.beside import Signs
from ckanext.spenddata.intake.reading import Answers, Outcome

ROWS = 24
CREDITED = {8: 0, 19: 11, 22: 14}
"""Row → the row whose amount it has again: each is eight rows, and a whole round of suppliers, below."""


def table(
    bought: str, credit: str, title: str = "Jnl", *, day: bool = True, reference: bool = True, mirror: bool = True
) -> bytes:
    """Payments of eight suppliers in turn; of some of them another code stands beside the amount of an earlier one."""
    lines = [f"Date,Supplier,Reference,Amount,{title}"]
    for n in range(ROWS):
        of = CREDITED.get(n, n)
        when = n if day else of
        number = n if reference else of
        amount = (of if mirror else n) * 117 + 1000
        lines.append(
            f"{when + 1:02}/04/2026,Firm {n % 8} Ltd,{9000 + number},{amount}.25,{credit if n in CREDITED else bought}"
        )
    return "\n".join(lines).encode()


@pytest.mark.parametrize("title", ["Jnl", "", "Source", "Transaction Type", "Code"])
@pytest.mark.parametrize(("bought", "credit"), [("PJ", "CJ"), ("AP", "AC"), ("P", "C"), ("XA", "XB"), ("PUR", "CRE")])
def test_the_rarer_code_that_mirrors_the_other_is_asked_about(title, bought, credit, read_bytes):
    reading = read_bytes(table(bought, credit, title))
    [question] = (each for each in reading.questions if each.blocking)
    assert (question.field, f"3 amounts without a minus are credits ({credit})" in question.why) == ("credits", True)
    answered = read_bytes(table(bought, credit, title), answers=Answers(credits=True))
    minus = [pence for pence in answered.rows.frame["amount"] if pence < 0]
    assert (answered.outcome, len(minus)) == (Outcome.READ, 3)


@pytest.mark.parametrize(
    "sent",
    [
        table("CAP", "REV", mirror=False),
        table("GF", "HRA", day=False),
        table("GF", "HRA", reference=False),
        table("BAC", "CHQ"),
        table("XA", "XB").replace(b",1000.25,XB", b",1001.25,XB"),
        table("XA", "XB").replace(b",1117.25,XA", b",-1117.25,XA"),
        table("Highways", "Schools"),
    ],
    ids=[
        "other amounts",
        "one day, as shares of an invoice",
        "one reference",
        "ways of paying",
        "one that is not mirrored",
        "a minus where it belongs",
        "words",
    ],
)
def test_what_may_be_something_else_is_read(sent, read_bytes):
    assert read_bytes(sent).outcome == Outcome.READ


def test_regular_payments_are_no_credits(read_bytes):
    """Each supplier has the same every month, from one of two funds."""
    lines = [
        f"{n + 1:02}/04/2026,Firm {n % 8} Ltd,{9000 + n},{n % 8 + 1}00.00,{'XB' if n >= 20 else 'XA'}"
        for n in range(ROWS)
    ]
    assert read_bytes("\n".join(["Date,Supplier,Reference,Amount,Jnl", *lines]).encode()).outcome == Outcome.READ


def test_an_invoice_is_no_income(read_bytes):
    sent = table("I", "C", "Transaction Type")
    [question] = (each for each in read_bytes(sent).questions if each.blocking)
    assert "3 amounts without a minus are credits (C)" in question.why


@pytest.mark.parametrize(
    ("words", "may"),
    [
        ({"ap", "ac"}, True),
        ({"ap", "ac", "", "xx"}, True),
        ({"ap"}, False),
        ({"a", "b", "c", "d"}, False),
        ({"ap", "bacs"}, False),
        ({"ap", "credit"}, False),
    ],
)
def test_codes_are_a_few_short_words_and_no_ways_of_paying(words, may):
    assert mirrors.may_tell_credits(words) is may


def test_an_amount_is_mirrored_by_another_code_of_the_same_supplier_on_another_day():
    codes, pence = pl.Series(["AP", "AC", "AP", "AC", "AP", "AP"]), pl.Series([100, 100, 200, 200, 300, 300])
    supplier, day = pl.Series(["A", "A", "B", "C", "D", "D"]), pl.Series([1, 2, 1, 2, 1, 2])
    assert mirrors.counted(codes, pence, supplier, [day]) == {"AP": (1, 2), "AC": (1, 0)}
    assert mirrors.counted(codes, pence, supplier, [pl.Series([1] * 6)]) == {"AP": (0, 2)}


@pytest.mark.parametrize(
    ("words", "amounts", "found"),
    [
        ({"ap": Signs(plus=20, shown=3), "ac": Signs(plus=3, shown=3)}, 23, ["ac"]),
        ({"ap": Signs(plus=20, shown=3), "ac": Signs(plus=3, shown=2)}, 23, []),
        ({"ap": Signs(plus=20, shown=3, again=18), "ac": Signs(plus=3, shown=3)}, 23, []),
        ({"ap": Signs(plus=19, minus=1, shown=3), "ac": Signs(plus=3, shown=3)}, 23, []),
        ({"ap": Signs(plus=20, shown=3), "ac": Signs(plus=3, shown=3)}, 40, []),
        ({"ap": Signs(plus=20, shown=1), "ac": Signs(plus=1, shown=1)}, 21, []),
    ],
)
def test_codes_are_those_of_credits_where_all_their_amounts_mirror_and_others_hardly_ever_come_twice(
    words, amounts, found
):
    assert list(mirrors.credits_among(words, amounts)) == found

"""A row that undoes another, or was paid before its invoice, is asked about where the supplier has the amount in both."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns import undone
from ckanext.spenddata.intake.reading import Answers, Outcome

PAID = [f"{n:02}/04/2026,Firm {n} Ltd,{9000 + n},{n}00.40" for n in range(1, 13)]
AGAIN = "20/04/2026,Firm 5 Ltd,9900,500.40"
"""What the fifth of them got once more."""


def sent(row: str, word: str, title: str = "Description", others: str = "Works") -> bytes:
    return "\n".join(
        [f"Date,Supplier,Reference,Amount,{title}", *(f"{each},{others}" for each in PAID), f"{row},{word}"]
    ).encode()


def asked(reading) -> list[str]:
    return [question.field for question in reading.questions if question.blocking]


@pytest.mark.parametrize(
    "word", ["Contra", "Contra entry", "Reversal of 9005", "Reversed", "STORNO 9005", "Correction"]
)
@pytest.mark.parametrize("title", ["Description", "Type", "Comments", "Document Type"])
def test_what_undoes_another_row_is_asked_about(word, title, read_bytes):
    reading = read_bytes(sent(AGAIN, word, title))
    assert asked(reading) == ["credits"]
    minus = read_bytes(sent(AGAIN, word, title), answers=Answers(credits=True)).rows.frame["amount"]
    assert sum(pence < 0 for pence in minus) == 1


def test_it_is_asked_about_though_other_credits_have_a_minus(read_bytes):
    row = "21/04/2026,Firm 9 Ltd,9901,-44.10,Works\n" + AGAIN
    assert asked(read_bytes(sent(row, "Contra"))) == ["credits"]


@pytest.mark.parametrize("word", ["Prepayment", "Unapplied prepayment", "Payment on account", "Unapplied"])
@pytest.mark.parametrize("title", ["Description", "Invoice Type", "Status"])
def test_what_was_paid_beforehand_is_asked_about_beside_its_invoice(word, title, read_bytes):
    reading = read_bytes(sent(AGAIN, word, title, "Standard"))
    assert asked(reading) == ["were_paid"]
    assert asked(read_bytes(sent(AGAIN, word, title, "Standard"), answers=Answers(were_paid=True))) == []


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("20/04/2026,Firm 5 Ltd,9900,500.41", "Contra"),
        ("20/04/2026,Firm 6 Ltd,9900,500.40", "Contra"),
        ("20/04/2026,Firm 5 Ltd,9900,-500.40", "Contra"),
        (AGAIN, "Contract cleaning"),
        (AGAIN, "Corrections officer training"),
        ("20/04/2026,Firm 5 Ltd,9900,812.00", "Prepayment"),
        (f"{AGAIN},Works\n21/04/2026,Firm 5 Ltd,9901,500.40", "Prepayment"),
        (AGAIN, "Works"),
    ],
)
def test_other_rows_are_read(row, word, read_bytes):
    assert read_bytes(sent(row, word)).outcome == Outcome.READ


@pytest.mark.parametrize(
    ("word", "back", "before"),
    [
        ("contra", True, False),
        ("journal reversal", True, False),
        ("prepayment", False, True),
        ("pre payment meters", False, True),
        ("contraception services", False, False),
        ("reverse osmosis plant", False, False),
    ],
)
def test_words_of_such_rows(word, back, before):
    assert (undone.takes_back(word), undone.is_prepaid(word)) == (back, before)
    assert undone.is_one(word) is (back or before)

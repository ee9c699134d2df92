"""What an answer about a file is said of: words for credits, currencies and signs, the way in which amounts are written."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake import doubts
from ckanext.spenddata.intake.reading import Answers, Outcome
from ckanext.spenddata.values.text import title_key


def lines(cells: list[str], *, title: str, amount: str = "{n}00.25", amounts: str = "Amount") -> bytes:
    made = [f"{n:02}/04/2026,Firm {n} Ltd,{amount.format(n=n)},{cell}" for n, cell in enumerate(cells, start=1)]
    return "\n".join([f"Date,Supplier,{amounts},{title}", *made]).encode()


@pytest.mark.parametrize("answer", [None, True, False])
@pytest.mark.parametrize(
    ("title", "rest", "word", "of"),
    [
        ("Document type", "Invoice", "Credit Note", "credit note"),
        ("Document type", "Invoice", "Refund", "refund"),
        ("Document type", "Invoice", "CN", "cn"),
        ("Description", "Paper", "Credit note for invoice 1234", "credit note"),
        ("Description", "Paper", "Refund of invoice 77 to our depot", "refund of invoice"),
    ],
)
def test_each_word_for_credits_is_named_whether_it_is_asked_of_or_answered(title, rest, word, of, answer, read_bytes):
    reading = read_bytes(lines([rest] * 12 + [word], title=title), answers=Answers(credits=answer))
    assert reading.doubts["credits"] == (f"{title_key(title)}: {of}",)


def test_of_plain_marks_and_of_payments_there_is_no_doubt(read_bytes):
    assert "credits" not in read_bytes(lines(["DR"] * 12 + ["CR"], title="Dr/Cr")).doubts
    assert "credits" not in read_bytes(lines(["Invoice"] * 12, title="Document type")).doubts


@pytest.mark.parametrize("answer", [None, True])
def test_currencies_and_signs_are_named(answer, read_bytes):
    answers = Answers(currency_is_sterling=answer)
    named = read_bytes(lines(["GBP"] * 11 + ["EUR", "USD"], title="Currency"), answers=answers)
    assert named.doubts[doubts.CURRENCY] == ("eur", "title: Amount", "usd")
    signed = read_bytes(lines(["x"] * 12, title="Note", amount="${n}00.25"), answers=answers)
    assert signed.doubts[doubts.CURRENCY] == ("dollar",)


@pytest.mark.parametrize(
    ("amounts", "amount", "of"),
    [
        ("Amount", "{n}00.25", "no unit named, amounts with pence"),
        ("Amount", "{n}00", "no unit named, amounts without pence"),
        ("Amount £000", "{n}00", "thousands named, amounts without pence"),
    ],
)
def test_how_amounts_are_written_is_named(amounts, amount, of, read_bytes):
    assert read_bytes(lines(["x"] * 12, title="Note", amount=amount, amounts=amounts)).doubts["unit"] == (of,)


def test_a_unit_that_other_files_had_is_asked_anew(read_bytes):
    file = lines(["x"] * 12, title="Note")
    reading = read_bytes(file, answers=Answers(unit_before="thousands"))
    assert (reading.outcome, [q.field for q in reading.questions]) == (Outcome.ASK, ["unit"])
    assert "were thousands, as you answered" in reading.questions[0].why
    assert read_bytes(file, answers=Answers(unit_before="pounds")).outcome == Outcome.READ
    assert read_bytes(file, answers=Answers(unit="pounds", unit_before="thousands")).outcome == Outcome.READ


def test_those_of_several_tables_are_one():
    several = [{"credits": ("b", "a")}, {"credits": ("a",), "unit": ()}, {}]
    assert doubts.together(several) == {"credits": ("a", "b")}


@pytest.mark.parametrize(("sign", "asked"), [("Â£", False), ("ú", True), ("?", True)])
def test_a_pound_sign_in_the_wrong_encoding_is_one_and_other_signs_are_asked_about(sign, asked, read_bytes):
    reading = read_bytes(lines(["a", "b", "c", "d"], title="Description", amount=f"{sign}{{n}}00.25"))
    assert ("currency" in [question.field for question in reading.questions]) == asked

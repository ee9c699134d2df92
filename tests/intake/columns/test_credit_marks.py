"""Amounts that a column marks as credits count with a minus where that is plain, and only as a person says where it is not."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.intake.columns import credit_marks
from ckanext.spenddata.intake.columns.beside import Beside, CreditMarks
from ckanext.spenddata.intake.columns.watch import Watch
from ckanext.spenddata.intake.reading import Answers, Question
from tests.intake import corpus
from tests.intake.columns.made import layout

AMOUNTS = [f"{n}.00" for n in range(1, 11)]


def looked_at(words: list[str], *, signs: bool, amounts: list[str] | None = None, title: str = "Dr/Cr"):
    """A layout of amounts and words, what is watched in it, and what was seen."""
    cells = amounts or AMOUNTS
    made = layout(("Amount", cells), (title, words), amount=1)
    watch = Watch(1, signs=(2,) if signs else (), kinds=() if signs else (2,))
    columns = {1: pl.Series(cells), 2: pl.Series(words)}
    return made, watch, watch.look(columns.__getitem__)


def test_signs_that_everybody_knows_need_no_answer():
    marks, (note,) = credit_marks.plain(*looked_at(["DR"] * 8 + ["CR", "Cr."], signs=True))
    assert marks == (CreditMarks(2, ("CR", "Cr.")),)
    assert "CR, Cr." in note


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        (["DR"] * 8 + ["CR", "??"], None),
        (["DR"] * 4 + ["CR"] * 6, None),
        (["DR"] * 9 + ["CR"], [*AMOUNTS[:9], "-10.00"]),
        (["DR"] * 10, None),
    ],
)
def test_signs_are_not_plain_where_one_is_unknown_or_most_are_credits_or_a_minus_stands(words, amounts):
    assert credit_marks.plain(*looked_at(words, signs=True, amounts=amounts)) == ((), ())


def answered(made, watch: Watch, beside: Beside, answer):
    made.credits = answer
    return credit_marks.answered(made, watch, beside)


CREDIT_NOTES = looked_at(["Invoice"] * 8 + ["Credit note"] * 2, signs=False, title="Type")


def test_credit_notes_without_a_minus_are_asked_about():
    marks, (question,) = answered(*CREDIT_NOTES, None)
    assert marks == ()
    assert question.candidates == (credit_marks.CREDITS, credit_marks.PAYMENTS)
    assert "2 amounts without a minus are credits (Credit note)" in question.why


def test_they_count_as_a_person_says():
    assert answered(*CREDIT_NOTES, True)[0] == (CreditMarks(2, ("Credit note",)),)
    marks, (note,) = answered(*CREDIT_NOTES, False)
    assert marks == ()
    assert "count as payments, as you answered" in note


def test_a_word_answers_and_another_does_not():
    assert answered(*CREDIT_NOTES, "credit NOTE")[0] == (CreditMarks(2, ("Credit note",)),)
    marks, (question,) = answered(*CREDIT_NOTES, "Invoice")
    assert (marks, question.field) == ((), "credits")


def test_where_no_word_is_known_any_may_be_that_of_the_credits():
    marks, (question,) = answered(*looked_at(["X"] * 8 + ["Y"] * 2, signs=True), None)
    assert marks == ()
    assert question.candidates == ("X", "Y", credit_marks.PAYMENTS)
    assert answered(*looked_at(["X"] * 8 + ["Y"] * 2, signs=True), "Y")[0] == (CreditMarks(2, ("Y",)),)


def test_a_credit_note_that_has_its_minus_is_nothing_to_ask():
    seen = looked_at(["Invoice"] * 9 + ["Credit note"], signs=False, amounts=[*AMOUNTS[:9], "-10.00"])
    assert answered(*seen, None) == ((), ())


def test_marked_amounts_turn_and_negative_ones_stay():
    amounts = pl.DataFrame(
        {"value": [100, 200, -300, None], "form": pl.Series([None] * 4, dtype=pl.Categorical)},
    )
    turned = credit_marks.marked_credits(amounts, pl.Series(["DR", "CR", "CR", "CR"]), CreditMarks(2, ("CR",)))
    assert turned["value"].to_list() == [100, -200, -300, None]
    assert turned["form"].to_list() == [None, "credit", None, None]


def test_the_question_about_cancelled_payments_says_what_to_do_where_they_were_never_paid():
    made, _, _ = looked_at(["Paid"] * 8 + ["Cancelled"] * 2, signs=False, title="Payment Status")
    watch = Watch(1, statuses=(2,))
    columns = {1: pl.Series(AMOUNTS), 2: pl.Series(["Paid"] * 8 + ["Cancelled"] * 2)}
    _, (question,) = credit_marks.answered(made, watch, watch.look(columns.__getitem__))
    assert isinstance(question, Question)
    assert "never paid, remove these rows" in question.why


def numbered(marked: int, rows: int, prefix: str, suppliers: int = 8):
    """A table in which one reference of some is written like that of a credit note, and payments of each supplier in turn."""
    cells = [f"{n}.00" for n in range(1, rows + 1)]
    references = [f"{prefix}{n}" if n % marked == 0 else f"{5000 + n}" for n in range(rows)]
    paid = [f"Supplier {n // marked % suppliers}" for n in range(rows)]
    made = layout(("Amount", cells), ("Reference", references), ("Supplier", paid), amount=1)
    columns = {1: pl.Series(cells), 2: pl.Series(references), 3: pl.Series(paid)}
    watch = Watch(1, references=(2,), supplier=3)
    return made, watch, watch.look(columns.__getitem__)


def test_a_prefix_of_many_documents_of_most_suppliers_is_a_way_to_number_them():
    assert answered(*numbered(4, 64, "CR"), None) == ((), ())


@pytest.mark.parametrize(
    ("marked", "prefix", "suppliers"),
    [(20, "CR", 8), (4, "CRN", 8), (4, "Credit note ", 8), (4, "CR", 3)],
)
def test_few_of_them_or_plainer_ones_or_those_of_few_suppliers_are_asked_about(marked, prefix, suppliers):
    _, (question,) = answered(*numbered(marked, 320, prefix, suppliers), None)
    assert question.field == "credits"


@pytest.mark.parametrize("word", ["Draft", "Not paid", "On hold", "Unpaid"])
def test_what_was_not_paid_is_no_credit(word):
    cells = ["Paid"] * 8 + [word] * 2
    made = layout(("Amount", AMOUNTS), ("Status", cells), amount=1)
    watch = Watch(1, statuses=(2,))
    columns = {1: pl.Series(AMOUNTS), 2: pl.Series(cells)}
    assert answered(made, watch, watch.look(columns.__getitem__), True) == ((), ())


def test_money_in_is_asked_about_and_not_decided():
    seen = looked_at(["Out"] * 8 + ["In"] * 2, signs=True, title="In/Out")
    assert credit_marks.plain(*seen).marks == ()
    _, (question,) = answered(*seen, None)
    assert question.candidates == (credit_marks.CREDITS, credit_marks.PAYMENTS)
    assert answered(*seen, True)[0] == (CreditMarks(2, ("In",)),)
    alone = looked_at([""] * 8 + ["In"] * 2, signs=True, title="In/Out")
    assert answered(*alone, None).said
    minus = looked_at(["Out"] * 9 + ["In"], signs=True, amounts=[*AMOUNTS[:9], "-10.00"])
    assert answered(*minus, None) == ((), ())


def test_notes_are_asked_about_among_any_others():
    cells = [f"Works order {n}" for n in range(9)] + ["Refund received"]
    made = layout(("Amount", AMOUNTS), ("Notes", cells), amount=1)
    watch = Watch(1, notes=(2,))
    columns = {1: pl.Series(AMOUNTS), 2: pl.Series(cells)}
    seen = made, watch, watch.look(columns.__getitem__)
    assert answered(*seen, None).said
    assert answered(*seen, True)[0] == (CreditMarks(2, ("Refund received",)),)


def described(*beginnings: str, minus: bool = False, title: str = "Description") -> bytes:
    """Payments with descriptions, each its own, the last of which begin like this."""
    words = [f"Works order {n} at the depot" for n in range(70)]
    words[-len(beginnings) :] = [f"{each} {n}" for n, each in enumerate(beginnings)]
    rows = [f"{n % 28 + 1:02}/04/2026,Firm {n % 9} Ltd,{n + 1}00.25,{said}" for n, said in enumerate(words)]
    rows += ["28/04/2026,Firm 3 Ltd,-50.00,Works order"] if minus else []
    return "\n".join([f"Date,Supplier,Amount,{title}", *rows]).encode()


@pytest.mark.parametrize("title", ["Description", "Narrative", "Payment Details"])
def test_descriptions_that_begin_like_credit_notes_are_asked_about(title, read_bytes):
    file = described("Credit note for invoice", "Refund of invoice", title=title)
    (question,) = read_bytes(file).questions
    assert question.field == "credits"
    assert "2 amounts without a minus are credits (Credit note for invoice 0, Refund of invoice 1)" in question.why
    credits_, payments = (read_bytes(file, answers=Answers(credits=said)).rows.amount_total() for said in (True, False))
    assert payments - credits_ == 2 * (69_00_25 + 70_00_25)


@pytest.mark.parametrize(
    ("beginnings", "minus"),
    [
        (["Refund of council tax"], False),
        (["Repairs after credit note"], False),
        (["Reversal of payment"], True),
        (["Cancellation of event"], False),
    ],
)
def test_a_refund_to_somebody_and_a_publisher_that_writes_a_minus_are_not(beginnings, minus, read_bytes):
    assert read_bytes(described(*beginnings, minus=minus)).questions == ()


def test_a_credit_note_without_a_minus_is_asked_about_beside_a_payment_with_one(read_bytes):
    assert read_bytes(described("Credit note", minus=True)).questions


@pytest.mark.parametrize(("one", "other"), [("Invoice", "Adjustment"), ("P", "R")])
def test_types_of_documents_that_oppose_each_other_are_asked_about_where_nothing_has_a_minus(one, other, read_bytes):
    titles = ["Date", "Supplier", "Amount", "Document Type"]
    rows = [[f"{n + 1:02}/05/2026", f"Alder {n} Ltd", f"{60 + n}.25", other if n in {4, 9} else one] for n in range(20)]
    (question,) = read_bytes(corpus.csv_text([titles, *rows])).questions
    assert question.field == "credits"
    (question,) = read_bytes(corpus.csv_text([["Date", "Supplier", "Amount", "Type"], *rows])).questions
    assert question.field == "credits"
    rows[4][2] = "-64.25"
    assert read_bytes(corpus.csv_text([titles, *rows])).questions == ()


def test_signs_in_a_column_without_a_title_are_asked_about_and_dashes_throughout_are_not(read_bytes):
    titles = ["Date", "Supplier", "Amount", ""]
    rows = [[f"{n + 1:02}/05/2026", f"Alder {n} Ltd", f"{60 + n}.25", "-" if n in {4, 9} else ""] for n in range(20)]
    (question,) = read_bytes(corpus.csv_text([titles, *rows])).questions
    assert (question.field, "“column 4”" in question.why) == ("credits", True)
    dashes = [[*row[:3], "-"] for row in rows]
    assert read_bytes(corpus.csv_text([titles, *dashes])).questions == ()

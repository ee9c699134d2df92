"""What the columns beside the amounts say of them: credits, unit, currency; and lists that are no payments."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.reading import Answers, Outcome
from tests.intake.columns.test_mapping import AMOUNT, AMOUNTS, DATE, FIRMS, KINDS, SUPPLIER, columns, sheet

PENCE = [int(amount.replace(".", "")) for amount in AMOUNTS]
TOTAL = sum(PENCE) - 2 * (PENCE[3] + PENCE[7])
"""The fourth and the eighth are credits."""


def split(*, blank: str) -> tuple[list[str], list[str]]:
    """The amounts in two columns, ``blank`` where the other has the amount."""
    debits = [blank if i in {3, 7} else amount for i, amount in enumerate(AMOUNTS)]
    credits_ = [amount if i in {3, 7} else blank for i, amount in enumerate(AMOUNTS)]
    return debits, credits_


@pytest.mark.parametrize("blank", ["", "0.00", "-", " "])
@pytest.mark.parametrize(
    "titles",
    [
        ("Debit", "Credit"),
        ("Debit Amount", "Credit Amount"),
        ("Paid Out", "Paid In"),
        ("DR", "CR"),
        ("Amount DR", "Amount CR"),
    ],
)
def test_debits_and_credits_in_two_columns_are_one_amount(titles, blank, read_bytes):
    debits, credits_ = split(blank=blank)
    reading = read_bytes(sheet(DATE, SUPPLIER, (titles[0], debits), (titles[1], credits_)))
    assert reading.outcome == Outcome.READ
    assert reading.rows.amount_total() == TOTAL
    assert reading.rows.frame["amount.sent"].to_list() == AMOUNTS
    assert reading.rows.frame["amount.form"].to_list().count("credit") == 2
    assert reading.tables[0].unmapped == ()


def test_credits_that_have_a_minus_already_count_once(read_bytes):
    debits, credits_ = split(blank="")
    credits_ = [f"-{credit}" if credit else "" for credit in credits_]
    assert read_bytes(sheet(DATE, SUPPLIER, ("Debit", debits), ("Credit", credits_))).rows.amount_total() == TOTAL


def test_a_debit_and_a_credit_in_one_row_are_a_fault(read_bytes):
    debits, credits_ = split(blank="")
    frame = read_bytes(sheet(DATE, SUPPLIER, ("Debit", debits), ("Credit", ["5.00", *credits_[1:]]))).rows.frame
    assert frame["amount.fault"].to_list()[:2] == ["several", None]


@pytest.mark.parametrize("marks", [("DR", "CR"), ("D", "C"), ("Debit", "Credit"), ("+", "-")])
def test_marks_beside_the_amounts_say_which_are_credits(marks, read_bytes):
    cells = [marks[i in {3, 7}] for i in range(12)]
    reading = read_bytes(sheet(DATE, SUPPLIER, AMOUNT, ("DR/CR", cells)))
    assert reading.outcome == Outcome.READ
    assert reading.rows.amount_total() == TOTAL


def test_titles_that_are_repeated_among_the_marks_are_no_marks(read_bytes):
    cells = ["CR" if i in {3, 7} else "DR" for i in range(12)]
    head, *rows = sheet(DATE, SUPPLIER, AMOUNT, ("DR/CR", cells)).splitlines()
    reading = read_bytes("\n".join([head, *rows[:5], head, *rows[5:]]))
    assert (reading.outcome, reading.rows.amount_total()) == (Outcome.READ, TOTAL)


@pytest.mark.parametrize(
    ("title", "marks"),
    [("Debit/Credit Ind", ("S", "H")), ("DR/CR", ("CR", "DR")), ("Transaction Type", ("Invoice", "Credit Note"))],
)
def test_marks_that_may_mean_credits_are_asked_about(title, marks, read_bytes):
    text = sheet(DATE, SUPPLIER, AMOUNT, (title, [marks[i in {3, 7}] for i in range(12)]))
    assert [question.field for question in read_bytes(text).questions] == ["credits"]
    assert read_bytes(text, answers=Answers(credits=False)).outcome == Outcome.READ


def test_credit_notes_that_have_a_minus_are_no_question(read_bytes):
    amounts = [f"-{amount}" if i in {3, 7} else amount for i, amount in enumerate(AMOUNTS)]
    kinds = [("Invoice", "Credit Note")[i in {3, 7}] for i in range(12)]
    reading = read_bytes(sheet(DATE, SUPPLIER, ("Amount", amounts), ("Transaction Type", kinds)))
    assert (reading.outcome, reading.rows.amount_total()) == (Outcome.READ, TOTAL)


@pytest.mark.parametrize(
    ("title", "above", "times"),
    [
        ("Amount £000", "", 100_000),
        ("Amount (£'000)", "", 100_000),
        ("Amount (£k)", "", 100_000),
        ("£000s", "", 100_000),
        ("Amount in £ thousands", "", 100_000),
        ("Amount", "All figures in £000s\n", 100_000),
        ("Amount (pence)", "", 1),
        ("Amount", "Amounts are in pence\n", 1),
        ("Amount", "Spend over £25,000 and £500\n", 100),
        ("Amount over £25k", "", 100),
    ],
)
def test_amounts_in_another_unit_where_the_file_says_so(title, above, times, read_bytes):
    reading = read_bytes(above + sheet(DATE, SUPPLIER, (title, ["1200"] * 12)))
    assert reading.outcome == Outcome.READ
    assert reading.rows.amount_total() == 12 * 1200 * times
    text = above + sheet(DATE, SUPPLIER, (title, ["1200"] * 12))
    assert read_bytes(text, answers=Answers(unit="pounds")).rows.amount_total() == 12 * 1200 * 100


def test_thousands_that_are_written_with_pence_are_asked_about(read_bytes):
    text = sheet(DATE, SUPPLIER, ("Amount £000", AMOUNTS))
    assert [question.field for question in read_bytes(text).questions] == ["unit"]
    assert read_bytes(text, answers=Answers(unit="pounds")).outcome == Outcome.READ


@pytest.mark.parametrize("title", ["Amount USD", "Amount (AUD)", "Total €", "Amount in dollars"])
def test_a_title_that_names_another_currency_is_asked_about(title, read_bytes):
    text = sheet(DATE, SUPPLIER, (title, AMOUNTS))
    assert [question.field for question in read_bytes(text).questions] == ["currency"]
    assert read_bytes(text, answers=Answers(currency_is_sterling=True)).outcome == Outcome.READ


def test_a_column_of_other_currencies_is_asked_about(read_bytes):
    currencies = ["GBP", "USD", "EUR"] * 4
    assert [q.field for q in read_bytes(sheet(DATE, SUPPLIER, AMOUNT, ("Currency", currencies))).questions] == [
        "currency"
    ]
    assert read_bytes(sheet(DATE, SUPPLIER, AMOUNT, ("Currency", ["GBP"] * 12))).outcome == Outcome.READ


def test_the_currency_of_an_original_amount_is_not_that_of_the_amount(read_bytes):
    others = [str(1000 + i) for i in range(12)]
    text = sheet(
        DATE, SUPPLIER, ("Billing Amount", AMOUNTS), ("Original Amount", others), ("Currency", ["GBP", "USD"] * 6)
    )
    reading = read_bytes(text)
    assert reading.outcome == Outcome.READ
    assert columns(reading) == {"payment_date": 1, "supplier_name": 2, "amount": 3}


@pytest.mark.parametrize(
    "titles",
    [
        ("Award Date", "Recipient", "Amount Awarded", "Purpose"),
        ("Order Date", "Supplier", "Order Value", "Description"),
        ("Pay Date", "Name", "Net Pay", "Job Title"),
        ("Date", "Donor", "Value (£)", "Gift or Hospitality"),
        ("Exit Date", "Department", "Exit Package Cost", "Reason"),
        ("Contract Start Date", "Contractor", "Contract Value", "Contract Title"),
        ("Receipt Date", "Customer Name", "Amount Received", "Reference"),
        ("Start Date", "Lender", "Principal", "Maturity"),
    ],
)
def test_a_register_of_something_else_is_not_read_as_payments(titles, read_bytes):
    reading = read_bytes(sheet((titles[0], DATE[1]), (titles[1], FIRMS), (titles[2], AMOUNTS), (titles[3], KINDS)))
    assert reading.outcome != Outcome.READ


def test_payments_under_a_contract_are_payments(read_bytes):
    reading = read_bytes(
        sheet(("Payment Date", DATE[1]), SUPPLIER, AMOUNT, ("Contract Title", KINDS), ("Contract Value", AMOUNTS[::-1]))
    )
    assert reading.outcome == Outcome.READ
    assert columns(reading)["amount"] == 3


def test_amounts_that_are_said_to_be_in_pounds_come_before_others(read_bytes):
    others = ("Trans Amount", [str(1000 + i) for i in range(12)])
    reading = read_bytes(sheet(DATE, SUPPLIER, others, ("GBP Amount", AMOUNTS)))
    assert (reading.outcome, columns(reading)["amount"]) == (Outcome.READ, 4)


def test_refunds_beside_any_amounts_are_credits_where_the_two_take_turns(read_bytes):
    debits, credits_ = split(blank="")
    reading = read_bytes(sheet(DATE, SUPPLIER, ("Amount", debits), ("Refund", credits_)))
    assert (reading.outcome, reading.rows.amount_total()) == (Outcome.READ, TOTAL)
    both = read_bytes(sheet(DATE, SUPPLIER, AMOUNT, ("Refund", credits_)))
    assert both.rows.amount_total() == sum(PENCE), "these amounts are whole without them"
    assert any("“Refund” holds an amount in" in note for note in both.notes)


@pytest.mark.parametrize(
    "title", ["Payment Method", "Method of Payment", "Pay Method", "Payment Type", "Type of Payment"]
)
@pytest.mark.parametrize(
    "refund",
    [
        "Refund",
        "Refund / Credit",
        "Credit",
        "REFUNDED",
        "Credit note",
        "Reversal",
        "Chargeback",
        "Returned BACS",
        "Card refund",
    ],
)
def test_refunds_told_by_the_way_of_paying_alone_are_asked_about(title, refund, read_bytes):
    ways = [refund if i in {3, 7} else ("BACS", "Cheque", "Credit card")[i % 3] for i in range(12)]
    text = sheet(DATE, SUPPLIER, AMOUNT, (title, ways))
    assert [question.field for question in read_bytes(text).questions] == ["credits"]
    assert read_bytes(text, answers=Answers(credits=True)).rows.amount_total() == TOTAL
    assert read_bytes(text, answers=Answers(credits=False)).rows.amount_total() == sum(PENCE)


@pytest.mark.parametrize(
    "way",
    ["Credit card", "Credit transfer", "BACS credit", "Direct Credit", "Bank giro credit", "Giro credit", "CR", "C"],
)
def test_credit_as_a_way_of_paying_is_no_refund(way, read_bytes):
    ways = [way if i in {3, 7} else ("BACS", "Cheque")[i % 2] for i in range(12)]
    reading = read_bytes(sheet(DATE, SUPPLIER, AMOUNT, ("Payment Method", ways)))
    assert (reading.outcome, reading.rows.amount_total()) == (Outcome.READ, sum(PENCE))


@pytest.mark.parametrize("title", ["Transaction Number", "Invoice Ref", "Document No", "Invoice Number", "Their Ref"])
@pytest.mark.parametrize(
    "note", ["CN{}", "CRN-{}", "crn {}", "SCN/{}", "CR{}", "{}CN", "{}/CR", "Credit note {}", "C/N {}"]
)
def test_references_of_credit_notes_without_a_minus_are_asked_about(title, note, read_bytes):
    numbers = [note.format(4400 + i) if i in {3, 7} else f"INV{4400 + i}" for i in range(12)]
    text = sheet(DATE, SUPPLIER, AMOUNT, (title, numbers))
    (question,) = read_bytes(text).questions
    assert (question.field, "2 amounts without a minus are credits" in question.why) == ("credits", True)
    assert read_bytes(text, answers=Answers(credits=True)).rows.amount_total() == TOTAL


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Transaction Number", [f"CN{4400 + i}" for i in range(12)]),
        ("Company Number", [("CN123456", "01234567", "SC123456")[i % 3] for i in range(12)]),
        ("Transaction Number", [("CNT12", "CROWN34", "CANCEL5", "ACN66")[i % 4] + str(i) for i in range(12)]),
        ("Contract Number", ["CN1234" if i in {3, 7} else f"DN{i}" for i in range(12)]),
        ("Transaction Number", [f"{'CN' if i % 2 else 'DN'}{4400 + i}" for i in range(12)]),
    ],
)
def test_letters_that_are_no_credit_notes_are_no_question(title, numbers, read_bytes):
    reading = read_bytes(sheet(DATE, SUPPLIER, AMOUNT, (title, numbers)))
    assert (reading.outcome, reading.rows.amount_total()) == (Outcome.READ, sum(PENCE))


def test_references_of_credit_notes_are_no_question_where_credits_have_their_minus(read_bytes):
    amounts = [f"-{amount}" if i in {3, 7} else amount for i, amount in enumerate(AMOUNTS)]
    numbers = [f"{'CN' if i in {3, 7, 8} else 'INV'}{4400 + i}" for i in range(12)]
    reading = read_bytes(sheet(DATE, SUPPLIER, ("Amount", amounts), ("Transaction Number", numbers)))
    assert (reading.outcome, reading.rows.amount_total()) == (Outcome.READ, TOTAL)


def test_one_reference_of_a_credit_note_far_below_is_seen(read_bytes):
    rows = [f"2026-06-02,Alder & Ash Ltd,{1000 + i}.10,{'CN' if i == 3456 else 'INV'}{i}" for i in range(4000)]
    reading = read_bytes("\n".join(["Date,Supplier,Amount,Transaction Number", *rows]) + "\n")
    assert [question.field for question in reading.questions] == ["credits"]


def test_kinds_of_documents_under_a_title_of_references_are_looked_at(read_bytes):
    kinds = ["Invoice - reversed" if i in {3, 7} else "Invoice" for i in range(12)]
    reading = read_bytes(sheet(DATE, SUPPLIER, AMOUNT, ("Ref", [f"5100{i}" for i in range(12)]), ("Trans", kinds)))
    assert [question.field for question in reading.questions if question.blocking] == ["credits"]


@pytest.mark.parametrize("title", ["Exchange Rate", "Exch. rate", "Curr. rate", "FX Rate", "Currency Rate"])
@pytest.mark.parametrize("rest", ["", "1.0000", "0"])
def test_amounts_beside_an_exchange_rate_are_asked_about(title, rest, read_bytes):
    rates = ["1.1712" if i in {3, 7} else rest for i in range(12)]
    reading = read_bytes(sheet(DATE, SUPPLIER, AMOUNT, (title, rates)))
    assert [question.field for question in reading.questions if question.blocking] == ["currency"]
    assert f"2 amounts stand beside a rate of exchange under “{title}” (1.1712)" in reading.questions[-1].why
    said = read_bytes(sheet(DATE, SUPPLIER, AMOUNT, (title, rates)), answers=Answers(currency_is_sterling=True))
    assert said.outcome == Outcome.READ


@pytest.mark.parametrize(
    ("title", "amount", "rates"),
    [
        ("Exchange Rate", "Amount", ["1.0000", "", "0", "n/a"] * 3),
        ("VAT Rate", "Amount", ["1.2"] * 12),
        ("Exchange Rate", "Amount (LCY)", ["1.1712"] * 12),
        ("Exchange Rate", "Amount GBP", ["1.1712"] * 12),
    ],
)
def test_other_rates_say_nothing_of_the_currency(title, amount, rates, read_bytes):
    reading = read_bytes(sheet(DATE, SUPPLIER, (amount, AMOUNT[1]), (title, rates)))
    assert reading.outcome == Outcome.READ


@pytest.mark.parametrize(("sign", "other"), [("£", "€"), ("GBP", "USD"), ("£", "$")])
def test_signs_of_currencies_in_a_column_of_their_own_are_looked_at(sign, other, read_bytes):
    signs = [sign] * 12
    assert read_bytes(sheet(DATE, SUPPLIER, ("", signs), AMOUNT)).outcome == Outcome.READ
    signs[9] = other
    reading = read_bytes(sheet(DATE, SUPPLIER, ("", signs), AMOUNT))
    assert [question.field for question in reading.questions if question.blocking] == ["currency"]


def test_digits_filled_up_with_noughts_may_be_pence(read_bytes):
    cells = [f"{pence:010}" for pence in PENCE]
    reading = read_bytes(sheet(DATE, SUPPLIER, ("Amount", cells)))
    assert [question.field for question in reading.questions if question.blocking] == ["unit"]
    said = read_bytes(sheet(DATE, SUPPLIER, ("Amount", cells)), answers=Answers(unit="pence"))
    assert (said.outcome, said.rows.amount_total()) == (Outcome.READ, sum(PENCE))


@pytest.mark.parametrize("form", ["{:010.2f}", "{:.0f}", "0.{:.0f}"])
def test_other_noughts_are_no_question(form, read_bytes):
    cells = [form.format(pence / 100) for pence in PENCE]
    assert read_bytes(sheet(DATE, SUPPLIER, ("Amount", cells))).outcome == Outcome.READ

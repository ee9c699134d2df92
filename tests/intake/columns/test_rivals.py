"""A weak title is doubted only where another column could truly be the field; what explains itself is not asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ckanext.spenddata.intake.columns.rivals import WEAK_RANK, doubts
from ckanext.spenddata.intake.reading import Answers
from tests.intake.columns.made import layout, matches

NUMBERS = ["A1", "A1", "A2", "A2"]
WHOLE = ["300.00", "300.00", "50.00", "50.00"]
OTHERS = ["7.10", "8.20", "9.30", "4.40"]
PARTS = ["100.00", "200.00", "20.00", "30.00"]
DATES, LATER = (
    ["03/04/2026", "04/04/2026", "05/04/2026", "06/04/2026"],
    ["13/04/2026", "14/04/2026", "15/04/2026", "16/04/2026"],
)


def asked(made, answers: Answers | None = None, name: str = "amount"):
    """The questions where the chosen column's title is a weak one and no other title is known."""
    chosen = made.fields[name].column
    found = matches(layout(("Amount", PARTS), ("Date", DATES)))
    match = found[1 if name == "amount" else 2]
    weak = match._replace(title=replace(match.title, rank=WEAK_RANK))
    return list(doubts(made, {chosen: weak}, answers or Answers()))


def test_other_amounts_under_an_unknown_title_are_asked_about():
    made = layout(("Total invoice value", WHOLE), ("Zxcv", PARTS), amount=1)
    (question,) = asked(made)
    assert question.field == "amount"
    assert question.candidates == ("Total invoice value", "Zxcv")
    assert made.fields["amount"].confidence == 0.5


def test_that_invoices_repeat_the_amount_is_said():
    made = layout(("Total invoice value", WHOLE), ("Zxcv", PARTS), ("Invoice", NUMBERS), amount=1, transaction_number=3)
    (question,) = asked(made)
    assert "counted several times" in question.why


def test_what_does_not_repeat_is_not_said_to():
    made = layout(
        ("Total invoice value", PARTS),
        ("Zxcv", OTHERS),
        ("Invoice", NUMBERS),
        amount=1,
        transaction_number=3,
    )
    (question,) = asked(made)
    assert "several times" not in question.why


@pytest.mark.parametrize(
    ("chosen", "title", "rivals"),
    [
        (["5100023", "5100024", "5100025", "5100026"], "", ["Amount", "column 2"]),
        (["5100023", "5100024", "5100025", "5100026"], "Zxcv", []),
        (PARTS, "", []),
        (["100", "200", "20", "30"], "", []),  # with VAT on it
    ],
)
def test_digits_under_the_title_of_the_amount_are_doubted_beside_amounts_under_none(chosen, title, rivals):
    other = ["20.00", "40.00", "4.00", "6.00"] if chosen[0] == "100" else OTHERS
    made = layout(("Amount", chosen), (title, other), amount=1)
    assert [list(question.candidates) for question in doubts(made, matches(made), Answers())] == [rivals][: len(rivals)]


@pytest.mark.parametrize(
    "other",
    [
        ["20.00", "40.00", "4.00", "6.00"],  # VAT on it
        ["16.67", "33.33", "3.33", "5.00"],  # VAT in it
        ["100.00", "300.00", "320.00", "350.00"],  # the sums so far
        PARTS,  # the same
        ["7.10", "", "", ""],  # seldom filled
        ["a", "b", "c", "d"],
        ["5100023", "5100024", "5100025", "5100026"],
    ],
)
def test_what_explains_itself_is_no_rival(other):
    assert asked(layout(("Total", PARTS), ("Zxcv", other), amount=1)) == []


def test_other_dates_are_asked_about():
    (question,) = asked(layout(("Invoice date", DATES), ("Zxcv", LATER), payment_date=1), name="payment_date")
    assert question.field == "payment_date"


def test_a_person_who_answered_is_not_asked_again():
    made = layout(("Total", WHOLE), ("Zxcv", PARTS), amount=1)
    assert asked(made, Answers(mapping={"amount": "Total"})) == []


def test_a_title_that_says_what_it_is_is_not_doubted():
    made = layout(("Amount", WHOLE), ("Zxcv", PARTS), amount=1)
    assert list(doubts(made, matches(made), Answers())) == []


def test_two_rivals_of_one_title_are_told_apart():
    made = layout(("Total", WHOLE), ("Zxcv", PARTS), ("Zxcv", OTHERS), amount=1)
    (question,) = asked(made)
    assert question.candidates == ("Total", "column 2", "column 3")


FIRMS = [f"{name} Ltd" for name in ("Alder", "Birch", "Cedar", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Kelp", "Larch")]


def statement(account: str, title: str = "Account Name", others: list[str] = FIRMS) -> bytes:
    lines = [f"{n:02}/04/2026,{other},{n}0.25,{account}" for n, other in enumerate(others, start=1)]
    return "\n".join([f"Date,Description,Value,{title}", *lines]).encode()


def test_one_name_for_all_rows_may_be_that_of_who_paid(read_bytes):
    [question] = (each for each in read_bytes(statement("EXBURY COUNCIL")).questions if each.blocking)
    assert (question.field, question.candidates) == ("supplier_name", ("Description", "Account Name"))


@pytest.mark.parametrize(
    "sent",
    [
        statement("Rowan Ltd", "Supplier"),
        statement("Rowan Ltd", others=["Rent"] * 10),
        statement("Rowan Ltd", others=FIRMS[:3]),
    ],
    ids=["a strong title", "nothing else names suppliers", "few rows"],
)
def test_one_supplier_may_be_the_only_one(sent, read_bytes):
    assert "supplier_name" not in {each.field for each in read_bytes(sent).questions}


def dated(*titles: str) -> bytes:
    """Payments of ten firms with two dates each, the second three weeks later."""
    lines = [f"{n:02}/04/2026,{n + 19}/04/2026,{firm},{n}0.25" for n, firm in enumerate(FIRMS, start=1)]
    return "\n".join([",".join([*titles, "Supplier", "Amount"]), *lines]).encode()


@pytest.mark.parametrize("title", ["Widget Date", "Date of Zxcv", "Zxcv"])
def test_a_date_of_which_nothing_is_known_may_be_that_of_the_payment(title, read_bytes):
    [question] = (each for each in read_bytes(dated("Invoice Date", title)).questions if each.blocking)
    assert (question.field, question.candidates) == ("payment_date", ("Invoice Date", title))


@pytest.mark.parametrize(
    ("titles", "taken"),
    [
        (("Invoice Date", "Date of Pay"), "Date of Pay"),
        (("Ledger Date", "Bank Date"), "Bank Date"),
        (("Invoice Date", "Release Date"), "Release Date"),
        (("Payment Date", "Widget Date"), "Payment Date"),
        (("Date Keyed", "Date"), "Date"),
        (("Batch Date", "Transaction Date"), "Transaction Date"),
        (("Invoice Date", "Due Date"), "Invoice Date"),
    ],
)
def test_a_date_that_is_known_is_not_asked_about(titles, taken, read_bytes):
    reading = read_bytes(dated(*titles))
    assert not any(each.blocking for each in reading.questions)
    assert reading.tables[0].mapping["payment_date"].title == taken


def listed(first: str, second: str, firsts: list[str], seconds: list[str] = FIRMS) -> bytes:
    pairs = zip(firsts, seconds, strict=True)
    lines = [f"{n:02}/04/2026,{one},{other},{n}0.25" for n, (one, other) in enumerate(pairs, start=1)]
    return "\n".join([f"Date,{first},{second},Amount", *lines]).encode()


BODIES = ["Exbury Academy Trust", "Firle Academy Trust"]


@pytest.mark.parametrize("title", ["Company", "Account Name", "Provider"])
def test_a_few_names_beside_many_may_be_those_of_who_paid(title, read_bytes):
    [question] = (each for each in read_bytes(listed(title, "Name", BODIES * 5)).questions if each.blocking)
    assert question.field == "supplier_name"
    assert set(question.candidates) == {"Name", title}


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        (listed("Supplier", "Name", BODIES * 5), "Supplier"),
        (listed("Company", "Details", BODIES * 5), "Company"),
        (listed("Company", "Name", FIRMS, FIRMS[::-1]), "Company"),
        (listed("Payer", "Name", BODIES * 5), "Name"),
    ],
    ids=["a strong title", "no other title of suppliers", "as many", "who pays"],
)
def test_few_suppliers_are_not_asked_about_where_none_else_could_be_meant(sent, taken, read_bytes):
    reading = read_bytes(sent)
    assert "supplier_name" not in {each.field for each in reading.questions if each.blocking}
    assert reading.tables[0].mapping["supplier_name"].title == taken


GROUPS = ["Alpha Group", "Beta Group", "Gamma Group", "Delta Group", "Epsilon Group"]


@pytest.mark.parametrize("title", ["Supplier Group", "Parent Supplier", "Alternate Payee"])
@pytest.mark.parametrize("name", ["Name", "Company", "Third Party"])
def test_a_title_that_only_contains_that_of_suppliers_is_asked_about_beside_one_of_them(title, name, read_bytes):
    [question] = (each for each in read_bytes(listed(title, name, GROUPS * 2)).questions if each.blocking)
    assert (question.field, set(question.candidates)) == ("supplier_name", {title, name})


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ("Supplier Group", "Supplier", "Supplier"),
        ("Parent Supplier", "Vendor Name", "Vendor Name"),
        ("Supplier Details", "Zxcv", "Supplier Details"),
        ("Vendor Site", "Company", "Company"),
    ],
)
def test_beside_a_strong_title_or_none_it_is_not(first, second, taken, read_bytes):
    reading = read_bytes(listed(first, second, GROUPS * 2))
    assert not any(each.blocking for each in reading.questions)
    assert reading.tables[0].mapping["supplier_name"].title == taken

"""What decides a sign, a unit or a currency is decided by every row: a few credits among thousands of payments are never missed."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
import xlsxwriter

from ckanext.spenddata.intake.columns.credit_words import credits_among, word
from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import Answers, Outcome
from tests.intake.test_pieces import both_ways  # noqa: F401 - a fixture

ROWS = 1_600
Table = list[list[str]]
SIGNS = [
    ("DR", "CR"),
    ("DR", "Cr"),
    ("Dr", "cr."),
    ("DR", "C R"),
    ("D", "C"),
    ("Debit", "Credit"),
    ("", "CR"),
    ("+", "-"),
    ("dr", "(CR)"),
    ("DR", "ＣＲ"),
    ("1", "-1"),
    ("1", "\N{MINUS SIGN}1"),
]
"""How debits and credits are marked under a title that says what the column is: read."""
TYPES = [
    ("Invoice", "Credit Note"),
    ("Invoice", "credit  note"),
    ("Invoice", "CN"),
    ("INV", "CR"),
    ("Invoice", "Credit memo"),
    ("Standard", "Credit"),
    ("PI", "PC"),
    ("KR", "KG"),
    ("Purchase invoice", "Purchase credit note"),
    ("Invoice", "C.N."),
    ("Supplier invoice", "Supplier Credit"),
    ("Invoice", "CREDITNOTE"),
    ("AP Invoice", "AP Credit"),
    ("Invoice", "Refund"),
    ("Invoice", "Reversal"),
    ("Invoice", "Cancelled invoice"),
    ("PAY", "RCPT"),
    ("Facture", "Avoir"),
    ("Rechnung", "Gutschrift"),
    ("Factura", "Nota de crédito"),
]
"""How types of documents say it: asked."""
ANYWHERE = [
    ("Invoice", "Credit Note"),
    ("DR", "CR"),
    ("Debit", "Credit"),
    ("D", "C"),
    ("PI", "PC"),
    ("Goods", "Credit memo - returned"),
    ("", "CR"),
    ("", "Credit"),
]
"""What says it whatever the title."""


def table(title: str, marks: tuple[str, str], seed: int, *, rows: int = ROWS) -> tuple[Table, int, int]:
    """A table with three credits at random places; the sum of its amounts as they stand, and with the credits taken off."""
    dice = random.Random(seed)
    pence = [dice.randrange(50_100, 9_000_000) for _ in range(rows)]
    places = set(dice.sample(range(rows), 3))
    lines = [["Payment Date", "Supplier Name", "Amount", title, "Description"]]
    for n, amount in enumerate(pence):
        cells = [f"{n % 28 + 1:02d}/04/2026", f"Alder {n % 83} Ltd", f"{amount // 100}.{amount % 100:02d}"]
        lines.append([*cells, marks[n in places], "goods"])
    return lines, sum(pence), sum(pence) - 2 * sum(pence[n] for n in places)


def text(lines: Table, mark: str = ",") -> str:
    return "\n".join(mark.join(line) for line in lines) + "\n"


def seeds(marks: list[tuple[str, str]], count: int) -> list:
    """Each pair of marks with a seed of its own, as often as ``count`` files need; the first of each in every run."""
    return [
        pytest.param(marks[n % len(marks)], n, marks=() if n < len(marks) else (pytest.mark.deep,))
        for n in range(count)
    ]


def _long(seed: int, marks: list[tuple[str, str]]) -> int:
    return ROWS if seed < len(marks) else 4_000


@pytest.mark.parametrize(("marks", "seed"), seeds(SIGNS, 100))
def test_three_credits_that_are_marked_are_taken_off_wherever_they_stand(marks, seed, read_bytes):
    lines, _, total = table("Dr/Cr", marks, seed, rows=_long(seed, SIGNS))
    reading = read_bytes(text(lines, ";" if seed % 2 else ","))
    assert (reading.outcome, reading.rows.amount_total()) == (Outcome.READ, total)
    assert any("count with a minus" in note for note in reading.notes)


@pytest.mark.parametrize(("marks", "seed"), seeds(TYPES, 100))
def test_three_credit_notes_are_asked_about_wherever_they_stand(marks, seed, read_bytes):
    lines, total, less = table("Document Type", marks, seed, rows=_long(seed, TYPES))
    reading = read_bytes(text(lines))
    assert [question.field for question in reading.questions] == ["credits"]
    assert "3 amounts" in reading.questions[0].why
    assert marks[1] in reading.questions[0].why
    assert reading.questions[0].candidates == ("these are credits", "all are payments")
    for answer, sum_ in ((True, less), (False, total)):
        said = read_bytes(text(lines), answers=Answers(credits=answer))
        assert (said.outcome, said.rows.amount_total()) == (Outcome.READ, sum_)
        assert any("as you answered" in note and marks[1].split()[0] in note for note in said.notes)


@pytest.mark.parametrize("marks", ANYWHERE)
@pytest.mark.parametrize("title", ["Kind", "", "Category", "Narrative"])
def test_plain_words_say_it_under_any_title(marks, title, read_bytes):
    lines, _, _ = table(title, marks, 5, rows=700)
    assert "credits" in {question.field for question in read_bytes(text(lines)).questions}


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Capital/ Revenue", ("R", "C")),
        ("Capital or Revenue", ("Revenue", "C")),
        ("Cap/Rev", ("r", "c")),
        ("Ward", ("B", "C")),
        ("Type", ("SME", "C")),
        ("Category", ("Credit card fees", "Credit checks")),
        ("Payment Method", ("BACS", "CHQ")),
        ("Directorate", ("PL", "PC")),
        ("Fund", ("GF", "CR")),
        ("Directorate", ("DR", "CR")),
        ("Service Area", ("D", "C")),
        ("Service", ("Parks", "CM")),
        ("Payment Type", ("Credit Transfer", "BACS")),
        ("Document Type", ("Invoice", "Direct Credit")),
        ("Transaction Type", ("Cheque", "Bank Credit Transfer")),
        ("Credit Note", ("CN10001", "CN10002")),
    ],
)
def test_letters_that_mean_something_else_are_no_credits(title, words, read_bytes):
    lines, total, _ = table(title, words, 3, rows=400)
    reading = read_bytes(text(lines))
    assert not [question for question in reading.questions if question.field in {"amount", "credits"}]
    assert reading.rows.amount_total() == total


@pytest.mark.parametrize(
    "title", ["Credit?", "Is Credit", "Credit Note", "Credit Note Flag", "Refund Indicator", "Reversed"]
)
@pytest.mark.parametrize("marks", [("N", "Y"), ("No", "Yes"), ("FALSE", "TRUE"), ("", "x")])
def test_a_column_that_says_yes_or_no_of_credits_is_asked_about(title, marks, read_bytes):
    lines, total, less = table(title, marks, 4, rows=700)
    (question,) = read_bytes(text(lines)).questions
    assert question.field == "credits"
    assert marks[1] in question.candidates
    said = read_bytes(text(lines), answers=Answers(credits=marks[1]))
    assert said.rows.amount_total() == less != total


def with_minus(lines: Table, where: Callable[[list[str]], bool]) -> Table:
    return [[*line[:2], f"-{line[2]}", *line[3:]] if n and where(line) else line for n, line in enumerate(lines)]


@pytest.mark.parametrize("marks", TYPES)
def test_credit_notes_that_have_a_minus_are_no_question(marks, read_bytes):
    lines, _, total = table("Transaction Type", marks, 8, rows=900)
    reading = read_bytes(text(with_minus(lines, lambda line: line[3] == marks[1])))
    assert (reading.outcome, reading.rows.amount_total()) == (Outcome.READ, total)


def test_a_minus_elsewhere_does_not_say_that_credit_notes_have_theirs(read_bytes):
    lines, _, _ = table("Document Type", ("Invoice", "Credit Note"), 8, rows=900)
    mixed = with_minus(lines, lambda line: line[3] == "Invoice" and line[2].startswith("77"))
    assert [question.field for question in read_bytes(text(mixed)).questions] == ["credits"]


def test_marks_of_which_some_have_a_minus_are_asked_about(read_bytes):
    lines, _, _ = table("Dr/Cr", ("DR", "CR"), 8, rows=900)
    first = next(line for line in lines if line[3] == "CR")
    mixed = with_minus(lines, lambda line: line is first)
    assert [question.field for question in read_bytes(text(mixed)).questions] == ["credits"]


@pytest.mark.parametrize("title", ["Credit", "Credits", "CR", "Refund"])
def test_three_amounts_in_a_column_of_credits_are_taken_off(title, read_bytes):
    lines, _, total = table("Credit", ("", "x"), 21)
    lines[0][2:4] = ["Debit", title]
    apart = [lines[0], *([*line[:2], "", line[2], line[4]] if line[3] else line for line in lines[1:])]
    reading = read_bytes(text(apart))
    assert (reading.outcome, reading.rows.amount_total()) == (Outcome.READ, total)
    assert reading.rows.frame["amount.fault"].null_count() == ROWS


@pytest.mark.parametrize("other", ["USD", "EUR", "AUD"])
def test_one_other_currency_among_thousands_is_asked_about(other, read_bytes):
    lines, _, _ = table("Currency", ("GBP", "GBP"), 2)
    lines[1_177][3] = other
    assert [question.field for question in read_bytes(text(lines)).questions] == ["currency"]


def test_two_columns_that_differ_in_one_row_are_not_the_same(read_bytes):
    lines, _, _ = table("Amount", ("", ""), 2)
    for line in lines[1:]:
        line[3] = line[2]
    assert read_bytes(text(lines)).outcome == Outcome.READ
    lines[1_177][3] = "1.00"
    assert [question.field for question in read_bytes(text(lines)).questions] == ["amount"]


def test_a_late_word_of_another_kind_keeps_an_untitled_column_private(read_bytes):
    lines, _, _ = table("", ("SME", "Large"), 2)
    assert read_bytes(text(lines)).tables[0].mapping["supplier_type"].column == 4
    lines[1_177][3] = "J Smith, 4 High Street"
    assert "supplier_type" not in read_bytes(text(lines)).tables[0].mapping


@pytest.mark.parametrize(("title", "marks"), [("Dr/Cr", ("DR", "Cr")), ("Document Type", ("Invoice", "CN"))])
def test_workbooks_are_read_alike(title, marks, tmp_path, definitions):
    lines, _, total = table(title, marks, 13)
    path = tmp_path / "spend.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("April")
        for n, line in enumerate(lines):
            sheet.write_row(n, 0, [float(cell) if n and i == 2 else cell for i, cell in enumerate(line)])
    reading = read(path, path.name, definitions)
    if title == "Dr/Cr":
        assert (reading.outcome, reading.rows.amount_total()) == (Outcome.READ, total)
    else:
        assert [question.field for question in reading.questions] == ["credits"]


@pytest.mark.parametrize(
    ("title", "marks"),
    [
        ("Dr/Cr", ("DR", "CR")),
        ("Document Type", ("Invoice", "Credit Note")),
        ("Kind", ("Goods", "Credit note")),
        ("Currency", ("GBP", "USD")),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_pieces_of_a_large_file_are_read_alike(title, marks, seed, both_ways):  # noqa: F811
    lines, _, total = table(title, marks, seed, rows=600)
    whole, parted, used = both_ways(text(lines), piece=4_000)
    assert used > 2
    assert parted.rows.frame.equals(whole.rows.frame)
    assert (parted.questions, parted.notes, parted.outcome) == (whole.questions, whole.notes, whole.outcome)
    assert parted.outcome == Outcome.ASK or parted.rows.amount_total() == total


def test_pieces_of_a_large_file_are_answered_alike(both_ways):  # noqa: F811
    lines, _, total = table("Kind", ("Goods", "Credit note"), 4, rows=600)
    whole, parted, _ = both_ways(text(lines), piece=4_000, answers=Answers(credits=True))
    assert parted.rows.frame.equals(whole.rows.frame)
    assert (parted.notes, parted.rows.amount_total()) == (whole.notes, total)


def test_which_column_is_the_amount_says_nothing_of_credits(read_bytes):
    """Neither an answer about the column nor a confirmed layout makes payments of credit notes."""
    lines, _, less = table("Document Type", ("Invoice", "CN"), 6, rows=300)
    named = read_bytes(text(lines), answers=Answers(mapping={"amount": "Amount"}))
    assert [question.field for question in named.questions] == ["credits"]
    layouts = {named.tables[0].signature: {"payment_date": 1, "supplier_name": 2, "amount": 3}}
    confirmed = read_bytes(text(lines), answers=Answers(layouts=layouts))
    assert [question.field for question in confirmed.questions] == ["credits"]
    both = read_bytes(text(lines), answers=Answers(layouts=layouts, credits=True))
    assert (both.outcome, both.rows.amount_total()) == (Outcome.READ, less)


@pytest.mark.parametrize("answer", ["H", "h", " H. "])
def test_of_unknown_signs_the_one_of_the_credits_is_named(answer, read_bytes):
    lines, total, less = table("Debit/Credit Ind", ("S", "H"), 7, rows=300)
    [question] = read_bytes(text(lines)).questions
    assert question.candidates == ("H", "S", "all are payments")
    said = read_bytes(text(lines), answers=Answers(credits=answer))
    assert (said.outcome, said.rows.amount_total()) == (Outcome.READ, less)
    assert read_bytes(text(lines), answers=Answers(credits=False)).rows.amount_total() == total
    for unfit in (True, "X"):
        assert read_bytes(text(lines), answers=Answers(credits=unfit)).questions == (question,)


def test_an_answer_is_for_every_column_that_calls_amounts_credits(read_bytes):
    lines, total, _ = table("Document Type", ("Invoice", "CN"), 9, rows=300)
    places = [n for n, line in enumerate(lines) if line[3] == "CN"]
    other = next(n for n in range(1, 300) if n not in places)
    for n, line in enumerate(lines):
        line[4] = "Status" if not n else "Credit memo" if n == other else "Paid"
    [question] = read_bytes(text(lines)).questions
    assert "“Status” says it of 1 (Credit memo)" in question.why
    less = total - 2 * sum(round(float(lines[n][2]) * 100) for n in (*places, other))
    assert read_bytes(text(lines), answers=Answers(credits=True)).rows.amount_total() == less


def test_what_has_a_minus_keeps_it(read_bytes):
    lines, _, less = table("Dr/Cr", ("DR", "CR"), 8, rows=900)
    first = next(line for line in lines if line[3] == "CR")
    mixed = with_minus(lines, lambda line: line is first)
    assert read_bytes(text(mixed), answers=Answers(credits=True)).rows.amount_total() == less


@pytest.mark.parametrize("spelt", ["CR", "Cr", "cr.", "C R", "C.R.", "(CR)", " cr ", "C-R"])
def test_one_word_in_all_its_spellings(spelt):
    assert word(spelt) == "cr"


@pytest.mark.parametrize(
    ("words", "titled", "found"),
    [
        ({"c", "r"}, False, set()),
        ({"c", "d"}, False, {"c"}),
        ({"cr12", "dr12"}, True, set()),
        ({"credit card", "credit check"}, True, set()),
        ({"invoice", "credit note", "ap credit memo"}, False, {"credit note", "ap credit memo"}),
        ({"pc", "bacs"}, False, set()),
        ({"pc", "bacs"}, True, {"pc"}),
        ({"kr", "re", "rk"}, False, {"rk"}),
        ({"pi", "pcrn"}, False, {"pcrn"}),
        ({"api", "apcn"}, False, {"apcn"}),
        ({"invoice", "c note"}, False, {"c note"}),
        ({"invoice", "debit note"}, True, {"debit note"}),
        ({"invoice", "debit note"}, False, set()),
        ({"standard", "debit"}, True, {"debit"}),
        ({"accpay", "accpaycredit"}, True, {"accpaycredit"}),
        ({"invoice", "inv cr"}, True, {"inv cr"}),
        ({"purchase", "purchase return"}, True, {"purchase return"}),
        ({"payment", "rebate"}, True, {"rebate"}),
        ({"anfoneb", "credyd"}, True, {"credyd"}),
        ({"31", "21"}, True, {"21"}),
        ({"31", "21"}, False, set()),
        ({"31", "40", "50"}, True, {"50"}),
    ],
)
def test_which_words_say_credit(words, titled, found):
    assert credits_among(words, titled=titled) == found

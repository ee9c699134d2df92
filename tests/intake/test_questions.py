"""What only the publisher can say is asked; what was decided is told."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.spenddata.intake.hints import months_named, vat_named
from ckanext.spenddata.intake.reading import Answers, Outcome
from tests.intake import corpus
from tests.intake.columns.test_mapping import AMOUNT, AMOUNTS, FIRMS, SUPPLIER, sheet

AMBIGUOUS = ("Date", ["03/04/2026"] * 12)


def test_a_day_that_could_be_a_month_is_asked(read_bytes):
    reading = read_bytes(sheet(AMBIGUOUS, SUPPLIER, AMOUNT))
    assert reading.outcome == Outcome.ASK
    assert [(q.field, q.candidates) for q in reading.questions] == [("day_month", ("day first", "month first"))]
    assert set(reading.rows.frame["payment_date.fault"]) == {"ambiguous"}


@pytest.mark.parametrize(("day_first", "day"), [(True, date(2026, 4, 3)), (False, date(2026, 3, 4))])
def test_an_answer_reads_the_dates(day_first, day, read_bytes):
    reading = read_bytes(sheet(AMBIGUOUS, SUPPLIER, AMOUNT), answers=Answers(day_first=day_first))
    assert reading.outcome == Outcome.READ
    assert set(reading.rows.frame["payment_date"]) == {day}


def test_the_period_reads_the_dates(read_bytes):
    reading = read_bytes(sheet(AMBIGUOUS, SUPPLIER, AMOUNT), period=(date(2026, 3, 1), date(2026, 3, 31)))
    assert reading.outcome == Outcome.READ
    assert set(reading.rows.frame["payment_date"]) == {date(2026, 3, 4)}
    assert any("month before the day" in note for note in reading.notes)


def test_the_month_in_the_name_reads_the_dates(read_bytes):
    reading = read_bytes(sheet(AMBIGUOUS, SUPPLIER, AMOUNT), "spend-over-25k-april-2026.csv")
    assert set(reading.rows.frame["payment_date"]) == {date(2026, 4, 3)}


def test_the_month_above_a_single_payment_reads_its_date(read_bytes):
    titles = ",,,,,,Transaction,,\nDepartment family,Entity,Date paid,Expense type,Expense area,Supplier,number,Amount,Description\n"
    row = 'Examples,Example Water,01/09/2026,Rent,Estates,ALDER LLP,81560,64188,"Rent, a quarter"\n'
    reading = read_bytes("Aug-26,,,,,,,,\n,,,,,,,,\n" + titles + ",,,,,,,,\n" + row)
    assert reading.outcome == Outcome.READ
    assert reading.rows.frame["payment_date"].to_list() == [date(2026, 9, 1)]
    assert reading.rows.frame["transaction_number"].to_list() == ["81560"]


def test_a_list_of_sums_is_no_table_of_payments(read_bytes):
    text = 'CARD CONTRACTS,\nSUMMARY,\n\n,May-26\nTRAVEL CONTRACT,"311,288.33"\nSTATIONERY CONTRACT,"271,510.39"\n'
    assert read_bytes(text).refusal.code == "not_spend"


def test_a_sheet_that_proves_its_order_decides_for_the_others(read_bytes):
    first = sheet(("Date", ["25/04/2026"] * 12), SUPPLIER, AMOUNT)
    second = sheet(("Pay date", ["03/04/2026"] * 12), SUPPLIER, AMOUNT)
    reading = read_bytes(first + second)
    assert set(reading.rows.frame["payment_date"]) == {date(2026, 4, 25), date(2026, 4, 3)}


@pytest.mark.parametrize("sign", ["$", "€", "\ufffd"])
def test_a_sign_that_is_no_pound_is_asked_about(sign, read_bytes):
    text = sheet(("Date", ["25/04/2026"] * 12), SUPPLIER, ("Amount", [f"{sign}{amount}" for amount in AMOUNTS]))
    reading = read_bytes(text)
    assert reading.outcome == Outcome.ASK
    assert [q.field for q in reading.questions] == ["currency"]
    assert read_bytes(text, answers=Answers(currency_is_sterling=True)).outcome == Outcome.READ
    assert read_bytes(text, answers=Answers(currency_is_sterling=False)).refusal.code == "other_currency"


@pytest.mark.parametrize(("unit", "times"), [("pounds", 100), ("pence", 1), ("thousands", 100_000)])
def test_the_unit_is_what_was_said(unit, times, read_bytes):
    text = sheet(("Date", ["25/04/2026"] * 12), SUPPLIER, ("Amount", ["1200"] * 12))
    assert read_bytes(text, answers=Answers(unit=unit)).rows.amount_total() == 12 * 1200 * times


def test_a_header_with_no_rows_is_a_nil_return(read_bytes):
    reading = read_bytes(",".join(corpus.TITLES) + "\n,,,,,,,,\nNil return,,,,,,,,\n")
    assert reading.outcome == Outcome.READ
    assert len(reading.rows) == 0
    assert any("nil return" in note for note in reading.notes)


@pytest.mark.parametrize(
    "text",
    [
        "No payments over £25,000 were made in May 2026\n",
        "Example Water\nSpend over £500\n\nNil return\n",
        "There were no transactions over £500 in this period.\n",
        "Dim taliadau\n",
    ],
)
def test_a_file_that_says_only_that_there_is_nothing_is_a_nil_return(text, read_bytes):
    reading = read_bytes(text)
    assert (reading.outcome, len(reading.rows), reading.rows.amount_total()) == (Outcome.READ, 0, 0)
    assert any("nil return" in note for note in reading.notes)


@pytest.mark.parametrize(
    "text",
    [
        "Error: no data\n",
        "Nilsson Ltd\nList of trees\n",
        "Nil Desperandum Care\nList of trees\n",
        "Contract,Value\nNil,250.00\n",
        "No payments page was found at this address\n",
        "Tree,Height\n" + "No expenditure,3\n" * 40,
    ],
)
def test_words_of_another_kind_are_no_nil_return(text, read_bytes):
    assert read_bytes(text).outcome == Outcome.REFUSED


def test_amounts_that_are_withheld_say_so(read_bytes):
    amounts = ["REDACTED", *AMOUNTS[1:]]
    frame = read_bytes(sheet(("Date", ["25/04/2026"] * 12), SUPPLIER, ("Amount", amounts))).rows.frame
    assert frame["amount.fault"].to_list()[:2] == ["withheld", None]


@pytest.mark.parametrize(
    ("supplier", "reason"),
    [
        ("REDACTED PERSONAL DATA", "personal_data"),
        ("Redcated - Personal Data", "personal_data"),
        ("REDACTED UNDER DP ACT", "personal_data"),
        ("Personal expenses name witheld", "personal_data"),
        ("REDACTED - COMMERCIAL SENSITIVITY", "commercial_confidentiality"),
        ("Redacted", "other"),
        ("Exempt section 24", "national_security"),
        ("REDACTIVE PUBLISHING LTD", None),
        ("Redacta Limited", None),
        ("Exempt Supplies Ltd", None),
        ("Confidential Shredding Ltd", None),
    ],
)
def test_a_redaction_is_a_whole_cell(supplier, reason, read_bytes):
    frame = read_bytes(sheet(("Date", ["25/04/2026"] * 12), ("Supplier", [supplier, *FIRMS[1:]]), AMOUNT)).rows.frame
    found = frame["redaction_reason"].to_list() if "redaction_reason" in frame.columns else [None] * 12
    assert found == [reason, *[None] * 11]
    assert frame["supplier_name"][0] == supplier


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("spend-feb-12.csv", (date(2012, 2, 1), date(2012, 2, 29))),
        ("over%20%C2%A325k%20april%202016.csv", (date(2016, 4, 1), date(2016, 4, 30))),
        ("gpc_2014-11.csv", (date(2014, 11, 1), date(2014, 11, 30))),
        ("Nov 2019 to June 2020.xlsx", (date(2019, 11, 1), date(2020, 6, 30))),
        ("DCCSpendingOver500_202410.csv", (date(2024, 10, 1), date(2024, 10, 31))),
        ("spend.csv", None),
        ("january 2010 to december 2014.csv", None),
        ("spend-sep-12.csv", (date(2012, 9, 1), date(2012, 9, 30))),
        ("exbury-spend-september_10.csv", (date(2010, 9, 1), date(2010, 9, 30))),
        ("2012-sept.csv", (date(2012, 9, 1), date(2012, 9, 30))),
    ],
)
def test_months_in_a_name(name, days):
    assert months_named([name]) == days


@pytest.mark.parametrize(
    "name",
    [
        *(
            "over-25k-1209.csv",
            "spend_1209.csv",
            "0912.csv",
            "spend 09 12.csv",
            "12-09 payments.csv",
            "spend-2012-9.csv",
        ),
        *("092012.csv", "9-2012.csv", "spend-sep-12.csv", "Sept2012.xls", "2012 September.csv", "spend500-1209-v2.csv"),
    ],
)
@pytest.mark.parametrize("american", [False, True])
def test_the_name_of_a_file_tells_day_from_month(name, american, read_bytes):
    days = [date(2012, 9, 4), date(2012, 9, 3)] * 6
    written = [f"{day:%m/%d/%Y}" if american else f"{day:%d/%m/%Y}" for day in days]
    reading = read_bytes(sheet(("Date", written), SUPPLIER, AMOUNT), name=name)
    assert reading.outcome == Outcome.READ
    assert reading.rows.frame["payment_date"].to_list() == days


@pytest.mark.parametrize("name", ["spend.csv", "over-25k.csv", "spend-0500.csv", "1403.csv", "spend-1304-1209.csv"])
def test_digits_of_another_month_decide_nothing(name, read_bytes):
    reading = read_bytes(sheet(("Date", ["03/04/2013", "05/02/2013"] * 6), SUPPLIER, AMOUNT), name=name)
    assert reading.outcome == Outcome.ASK or "1304" in name


@pytest.mark.parametrize("name", ["spend-aug-13.csv", "1308.csv"])
def test_dates_that_contradict_the_month_of_the_file_are_asked_about(name, read_bytes):
    cells = ["28/08/2013", "14/08/2013", "01-Aug-13", "05-Aug-13", "02-Aug-13", "08/05/2013"] * 2
    text = sheet(("Date", cells), SUPPLIER, AMOUNT)
    reading = read_bytes(text, name=name)
    assert [question.field for question in reading.questions] == ["day_month"]
    assert "The date 8 May 2013" in reading.questions[0].why
    period = read_bytes(text, name="spend.csv", period=(date(2013, 8, 1), date(2013, 8, 31)))
    assert [question.field for question in period.questions] == ["day_month"]
    said = read_bytes(text, name=name, answers=Answers(day_first=True))
    assert {day.month for day in said.rows.frame["payment_date"]} == {8}


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("Spend over £25k (inc vat)", "gross"),
        ("all amounts exclude VAT", "net_of_all_vat"),
        ("VAT", None),
        ("inc VAT, ex VAT", None),
    ],
)
def test_vat_in_words(words, basis):
    assert vat_named([words]) == basis


def test_the_same_file_gives_the_same_rows(read_bytes):
    text = corpus.csv_text(corpus.lines())
    first, second = read_bytes(text), read_bytes(text)
    assert first.rows.frame.equals(second.rows.frame)
    assert (first.tables, first.notes, first.file) == (second.tables, second.notes, second.file)


def test_what_is_left_out_is_counted_and_named(read_bytes):
    table = corpus.notes_below(corpus.total_named(corpus.blank_lines(corpus.title_above(corpus.lines()))))
    left_out = read_bytes(corpus.csv_text(table)).tables[0]
    assert left_out.left_out["total"] == 1
    assert left_out.left_out["title"] == 2
    assert left_out.left_out["note"] == 2
    for kind, rows in left_out.left_out_rows.items():
        assert len(rows) == left_out.left_out[kind]
    written = [row for row in table if row]
    assert table[left_out.left_out_rows["total"][0] - 1][6] == "Total", written


def american(table: list[list[str]]) -> list[list[str]]:
    """A file of June as a spreadsheet with American settings leaves it."""
    return [
        [*row[:2], f"2026-{n:02d}-06" if n < 13 else f"{n % 16 + 13}/06/2026", *row[3:]] if n else row
        for n, row in enumerate(table)
    ]


def test_dates_that_a_spreadsheet_exchanged_are_asked_about_and_exchanged_back(read_bytes):
    text = corpus.csv_text(american(corpus.lines()))
    reading = read_bytes(text)
    (question,) = reading.questions
    assert reading.outcome == Outcome.ASK
    assert (question.field, question.blocking) == ("day_month", True)
    assert "6 January 2026 to 6 December 2026" in question.why
    assert "June 2026" in question.why
    exchanged = read_bytes(text, answers=Answers(day_first=True))
    assert exchanged.outcome == Outcome.READ
    assert {day.month for day in exchanged.rows.frame["payment_date"]} == {6}
    assert any("exchanged" in note for note in exchanged.notes)
    kept = read_bytes(text, answers=Answers(day_first=False))
    assert kept.outcome == Outcome.READ
    assert {day.month for day in kept.rows.frame["payment_date"]} == set(range(1, 13))


def test_payments_under_a_damaged_title_are_asked_about_and_not_lost_beside_a_sound_table(read_bytes):
    damaged = [["Amou?t" if cell == "Amount" else "" if cell == "Date" else cell for cell in corpus.TITLES]]
    damaged[0][7] = "Entity"
    other = [row[::-1] for row in [*damaged, *corpus.lines()[1:]]]
    reading = read_bytes(corpus.csv_text([*corpus.lines(), *other]))
    assert reading.outcome == Outcome.ASK or reading.rows.amount_total() == 2 * corpus.total()
    assert len(reading.rows) == 2 * len(corpus.PAYMENTS)


ROWS = corpus.lines()[1:]


def one_title_too_many(place: int, title: str) -> str:
    """A file with a title for which there are no cells: those from there on stand one column to the left."""
    titles = [*corpus.TITLES[:place], title, *corpus.TITLES[place:]]
    return corpus.csv_text([titles, *([*row, ""] for row in ROWS)])


@pytest.mark.parametrize("title", ["GL_CODE", "Ledger", "Check Digit", "Batch ID"])
@pytest.mark.parametrize("place", [3, 4])
def test_one_title_too_many_is_asked_about_with_columns_that_are_possible(title, place, read_bytes):
    reading = read_bytes(one_title_too_many(place, title))
    assert reading.outcome == Outcome.ASK
    asked = {question.field: question for question in reading.questions}
    assert asked["amount"].candidates == ("Transaction number",)
    assert asked["supplier_name"].candidates == ("Expense area",)
    assert f"10 titles over 9 filled columns: the cells from “{title}” on" in asked["amount"].why
    said = read_bytes(
        one_title_too_many(place, title), answers=Answers(mapping={n: q.candidates[0] for n, q in asked.items()})
    )
    assert said.rows.amount_total() == corpus.total()


TWO_LINES = {
    "Transaction number": ("Transaction ", "number"),
    "Supplier Postcode": ("Supplier", "Postcode"),
    "Supplier Type": ("Supplier", "Type"),
    "Contract Number": ("Contract", "Number"),
    "Project Code": ("Project", "Code"),
    "Expenditure Type": ("Expenditure", "Type"),
}


@pytest.mark.parametrize("above", [[], [["Sep-11"], []]])
@pytest.mark.parametrize("which", [TWO_LINES, {"Supplier Postcode": ("Supplier", "Postcode")}])
def test_titles_on_two_lines(which, above, read_bytes):
    titles = [
        *corpus.TITLES,
        "Supplier Postcode",
        "Supplier Type",
        "Contract Number",
        "Project Code",
        "Expenditure Type",
    ]
    rows = [[*row, "EX1 2JJ", "SME", f"CN{n}", f"P{n % 9}", "Programme costs"] for n, row in enumerate(ROWS)]
    upper = [which[title][0] if title in which else "" for title in titles]
    lower = [which[title][1] if title in which else title for title in titles]
    reading = read_bytes(corpus.csv_text([*above, upper, lower, *rows]))
    assert reading.outcome == Outcome.READ, reading.questions
    mapping = {name: mapped.column for name, mapped in reading.tables[0].mapping.items()}
    assert (mapping["supplier_name"], mapping["supplier_postcode"], mapping["supplier_type"]) == (6, 10, 11)
    assert reading.rows.amount_total() == corpus.total()


FROM_1904 = ("Date", [str(44_681 + number) for number in range(12)])
"""From 1 May 2026 on by the calendar of 1904, from 30 April 2022 by that of 1900."""


def test_numbers_that_fall_in_the_month_of_the_file_only_from_1904_are_asked_about(read_bytes):
    text = sheet(FROM_1904, SUPPLIER, AMOUNT)
    reading = read_bytes(text, "spend-may-2026.csv")
    (question,) = reading.questions
    assert (question.field, question.candidates) == ("day_month", ("counted from 1904", "counted from 1900"))
    assert "30 April 2022" in question.why
    assert "1 May 2026" in question.why
    period = (date(2026, 5, 1), date(2026, 5, 31))
    assert read_bytes(text, period=period).outcome == Outcome.ASK
    right = read_bytes(text, period=period, answers=Answers(day_first=True))
    assert (right.outcome, right.rows.frame["payment_date"][0]) == (Outcome.READ, date(2026, 5, 1))
    assert any("counted from 1904, as you answered" in note for note in right.notes)
    as_written = read_bytes(text, period=period, answers=Answers(day_first=False))
    assert as_written.rows.frame["payment_date"][0] == date(2022, 4, 30)
    assert read_bytes(text, "spend-april-2022.csv").outcome == Outcome.READ
    (question,) = read_bytes(text, "spend.csv").questions
    assert question.candidates == ("counted from 1904", "counted from 1900")
    assert "nothing says which months the file is about" in question.why
    assert read_bytes(text, "spend.csv", answers=Answers(day_first=False)).outcome == Outcome.READ


@pytest.mark.parametrize(
    ("titles", "row", "offered"),
    [
        ("Ledger,Account Description,Trans. Date,Amount", "CR,{},{}/04/2026,{}0.25", ("Account Description",)),
        ("Source,Description,Date,Amount", "Payable Invoice,{},{}/04/2026,{}0.25", ("Description",)),
    ],
)
def test_the_columns_that_look_like_what_is_missing_are_offered(titles, row, offered, read_bytes):
    firms = [
        f"{name} Ltd" for name in ("Alder", "Birch", "Cedar", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Kelp", "Larch")
    ]
    rows = [row.format(firm, n, n) for n, firm in enumerate(firms, start=10)]
    [question] = (each for each in read_bytes("\n".join([titles, *rows])).questions if each.field == "supplier_name")
    assert question.candidates == offered

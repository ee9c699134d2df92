"""Which column is which field: by titles and values, with a reason, and a question rather than a silent choice."""

from __future__ import annotations

import time

import pytest

from ckanext.spenddata.intake.reading import Answers, Outcome
from tests.intake import corpus
from tests.pace import allowed


def sheet(*columns: tuple[str, list[str]]) -> str:
    """A file of columns, each with its title and cells."""
    rows = zip(*[cells for _, cells in columns], strict=True)
    return corpus.csv_text([[title for title, _ in columns], *map(list, rows)])


DAYS = [f"{day}/05/2026" for day in range(13, 25)]
AMOUNTS = [f"{1000 + day * 17}.{day:02d}" for day in range(12)]
MORE = [f"{2000 + day * 13}.{day:02d}" for day in range(12)]
FIRMS = [
    f"{name} Ltd"
    for name in ("Alder", "Birch", "Cedar", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Larch", "Maple", "Oak")
]
KINDS = ["Rent", "Agency staff", "Audit"] * 4
AREAS = ["Adults", "Regeneration", "Finance", "Housing"] * 3
DATE, AMOUNT, SUPPLIER = ("Date", DAYS), ("Amount", AMOUNTS), ("Supplier", FIRMS)


def columns(reading) -> dict[str, int]:
    return {name: mapped.column for name, mapped in reading.tables[0].mapping.items()}


def test_every_mapping_says_how_sure_it_is_and_why(read_bytes):
    reading = read_bytes(sheet(DATE, SUPPLIER, AMOUNT))
    for mapped in reading.tables[0].mapping.values():
        assert 0 < mapped.confidence <= 1
        assert mapped.why


@pytest.mark.parametrize(
    ("titles", "wanted"),
    [
        (["Payment Date", "Beneficiary", "Net Amount"], "net_of_recoverable_vat"),
        (["Date incurred", "Beneficiary (merchant)", "Amount"], "unknown"),
        (["PaymentDate", "BeneficiaryName", "Amount"], "unknown"),
        (["Clearing Date", "Vendor Name", "Amount Including VAT"], "gross"),
        (["Pay Date", "Name of payee", "Value ex VAT (£)"], "net_of_all_vat"),
        (["Date of payment to supplier", "Name of supplier paid", "Total gross amount paid"], "gross"),
    ],
)
def test_titles_of_the_standards_and_of_others(titles, wanted, read_bytes):
    reading = read_bytes(sheet((titles[0], DAYS), (titles[1], FIRMS), (titles[2], AMOUNTS)))
    assert reading.outcome == Outcome.READ
    assert columns(reading) == {"payment_date": 1, "supplier_name": 2, "amount": 3}
    assert set(reading.rows.frame["amount_basis"]) == {wanted}


def test_one_title_for_two_things_is_told_apart_by_the_order_of_columns(read_bytes):
    reading = read_bytes(sheet(DATE, ("Expense Area", KINDS), ("Expense Area", AREAS), SUPPLIER, AMOUNT))
    assert columns(reading)["expense_type"] == 2
    assert columns(reading)["expense_area"] == 3
    assert reading.tables[0].mapping["expense_type"].confidence < 1


def test_a_title_that_contradicts_its_values_loses(read_bytes):
    references = [str(1_168_000 + i) for i in range(12)]
    reading = read_bytes(sheet(DATE, ("Supplier", FIRMS), ("Transaction Date", references), AMOUNT))
    assert columns(reading)["payment_date"] == 1
    assert columns(reading).get("transaction_number") == 3


def test_a_title_that_nobody_knows_is_proposed_from_its_values(read_bytes):
    reading = read_bytes(sheet(DATE, SUPPLIER, ("Wotsit", AMOUNTS)))
    assert columns(reading)["amount"] == 3
    assert reading.tables[0].mapping["amount"].confidence <= 0.75
    assert "amounts of money" in reading.tables[0].mapping["amount"].why


def test_an_unknown_column_never_blocks(read_bytes):
    reading = read_bytes(sheet(DATE, SUPPLIER, AMOUNT, ("Zebra", KINDS)))
    assert reading.outcome == Outcome.READ
    assert reading.tables[0].unmapped == ("Zebra",)


def test_two_columns_of_amounts_are_a_question(read_bytes):
    reading = read_bytes(sheet(DATE, SUPPLIER, ("Amount", AMOUNTS), ("Payment Amount", MORE)))
    assert reading.outcome == Outcome.ASK
    assert [(q.field, q.candidates) for q in reading.questions] == [("amount", ("Amount", "Payment Amount"))]


def test_an_answer_settles_a_question(read_bytes):
    text = sheet(DATE, SUPPLIER, ("Amount", AMOUNTS), ("Payment Amount", MORE))
    reading = read_bytes(text, answers=Answers(mapping={"amount": "Payment Amount"}))
    assert reading.outcome == Outcome.READ
    assert columns(reading)["amount"] == 4
    assert reading.tables[0].mapping["amount"].why == "as you answered"


def test_an_answer_can_leave_a_field_without_a_column(read_bytes):
    text = sheet(DATE, SUPPLIER, AMOUNT, ("Description", KINDS))
    assert "description" in columns(read_bytes(text))
    assert "description" not in columns(read_bytes(text, answers=Answers(mapping={"description": ""})))


def test_an_answer_that_fits_no_column_changes_nothing(read_bytes):
    text = sheet(DATE, SUPPLIER, AMOUNT)
    answered = read_bytes(text, answers=Answers(mapping={"amount": "Net spend", "description": "column 44"}))
    assert columns(answered) == columns(read_bytes(text))


def test_two_columns_of_the_same_title_are_told_apart_by_number(read_bytes):
    text = sheet(DATE, SUPPLIER, ("Amount", AMOUNTS), ("Amount", MORE))
    reading = read_bytes(text)
    assert reading.questions[0].candidates == ("column 3", "column 4")
    assert columns(read_bytes(text, answers=Answers(mapping={"amount": "column 4"})))["amount"] == 4


def test_net_and_gross_are_decided_by_their_titles_and_told(read_bytes):
    reading = read_bytes(sheet(DATE, SUPPLIER, ("Gross", MORE), ("VAT", ["1.00"] * 12), ("Net", AMOUNTS)))
    assert reading.outcome == Outcome.READ
    assert columns(reading)["amount"] == 5
    assert "Gross" in reading.tables[0].mapping["amount"].why


def test_the_total_of_an_invoice_gives_way_to_the_amount_of_the_line(read_bytes):
    reading = read_bytes(sheet(DATE, SUPPLIER, ("TOTAL_INVOICE_VALUE", MORE), ("DISTRIBUTION_AMOUNT", AMOUNTS)))
    assert reading.outcome == Outcome.READ
    assert columns(reading)["amount"] == 4


def test_vat_is_never_the_amount(read_bytes):
    reading = read_bytes(
        sheet(DATE, SUPPLIER, ("VAT Amount", MORE), ("Amount", AMOUNTS), ("Irrecoverable VAT", ["0.00"] * 12))
    )
    assert columns(reading)["amount"] == 4
    assert columns(reading)["irrecoverable_vat"] == 5


def test_the_date_of_payment_comes_before_that_of_the_invoice(read_bytes):
    reading = read_bytes(sheet(("Invoice Date", DAYS), ("Payment Date", DAYS[::-1]), SUPPLIER, AMOUNT))
    assert columns(reading)["payment_date"] == 2
    assert set(reading.rows.frame["date_basis"]) == {"payment"}


def test_private_columns_are_not_mapped(read_bytes):
    text = sheet(
        DATE,
        SUPPLIER,
        AMOUNT,
        ("VAT Registration Number", ["GB1"] * 12),
        ("Supplier Invoice No", ["I1"] * 12),
        ("PO Number", ["P1"] * 12),
        ("Cardholder Name", FIRMS),
        ("Sort Code", ["00-00-00"] * 12),
    )
    assert set(columns(read_bytes(text))) == {"payment_date", "supplier_name", "amount"}


def test_a_table_without_a_title_for_its_suppliers_asks(read_bytes):
    people = [f"Place {i}" for i in range(12)]
    reading = read_bytes(sheet(DATE, ("Alpha", people), ("Beta", people[::-1]), AMOUNT))
    assert reading.outcome == Outcome.ASK
    assert [q.field for q in reading.questions] == ["supplier_name"]
    assert set(reading.questions[0].candidates) == {"Alpha", "Beta"}


def test_a_title_of_two_meanings_has_the_one_that_its_values_agree_with(read_bytes):
    codes = [str(4400 + i) for i in range(12)]
    reading = read_bytes(sheet(("Supplier", codes), ("Name", FIRMS), ("Date", DAYS[::-1]), ("Paid", DAYS), AMOUNT))
    assert columns(reading) == {"supplier_local_id": 1, "supplier_name": 2, "payment_date": 4, "amount": 5}


def test_the_text_of_an_identifier_is_the_name(read_bytes):
    reading = read_bytes(sheet(DATE, ("SuppID", [str(4400 + i) for i in range(12)]), ("SuppID(T)", FIRMS), AMOUNT))
    assert columns(reading) == {"payment_date": 1, "supplier_local_id": 2, "supplier_name": 3, "amount": 4}


def test_a_supplier_whose_name_is_a_number_has_a_name(read_bytes):
    assert (
        columns(read_bytes(sheet(("Date", DAYS[:1]), ("Supplier", ["3663"]), ("Amount", AMOUNTS[:1]))))["supplier_name"]
        == 2
    )


def test_any_other_date_comes_before_one_that_nobody_knows(read_bytes):
    later = [f"{day}/06/2026" for day in range(13, 25)]
    reading = read_bytes(sheet(("Invoice Date", DAYS), ("Widget Date", later), ("Due Date", later), SUPPLIER, AMOUNT))
    assert columns(reading)["payment_date"] == 1


def test_a_month_stands_for_dates_that_are_not_there(read_bytes):
    reading = read_bytes(sheet(("Month", ["May-26"] * 12), SUPPLIER, AMOUNT))
    assert set(reading.rows.frame["date_precision"]) == {"month"}
    numbers = read_bytes(sheet(("Period", [str(2 + i % 2) for i in range(12)]), SUPPLIER, AMOUNT))
    assert numbers.outcome == Outcome.ASK


def test_the_departments_of_one_body_are_areas_and_a_family_is_not(read_bytes):
    many, one = [f"{area} {i}" for i, area in enumerate(AREAS)], ["Department for Examples"] * 12
    assert columns(read_bytes(sheet(("Dept.", many), DATE, SUPPLIER, AMOUNT)))["expense_area"] == 1
    assert columns(read_bytes(sheet(("Dept.", one), DATE, SUPPLIER, AMOUNT)))["department_family"] == 1


@pytest.mark.parametrize(
    "titles",
    [
        ["Pd Dt", "Supp Nm", "Net Amt"],
        ["Dyddiad", "Enw'r Cyflenwr", "Swm Net"],
        ["Dyddiad / Date", "Cyflenwr / Supplier", "Swm Net / Net Amount"],
        ["Dyddiad\nDate", "Cyflenwr\nSupplier", "Swm Net\nNet Amount"],
        ["pymnt_dt", "vend_nm", "nett_amt"],
    ],
)
def test_short_words_and_welsh(titles, read_bytes):
    reading = read_bytes(sheet((titles[0], DAYS), (titles[1], FIRMS), (titles[2], AMOUNTS)))
    assert reading.outcome == Outcome.READ
    assert columns(reading) == {"payment_date": 1, "supplier_name": 2, "amount": 3}
    assert set(reading.rows.frame["amount_basis"]) == {"net_of_recoverable_vat"}


def test_a_header_of_words_that_nobody_knows_is_seen_by_its_place(read_bytes):
    reading = read_bytes("Fun facts\n\n" + sheet(("Zig", DAYS), ("Zag", FIRMS), ("Zog", KINDS), ("Zug", AMOUNTS)))
    assert reading.tables[0].header_row == 3
    assert {q.field: q.candidates[0] for q in reading.questions} == {
        "payment_date": "Zig",
        "amount": "Zug",
        "supplier_name": "Zag",
    }


def test_amounts_are_never_taken_for_a_text(read_bytes):
    reading = read_bytes(sheet(SUPPLIER, DATE, ("Zog", AMOUNTS), ("Expense Area", AREAS)))
    assert columns(reading)["amount"] == 3


def test_names_of_companies_show_the_suppliers(read_bytes):
    reading = read_bytes(sheet(DATE, ("Alpha", KINDS), ("Beta", FIRMS), AMOUNT))
    assert columns(reading)["supplier_name"] == 3


def test_no_header_at_all_is_proposed_and_asked(read_bytes):
    reading = read_bytes(corpus.csv_text([list(row) for row in zip(DAYS, FIRMS, KINDS, AMOUNTS, strict=True)]))
    assert reading.outcome == Outcome.ASK
    assert columns(reading) == {"payment_date": 1, "amount": 4, "supplier_name": 2}
    assert reading.tables[0].header_row is None
    assert len(reading.rows) == 12
    answers = Answers(mapping={"payment_date": "column 1", "supplier_name": "column 2", "amount": "column 4"})
    answered = read_bytes(
        corpus.csv_text([list(row) for row in zip(DAYS, FIRMS, KINDS, AMOUNTS, strict=True)]), answers=answers
    )
    assert answered.outcome == Outcome.READ


def test_rows_that_all_look_like_headers_take_no_time(read_bytes):
    rows = "".join(f"Amount,Date,,Supplier,x{i},,,,\n" for i in range(5_000))
    start = time.process_time()
    reading = read_bytes(",".join(corpus.TITLES) + "\n" + rows)
    assert time.process_time() - start < allowed(20)
    assert len(reading.rows or []) == 0


def test_a_header_below_its_rows_is_found(read_bytes):
    table = corpus.lines()
    reading = read_bytes(corpus.csv_text([*table[1:], table[0]]))
    assert reading.outcome == Outcome.READ
    assert reading.rows.amount_total() == corpus.total()
    assert reading.tables[0].header_row == len(table)
    assert any("below the rows" in note for note in reading.notes)


def test_a_header_over_two_rows(read_bytes):
    table = corpus.lines()
    upper = ["Department", "", "Payment", "Expense", "", "Supplier", "Transaction", "", ""]
    lower = ["family", "Entity", "date", "type", "area", "name", "number", "Amount", "Description"]
    reading = read_bytes(corpus.csv_text([upper, lower, *table[1:]]))
    assert reading.outcome == Outcome.READ
    assert reading.tables[0].header_row == 2
    assert columns(reading)["expense_area"] == 5
    assert columns(reading)["supplier_name"] == 6
    assert reading.rows.amount_total() == corpus.total()


def test_two_full_headers_one_below_the_other(read_bytes):
    table = corpus.lines()
    system = [
        "DEPT",
        "ENTITY",
        "DATE",
        "EXPENSE_TYPE_3",
        "EXPENSE_AREA_3",
        "SUPPLIER",
        "TRANSACTION_NUMBER",
        "DISTRIBUTION_AMOUNT",
        "DESCRIPTION",
    ]
    reading = read_bytes(corpus.csv_text([table[0], system, *table[1:]]))
    assert len(reading.rows) == len(corpus.PAYMENTS)
    assert columns(reading)["amount"] == 8


def test_tables_with_other_columns_below_each_other(read_bytes):
    first, second = corpus.lines()[:21], corpus.columns_reordered(corpus.lines())[21:]
    titles = corpus.columns_reordered(corpus.lines())[:1]
    reading = read_bytes(corpus.csv_text([*first, [""], ["Second system"], *titles, *second]))
    assert len(reading.tables) == 2
    assert reading.rows.amount_total() == corpus.total()
    assert [table.rows for table in reading.tables] == [20, 20]


def test_two_layouts_under_one_header(read_bytes):
    table = corpus.lines()
    swapped = [[row[0], row[1], row[3], row[2], *row[4:]] for row in table[21:]]
    reading = read_bytes(corpus.csv_text([*table[:21], *swapped]))
    frame = reading.rows.frame
    assert frame["payment_date"].null_count() == 0
    assert sorted(frame["payment_date"]) == sorted(p.day for p in corpus.PAYMENTS)
    assert frame["expense_type"].to_list() == [p.kind for p in corpus.PAYMENTS]
    assert reading.rows.amount_total() == corpus.total()
    assert any("rows 22 to 41" in note for note in reading.notes)
    assert [(part.first_row, part.last_row) for part in reading.tables] == [(2, 21), (22, 41)]


def test_the_signature_is_that_of_the_columns(read_bytes):
    signatures = {read_bytes(sheet(DATE, SUPPLIER, AMOUNT)).tables[0].signature for _ in range(2)}
    signatures.add(read_bytes(sheet((" DATE ", DAYS), SUPPLIER, ("amount", MORE))).tables[0].signature)
    assert len(signatures) == 1
    assert read_bytes(sheet(DATE, AMOUNT, SUPPLIER)).tables[0].signature not in signatures


def test_the_words_around_a_table_say_what_the_amounts_are(read_bytes):
    text = "Spend over £25k (inc vat) May 2026\n" + sheet(DATE, SUPPLIER, AMOUNT)
    assert set(read_bytes(text).rows.frame["amount_basis"]) == {"gross"}
    assert set(read_bytes(text, answers=Answers(amount_basis="net_of_all_vat")).rows.frame["amount_basis"]) == {
        "net_of_all_vat"
    }


LINES = ["1001"] * 4 + ["1002"] * 4 + ["1003"] * 4
INVOICES = ["9000.10"] * 4 + ["8000.20"] * 4 + ["7000.30"] * 4


@pytest.mark.parametrize("title", ["Wotsit", "", "#NAME?"])
def test_amounts_that_nobody_named_are_asked_about_beside_a_weak_title(title, read_bytes):
    reading = read_bytes(
        sheet(DATE, SUPPLIER, ("Transaction Number", LINES), (title, AMOUNTS), ("Total Invoice Value", INVOICES))
    )
    (question,) = reading.questions
    assert reading.outcome == Outcome.ASK
    assert question.field == "amount"
    assert set(question.candidates) == {"Total Invoice Value", title or "column 4"}
    assert "same in all rows of an invoice" in question.why


def test_dates_that_nobody_named_are_asked_about_beside_those_of_invoices(read_bytes):
    reading = read_bytes(sheet(("Invoice Date", DAYS), ("Wotsit", DAYS[::-1]), SUPPLIER, AMOUNT))
    assert [(q.field, q.candidates) for q in reading.questions] == [("payment_date", ("Invoice Date", "Wotsit"))]


def running(cells: list[str]) -> list[str]:
    return [f"{sum(map(float, cells[: n + 1])):.2f}" for n in range(len(cells))]


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Wotsit", [f"{float(cell) / 5:.2f}" for cell in MORE]),
        ("Wotsit", running(MORE)),
        ("Wotsit", [str(n % 4 + 1) for n in range(12)]),
        ("Wotsit", [str(5_100_000 + n) for n in range(12)]),
        ("Wotsit", ["12.50", *[""] * 11]),
        ("VAT Amount", AMOUNTS),
    ],
    ids=["vat", "running", "quantity", "numbers", "mostly blank", "known"],
)
def test_what_can_be_no_amount_of_a_payment_is_not_asked_about(title, cells, read_bytes):
    reading = read_bytes(sheet(DATE, SUPPLIER, ("Total Invoice Value", MORE), (title, cells)))
    assert reading.outcome == Outcome.READ
    assert columns(reading)["amount"] == 3


def test_a_plain_title_has_no_rivals_among_the_unknown(read_bytes):
    assert read_bytes(sheet(DATE, SUPPLIER, AMOUNT, ("Wotsit", MORE))).outcome == Outcome.READ

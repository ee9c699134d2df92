"""A mapping that a person confirmed: it holds for its layout, is remembered, and never hides that it no longer fits."""

from __future__ import annotations

from ckanext.spenddata.intake.reading import Answers, Outcome, Reading

LEDGER = "Date,Supplier,Net,Gross,Notes\n" + "".join(
    f"{day:02d}/04/2026,Firm {day} Ltd,{day}00.00,{day}20.00,Gravel\n" for day in range(1, 13)
)
"""Two columns of amounts and one whose title says nothing."""


def columns(reading: Reading) -> dict[str, int]:
    """Which column holds which field, in the only table."""
    [table] = reading.tables
    return {name: found.column for name, found in table.mapping.items()}


def confirmed(read_bytes, text: str) -> tuple[str, dict[str, int]]:
    """The signature of a text's layout, and a mapping of it that nobody would guess."""
    [table] = read_bytes(text).tables
    return table.signature, {"payment_date": 1, "supplier_name": 2, "amount": 4, "expense_area": 5}


def test_a_mapping_that_a_person_confirmed_for_the_layout_is_all_there_is(read_bytes):
    known, mapping = confirmed(read_bytes, LEDGER)
    reading = read_bytes(LEDGER, answers=Answers(layouts={known: mapping}))
    assert columns(reading) == mapping
    assert reading.tables[0].unmapped == ("Net",)
    assert {found.why for found in reading.tables[0].mapping.values()} == {"as you confirmed for this layout"}
    assert set(reading.rows.frame["amount_basis"]) == {"gross"}


def test_a_remembered_mapping_is_taken_where_the_values_agree_and_nothing_is_asked(read_bytes):
    known, mapping = confirmed(read_bytes, LEDGER)
    reading = read_bytes(LEDGER.replace("Gravel", "Salt"), answers=Answers(remembered={known: mapping}))
    assert columns(reading) == mapping
    assert reading.outcome == Outcome.READ


def test_a_remembered_mapping_that_does_not_fit_is_set_aside(read_bytes):
    known, mapping = confirmed(read_bytes, LEDGER)
    wrong = mapping | {"amount": 2}
    assert columns(read_bytes(LEDGER, answers=Answers(remembered={known: wrong})))["amount"] != 2
    assert columns(read_bytes(LEDGER, answers=Answers(layouts={known: wrong})))["amount"] == 2


def test_a_confirmed_mapping_of_another_layout_changes_nothing(read_bytes):
    _, mapping = confirmed(read_bytes, LEDGER)
    assert columns(read_bytes(LEDGER, answers=Answers(layouts={"another": mapping}))) == columns(read_bytes(LEDGER))


def test_a_confirmed_mapping_without_a_column_of_dates_asks_for_none(read_bytes):
    known, mapping = confirmed(read_bytes, LEDGER)
    del mapping["payment_date"]
    reading = read_bytes(LEDGER, answers=Answers(layouts={known: mapping}))
    assert "payment_date" not in columns(reading)
    assert reading.questions == ()


def test_every_column_is_shown_with_a_few_of_its_cells_each_once(read_bytes):
    [table] = read_bytes(LEDGER.replace("\n", ",\n")).tables
    assert [(column.number, column.title) for column in table.columns] == [
        (1, "Date"),
        (2, "Supplier"),
        (3, "Net"),
        (4, "Gross"),
        (5, "Notes"),
    ]
    assert table.columns[2].samples == ("100.00", "200.00", "300.00")
    assert table.columns[4].samples == ("Gravel",)


def test_an_answer_names_the_exact_title_before_one_that_is_alike(read_bytes):
    text = LEDGER.replace("Net,Gross", "AMOUNT (£),Amount")
    assert columns(read_bytes(text, answers=Answers(mapping={"amount": "Amount"})))["amount"] == 4

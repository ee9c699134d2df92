"""What a person types is kept as it was understood, or refused in words that name the row, the field and what would do."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata import definitions
from ckanext.spenddata.checks import typed
from ckanext.spenddata.checks.typed import TypedCell
from ckanext.spenddata.logic import typed_cells

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    found = definitions.load()
    monkeypatch.setattr(typed_cells.config, "definitions", lambda: found)


def cell(field: str, value: str, row: int = 1156) -> TypedCell:
    return TypedCell("a.csv", row, field, value)


def test_cells_are_kept_as_they_were_understood():
    cells = [cell("payment_date", "27/8/2026"), cell("amount", "£1,923.16"), cell("supplier_name", " N/A ")]
    assert [each.value for each in typed_cells.understood(cells)] == ["2026-08-27", "1923.16", ""]
    assert typed_cells.understood([]) == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (
            "payment_date",
            "31/02/2026",
            "Row 1,156, Payment date: “31/02/2026” can’t be read. Write day, month and year",
        ),
        ("amount", " twelve ", "Row 1,156, Amount: “twelve” can’t be read. Write pounds and pence, such as 1923.16."),
        ("vcse_grant", "perhaps", "Write yes or no."),
        ("description", "x" * 1_001, "Row 1,156, Description: use at most 1,000 characters; you have used 1,001."),
        ("suplier_name", "Alder", "supplier_name"),
        ("publisher_id", "X-DEMO-2", "publisher_id"),
    ],
)
def test_what_can_t_be_taken_is_told_with_what_would_do(field, value, words):
    assert words in typed_cells.wrong(cell(field, value))


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(tk.Invalid) as refused:
        typed_cells.understood([cell("amount", "a", 2), cell("amount", "5", 3), cell("payment_date", "b", 4)])
    assert "Row 2, Amount" in refused.value.error
    assert "Row 3" not in refused.value.error
    assert "Row 4, Payment date" in refused.value.error


def test_more_cells_than_a_person_types_are_a_file_to_send():
    with pytest.raises(tk.Invalid, match="at most 500 cells"):
        typed_cells.understood([cell("amount", "1")] * (typed.MOST + 1))


def test_rows_that_are_not_there_are_named_once():
    cells = [TypedCell("a.xlsx", 7, "amount", "1", "May"), TypedCell("a.xlsx", 7, "payment_date", "1", "May")]
    assert typed_cells.absent(cells) == "There is no row 7 of payments in a.xlsx, May."
    assert typed_cells.absent([]) == ""

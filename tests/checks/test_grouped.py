"""A supplier that is named once for a group of rows is suggested for the rows below it, and nowhere else."""

from __future__ import annotations

from ckanext.spenddata.checks.check import check
from tests.checks.filings import GOOD, context, filing

NAMES = ("Alder Ltd", "Birch Ltd", "Cedar Ltd", "Damson Ltd")
RULE = "supplier-missing"


def row(supplier: str | None, number: int, **other: str | None) -> dict[str, str | None]:
    return {**GOOD, "supplier_name": supplier, "transaction_number": str(5_100_000_000 + number), **other}


def groups(size: int = 3):
    return [row(name if line == 0 else None, 10 * at + line) for at, name in enumerate(NAMES) for line in range(size)]


def suggested(rows) -> list[str | None]:
    findings = check(filing(*rows), context())
    return findings.filter(findings["rule"] == RULE)["fix"].to_list()


def test_the_rows_of_a_group_get_its_supplier():
    assert suggested(groups()) == [name for name in NAMES for _ in range(2)]


def test_payments_of_several_lines_that_are_written_once_may_have_one_supplier():
    rows = groups()
    for number, cells in enumerate(rows):
        cells["supplier_name"] = "Alder Ltd" if cells["supplier_name"] else None
        cells["transaction_number"] = str(number) if cells["supplier_name"] else None
    assert suggested(rows) == ["Alder Ltd"] * 8


def test_cells_that_are_missing_here_and_there_are_not_filled():
    rows = [row(NAMES[number % 4], number) for number in range(20)]
    for number in (2, 9, 10, 15, 18):
        rows[number]["supplier_name"] = None
    assert suggested(rows) == [None] * 5


def test_few_missing_cells_are_not_taken_for_groups():
    rows = [row(f"{chr(65 + number)} Supplies Ltd", number) for number in range(26)]
    for number in (3, 9, 15):
        rows[number]["supplier_name"] = None
    assert suggested(rows) == [None] * 3


def test_a_group_without_a_first_row_leaves_all_to_the_publisher():
    assert suggested(groups()[1:]) == [None] * 8

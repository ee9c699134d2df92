"""A filled-in template must pass the check: its titles, types and lists are those of the schema, for every regime."""

import datetime
from pathlib import Path

import msgspec
import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ckanext.spenddata import definitions
from ckanext.spenddata.checks import template

DEFINITIONS = definitions.load()
REGIMES = sorted(DEFINITIONS.regimes)


def written(regime: str, path: Path, publisher_name: str = "") -> openpyxl.Workbook:
    template.write(DEFINITIONS.regimes[regime], DEFINITIONS, path, publisher_name=publisher_name)
    return openpyxl.load_workbook(path)


def validations(workbook: openpyxl.Workbook) -> dict[str, DataValidation]:
    sheet = workbook[template.SPEND_SHEET]
    titles = {get_column_letter(cell.column or 0): str(cell.value) for cell in sheet[1]}
    return {titles[str(v.sqref).partition("2:")[0]]: v for v in sheet.data_validations.dataValidation}


@pytest.mark.parametrize("regime", REGIMES)
def test_every_regime_has_a_template_with_all_it_requires(regime: str, tmp_path: Path) -> None:
    headings = [cell.value for cell in written(regime, tmp_path / "t.xlsx")[template.SPEND_SHEET][1]]
    columns = template.columns_of(DEFINITIONS.regimes[regime], DEFINITIONS)
    assert headings == [column.title for column in columns]
    assert len(headings) == len(set(headings))
    names = {column.field.name for column in columns}
    assert {*DEFINITIONS.regimes[regime].required, "payment_date", "amount", "supplier_name"} <= names
    assert not names & template.PORTAL_FIELDS


def test_a_regime_without_columns_of_its_own_has_every_field(tmp_path: Path) -> None:
    regime = msgspec.structs.replace(DEFINITIONS.regimes["lgtc-500"], columns={})
    columns = template.columns_of(regime, DEFINITIONS)
    assert {c.field.name for c in columns} == set(DEFINITIONS.transaction.names) - template.PORTAL_FIELDS
    required = [template.is_required(column.field, regime) for column in columns]
    assert required == sorted(required, reverse=True)


@pytest.mark.parametrize("regime", REGIMES)
def test_no_words_are_left_to_be_filled_in(regime: str, tmp_path: Path) -> None:
    words = [
        str(cell.value) for row in written(regime, tmp_path / "t.xlsx")[template.HELP_SHEET].iter_rows() for cell in row
    ]
    assert not [word for word in words if "{" in word or "None%" in word]
    assert any(word == "Each dark heading: filled in for every row" for word in words)


def test_the_sheet_to_fill_in_is_empty_below_its_header(tmp_path: Path) -> None:
    assert written("lgtc-500", tmp_path / "t.xlsx")[template.SPEND_SHEET].max_row == 1


def test_dates_amounts_and_lists_are_validated_in_the_cells(tmp_path: Path) -> None:
    found = validations(written("hmt-25k", tmp_path / "t.xlsx"))
    assert found["Date"].type == "date"
    assert float(found["Date"].formula1 or 0) == (datetime.date(2005, 1, 1) - datetime.date(1899, 12, 30)).days
    assert found["Amount"].type == "decimal"
    assert found["Amount"].formula2 == "100000000000"
    assert found["Supplier type"].formula1 == '"large,sme,vcs,public_sector,individual,unknown"'
    assert found["Supplier postcode"].type == "custom"
    assert str(found["Amount"].sqref).endswith("1048576")


def test_every_validation_says_what_is_expected(tmp_path: Path) -> None:
    for title, validation in validations(written("lgtc-500", tmp_path / "t.xlsx")).items():
        assert validation.error, title
        assert len(validation.error) <= 255
        assert len(validation.promptTitle or "") <= 32


def test_the_help_names_publisher_basis_threshold_and_rules(tmp_path: Path) -> None:
    sheet = written("lgtc-500", tmp_path / "t.xlsx", "Ambleford District Council")[template.HELP_SHEET]
    words = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    regime = DEFINITIONS.regimes["lgtc-500"]
    assert sheet["A1"].value == "Ambleford District Council"
    assert regime.basis.url in words
    assert "above £500" in words
    assert DEFINITIONS.rules["amount-missing"].remedy in words


def test_text_keeps_leading_zeros(tmp_path: Path) -> None:
    sheet = written("hmt-25k", tmp_path / "t.xlsx")[template.SPEND_SHEET]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "Transaction number")
    assert sheet.column_dimensions[column].number_format == "@"


def test_same_definitions_give_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        written("hmt-25k", tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_publishers_name_is_never_a_formula(tmp_path: Path) -> None:
    sheet = written("hmt-25k", tmp_path / "t.xlsx", "=HYPERLINK(A1)")[template.HELP_SHEET]
    assert sheet["A1"].data_type == "s"

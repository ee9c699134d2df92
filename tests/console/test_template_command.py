"""``spenddata template``: what it writes, filled in, passes ``spenddata check``."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from ckanext.spenddata import definitions
from ckanext.spenddata.checks import template

Command = Callable[..., Result]
VALUES = {
    "department_family": "Department of Examples",
    "entity": "Examples Agency",
    "payment_date": datetime.date(2026, 4, 14),
    "expense_type": "Software licences",
    "expense_area": "Finance",
    "amount": 61_234.56,
    "description": "Licences for one year",
    "irrecoverable_vat": 0,
    "category_local": "Computer software",
    "supplier_postcode": "LS1 1UR",
    "supplier_type": "sme",
    "supplier_company_number": "01234567",
    "supplier_charity_number": "1234567",
    "contract_reference": "C-77",
    "contract_ocid": "ocds-h6vhtk-04a1b2",
    "project_code": "P-1",
    "expenditure_type": "programme",
    "cpv_code": "48000000-8",
    "proclass_code": "271000",
    "merchant_category_code": "5734",
    "vcse_grant": "false",
    "redaction_reason": None,
}


def fill(path: Path, columns: list[template.Column], only: set[str] | None = None) -> None:
    """Three payments in a template's columns, all of them or some."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook[template.SPEND_SHEET]
    for number in range(3):
        own = {"supplier_name": f"{'ABC'[number]} Alder Limited", "transaction_number": f"510000{number}"}
        for place, (field, _) in enumerate(columns, start=1):
            if only is None or field.name in only:
                sheet.cell(row=number + 2, column=place, value=(VALUES | own)[field.name])
    workbook.save(path)


@pytest.mark.parametrize("required", [False, True], ids=["all columns", "required columns"])
@pytest.mark.parametrize("regime", sorted(definitions.load().regimes))
def test_a_filled_in_template_is_clean(regime: str, required: bool, spenddata: Command, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    assert spenddata("template", regime, path, "--publisher", "Ambleford District Council").exit_code == 0
    known = definitions.load()
    columns = template.columns_of(known.regimes[regime], known)
    needed = {column.field.name for column in columns if template.is_required(column.field, known.regimes[regime])}
    fill(path, columns, needed if required else None)
    [said] = json.loads(spenddata("check", path, "--json", "--regime", regime, "--vat", "gross").stdout)
    assert (said["outcome"], said["rows"], said["amount_total"]) == ("read", 3, "183703.68"), said
    assert said["findings"] == []
    assert said["questions"] == []
    mapping = said["tables"][0]["mapping"]
    titles = {field.name: title for field, title in columns if field.name in (needed if required else VALUES)}
    assert {name: mapping[name]["title"] for name in titles if name != "redaction_reason"} == {
        name: title for name, title in titles.items() if name != "redaction_reason"
    }


def test_an_unknown_regime_lists_the_known(spenddata: Command, tmp_path: Path) -> None:
    result = spenddata("template", "list", tmp_path / "t.xlsx")
    assert result.exit_code == 2
    assert all(regime in result.output for regime in definitions.load().regimes)


@pytest.mark.parametrize("command", [("template", "lgtc-500"), ("check", __file__, "--marked")])
def test_a_workbook_is_not_called_something_else(command: tuple[str, ...], spenddata: Command, tmp_path: Path) -> None:
    result = spenddata(*command, tmp_path / "t.csv")
    assert result.exit_code == 2
    assert "ends in .xlsx" in result.output
    assert not list(tmp_path.iterdir())

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
    "payment_date": datetime.date(2026, 4, 14),
    "amount": 61_234.56,
    "irrecoverable_vat": 0,
    "category_local": "Computer software",
}


@pytest.mark.parametrize("regime", sorted(definitions.load().regimes))
def test_a_filled_in_template_is_read_without_error(regime: str, spenddata: Command, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    assert spenddata("template", regime, path, "--publisher", "Ambleford District Council").exit_code == 0
    known = definitions.load()
    fields = template.fields_of(known.regimes[regime], known)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook[template.SPEND_SHEET]
    needed = {field.name: field.title for field in fields if template.is_required(field, known.regimes[regime])}
    for number in range(3):
        words = {name: VALUES.get(name, f"{title} {number}") for name, title in needed.items()}
        for column, field in enumerate(fields, start=1):
            if field.name in words:
                sheet.cell(row=number + 2, column=column, value=words[field.name])
    workbook.save(path)
    [said] = json.loads(spenddata("check", path, "--json", "--regime", regime).stdout)
    assert (said["outcome"], said["rows"], said["amount_total"], said["errors"]) == ("read", 3, "183703.68", 0), said
    assert set(needed) <= set(said["tables"][0]["mapping"])


def test_an_unknown_regime_lists_the_known(spenddata: Command, tmp_path: Path) -> None:
    result = spenddata("template", "list", tmp_path / "t.xlsx")
    assert result.exit_code == 2
    assert all(regime in result.output for regime in definitions.load().regimes)

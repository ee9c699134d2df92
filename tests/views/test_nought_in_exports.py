"""Downloads and drawings say no nought where nothing was published, as pages do."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest

from tests.returns.world import PERIOD, REGIME, World, csv_file, follow

pytestmark = pytest.mark.portal

NOUGHT = re.compile(r"£0(?!\.?\d)|£0\.00|(?<![\d.])0\.00(?!\d)")
TEXTS = (
    "/spend/compare.csv?publisher=exampleton&publisher=otherborough",
    "/spend/compare.svg?publisher=exampleton&publisher=otherborough",
    "/spend/search.csv",
    "/spend/explore.csv?rows=publisher&period=2026-Q1",
    "/spend/explore.svg?rows=publisher&period=2026-Q1",
    "/spend/explore.csv?rows=category&columns=month&period=2026-Q1&publisher=exampleton",
)
WORKBOOKS = (
    "/spend/compare.xlsx?publisher=exampleton&publisher=otherborough",
    "/spend/explore.xlsx?rows=publisher&period=2026-Q1",
    "/spend/search.xlsx",
)


def noughts(reader: Any) -> dict[str, list[Any]]:
    """Address → the noughts that stand there as amounts."""
    found: dict[str, list[Any]] = {}
    for address in TEXTS:
        found[address] = NOUGHT.findall(reader(None).get(address).response.get_data(as_text=True))
    for address in WORKBOOKS:
        answer = reader(None).get(address).response
        if answer.status_code == 200:
            book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
            found[address] = [
                cell.value for sheet in book for row in sheet.iter_rows() for cell in row if _is_money(cell)
            ]
    return {address: noughts for address, noughts in found.items() if noughts}


def _is_money(cell: Any) -> bool:
    return (
        isinstance(cell.value, int | float)
        and cell.value == 0
        and ("£" in cell.number_format or "0.00" in cell.number_format)
    )


@pytest.mark.usefixtures("world")
def test_where_nothing_is_published(reader: Any):
    assert noughts(reader) == {}


def test_where_it_was_withdrawn(world: World, reader: Any):
    world.publish(csv_file(3))
    follow()
    world.call("spenddata_return_withdraw", "administrator", reference=f"X-DEMO-1.{REGIME}.{PERIOD}", why="By mistake")
    follow()
    assert noughts(reader) == {}

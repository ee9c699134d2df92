"""A search to take away: CSV and workbook have the same columns of the same payments, and no cell of a stranger's is a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from ckanext.spenddata.views import search_files
from tests.returns.world import REGIME, World, csv_file, follow


def row(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "publisher_id": "X-DEMO-1",
        "payment_date": "2026-02-03",
        "supplier_name": f"Supplier {number}",
        "supplier_company_number": "00123456",
        "transaction_number": "T000001",
        "amount": "-1234.50",
        "category_confidence": 0.75,
        "source_row": number,
        **fields,
    }


def answer(*rows: dict[str, Any], cursor: str | None = None) -> dict[str, Any]:
    return {"results": list(rows), "cursor": cursor, "count": 3}


def never(cursor: str) -> dict[str, Any]:
    raise AssertionError(f"{cursor} was asked for")


def open_files() -> set[str]:
    return {file.name for file in Path("/proc/self/fd").iterdir()}


def sheets(response: Any) -> Any:
    body = b"".join(response.response)
    assert response.content_length == len(body)
    response.close()
    return openpyxl.load_workbook(io.BytesIO(body))


@pytest.mark.usefixtures("plainly")
class TestWorkbook:
    def test_amounts_are_numbers_days_are_days_and_all_else_is_text(self):
        book = sheets(search_files.workbook(answer(row(1)), never, ["What this is"]))
        titles, cells = book["Payments"].iter_rows()
        assert tuple(cell.value for cell in titles) == search_files.COLUMNS
        found = {title.value: cell for title, cell in zip(titles, cells, strict=True)}
        assert (found["amount"].value, found["amount"].data_type) == (-1234.5, "n")
        assert found["payment_date"].value == dt.datetime(2026, 2, 3)  # noqa: DTZ001  a workbook has no zones
        assert (found["source_row"].value, found["category_confidence"].value) == (1, 0.75)
        for name in ("supplier_company_number", "transaction_number", "supplier_name"):
            assert found[name].data_type in ("s", "inlineStr"), name
        assert found["supplier_company_number"].value == "00123456"
        assert found["description"].value is None
        assert [cell.value for (cell,) in book["About"].iter_rows()] == ["What this is"]

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "https://x.example", "<b>&amp;", "'=1"])
    def test_no_text_is_a_formula_or_a_link(self, text: str):
        sheet = sheets(search_files.workbook(answer(row(1, supplier_name=text)), never, []))["Payments"]
        cell = sheet.cell(2, search_files.COLUMNS.index("supplier_name") + 1)
        assert (cell.value, cell.hyperlink) == (text, None)
        assert cell.data_type != "f"

    def test_pages_follow_each_other(self):
        pages = {"a": answer(row(2), cursor="b"), "b": answer(row(3))}
        sheet = sheets(search_files.workbook(answer(row(1), cursor="a"), pages.__getitem__, []))["Payments"]
        column = search_files.COLUMNS.index("source_row") + 1
        assert [sheet.cell(line, column).value for line in range(1, sheet.max_row + 1)] == ["source_row", 1, 2, 3]

    def test_what_fails_on_the_way_leaves_no_file_open(self):
        def fails(cursor: str) -> dict[str, Any]:
            raise RuntimeError(cursor)

        before = open_files()
        with pytest.raises(RuntimeError):
            search_files.workbook(answer(row(1), cursor="a"), fails, [])
        assert open_files() <= before


@pytest.mark.usefixtures("plainly")
def test_both_files_end_at_the_same_line_and_that_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(search_files, "MOST_LINES", 4)

    def ask(cursor: str) -> dict[str, Any]:
        return answer(row(1), row(2), cursor=cursor)

    sheet = sheets(search_files.workbook(ask("on"), ask, []))["Payments"]
    with Flask("test").test_request_context():
        lines = "".join(search_files.csv(ask("on"), ask, spreadsheet=False).response)  # type: ignore[arg-type]
    assert (sheet.max_row, len(list(csv.reader(io.StringIO(lines))))) == (5, 5)
    assert search_files.note(4) == ""
    assert search_files.note(5) == "the first 4; for all of them take the datasets, or the API"


@pytest.mark.portal
class TestPortal:
    def test_workbook_and_csv_have_the_same_payments(self, world: World, reader: Any):
        world.publish(csv_file(5))
        follow()
        page = reader(None).get("/spend/search?q=resurfacing&amount_min=2000")
        links = {link.get_text().split()[0]: link["href"] for link in page.soup.select(".sp-basis a")}
        taken = reader(None).get(links["Excel"]).response
        assert taken.headers["Content-Disposition"] == 'attachment; filename="spending.xlsx"'
        book = openpyxl.load_workbook(io.BytesIO(taken.get_data()))
        lines = list(csv.reader(io.StringIO(reader(None).get(links["CSV"]).response.get_data(as_text=True))))
        shown = [[_as_csv(cell) for cell in line] for line in book["Payments"].iter_rows()]
        assert shown == lines
        assert len(lines) == 5
        about = [cell.value for (cell,) in book["About"].iter_rows()]
        assert about[:2] == ["Payments with “resurfacing” of at least £2,000", "4 payments found"]
        assert str(about[2]).endswith("/spend/search?q=resurfacing&amount_min=2000")

    def test_more_than_one_file_has_is_said_beside_them(self, world: World, reader: Any, monkeypatch):
        world.publish(csv_file(5))
        follow()
        monkeypatch.setattr(search_files, "MOST_LINES", 3)
        assert "the first 3; for all of them take the datasets" in reader(None).get("/spend/search").text

    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_what_is_not_known_is_refused(self, world: World, reader: Any, ending: str):
        page = reader(None).get(f"/spend/search.{ending}?colour=red")
        assert (page.status, "There is no parameter colour" in page.text) == (400, True)
        assert reader(None).get(f"/spend/search.{ending}?publisher_id=X-NOBODY").status == 400

    def test_a_return_that_was_taken_back_is_in_no_workbook(self, world: World, reader: Any):
        world.publish(csv_file(3))
        follow()
        reference = f"X-DEMO-1.{REGIME}.2026-Q1"
        world.call("spenddata_return_withdraw", "administrator", reference=reference, why="By mistake")
        book = openpyxl.load_workbook(io.BytesIO(reader(None).get("/spend/search.xlsx").response.get_data()))
        assert book["Payments"].max_row == 1


def _as_csv(cell: Any) -> str:
    value = cell.value
    if cell.column == search_files.COLUMNS.index("amount") + 1 and not isinstance(value, str):
        return f"{value:.2f}"
    return f"{value:%Y-%m-%d}" if isinstance(value, dt.datetime) else "" if value is None else str(value)

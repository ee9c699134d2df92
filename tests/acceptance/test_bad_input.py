"""What is no spend file of the publisher is refused in words, and leaves nothing behind."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.acceptance.conftest import Client

pytestmark = pytest.mark.portal
EVERY_TIME = ("a page", "a letter")
"""Those that are tried with every run: one that is refused at once, and one after reading."""

PUBLISHER = "GB-LAE-DEV"
OTHER = "GB-LAE-LDS"
HEADER = "Body Name,Payment Date,Supplier Name,Transaction Number,Amount,Expense Area,Expense Type\r\n"


def _workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for row in range(200):
            sheet.write_row(
                row, 0, ["Date", "Supplier", "Amount"] if row == 0 else ["01/04/2026", f"Supplier {row}", row * 100]
            )
    return buffer.getvalue()


def _of_another_publisher() -> bytes:
    lines = (
        f"Leeds City Council,{day:02d}/04/2026,Supplier {day} Ltd,T{day},{day}00.00,Highways,Repairs\r\n"
        for day in range(1, 29)
    )
    return (HEADER + "".join(lines)).encode()


AT_ONCE = {
    "a page": (
        "spend.csv",
        b"<!DOCTYPE html><html><head><title>Page not found</title></head><body><h1>Not found</h1></body></html>",
    ),
    "a pdf": ("spend.csv", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"),
    "nothing": ("spend.csv", b""),
    "a truncated workbook": ("spend.xlsx", _workbook()[:-900]),
}
AFTER_READING = {
    "a file of another publisher": ("spend.csv", _of_another_publisher()),
    "a letter": (
        "spend.csv",
        b"Dear colleague,\r\n\r\nplease find the figures on our website.\r\n\r\nKind regards\r\n",
    ),
}


@pytest.mark.check(11)
@pytest.mark.parametrize(
    "what",
    [pytest.param(what, marks=[] if what in EVERY_TIME else [pytest.mark.deep]) for what in (*AT_ONCE, *AFTER_READING)],
)
def test_it_is_refused_with_a_reason_and_nothing_is_public(
    client: Client, load_publisher: Callable[[str], None], tmp_path: Path, what: str
) -> None:
    import ckanapi

    from ckanext.spenddata.ledger import ALL_SPEND

    load_publisher(PUBLISHER)
    load_publisher(OTHER)
    name, content = (AT_ONCE | AFTER_READING)[what]
    (tmp_path / name).write_bytes(content)
    filing = {"path": tmp_path / name, "publisher": PUBLISHER, "regime": "lgtc-500", "period": "2026-Q2"}
    if what in AT_ONCE:
        with pytest.raises(ckanapi.ValidationError) as refused:
            client.submit(**filing, publish=True)
        (said,) = refused.value.error_dict["upload"]
        assert client.call("spenddata_return_list", publisher=PUBLISHER, state="rejected")["count"] == 0
    else:
        revision = client.settled(client.submit(**filing, publish=True))
        assert revision["state"] == "rejected"
        refusal = revision["report"]["refusal"]
        said = f"{refusal['message']} {refusal['remedy']}"
    assert len(said.split()) >= 10, said
    assert client.call("package_search", fq="dataset_type:spend")["count"] == 0
    assert client.call("datastore_search", resource_id=ALL_SPEND, limit=0)["total"] == 0
    assert client.call("spenddata_transaction_search")["count"] == 0

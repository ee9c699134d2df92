"""Codes and addresses of bodies that are never published are seen all the same."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.reading import NamedBody


def spend(title: str, *cells: str) -> bytes:
    rows = [f"{n + 1:02}/04/2026,Firm {n} Ltd,{n + 1}00.25,{cell}" for n, cell in enumerate(cells)]
    return "\n".join([f"Date,Supplier,Amount,{title}", *rows]).encode()


@pytest.mark.parametrize("title", ["Organisation URI", "Organisation Code", "Authority Code", "GSS Code", "Body URI"])
def test_the_commonest_of_each_column_is_named(title, read_bytes):
    (table,) = read_bytes(spend(title, "E99000002", "E99000001", " E99000001 ", "E99000001")).tables
    assert table.bodies == (NamedBody(title, "E99000001", 3),)


def test_other_columns_and_blank_ones_name_none(read_bytes):
    assert read_bytes(spend("Cost Centre", *["E99000001"] * 4)).tables[0].bodies == ()
    assert read_bytes(spend("Organisation Code", *[""] * 4)).tables[0].bodies == ()

"""What is no table is refused at the door, with the file's name and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.spenddata.returns.filing.refusals import RefusedError, refuse_at_the_door


@pytest.mark.parametrize("content", [b"", b"<!doctype html><title>Not found</title>", b"%PDF-1.7\n%\xe2\xe3"])
def test_what_is_no_table_is_refused_by_name(tmp_path: Path, content: bytes):
    path = tmp_path / "stored"
    path.write_bytes(content)
    with pytest.raises(RefusedError) as refused:
        refuse_at_the_door("april.csv", path)
    refusal = refused.value.refusal
    assert str(refused.value) == f"april.csv: {refusal.message} {refusal.remedy}"
    assert refusal.code
    assert refusal.remedy.endswith(".")


def test_a_table_is_let_in(tmp_path: Path):
    path = tmp_path / "stored"
    path.write_text("Date,Supplier,Amount\n01/04/2026,Alder Ltd,500.00\n")
    refuse_at_the_door("april.csv", path)

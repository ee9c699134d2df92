"""A name that a report broke over two lines is told of: what stands on the second is left out."""

from __future__ import annotations

HEADER = "Date,Supplier,Description,Amount"
ROWS = [f"{n:02}/04/2026,Firm {n} Building,Repairs,{n}00.25" for n in range(1, 13)]


def notes(read_bytes, *lines: str) -> list[str]:
    return [note for note in read_bytes("\n".join([HEADER, *lines])).notes if "nothing else" in note]


def test_words_below_a_supplier_are_told_of(read_bytes):
    lines = [*ROWS[:3], ",Contractors Ltd,,", *ROWS[3:7], ",(UK) Limited,,", *ROWS[7:]]
    (note,) = notes(read_bytes, *lines)
    assert "2 rows among the payments (5, 10) hold words in the supplier's column" in note.replace("Two", "2")


def test_a_heading_in_another_column_and_words_below_all_are_not(read_bytes):
    assert notes(read_bytes, *ROWS[:3], "Housing,,,", *ROWS[3:], ",End of report,,") == []
    assert notes(read_bytes, *ROWS) == []

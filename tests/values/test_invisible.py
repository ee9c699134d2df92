"""What nobody sees is left out, and nothing else."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.values.invisible import cells_less_unseen, less_unseen

UNSEEN = ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202c", "\u2060", "\u2066", "\u2069", "\ufeff"]
SEEN = [
    "Caf\u00e9 \u2019n\u2019 Co",
    "\u20131,234.50",
    "\u00ad12.50",
    "INV\u00ad12",
    "\u00a312",
    "a\u2026",
    "50\u202f000",
]


@pytest.mark.parametrize("character", [*UNSEEN, "\u00ad"])
def test_a_character_without_width_is_left_out_of_texts_and_cells(character):
    for written, seen in (("Al{}der Ltd", "Alder Ltd"), ("Supp{}lier", "Supplier")):
        assert less_unseen(written.format(character).encode()) == (seen.encode(), 1)
        assert cells_less_unseen(pl.DataFrame({"1": [written.format(character)]}))["1"].to_list() == [seen]


@pytest.mark.parametrize("character", UNSEEN)
def test_an_amount_with_one_is_an_amount_and_a_cell_of_one_is_blank(character):
    assert less_unseen(f"1{character}234.50{character}".encode()) == (b"1234.50", 2)
    cells = cells_less_unseen(pl.DataFrame({"1": [character, f"{character}12.00"], "2": ["a", None]}))
    assert cells.rows() == [(None, "a"), ("12.00", None)]


def test_what_is_seen_stays():
    for text in SEEN:
        assert less_unseen(text.encode()) == (text.encode(), 0)
        assert cells_less_unseen(pl.DataFrame({"1": [text]}))["1"].to_list() == [text]
    damaged = b"\xff\xe2\x80"
    assert less_unseen(damaged) == (damaged, 0)

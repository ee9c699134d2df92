"""A very large file, read in pieces, gives the rows that it gives when read at once."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.spenddata.intake import pieces
from ckanext.spenddata.intake.read import read
from tests.intake import corpus


@pytest.fixture
def both_ways(tmp_path, definitions, monkeypatch):
    """Read a text at once and in pieces of 500 bytes; also says whether the pieces were really used."""

    def read_both(text: str, **how):
        path = tmp_path / "sent"
        path.write_text(text, encoding="utf-8")
        whole = read(path, "spend.csv", definitions, **how)
        monkeypatch.setattr(pieces, "LARGE", 10)
        monkeypatch.setattr(pieces, "_PIECE", 500)
        used = []
        monkeypatch.setattr(pieces, "canonical", lambda *a, made=pieces.canonical: used.append(1) or made(*a))
        parted = read(path, "spend.csv", definitions, **how)
        return whole, parted, len(used)

    return read_both


def same(whole, parted) -> None:
    assert parted.rows.frame.equals(whole.rows.frame)
    assert parted.rows.frame.schema == whole.rows.frame.schema
    assert parted.outcome == whole.outcome
    assert parted.tables[0].rows == whole.tables[0].rows
    assert parted.tables[0].left_out_rows == whole.tables[0].left_out_rows
    assert parted.tables[0].mapping.keys() == whole.tables[0].mapping.keys()
    assert parted.file == whole.file or parted.file.encoding == "utf-8"


@pytest.mark.parametrize(
    "nuisance",
    [
        "title_above",
        "blank_lines",
        "filler_of_dashes",
        "total_named",
        "total_unnamed",
        "notes_below",
        "titles_repeated",
        "dotted",
        "serials",
    ],
)
def test_pieces_give_the_same_rows(nuisance, both_ways):
    whole, parted, used = both_ways(corpus.csv_text(corpus.NUISANCES[nuisance](corpus.lines())))
    assert used > 3
    same(whole, parted)
    assert parted.rows.amount_total() == corpus.total()


def test_dates_are_decided_by_all_pieces(both_ways):
    made = [
        corpus.Payment(date(2026, 5, 1 + i % 12), "Alder Ltd", 100_00, str(i), "Rent", "Roads", "") for i in range(30)
    ]
    late = [corpus.Payment(date(2026, 5, 13), "Alder Ltd", 100_00, "99", "Rent", "Roads", "")]
    american = corpus.american(corpus.lines([*made[:20], *made[20:], *late]))
    whole, parted, used = both_ways(corpus.csv_text(american))
    assert used > 3
    same(whole, parted)
    assert set(parted.rows.frame["payment_date"].dt.month()) == {5}


@pytest.mark.parametrize(
    "text",
    [
        corpus.csv_text([*corpus.lines()[:20], *corpus.columns_reordered(corpus.lines())]),
        corpus.csv_text(corpus.lines()).replace("Rent", '"Rent\nand rates"'),
        corpus.csv_text(corpus.lines()[1:]),
    ],
)
def test_a_file_of_another_kind_is_read_at_once(text, both_ways):
    whole, parted, _ = both_ways(text)
    same(whole, parted)

"""What stands beside the amounts is counted in every row, and pieces of a large file add up to the whole."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.intake.columns.beside import Beside, Turns
from ckanext.spenddata.intake.columns.watch import Watch

ROWS = 5_000
AMOUNTS = pl.Series([f"{n}.50" for n in range(1, ROWS + 1)])
MARKS = pl.Series(["DR"] * ROWS)
LATE = MARKS.set(pl.Series([n == 3_333 for n in range(ROWS)]), "CR")
WATCH = Watch(amount=1, signs=(2,), currency=3)


def cells(marks: pl.Series, start: int = 0, end: int = ROWS):
    columns = {1: AMOUNTS, 2: marks, 3: pl.Series(["GBP"] * (ROWS - 1) + ["EUR"])}
    return lambda number: columns[number].slice(start, end - start)


def signs(found: Beside) -> dict[str, tuple[int, int]]:
    """The amounts above and below nought by how the words beside them are written."""
    return {word: (each.plus, each.minus) for each in found.words[2].values() for word in each.written}


def test_one_mark_among_five_thousand_rows_counts():
    assert signs(WATCH.look(cells(LATE))) == {"CR": (1, 0), "DR": (ROWS - 1, 0)}
    assert set(signs(WATCH.look(cells(MARKS)))) == {"DR"}


def test_a_currency_in_the_last_row_counts():
    assert WATCH.look(cells(MARKS)).currencies == {"GBP", "EUR"}


@pytest.mark.parametrize("cut", [1, 2_500, 3_334, ROWS - 1])
def test_pieces_add_up_to_the_whole(cut: int):
    whole = WATCH.look(cells(LATE))
    assert WATCH.look(cells(LATE, 0, cut)) + WATCH.look(cells(LATE, cut, ROWS)) == whole


def test_amounts_with_pence_are_counted():
    found = WATCH.look(cells(MARKS))
    assert (found.amounts, found.with_pence) == (ROWS, ROWS)


def test_two_columns_of_amounts_take_turns_or_not():
    watch = Watch(amount=1, credits=(2,))
    debits = pl.Series(["10.00", "", "0.00", "7.00"])
    for others, turns in {
        ("", "5.00", "3.00", ""): Turns(both=False, alone=True, amounts=2, filled=2),
        ("1.00", "", "", ""): Turns(both=True, alone=False, amounts=1, filled=1),
        ("", "n/a", "", ""): Turns(both=False, alone=False, amounts=0, filled=1),
    }.items():
        columns = {1: debits, 2: pl.Series(others)}
        assert watch.look(columns.__getitem__).turns[2] == turns

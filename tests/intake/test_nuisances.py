"""Whatever publishers do to a table, the same payments are found in it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import Outcome, Reading
from tests.intake import corpus

MAY = (date(2026, 5, 1), date(2026, 5, 31))


def same_payments(reading: Reading) -> None:
    assert reading.refusal is None, reading.refusal
    assert reading.rows is not None
    frame = reading.rows.frame
    found = sorted(zip(frame["payment_date"], frame["supplier_name"], frame["amount"], strict=True), key=repr)
    wanted = sorted(((p.day, p.supplier, p.pence) for p in corpus.PAYMENTS), key=repr)
    assert found == wanted
    assert reading.rows.amount_total() == corpus.total()


@pytest.mark.parametrize("name", corpus.NUISANCES)
def test_one_nuisance(name, read_bytes):
    reading = read_bytes(corpus.csv_text(corpus.NUISANCES[name](corpus.lines())), period=MAY)
    same_payments(reading)
    assert reading.outcome == Outcome.READ


@pytest.mark.parametrize("around", [f.__name__ for f in corpus.AROUND])
@pytest.mark.parametrize("columns", [f.__name__ for f in corpus.COLUMNS])
def test_a_nuisance_around_and_one_of_columns(around, columns, read_bytes):
    table = corpus.NUISANCES[columns](corpus.NUISANCES[around](corpus.lines()))
    same_payments(read_bytes(corpus.csv_text(table), period=MAY))


@settings(deadline=None)
@given(
    around=st.permutations([f.__name__ for f in corpus.AROUND]).map(lambda names: names[:3]),
    columns=st.sampled_from([f.__name__ for f in corpus.COLUMNS]),
    values=st.sampled_from(sorted(corpus.VALUES)),
)
def test_nuisances_together(around, columns, values, tmp_path_factory, definitions):
    if sum("total" in name for name in around) > 1:
        return
    table = corpus.lines()
    for name in (*around, values, columns):
        if name == "gross_beside" and values in {
            "pounds_and_commas",
            "brackets",
            "trailing_minus",
            "credit_words",
            "float_dust",
        }:
            return
        table = corpus.NUISANCES[name](table)
    path = tmp_path_factory.mktemp("nuisance") / "sent"
    path.write_text(corpus.csv_text(table), encoding="utf-8")
    same_payments(read(path, "spend.csv", definitions, period=MAY))


@pytest.mark.parametrize("character", ["\u200b", "\u200d", "\u200e", "\u2060", "\ufeff", "\u00ad"])
def test_what_nobody_sees_makes_no_other_supplier_title_or_amount(character, read_bytes):
    text = corpus.csv_text([corpus.TITLES, *corpus.lines()])
    plain = read_bytes(text)
    strange = read_bytes(text.replace("pp", f"p{character}p").replace("lm", f"l{character}m"))
    assert strange.outcome == Outcome.READ
    drop = ["source_file"]
    assert strange.rows.frame.drop(drop).equals(plain.rows.frame.drop(drop))
    assert any("nobody sees" in note for note in strange.notes)

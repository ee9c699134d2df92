"""A large text file is looked over before it fills the memory: what no table of payments has is refused, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.refusals import Refused
from ckanext.spenddata.intake.text_files import survey

ROW = b"03/04/2026,Acme Advice Ltd,1234.50\n"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes megabytes takes some hundred bytes here."""
    for name, size in {"_LINE": 400, "_PIECE": 100, "_EMPTY_LINES": 50, "_MENDED": 2_000, "SPAN": 10}.items():
        monkeypatch.setattr(survey, name, size)


@pytest.fixture
def look(tmp_path: Path) -> Callable[..., None]:
    def look(content: bytes, **limits: int | None) -> None:
        path = tmp_path / "spend.csv"
        path.write_bytes(content)
        survey.refuse_too_much(path, Limits(**{"rows": None, **limits}))

    return look


def test_a_table_of_payments_passes(look):
    look(ROW * 500)


def test_a_small_file_is_not_looked_at(look):
    look(b"\n" * 399, rows=1)


@pytest.mark.parametrize("content", [b"x" * 1_000, ROW * 20 + b"x" * 1_000, b"x" * 1_000 + b"\n"])
def test_a_line_that_no_table_has_is_refused(look, content):
    with pytest.raises(Refused, match="line of more than 400"):
        look(content)


def test_lines_that_end_with_returns_alone_are_lines(look):
    look(ROW.replace(b"\n", b"\r") * 30)


def test_more_rows_than_allowed_are_refused(look):
    look(ROW * 30, rows=30)
    with pytest.raises(Refused, match="more than 29 rows"):
        look(ROW * 30, rows=29)


def test_returns_alone_count_as_rows_too(look):
    with pytest.raises(Refused, match="more than 9 rows"):
        look(ROW.replace(b"\n", b"\r") * 30, rows=9)


def test_line_breaks_within_quoted_cells_may_be_no_rows(look):
    """A few long descriptions must not make a file too large."""
    look(b'03/04/2026,"one\ntwo\nthree",1234.50\n' * 12, rows=12)


@pytest.mark.parametrize("row", [b"\n", b",,,\n", b" ; ; \n", b'"",""\r\n', b"a,b\n"])
def test_rows_without_end_that_hold_nothing_are_refused(look, row):
    with pytest.raises(Refused, match="are blank or hold a few characters"):
        look(ROW * 10 + row * 200)


def test_some_blank_rows_are_left_to_the_reader(look):
    look(ROW * 20 + b",,,\n" * 40)


class TestQuotation:
    def test_a_mark_that_is_never_closed_is_refused_with_its_line(self, look):
        with pytest.raises(Refused, match="6"):
            look(ROW * 5 + b'03/04/2026,"Acme,1\n' + ROW * 100)

    def test_one_near_the_end_is_left_to_the_reader(self, look):
        look(ROW * 100 + b'03/04/2026,"Acme,1\n' + ROW * 5)

    def test_one_that_is_closed_some_lines_below_is_a_cell(self, look):
        look(ROW * 5 + b'03/04/2026,"Acme\n\nAdvice",1\n' + ROW * 100)

    def test_one_that_is_closed_too_late_is_refused(self, look):
        with pytest.raises(Refused):
            look(ROW * 5 + b'03/04/2026,"Acme\n' + ROW * 30 + b'Advice",1\n' + ROW * 100)

    def test_a_mark_within_words_opens_nothing(self, look):
        look(ROW * 5 + b'03/04/2026,a 5" pipe,1\n' + ROW * 100)

    def test_a_mark_at_the_beginning_of_a_line_opens_a_cell(self, look):
        with pytest.raises(Refused):
            look(ROW * 5 + b'"Acme,1\n' + ROW * 100)

    def test_in_a_smaller_file_the_reader_mends_it(self, look):
        look(ROW * 5 + b'03/04/2026,"Acme,1\n' + ROW * 30)

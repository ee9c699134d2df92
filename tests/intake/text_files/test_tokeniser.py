"""The cells of sound text are those that Python's csv reader finds; marks out of place swallow no record, whatever the size."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.intake.refusals import Refused
from ckanext.spenddata.intake.text_files import tokeniser
from ckanext.spenddata.intake.text_files.grammar import Grammar, written
from ckanext.spenddata.intake.text_files.tokeniser import tokenised
from tests.intake import corpus

SOUND = [
    corpus.csv_text(corpus.lines()),
    corpus.csv_text(corpus.lines(), end="\n"),
    corpus.csv_text(corpus.blank_lines(corpus.lines())),
    "\n\n" + corpus.csv_text(corpus.lines()) + "\n\n",
    corpus.csv_text(corpus.many_blank_columns(corpus.lines())),
    'a,b,c\n1,"2 ""x""",3\n4,5,6\n',
    'a,b,c\n1,"2\nx",3\n4,5,6\n',
    "a,b\n1,2,3,4,5,6,7,8,9\n1\n",
    '"a","b"\r\n"1",""\r\n',
    "",
    "\n",
]
CELL = st.text(alphabet='ab1 ",;\n\u00e9', max_size=6)


def cells(text: str, mark: str = ",") -> list[list[str]]:
    """Without what is blank at the right."""
    read = tokenised(text.encode(), mark)
    assert read is not None
    return [shortened(row) for row in read.cells.iter_rows()]


def shortened(row) -> list[str]:
    row = [cell or "" for cell in row]
    while row and not row[-1]:
        row.pop()
    return row


def by_python(text: str, mark: str = ",") -> list[list[str]]:
    return [shortened(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]


@pytest.fixture(params=[8_000_000, 1], ids=["record by record", "at once"])
def any_size(request, monkeypatch) -> None:
    """As small text is read, and as large text is."""
    monkeypatch.setattr(tokeniser, "_LARGE", request.param)


@pytest.mark.usefixtures("any_size")
@pytest.mark.parametrize("text", SOUND)
def test_sound_text_has_the_cells_that_python_finds(text):
    assert cells(text) == by_python(text)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_whatever_is_written_soundly_is_read_as_it_was(rows, mark):
    text = "\n".join(written(row, mark) for row in rows)
    grammar = Grammar.of(mark)
    assert grammar.is_sound_text(text.encode(), at_once=False)
    assert grammar.sound_share(text) == 1
    assert [shortened(row) for row in rows] == by_python(text, mark)


@pytest.mark.usefixtures("any_size")
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('a,b,c\n1,2 "x" y,3\n4,5,6\n', ["1", '2 "x" y', "3"]),
        ('a,b,c\n1,6" pipe,3\n4,8" pipe,6\n', ["1", '6" pipe', "3"]),
        ('a,b,c\n1,"open,3\n4,5,6\n7,8,9\n', ["1", "open", "3"]),
        ('a,b,c\n1,"x" y,3\n', ["1", '"x" y', "3"]),
    ],
)
def test_a_mark_out_of_place_is_a_part_of_its_cell_or_none(text, read):
    assert cells(text)[1] == read
    assert len(cells(text)) == text.count("\n")


@pytest.mark.usefixtures("any_size")
def test_two_marks_out_of_place_swallow_no_records():
    lines = corpus.csv_text(corpus.lines(corpus.payments(9))).replace('"', "").splitlines()
    lines[3] = lines[3].replace(",Agency,", ',"Agency,')
    lines[6] = lines[6].replace(",Agency,", ',Agency",')
    assert len(cells("\n".join(lines))) == len(lines)


@pytest.mark.usefixtures("any_size")
def test_a_broken_record_is_joined_though_others_have_line_breaks_in_their_cells():
    table = corpus.lines(corpus.payments(60))
    for row in table[1::4]:
        row[5] = "Alder\nand Ash"
    lines = corpus.csv_text(table).split("\r\n")
    broken = next(n for n, line in enumerate(lines) if n > 20 and line.count(",") == 8 and '"' not in line)
    lines[broken] = lines[broken].replace(",Agency,", ",Agen\ncy,")
    read = tokenised("\r\n".join(lines).encode(), ",")
    assert read is not None
    assert read.repairs.joined == [broken]
    assert read.cells.row(broken)[1] == "Agen\ncy"
    assert shortened(read.cells.row(broken + 1)) == []


def test_a_row_far_wider_than_a_large_text_begins_is_refused(monkeypatch):
    monkeypatch.setattr(tokeniser, "_LARGE", 1)
    text = "a,b\n" * 300 + "x," * 5_000 + "x\n"
    with pytest.raises(Refused):
        tokenised(text.encode(), ",")

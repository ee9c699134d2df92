"""A record whose quotation marks are out of place is read in each way in which it can be meant."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.text_files import loose
from ckanext.spenddata.intake.text_files.grammar import Grammar


@pytest.mark.parametrize(
    ("record", "read"),
    [
        ("a,b", ["a", "b"]),
        ('a, "b, "c"" d" ,e', ["a", 'b, "c" d', "e"]),
        ('"a "x" b",c', ['a "x" b', "c"]),
        ('"a",', ["a", ""]),
        ('"",b', ["", "b"]),
        ('"a""",b', ['a"', "b"]),
        ('"open,b', None),
    ],
)
def test_a_mark_closes_a_cell_only_before_a_delimiter_or_at_the_end(record, read):
    assert loose.cells(record, ",") == read


def test_a_mark_that_closes_nothing_stays_in_its_cell():
    record = '"Pipes 6", 8" Ltd",b'
    assert ['Pipes 6", 8" Ltd', "b"] in list(loose.with_one_kept(record, ","))


def test_a_cell_may_end_with_the_first_marks_before_a_delimiter():
    assert loose.cells('"a"",b,"c"', ",", first=True) == ['a"', "b", "c"]


def test_without_one_mark_the_last_goes_first():
    ways = list(loose.with_one_left_out('a,"b,"c",d', ","))
    assert len(ways) == 3
    assert ways[-1] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(("record", "only"), [('a, "b" ,c', True), ('"a" ,"b"', True), ('a, "b"x,c', False)])
def test_blanks_around_marks_are_no_fault_of_the_cells(record, only):
    assert loose.only_spaced(record, Grammar.of(",")) is only


@pytest.mark.parametrize(
    ("record", "read"),
    [
        ('a,"Corner" Bakery Ltd,b', ["a", '"Corner" Bakery Ltd', "b"]),
        ('a,"Corner" Bakery ,b', ["a", '"Corner" Bakery ', "b"]),
        ('"x" ,"Corner" Bakery', ["x", '"Corner" Bakery']),
        ('"Corner" Bakery,"b, c"', ['"Corner" Bakery', "b, c"]),
        ('a,"The" "Old" Mill', ["a", '"The" "Old" Mill']),
        ('a,"b, c" d,e', None),
        ('"x","y"', ["x", "y"]),
        ('"open,b', None),
    ],
)
def test_a_name_may_begin_with_words_in_marks(record, read):
    assert loose.cells(record, ",", names=True) == read


@pytest.mark.parametrize(
    ("record", "read"),
    [
        (r'"The \"Corner\" Bakery",b', ['The "Corner" Bakery', "b"]),
        (r'"12\" pipe",b', ['12" pipe', "b"]),
        (r'"C:\",b', None),
        (r'"\"x\" y, z",b', ['"x" y, z', "b"]),
        ('"x",b', None),
    ],
)
def test_a_mark_may_have_a_backslash_before_it(record, read):
    assert loose.escaped(record, Grammar.of(",")) == read

"""Records whose quotation marks are out of place, read in the ways in which they can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ckanext.spenddata.intake.text_files.grammar import Grammar, alone

_RUN = re.compile('"+')


@cache
def _end_of_cell(mark: str) -> re.Pattern[str]:
    return re.compile(rf" *+(?:{re.escape(mark)}|\Z)")


@cache
def _closing(mark: str) -> re.Pattern[str]:
    return re.compile(rf'"(?= *+(?:{re.escape(mark)}|\Z))')


@cache
def _name_in_marks(mark: str) -> re.Pattern[str]:
    """A cell that begins with words in marks and ends without one."""
    other = re.escape(mark)
    words = rf'"[^"{other}]++"'
    return re.compile(rf'((?:{words}[^"{other}]*+)*{words} *+[^"{other} ][^"{other}]*+)(?:{other}|\Z)')


def cells(record: str, mark: str, *, kept: int = -1, first: bool = False, names: bool = False) -> list[str] | None:
    """The cells of a record in which a quotation mark closes a cell only before a delimiter or at the end.

    Blanks before an opening mark and after a closing one do not count. None where a cell stays open.

    Args:
        record: the record, its line end taken off.
        mark: the delimiter.
        kept: place of a mark that closes nothing.
        first: a cell ends with the first marks before a delimiter, even where they could be one that is doubled.
        names: a cell may begin with words in marks and go on without: ``"Corner" Bakery Ltd``.
    """
    found: list[str] = []
    place = 0
    while True:
        begin = place
        while record.startswith(" ", begin):
            begin += 1
        if names and (name := _name_in_marks(mark).match(record, begin)):
            found.append(name[1])
            place = name.end()
            if place >= len(record) and not record.endswith(mark):
                return found
        elif record.startswith('"', begin):
            end = _end_of_quoted(record, begin + 1, mark, kept, first=first)
            if end is None:
                return None
            found.append(record[begin + 1 : end].replace('""', '"'))
            after = _end_of_cell(mark).match(record, end + 1)
            place = after.end() if after else end + 1
            if place >= len(record) and not record.endswith(mark):
                return found
        else:
            end = record.find(mark, place)
            if end < 0:
                return [*found, record[place:]]
            found.append(record[place:end])
            place = end + 1


def _end_of_quoted(record: str, place: int, mark: str, kept: int, *, first: bool) -> int | None:
    """Where the mark is that closes the cell whose text begins at ``place``: the last of an odd number of them before a delimiter."""
    even = None
    for run in _RUN.finditer(record, place):
        last = run.end() - 1
        if last == kept or not _end_of_cell(mark).match(record, run.end()):
            continue
        if first or (run.end() - run.start()) % 2 or run.start() == place:
            return last
        even = last
    return even


def with_one_kept(record: str, mark: str) -> Iterator[list[str] | None]:
    """The cells of a record when one of its marks that could close a cell is a part of it instead, or when none could be doubled."""
    yield cells(record, mark, first=True)
    for found in _closing(mark).finditer(record):
        yield cells(record, mark, kept=found.start())


def with_one_left_out(record: str, mark: str) -> Iterator[list[str] | None]:
    """The cells of a record without one of its marks, the last first."""
    for found in reversed([*_RUN.finditer(record)]):
        place = found.end() - 1
        yield cells(record[:place] + record[place + 1 :], mark)


def escaped(record: str, grammar: Grammar) -> list[str] | None:
    """The cells of a record in which each mark inside a cell has a backslash before it, as databases write them; else None."""
    doubled = record.replace('\\"', '""')
    return alone(doubled, grammar.mark) if doubled != record and grammar.is_sound(doubled) else None


def only_spaced(record: str, grammar: Grammar) -> bool:
    """True where a record is sound but for blanks between its delimiters and its quotation marks."""
    mark = re.escape(grammar.mark)
    close = re.sub(rf'(^|{mark}) ++"', r'\1"', record)
    return grammar.is_sound(re.sub(rf'" ++({mark}|\Z)', r'"\1', close))

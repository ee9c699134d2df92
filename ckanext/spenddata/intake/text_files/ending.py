"""Does a text end where it was meant to, or was it cut within its last record, as by a download that broke off?

A text that ends in a line feed was written to the end of a record. One that doesn't may be whole as well, so its last record is set
beside those above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ckanext.spenddata.intake import total_words
from ckanext.spenddata.intake.text_files.grammar import Grammar, cells_of
from ckanext.spenddata.intake.text_files.records import shape_of

_TAIL = 100_000
"""So many bytes at the end are looked at."""
_ABOVE = 5
"""Fewer records above the last show nothing."""
_MANY = 20
"""So many whole numbers show how short one may be."""
_PENCE = re.compile(r".*\.\d\d[)\s-]*", re.DOTALL)
_BEGUN = re.compile(r"(?:[-(£ ]*\d[\d, ]*\.?\d?)?")
"""An amount without its pence, or none yet; a dash and ``500.00 CR`` are whole."""
_WHOLE = re.compile(r"-?\d+")
_DATE = re.compile(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{2,4}")
_LETTER = re.compile(r"[^\W\d_]")
_TELLING = 4
"""A shorter number alone in a line may be that of a page."""
_WORDS = 60
"""A longer text below a table is a note."""
_SAID = re.compile(
    r"(?i)\b(?:sources?|notes?|contacts?|e-?mail|https?|www|reports?|created|produced|printed|published|licen[cs]e|data|pages?|end|run|by|of)\b"
)
"""How the words below a table begin."""


def is_cut(data: bytes, mark: str) -> bool:
    """True where the last record of a text in UTF-8 seems to be cut."""
    if not data or data.endswith(b"\n"):
        return False
    lines = data[-_TAIL:].decode("utf-8", "replace").split("\n")
    *above, last = lines if len(data) <= _TAIL else lines[1:] or lines
    grammar = Grammar.of(mark)
    if not grammar.is_sound(last):
        # A cell may end with a line break, and its closing mark then begins the last line.
        return grammar.opens(last) and data.count(b'"') % 2 == 1
    sound = [line for line in above if line.strip() and grammar.is_sound(line)]
    *records, row = cells_of([*sound, last], mark)
    return len(records) >= _ABOVE and _is_cut(row, records)


def may_be_cut(data: bytes, mark: str) -> bool:
    """True where the last cell of all is a whole number among whole numbers, of which more digits could have followed."""
    if not data or data.endswith((b"\n", b"\r")):
        return False
    lines = data[-_TAIL:].decode("utf-8", "replace").split("\n")
    grammar = Grammar.of(mark)
    sound = [line for line in (lines if len(data) <= _TAIL else lines[1:]) if line.strip() and grammar.is_sound(line)]
    *records, row = cells_of(sound, mark) if sound else [[]]
    above = [cells[-1] for cells in records if len(cells) == len(row) and cells[-1].strip()]
    return len(row) > 1 and _WHOLE.fullmatch(row[-1]) is not None and _is_whole_numbers(above)


def _is_whole_numbers(cells: Sequence[str]) -> bool:
    """True for whole numbers of several lengths, one of which may be a title."""
    numbers = [cell for cell in cells if _WHOLE.fullmatch(cell)]
    return len(numbers) >= max(_ABOVE, len(cells) - 1) and len({len(cell) for cell in numbers}) > 1


def _is_cut(row: Sequence[str], above: Sequence[Sequence[str]]) -> bool:
    shape = shape_of(above)
    if shape is None or any(total_words.may_name_total(cell) for cell in row):
        return False
    others = [cells for cells in above if len(cells) == shape.width]
    if len(row) == shape.width:
        # Some programs fill every row up, also those that are blank or hold a note.
        return shape.fits([*row[:-1], others[-1][-1]]) and _ends_early(row[-1], [cells[-1] for cells in others])
    if len(row) > shape.width or any(1 < len(cells) <= len(row) for cells in above):
        return False
    *whole, part = row
    columns = [[cells[place] for cells in others] for place in range(len(row))]
    if not whole:
        return len(part) > 1 and (
            any(cell.startswith(part) for cell in columns[0]) or (len(part) >= _TELLING and _is_alike(part, columns[0]))
        )
    if all(cell in columns[place] for place, cell in enumerate(whole)):
        return True
    typed = [kind.fullmatch(whole[place].strip()) for place, kind in shape.kinds.items() if place < len(whole)]
    if typed or any(_is_alike(cell, columns[place]) for place, cell in enumerate(whole)):
        return all(typed)
    last = shape.kinds.get(len(whole))
    return last.fullmatch(part.strip()) is not None if last and part.strip() else not _is_note(row)


def _is_alike(cell: str, above: Sequence[str]) -> bool:
    """True for a date or a number of a document, written like those above it: letters and digits in the same places."""
    return any(map(str.isdigit, cell)) and _form(cell) in {_form(other) for other in above}


def _form(cell: str) -> str:
    return _LETTER.sub("a", re.sub(r"\d", "9", cell.strip()))


def _is_note(row: Sequence[str]) -> bool:
    """True for words with a comma in them, and for a name and what is said of it, as they stand below a table."""
    filled = [cell for cell in row if cell.strip()]
    prose = any(cell[:1].isspace() for cell in row[1:]) or any(len(cell) > _WORDS for cell in row)
    return len(filled) < 2 or prose or _SAID.search(row[0]) is not None


def _ends_early(cell: str, above: Sequence[str]) -> bool:
    """True where the last cell of all lacks what every cell above it has: its pence, the end of its date, of a word said before."""
    filled = [other for other in above if other.strip()]
    pence, dates = ([other for other in filled if form.fullmatch(other)] for form in (_PENCE, _DATE))
    # One of them may be the title.
    enough = max(_ABOVE, len(filled) - 1)
    if len(pence) >= enough:
        return _BEGUN.fullmatch(cell) is not None
    if cell and _WHOLE.fullmatch(cell) and _is_whole_numbers(above) and len(filled) >= _MANY:
        return len(cell) < min(len(other) for other in filled if _WHOLE.fullmatch(other))
    if len(dates) >= enough and len({len(other) for other in dates}) == 1:
        return len(cell) < len(dates[0])
    known = set(filled)
    return bool(cell) and 2 * len(known) <= len(filled) and cell not in known and any(o.startswith(cell) for o in known)

"""Marks out of place are mended line by line: what was sound stays to the byte, and no line swallows another."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.text_files.grammar import Grammar
from ckanext.spenddata.intake.text_files.quotation import SPAN, mend

PLAIN = "".join(f"a{n},b,c\n" for n in range(20))


@pytest.mark.parametrize("text", [PLAIN, PLAIN + '"x, y",b,c\n', PLAIN + '"x\ny",b,c\n', PLAIN + '"C:\\",b,c\n', ""])
def test_sound_text_stays_as_it_is(text):
    mended = mend(text.encode(), ",")
    assert mended.data == text.encode()
    assert list(mended.repairs.notes()) == []


@pytest.mark.parametrize(
    ("line", "written", "kind"),
    [
        ('6" pipe,b,c', '"6"" pipe",b,c', "kept"),
        ('"The "Old" Mill",b,c', '"The ""Old"" Mill",b,c', "kept"),
        ('"open,b,c', "open,b,c", "unclosed"),
        ('"x" , "y",c', "x,y,c", None),
        ('"The "Old"\nMill",b,c', '"The ""Old""\nMill",b,c', "kept"),
        ('"Corner" Bakery,b,"c, d"', '"""Corner"" Bakery",b,"c, d"', "kept"),
        (r'"The \"Old\" Mill",b,c', '"The ""Old"" Mill",b,c', "kept"),
    ],
)
def test_a_line_is_written_as_it_was_meant(line, written, kind):
    mended = mend((PLAIN + line + "\n" + PLAIN).encode(), ",")
    assert mended.data.decode() == PLAIN + written + "\n" + PLAIN
    assert Grammar.of(",").is_sound_text(mended.data, at_once=False)
    assert {name for name, rows in vars(mended.repairs).items() if rows} == ({kind} if kind else set())
    assert not any(rows and rows != [20] for rows in vars(mended.repairs).values())


def test_a_cell_open_at_the_end_may_go_on_below():
    assert mend((PLAIN + 'a,"open').encode(), ",").cut
    assert not mend((PLAIN + 'a,"open\n' + PLAIN * (SPAN // 20 + 1)).encode(), ",").cut


def test_a_line_with_marks_without_end_loses_them():
    line = 'a,"' + '" x ' * 60 + ",c"
    mended = mend((PLAIN + line + "\n" + PLAIN).encode(), ",")
    assert mended.data.count(b"\n") == 41
    assert Grammar.of(",").is_sound_text(mended.data, at_once=False)

"""What is sound is told by the letter of RFC 4180, line by line and for a whole text."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.text_files.grammar import Grammar, alone, cells_of, lines_with_marks, written

COMMAS = Grammar.of(",")


@pytest.mark.parametrize("line", ["a,b", '"a",b', '"a ""b""",c', '"a,b","c"\r', '"",""', "", ","])
def test_sound_lines(line):
    assert COMMAS.is_sound(line)
    assert COMMAS.is_sound_text(line.encode(), at_once=False)


@pytest.mark.parametrize("line", ['a"b,c', '"a"b,c', '"a,b', 'a, "b"', '"a" ,b', '"""'])
def test_lines_that_are_not(line):
    assert not COMMAS.is_sound(line)
    assert not COMMAS.is_sound_text(line.encode(), at_once=False)
    assert COMMAS.sound_share(line) < 1


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ('a,"b\nc",d\n', True),
        ('a,"b\r\nc",d\r\n', True),
        ('"a","b"\n"c","d"', True),
        ('a,"b\nc,d\n', False),
        ('"a","b"\nc"d,e\n', False),
        ("plain " * 200 + '\n"a\nb",c\n', True),
        ("plain " * 200 + '\na,6" pipe\n', False),
    ],
)
def test_a_text_is_sound_over_its_lines(text, sound, at_once):
    assert COMMAS.is_sound_text(text.encode(), at_once=at_once) is sound


def test_a_record_over_lines_opens_goes_on_and_ends():
    assert COMMAS.opens('a,"b')
    assert not COMMAS.opens("a,b")
    assert COMMAS.state_after("still inside") is True
    assert COMMAS.state_after('the end",c') is False
    assert COMMAS.state_after('the end",c,"and another') is True
    assert COMMAS.state_after('the "end",c') is None


def test_another_delimiter_has_another_grammar():
    assert Grammar.of("|").is_sound('a,"b" |c') is False
    assert Grammar.of(";").is_sound('"a,b";c')


def test_a_line_by_itself_has_no_line_ends():
    assert alone('a,"b\r\nc",d\r\n', ",") == ["a", "b  c", "d"]
    assert alone("", ",") == []


@pytest.mark.parametrize("cells", [["a", "b"], ['a "b"', "c,d"], ["a\nb", ""], ["", ""]])
def test_what_is_written_is_read_as_it_was(cells):
    assert cells_of([written(cells, ",")], ",") == [cells]
    assert COMMAS.is_sound_text(written(cells, ",").encode(), at_once=False)


def test_lines_with_marks_are_found_with_their_places():
    data = b'a\n"b"\nc\nd "e" "f"'
    assert list(lines_with_marks(data)) == [(2, b'"b"'), (8, b'd "e" "f"')]

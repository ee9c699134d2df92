"""What is told of a whole file: nil returns, rounded amounts, lost zeros, cells beyond the last title, and how dates were read."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake import notes
from ckanext.spenddata.intake.text_files.encoding import Text
from ckanext.spenddata.values.date_order import Decision
from tests.intake import corpus
from tests.intake.grids import from_rows

NIL = [
    "Nil",
    "NIL.",
    "Nil return",
    "This is a nil return for May 2026",
    "There is nothing to report this month",
    "Nothing to publish",
    "No payments over £500",
    "No transactions",
    "No qualifying card payments were made in May",
    "There was no spend above £25,000 in this month.",
    "Dim taliadau dros £500",
    "Dim gwariant",
]
NOT_NIL = [
    "Nil Desperandum Care",
    "No payments after this date are late",
    "Vanilla Ltd",
    "Payments over £500",
    "No",
    "Annual payments for nothing",
]


@pytest.mark.parametrize("words", NIL)
def test_a_file_that_says_so_is_a_nil_return(words):
    assert notes.says_nil([from_rows([["Spend over £500", "May"], ["Date", "Supplier", "Amount"], [words, "", ""]])])
    assert notes.says_nil([from_rows([["", ""]]), from_rows([["", f"  {words}".strip()]])])


@pytest.mark.parametrize("words", NOT_NIL)
def test_what_only_has_such_words_in_it_is_none(words):
    assert not notes.says_nil([from_rows([["Date", "Supplier", "Amount"], ["", words, ""]])])


def test_a_file_with_an_amount_or_with_much_to_say_is_no_nil_return():
    assert not notes.says_nil([from_rows([["Nil return", "12.50"]])])
    few = [["A sentence"]] * 19
    assert notes.says_nil([from_rows([*few, ["Nil return"]])])
    assert not notes.says_nil([from_rows([*few, ["Another"], ["Nil return"]])])
    assert not notes.says_nil([from_rows([["nil return " * 30]])])
    assert not notes.says_nil([])


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "utf-8-sig", "cp1252"])
def test_a_usual_encoding_is_not_told(encoding):
    assert notes.of_text(Text(b"", encoding)) == []


def test_another_is_told_first_with_what_to_use_instead():
    told = notes.of_text(Text(b"", "utf-16", lost_characters=2))
    assert told[0] == "The text is written in utf-16, which few programs expect. UTF-8 is the encoding to use."
    assert len(told) == 2
    assert "2 characters" in told[1]


def decided(**changes: object) -> Decision:
    return Decision(**{"order": "day_first", "proved": False, "why": "as most dates", **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (None, []),
        (decided(proved=True), []),
        (decided(why="they can be read two ways"), []),
        (decided(), ["Dates are read with the day before the month: as most dates."]),
        (decided(order="month_first", proved=True), ["Dates are read with the month before the day: as most dates."]),
        (
            decided(order="undecided"),
            ["Which part of the dates is the day could not be decided for all of them: as most dates."],
        ),
    ],
)
def test_how_dates_were_read_is_told_where_it_was_not_proved(decision, told):
    assert list(notes._on_order([decision])) == told


@pytest.mark.parametrize(
    ("cells", "told"), [(["10.0051"], "1 amount"), (["10.0051", "1.23456E+3"], "2 amounts"), (["10.5"], "")]
)
def test_amounts_that_were_rounded_are_counted(cells, told, read_bytes):
    lines = corpus.lines(corpus.payments(6))
    for line, cell in zip(lines[1:], cells, strict=False):
        line[7] = cell
    found = [note for note in read_bytes(corpus.csv_text(lines)).notes if "rounded" in note]
    more = " of more than two decimals rounded to the penny, half a penny away from zero."
    assert found == ([told + more] if told else [])


def test_cells_that_a_spreadsheet_could_not_show_are_told(read_bytes):
    lines = corpus.lines(corpus.payments(6))
    lines[3][7] = "#######"
    assert any("hold ##### alone" in note for note in read_bytes(corpus.csv_text(lines)).notes)
    assert not any("#####" in note for note in read_bytes(corpus.csv_text(corpus.lines())).notes)


def test_cells_beyond_the_last_title_are_counted_and_not_used(read_bytes):
    lines = corpus.lines(corpus.payments(12))
    lines[4] = [*lines[4], "left over"]
    lines[9] = [*lines[9], "", "more"]
    told = [note for note in read_bytes(corpus.csv_text(lines)).notes if "right of the last title" in note]
    [note] = told
    assert note.startswith(
        "Cells stand to the right of the last title (column 9) in 2 rows. They are not used. Perhaps a comma"
    )


def test_zeros_that_were_put_back_are_told_by_three_examples(read_bytes):
    paid = corpus.payments(8)
    numbers = ["123456", "00123457", "678901.0", "345678", "567890", "SC123456", "", "12345678"]
    lines = corpus.lines(paid)
    table = [[*line, title] for line, title in zip(lines, ["Company number", *numbers], strict=True)]
    [told] = [note for note in read_bytes(corpus.csv_text(table)).notes if "had lost the zeros" in note]
    assert told.startswith("4 company numbers had lost the zeros at the front")
    assert "123456 is 00123456, 345678 is 00345678, 567890 is 00567890 …." in told


def test_a_header_with_nothing_below_is_told_with_what_to_do(read_bytes):
    assert any("file it as a nil return" in note for note in read_bytes(",".join(corpus.TITLES) + "\r\n").notes)
    nil = ",".join(corpus.TITLES) + "\r\nNil return,,,,,,,,\r\n"
    assert notes.NIL in read_bytes(nil).notes

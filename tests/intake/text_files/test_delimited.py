"""Encodings, delimiters, line ends and quotation marks: whatever a text file is written in, the same payments come out."""

from __future__ import annotations

import codecs

import pytest

from ckanext.spenddata.intake.reading import Limits, Outcome
from ckanext.spenddata.intake.repairs import Repairs
from ckanext.spenddata.intake.text_files import encoding, tokeniser
from tests.intake import corpus

HEADER = "Department family,Entity,Date,Expense type,Expense area,Supplier,Transaction number,Amount,Description\r\n"
ROW = "Examples,Agency,{day:02d}/05/2026,Rent,Estates,{supplier},51{day:04d},{amount},{purpose}\r\n"


def table(
    supplier: str = "Caffè Nero’s – £5 Lunches", purpose: str = "fees of £20", days: range = range(13, 23)
) -> str:
    return HEADER + "".join(
        ROW.format(day=day, supplier=supplier, amount='"£1,000.50"', purpose=purpose) for day in days
    )


@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_an_encoding_is_found_out(codec, told, read_bytes):
    reading = read_bytes(table().encode(codec))
    assert reading.outcome == Outcome.READ
    assert reading.file.encoding == told
    assert reading.file.lost_characters == 0
    assert set(reading.rows.frame["supplier_name"]) == {"Caffè Nero’s – £5 Lunches"}
    assert reading.rows.amount_total() == 10 * 100_050


def test_the_pound_of_old_dos_programs_is_a_pound(read_bytes):
    reading = read_bytes(table("Birch & Café Ltd", "£20 fees").encode("cp850"))
    assert reading.file.encoding == "cp850"
    assert set(reading.rows.frame["supplier_name"]) == {"Birch & Café Ltd"}
    assert reading.outcome == Outcome.READ
    assert reading.rows.amount_total() == 10 * 100_050


def test_a_file_in_two_encodings_is_read_line_by_line(read_bytes):
    one, two = table("Café Üne", days=range(13, 18)), table("Café Üne", days=range(18, 23)).removeprefix(HEADER)
    reading = read_bytes(one.encode("utf-8") + two.encode("cp1252"))
    assert reading.file.encoding == "mixed utf-8 and cp1252"
    assert set(reading.rows.frame["supplier_name"]) == {"Café Üne"}


def test_lost_characters_are_counted_and_not_invented(read_bytes):
    reading = read_bytes(table("Smith \ufffd Sons").encode())
    assert reading.file.lost_characters == 10
    assert set(reading.rows.frame["supplier_name"]) == {"Smith \ufffd Sons"}
    assert any("10 characters" in note for note in reading.notes)


@pytest.mark.parametrize(
    "marks", [codecs.BOM_UTF8, codecs.BOM_UTF8 * 2, "ï»¿".encode(), codecs.BOM_UTF8 + "ï»¿".encode()]
)
def test_byte_order_marks_are_no_part_of_the_first_title(marks, read_bytes):
    reading = read_bytes(marks + table().encode())
    assert reading.tables[0].mapping["department_family"].title == "Department family"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1a", "\x7f"])
def test_control_characters_are_left_out_and_told(character, read_bytes):
    reading = read_bytes(table(f"Al{character}der Ltd"))
    assert set(reading.rows.frame["supplier_name"]) == {"Alder Ltd"}
    assert any("control character" in note for note in reading.notes)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "~", "^"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n"])
def test_delimiters_and_line_ends(mark, end, read_bytes):
    reading = read_bytes(corpus.csv_text(corpus.lines(), mark, end))
    assert len(reading.rows) == len(corpus.PAYMENTS)
    assert reading.rows.amount_total() == corpus.total()
    assert reading.rows.frame["source_row"].to_list() == list(range(2, len(corpus.PAYMENTS) + 2))


def test_the_last_line_needs_no_end(read_bytes):
    assert len(read_bytes(table().rstrip("\r\n")).rows) == 10


def test_a_cell_of_several_lines_is_one_record(read_bytes):
    reading = read_bytes(table(purpose='"first line\nsecond ""line"", more"'))
    assert reading.rows.frame["description"][0] == 'first line\nsecond "line", more'
    assert reading.rows.frame["source_row"].to_list() == list(range(2, 12))


def test_a_quotation_mark_that_is_never_closed_swallows_nothing(read_bytes):
    text = table()
    lines = text.splitlines(keepends=True)
    lines[4] = lines[4].replace("fees of £20", '"fees of £20')
    reading = read_bytes("".join(lines))
    assert len(reading.rows) == 10
    assert reading.rows.amount_total() == 10 * 100_050
    assert reading.rows.frame["source_row"].to_list() == list(range(2, 12))


def test_a_quotation_mark_inside_a_cell_is_itself(read_bytes):
    reading = read_bytes(table(supplier='Pipes 6" Ltd'))
    assert set(reading.rows.frame["supplier_name"]) == {'Pipes 6" Ltd'}


def test_lines_that_were_quoted_whole(read_bytes):
    lines = ['"' + line.replace('"', '""') + '"' for line in table().splitlines()]
    reading = read_bytes("\n".join(lines))
    assert reading.rows.amount_total() == 10 * 100_050
    assert reading.rows.frame["source_row"].to_list() == list(range(2, 12))


def test_lines_that_were_quoted_whole_with_line_breaks_inside(read_bytes):
    lines = ['"' + line.replace('"', '""').replace("fees of", "fees\rof") + '"' for line in table().splitlines()]
    assert read_bytes("\n".join(lines)).rows.amount_total() == 10 * 100_050


def test_what_is_put_right_in_lines_that_were_quoted_whole_is_told(read_bytes):
    table = corpus.csv_text(corpus.lines(), end="\n").splitlines()
    table[SPOILT] = supplier("Alder, Ash Ltd")(table[SPOILT])
    reading = read_bytes("\n".join('"' + line.replace('"', '""') + '"' for line in table))
    assert reading.rows.amount_total() == corpus.total()
    assert ["moved back" in note and NAMED in note for note in reading.notes] == [True]


def test_rows_shorter_and_longer_than_the_header(read_bytes):
    lines = table().splitlines()
    lines[3] = ",".join(lines[3].split(",")[:-1])
    lines[5] += ",more,cells"
    reading = read_bytes("\n".join(lines))
    assert len(reading.rows) == 10
    assert reading.rows.amount_total() == 10 * 100_050
    assert reading.rows.frame["description"].to_list().count(None) == 1
    assert any("to the right of the last title (column 9) in 1 row." in note for note in reading.notes)


@pytest.fixture(params=["record by record", "at once"])
def read_either_way(request, monkeypatch, read_bytes):
    """Read a text as a small one and as a large one, in which what is out of shape is seen at once."""
    if request.param == "at once":
        monkeypatch.setattr(tokeniser, "_LARGE", 1)
    return read_bytes


def spoilt(row: int, change) -> str:
    """The corpus, one line of which is spoilt."""
    lines = corpus.csv_text(corpus.lines()).splitlines(keepends=True)
    lines[row] = change(lines[row])
    return "".join(lines)


def supplier(words: str):
    """Puts other words, just as they are, where the supplier stands in a line without quotation marks."""

    def change(line: str) -> str:
        cells = line.split(",")
        return ",".join([*cells[:5], words, *cells[6:]])

    return change


def same_payments(reading) -> None:
    """Each payment of the corpus was read."""
    assert reading.outcome == Outcome.READ
    columns = [
        "payment_date",
        "supplier_name",
        "amount",
        "transaction_number",
        "expense_type",
        "expense_area",
        "description",
    ]
    wanted = [(p.day, p.supplier, p.pence, p.reference, p.kind, p.area, p.purpose) for p in corpus.PAYMENTS]
    assert reading.rows.frame.select(columns).rows() == wanted


SPOILT = [row for row, line in enumerate(corpus.csv_text(corpus.lines()).splitlines()) if row and '"' not in line][3]
NAMED = f"1 row ({SPOILT + 1})"


@pytest.mark.parametrize(
    ("written", "read", "told"),
    [
        ('"The "Old" Mill"', 'The "Old" Mill', "kept as a part"),
        ('"The "Old", Mill"', 'The "Old", Mill', "kept as a part"),
        ('"The Mill, "Old""', 'The Mill, "Old"', "kept as a part"),
        ('Pipes 6" Ltd', 'Pipes 6" Ltd', "kept as a part"),
        ('"Alder Ltd', "Alder Ltd", "never closed"),
        ('Alder Ltd"', 'Alder Ltd"', "kept as a part"),
        ('  "Alder, Ash" ', "Alder, Ash", None),
        ("Alder, Ash Ltd", "Alder, Ash Ltd", "moved back"),
        ("Alder, Ash, Birch", "Alder, Ash, Birch", "moved back"),
        ("Al\r\nder Ltd", "Al\nder Ltd", "joined again"),
        ("Al\nder Ltd", "Al\nder Ltd", "joined again"),
        ("Al\rder Ltd", "Al\nder Ltd", "joined again"),
        ("Alder\r\n\r\nLtd", "Alder\nLtd", "joined again"),
        ('"Alder\r\nLtd"', "Alder\nLtd", None),
        ('"The "Old"\nMill"', 'The "Old"\nMill', "kept as a part"),
    ],
)
def test_a_record_out_of_shape_keeps_its_payment(written, read, told, read_either_way):
    reading = read_either_way(spoilt(SPOILT, supplier(written)))
    frame = reading.rows.frame
    assert reading.rows.amount_total() == corpus.total()
    assert len(reading.rows) == len(corpus.PAYMENTS)
    assert frame["supplier_name"][SPOILT - 1].replace("\r", "") == read
    assert frame["source_row"][SPOILT - 1] == SPOILT + 1
    assert [told in note and NAMED in note for note in reading.notes] == ([True] if told else [])


def test_two_lines_whose_marks_are_not_closed_stay_two(read_either_way):
    lines = corpus.csv_text(corpus.lines()).splitlines(keepends=True)
    for row in (SPOILT, SPOILT + 1):
        cells = lines[row].split(",")
        lines[row] = ",".join([*cells[:5], '"' + cells[5].strip('"'), *cells[6:]])
    reading = read_either_way("".join(lines))
    assert len(reading.rows) == len(corpus.PAYMENTS)
    assert reading.rows.amount_total() == corpus.total()


def test_cells_that_may_belong_to_either_side_give_no_wrong_amount(read_either_way):
    """A comma in a line whose words are all new: where it belongs nobody can tell, so no cell is read as what it is not."""
    line = "Examples,Agency,02/05/2026,New,Words,Only,Here,510000004,179244.21,Care in May\r\n"
    reading = read_either_way(spoilt(SPOILT, lambda _: line))
    assert len(reading.rows) == len(corpus.PAYMENTS)
    assert reading.rows.frame["amount"][SPOILT - 1] is None
    assert any("not certain" in note and NAMED in note for note in reading.notes)


def test_a_line_with_another_delimiter(read_either_way):
    reading = read_either_way(spoilt(SPOILT, lambda line: line.replace(",", ";")))
    same_payments(reading)
    assert any("Another delimiter" in note and NAMED in note for note in reading.notes)


def test_two_files_joined_that_have_different_delimiters(read_either_way):
    commas = corpus.csv_text(corpus.lines()[:30])
    others = corpus.csv_text(corpus.lines()[30:], ";")
    same_payments(read_either_way(commas + others))


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_line_that_names_the_delimiter(mark, read_either_way):
    reading = read_either_way(f"sep={mark}\r\n" + corpus.csv_text(corpus.lines(), mark))
    assert reading.rows.amount_total() == corpus.total()
    assert reading.tables[0].left_out == {"title": 1}


@pytest.mark.parametrize("quoted", [True, False])
def test_a_blank_after_each_delimiter(quoted, read_either_way):
    rows = [
        ['"' + cell.replace('"', '""') + '"' if quoted or set(cell) & set('",') else cell for cell in row]
        for row in corpus.lines()
    ]
    same_payments(read_either_way("\n".join(", ".join(row) for row in rows)))


def test_an_extra_column_without_a_title_moves_nothing(read_either_way):
    table = [[*row, "", ""] if row[0] == "Examples" else row for row in corpus.lines()]
    table[7][-2] = table[19][-1] = "see note"
    same_payments(read_either_way(corpus.csv_text(table)))


def test_rows_of_another_layout_are_not_pressed_into_the_first(read_either_way):
    other = [[*row[:6], "CC1", *row[6:]] for row in corpus.lines()]
    other[0][6] = "Cost centre"
    reading = read_either_way(corpus.csv_text([*corpus.lines(), *other]))
    assert reading.rows.amount_total() == 2 * corpus.total()
    assert not any("moved back" in note or "not certain" in note for note in reading.notes)


def test_line_ends_that_change_far_below(read_bytes):
    payments = corpus.payments(4_000)
    lines = corpus.csv_text(corpus.lines(payments)).splitlines()
    text = "\r\n".join(lines[:3_900]) + "\r" + "\r".join(lines[3_900:])
    reading = read_bytes(text)
    assert (len(reading.rows), reading.rows.amount_total()) == (4_000, corpus.total(payments))


def test_many_byte_order_marks_take_no_time(read_bytes):
    text = codecs.BOM_UTF8 * 20_000 + corpus.csv_text(corpus.lines(corpus.payments(20_000))).encode()
    assert len(read_bytes(text).rows) == 20_000


def test_repairs_are_told_by_row_and_only_the_first_by_number():
    repairs = Repairs(joined=[4])
    repairs.take(Repairs(joined=list(range(11))), above=10)
    [note] = repairs.notes()
    assert "in 12 rows (5, 11, 12, 13, 14, 15, 16, 17, 18, 19 …)." in note


def test_the_encoding_of_plain_text_is_ascii():
    assert encoding.decode(b"a,b\n").encoding == "ascii"


def test_more_columns_than_allowed_are_refused(read_bytes):
    wide = corpus.csv_text([[f"c{i}" for i in range(600)], [str(i) for i in range(600)]])
    reading = read_bytes(wide)
    assert reading.refusal.code == "too_large"
    assert "600 columns" in reading.refusal.message


def test_blank_columns_at_the_right_do_not_count(read_bytes):
    wide = corpus.csv_text([[*row, *[""] * 16_000] for row in corpus.lines()])
    assert len(read_bytes(wide).rows) == len(corpus.PAYMENTS)


def test_more_rows_than_allowed_are_refused(read_bytes):
    reading = read_bytes(table(), limits=Limits(rows=5))
    assert reading.refusal.code == "too_large"


def test_a_cell_longer_than_allowed_is_refused_with_its_place(read_bytes):
    reading = read_bytes(table(purpose="x" * 40_000))
    assert reading.refusal.code == "too_large"
    assert "row 2" in reading.refusal.message


def test_one_endless_line_is_refused(read_bytes):
    reading = read_bytes("a," * 3_000_000)
    assert reading.refusal.code == "unsafe"


@pytest.mark.parametrize("form", ['="{}"', '"=""{}"""'])
def test_a_text_that_is_held_by_a_formula_is_that_text(form, read_bytes):
    """As programs write numbers so that a spreadsheet leaves them their noughts."""
    lines = ["Date,Supplier,Transaction number,Amount"]
    lines += [
        ",".join(
            [
                f"{day}/05/2026",
                form.format(f"Larch, Fir and Sons {day}"),
                form.format(f"00{day}"),
                form.format(f"1,0{day}.50"),
            ]
        )
        for day in range(13, 23)
    ]
    reading = read_bytes("\r\n".join(lines).encode())
    assert reading.rows.frame["supplier_name"][0] == "Larch, Fir and Sons 13"
    assert reading.rows.frame["transaction_number"][0] == "0013"
    assert reading.rows.amount_total() == sum(100_050 + day * 100 for day in range(13, 23))
    assert not reading.notes


def test_what_only_begins_like_a_formula_stays(read_bytes):
    reading = read_bytes(table(supplier='"=""Al""der"'))
    assert set(reading.rows.frame["supplier_name"]) == {'="Al"der'}

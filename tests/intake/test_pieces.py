"""A very large file, read in pieces, gives the rows that it gives when read at once."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.spenddata.intake import pieces
from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import Limits
from tests.intake import corpus
from tests.intake.known_files import FILES


@pytest.fixture
def both_ways(tmp_path, definitions, monkeypatch):
    """Read a text at once and in small pieces; also says whether the pieces were really used."""

    def read_both(text: str, piece: int = 500, **how):
        path = tmp_path / "sent"
        path.write_text(text, encoding="utf-8")
        whole = read(path, "spend.csv", definitions, **how)
        monkeypatch.setattr(pieces, "LARGE", 10)
        monkeypatch.setattr(pieces, "_PIECE", piece)
        used = []
        monkeypatch.setattr(pieces, "canonical", lambda *a, made=pieces.canonical: used.append(1) or made(*a))
        parted = read(path, "spend.csv", definitions, **how)
        return whole, parted, len(used)

    return read_both


def same(whole, parted) -> None:
    assert parted.rows.frame.equals(whole.rows.frame)
    assert parted.rows.frame.schema == whole.rows.frame.schema
    assert parted.outcome == whole.outcome
    assert parted.tables[0].rows == whole.tables[0].rows
    assert parted.tables[0].left_out_rows == whole.tables[0].left_out_rows
    assert parted.tables[0].mapping.keys() == whole.tables[0].mapping.keys()
    assert parted.file == whole.file or parted.file.encoding == "utf-8"


@pytest.mark.parametrize(
    "nuisance",
    [
        "title_above",
        "blank_lines",
        "filler_of_dashes",
        "total_named",
        "total_unnamed",
        "notes_below",
        "titles_repeated",
        "dotted",
        "serials",
    ],
)
def test_pieces_give_the_same_rows(nuisance, both_ways):
    whole, parted, used = both_ways(corpus.csv_text(corpus.NUISANCES[nuisance](corpus.lines())))
    assert used > 3
    same(whole, parted)
    assert parted.rows.amount_total() == corpus.total()


def test_dates_are_decided_by_all_pieces(both_ways):
    made = [
        corpus.Payment(date(2026, 5, 1 + i % 12), "Alder Ltd", 100_00, str(i), "Rent", "Roads", "") for i in range(30)
    ]
    late = [corpus.Payment(date(2026, 5, 13), "Alder Ltd", 100_00, "99", "Rent", "Roads", "")]
    american = corpus.american(corpus.lines([*made[:20], *made[20:], *late]))
    whole, parted, used = both_ways(corpus.csv_text(american))
    assert used > 3
    same(whole, parted)
    assert set(parted.rows.frame["payment_date"].dt.month()) == {5}


@pytest.mark.parametrize(
    "text",
    [
        corpus.csv_text([*corpus.lines()[:20], *corpus.columns_reordered(corpus.lines())]),
        corpus.csv_text(corpus.lines()).replace("Rent", '"Rent\nand rates"'),
        corpus.csv_text(corpus.lines()[1:]),
        "".join('"' + line.replace('"', '""') + '"\n' for line in corpus.csv_text(corpus.lines()).splitlines()),
    ],
)
def test_a_file_of_another_kind_is_read_at_once(text, both_ways):
    whole, parted, _ = both_ways(text)
    same(whole, parted)


def test_a_cell_of_several_lines_is_not_cut(both_ways):
    lines = corpus.csv_text(corpus.lines()).splitlines(keepends=True)
    text = "".join(
        line.replace("Rent", '"Rent\nand\nrates"') if number % 3 else line for number, line in enumerate(lines)
    )
    whole, parted, used = both_ways(text)
    assert used > 3
    same(whole, parted)


@pytest.mark.parametrize("row", [12, 20, 30])
def test_a_payment_without_date_at_the_end_of_a_piece_is_not_taken_for_a_total(row, both_ways):
    lines = corpus.lines()
    for number in range(row, row + 8):
        lines[number] = ["" if i == lines[0].index("Date") else cell for i, cell in enumerate(lines[number])]
    whole, parted, used = both_ways(corpus.csv_text(lines))
    assert used > 3
    same(whole, parted)


def test_what_is_told_of_the_text_is_told_of_all_pieces(both_ways):
    lines = corpus.csv_text(corpus.lines()).splitlines(keepends=True)
    lines[-3:] = [line.rstrip("\r\n") + ",beyond\n" for line in lines[-3:]]
    lines[-1] = lines[-1].replace("\n", "\ufffd\x07\n")
    whole, parted, used = both_ways("".join(lines))
    assert used > 3
    assert any("control character" in note for note in whole.notes)
    assert any("in 3 rows" in note for note in whole.notes)
    assert parted.notes == whole.notes
    assert parted.file == whole.file


TEXTS = [known for known in FILES if known.outcome != "refused" and not known.file.endswith((".xls", ".xlsx"))]


@pytest.mark.deep
@pytest.mark.parametrize("known", TEXTS, ids=lambda known: known.file)
def test_a_real_file_gives_the_same_rows_in_pieces(known, real_files, definitions, monkeypatch):
    path = real_files / known.file
    whole = read(path, path.name, definitions)
    monkeypatch.setattr(pieces, "LARGE", 10)
    monkeypatch.setattr(pieces, "_PIECE", max(4_000, path.stat().st_size // 6))
    parted = read(path, path.name, definitions)
    assert parted.rows.frame.equals(whole.rows.frame)
    assert (parted.questions, parted.outcome) == (whole.questions, whole.outcome)
    assert parted.tables[0].left_out_rows == whole.tables[0].left_out_rows
    assert [sorted(table.mapping) for table in parted.tables] == [sorted(table.mapping) for table in whole.tables]


@pytest.mark.parametrize("after", [0, 9])
def test_a_date_that_changes_its_column_from_a_later_piece_on(after, both_ways):
    payments = corpus.payments(240)
    table = corpus.lines(payments)
    start = corpus.csv_text(table)[:6_000].count("\n") + 1 + after
    joined = [[*row[:2], row[3], row[2], *row[4:]] if number >= start else row for number, row in enumerate(table)]
    whole, parted, used = both_ways(corpus.csv_text(joined), piece=6_000)
    assert used == 1
    assert parted.rows.frame["payment_date"].to_list() == [payment.day for payment in payments]
    assert parted.rows.frame["amount"].to_list() == [payment.pence for payment in payments]
    same(whole, parted)


CREDITED = ("29/04/2026,Firm 2 Ltd,9900,1234.25", "30/04/2026,Firm 3 Ltd,9901,1351.25")
"""What the third and the fourth supplier got once more."""


def with_late(word: str, others: str, rows: tuple[str, ...], title: str) -> str:
    """Payments, far below them rows of another kind, and a few payments more."""
    paid = [f"{n % 28 + 1:02}/04/2026,Firm {n} Ltd,{9000 + n},{n * 117 + 1000}.25,{others}" for n in range(90)]
    late = [f"30/04/2026,Other {n} Ltd,{9500 + n},{n * 119 + 3000}.35,{others}" for n in range(9)]
    told = [f"{row},{word}" for row in rows]
    return "\n".join([f"Date,Supplier,Reference,Amount,{title}", *paid, *told, *late]) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        with_late("Contra", "Works", CREDITED[:1], "Description"),
        with_late("Prepayment", "Standard", CREDITED[:1], "Invoice Type"),
        with_late("AC", "AP", CREDITED, "Jnl"),
    ],
    ids=["undone", "paid before", "codes"],
)
def test_rows_of_other_pieces_show_what_a_row_is(text, both_ways):
    whole, parted, used = both_ways(text, piece=900)
    assert used > 3
    assert [each.field for each in whole.questions if each.blocking]
    assert parted.questions == whole.questions
    same(whole, parted)


def said(reading) -> tuple[object, ...]:
    """What is said of a file, its rows aside."""
    refusal = reading.refusal and (reading.refusal.code, reading.refusal.message)
    return reading.outcome, refusal, reading.questions, reading.notes


LINES = corpus.csv_text(corpus.lines())
MARKED = corpus.csv_text(
    [[*line, "Publish?" if n == 0 else "No" if n == 30 else "Yes"] for n, line in enumerate(corpus.lines())]
)


@pytest.mark.parametrize(
    "text",
    [
        LINES + "\nAll amounts are in thousands of pounds\n",
        LINES + "\nAll amounts are in euros\n",
        LINES.replace(corpus.PAYMENTS[-3].purpose or "Rent", "Credit note for invoice 12", 1),
        MARKED,
        LINES.rstrip("\r\n") + '\n"Examples","Agen',
        LINES.rstrip("\r\n")[:-1],
        "Name,Colour\n" + "Alder,Green\nAsh,Grey\n" * 100,
    ],
    ids=["a unit below", "a currency below", "a credit below", "rows not for the public", "cut", "open", "no payments"],
)
def test_what_is_said_of_a_file_is_the_same_in_pieces(text, both_ways):
    whole, parted, _ = both_ways(text)
    assert said(parted) == said(whole)
    if whole.rows is not None:
        assert parted.rows.frame.equals(whole.rows.frame)


def test_too_many_rows_are_refused_in_pieces_too(both_ways):
    whole, parted, used = both_ways(LINES, limits=Limits(rows=20))
    assert used
    assert (whole.refusal.code, parted.refusal.code) == ("too_large", "too_large")
    assert "more than 20 rows" in parted.refusal.message

"""``12,345.67`` that nobody quoted is one amount of twelve thousand pounds, never one of twelve; where it isn't certain, it is none."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.spenddata.intake.reading import Outcome
from ckanext.spenddata.intake.text_files import cut_numbers, tokeniser
from ckanext.spenddata.intake.text_files.cut_numbers import Titles, titles_among
from tests.intake.test_pieces import both_ways, same  # noqa: F401 - a fixture
from tests.pace import allowed

FIRMS = ("Alder Care Ltd", "Birch & Sons", "Cedar Office Supplies Limited", "Dovecote Legal LLP")
Line = Callable[[str, str, int, int], str]

LAYOUTS: dict[str, tuple[str, Line]] = {
    "in the middle": ("Payment Date,Supplier,Description,Amount,Ref", lambda d, f, p, n: f"{d},{f},Care,{pounds(p)},{510_000 + n}"),
    "at the end": ("Payment Date,Supplier,Ref,Amount", lambda d, f, p, n: f"{d},{f},{510_000 + n},{pounds(p)}"),
    "at the beginning": ("Amount,Payment Date,Supplier,Ref", lambda d, f, p, n: f"{pounds(p)},{d},{f},{510_000 + n}"),
    "beside VAT": (
        "Payment Date,Supplier,Net Amount,VAT,Ref",
        lambda d, f, p, n: f"{d},{f},{pounds(p)},{pounds(p // 5)},{510_000 + n}",
    ),
    "with a sign": ("Payment Date,Supplier,Amount,Ref", lambda d, f, p, n: f"{d},{f},£{pounds(p)},{510_000 + n}"),
    "before a short number": ("Payment Date,Supplier,Amount,Cost Centre", lambda d, f, p, n: f"{d},{f},{pounds(p)},{n % 90 + 100}"),
    "before a blank cell": ("Payment Date,Supplier,Amount,Ref", lambda d, f, p, n: f"{d},{f},{pounds(p)},{'' if n % 3 else n}"),
}  # fmt: skip


def pounds(pence: int) -> str:
    return f"{pence / 100:,.2f}"


def text_of(layout: str, amounts: list[int], line_end: str = "\r\n") -> str:
    titles, line = LAYOUTS[layout]
    draw = Random(len(amounts))
    days = [f"{date(2026, 5, 1) + timedelta(draw.randrange(31)):%d/%m/%Y}" for _ in amounts]
    lines = [line(day, draw.choice(FIRMS), pence, n) for n, (day, pence) in enumerate(zip(days, amounts, strict=True))]
    return line_end.join([titles, *lines, ""])


def drawn(count: int, large: float, seed: int = 3) -> list[int]:
    draw = Random(seed)
    return [
        draw.randint(1_000_00, 9_000_000_00) if draw.random() < large else draw.randint(300_00, 999_99)
        for _ in range(count)
    ]


@pytest.fixture(params=[8_000_000, 1], ids=["record by record", "at once"])
def any_size(request, monkeypatch) -> None:
    monkeypatch.setattr(tokeniser, "_LARGE", request.param)


@pytest.mark.usefixtures("any_size")
@pytest.mark.parametrize("large", [0.05, 0.5, 1.0])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_amount_is_whole_however_many_are_cut(layout, large, read_bytes):
    amounts = drawn(200, large)
    reading = read_bytes(text_of(layout, amounts))
    assert reading.outcome == Outcome.READ
    assert reading.rows.frame["amount"].to_list() == amounts
    assert any("were moved back" in note for note in reading.notes)
    assert not any("to the right of the last title" in note for note in reading.notes)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(1, 2_000_000_000_00), min_size=8, max_size=40), layout=st.sampled_from([*LAYOUTS]))
def test_no_amount_is_ever_read_as_another(amounts, layout, read_bytes):
    """Whatever they are: read whole, or not read at all."""
    reading = read_bytes(text_of(layout, amounts))
    found = reading.rows.frame["amount"].to_list() if reading.outcome == Outcome.READ else []
    assert all(got in (None, pence) for got, pence in zip(found, amounts, strict=False))


def test_whole_pounds_are_joined_where_a_group_begins_with_a_nought(read_bytes):
    lines = [f"0{n % 9 + 1}/05/2026,Alder Care Ltd,{n + 11},{n * 7 % 100:03d},51000{n}" for n in range(20)]
    reading = read_bytes("\n".join(["Payment Date,Supplier,Amount,Ref", *lines]))
    assert reading.rows.frame["amount"].to_list() == [((n + 11) * 1000 + n * 7 % 100) * 100 for n in range(20)]


def test_where_it_could_be_two_numbers_nothing_is_read(read_bytes):
    lines = [f"0{n + 1}/05/2026,Alder Care Ltd,{n + 11},{n * 7 + 130},51000{n}" for n in range(8)]
    reading = read_bytes("\n".join(["Payment Date,Supplier,Amount,Ref", *lines]))
    assert reading.outcome != Outcome.READ or reading.rows.frame["amount"].null_count() == 8


@pytest.mark.parametrize("code", [130, 11], ids=["beside", "with noughts in front"])
def test_nor_where_the_second_may_be_of_a_column_without_a_title(code, read_bytes):
    """£511 of cost centre 011 is not £511,011."""
    lines = [f"0{n + 1}/05/2026,Alder Care Ltd,{n * 50 + 511},{n + code:03d}" for n in range(8)]
    reading = read_bytes("\n".join(["Payment Date,Supplier,Amount", *lines]))
    assert reading.outcome != Outcome.READ or reading.rows.frame["amount"].null_count() == 8


NOT_CUT = {
    "an untitled column at the right": (
        "Payment Date,Supplier,Amount,Ref",
        [f"0{n + 1}/05/2026,Alder Care Ltd,{n * 811 + 520},{n + 101},see file" for n in range(9)],
    ),
    "numbers of four digits without a comma": (
        "Payment Date,Supplier,Amount,Ref",
        [f"0{n + 1}/05/2026,Alder Care Ltd,{n * 400 + 620},{n + 31:03d},{n + 5}" for n in range(9)],
    ),
    "quoted": (
        "Payment Date,Supplier,Amount,Ref",
        [f'0{n + 1}/05/2026,Alder Care Ltd,"{n + 1},250.00",{n + 31:03d}' for n in range(9)],
    ),
}


@pytest.mark.parametrize("kind", NOT_CUT)
def test_what_is_not_cut_stays(kind, read_bytes):
    titles, lines = NOT_CUT[kind]
    reading = read_bytes("\n".join([titles, *lines]))
    expected = [
        float(line.split(",", 2)[2].split('"')[1].replace(",", "")) if '"' in line else float(line.split(",")[2])
        for line in lines
    ]
    assert reading.rows.frame["amount"].to_list() == [round(each * 100) for each in expected]


def test_a_file_that_is_read_in_pieces_is_read_alike(both_ways):  # noqa: F811
    whole, parted, _ = both_ways(text_of("in the middle", drawn(400, 0.6)), piece=900)
    same(whole, parted)
    assert whole.rows.frame["amount"].to_list() == drawn(400, 0.6)


@pytest.mark.parametrize(
    ("columns", "cells"),
    [(8, 500), (90, 95), (300, 500), (12, 24)],
    ids=["many too many", "many columns", "very many", "both"],
)
def test_rows_made_to_have_many_ways_take_no_time(columns, cells, read_bytes):
    titles = ",".join(
        [
            "Payment Date",
            "Supplier",
            "Amount",
            *(f"Other {'abcdefghij'[n % 10] * (n // 10 + 1)}" for n in range(columns - 3)),
        ]
    )
    line = ",".join(["01/05/2026", "Alder Care Ltd", *["123"] * (cells - 2)])
    begun = time.process_time()
    read_bytes("\n".join([titles, *[line] * 1_000]))
    assert time.process_time() - begun < allowed(10)


def test_titles_say_how_wide_a_table_is():
    records = [["Spend over £500, May 2026"], ["Date", "Supplier", "Amount (£)", ""], ["01/05/2026", "Alder", "1", ""]]
    assert titles_among(records) == Titles(3, padded=True)
    assert titles_among(records[2:]) is None


@pytest.mark.parametrize(
    ("cells", "columns", "whole"),
    [
        (["a", "12", "345.67", "9"], (1,), ["a", "12,345.67", "9"]),
        (["a", "1", "234", "567.00", "9"], (1,), ["a", "1,234,567.00", "9"]),
        (["a", "(12", "345.67)", "9"], (1,), ["a", "(12,345.67)", "9"]),
        (["a", "12", "345.67 CR", "9"], (1,), ["a", "12,345.67 CR", "9"]),
        (["a", "12", "34.67", "9"], (1,), None),
        (["a", "1234", "345.67", "9"], (1,), None),
        (["a", "12", "345", "678"], (1, 2), None),
    ],
)
def test_numbers_are_joined_in_one_way_only(cells, columns, whole):
    assert cut_numbers._only(Titles(3, padded=False), cells, columns) == whole


LONG = f"1{'-' * 200_000}x"
BLANK = "," * 20_000


@pytest.mark.usefixtures("any_size")
@pytest.mark.parametrize(
    "lines",
    [
        ["Date,Supplier,Amount", *[f"{LONG},Alder,1,234"] * 9],
        [f"Date,Supplier,{LONG}", *["1,Alder,1,234"] * 9],
        [f"Date,Supplier,Net,VAT,Gross,Ref{BLANK}", *[f"1,Alder,1,234,1,234,1,234,510001{BLANK}"] * 400],
        [f"Date,Supplier,Net,VAT,Gross,Ref{BLANK}", *[f"1,Alder,{'1,234,' * 8_000}1{BLANK}"] * 100],
    ],
    ids=["a long cell", "a long title", "blank cells without end", "cells without end"],
)
def test_cells_made_to_be_looked_at_again_and_again_take_no_time(lines):
    begun = time.process_time()
    tokeniser.tokenised("\n".join(lines).encode(), ",")
    assert time.process_time() - begun < allowed(30)


def test_words_with_a_comma_beside_a_cut_number_are_told_apart_by_the_blank_or_not_at_all(read_bytes):
    titles = "Payment Date,Supplier,Ref,Amount"
    lines = [f"0{n + 1}/05/2026,Alder Care Ltd,510{n},{n + 11},250.45" for n in range(8)]
    spaced = "09/05/2026,O'Hara, Pine and Sons,5109,51,151.11"
    reading = read_bytes("\n".join([titles, *lines, spaced]))
    assert reading.rows.frame["supplier_name"][-1] == "O'Hara, Pine and Sons"
    assert reading.rows.frame["transaction_number"][-1] == "5109"
    assert reading.rows.frame["amount"][-1] == 5_115_111
    reading = read_bytes("\n".join([titles, *lines, spaced.replace(", ", ",")]))
    assert reading.rows.frame["amount"][-1] in {5_115_111, None}


AMOUNTS = ["1,234.50", "12,034.10", "2,500.00", "87,019.99", "950.00", "3,333.33", "1,007.25", "640.10"]


@pytest.mark.parametrize(
    ("titles", "row"),
    [
        ("Date,Supplier,Amount,VAT", "{day},{firm},{amount}"),
        ("Date,Supplier,Amount,Notes", "{day},{firm},{amount}"),
        ("Amount,VAT,Date,Supplier", "{amount},{day},{firm}"),
    ],
)
def test_numbers_that_are_cut_within_the_width_of_the_titles_are_refused(titles, row, read_bytes):
    rows = [row.format(day=f"{n:02}/04/2026", firm=f"Firm {n} Ltd", amount=a) for n, a in enumerate(AMOUNTS, 1)]
    rows = [each if each.count(",") == 3 else each.replace(".00", ".00,", 1) for each in rows]
    reading = read_bytes("\n".join([titles, *rows]))
    assert reading.outcome == Outcome.REFUSED
    assert reading.refusal.code == "cut_numbers"
    assert "quotation marks" in reading.refusal.remedy


def test_codes_and_prices_beside_each_other_are_two_numbers(read_bytes):
    rows = [f"{n:02}/04/2026,Firm {n} Ltd,{n},{500 + n}.25" for n in range(1, 13)]
    assert read_bytes("\n".join(["Date,Supplier,Cost Centre,Amount", *rows])).outcome == Outcome.READ

"""The twenty faults that files of public spending have most often: each is found, with the right severity, or read past and told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.filing import Filing, FilingFile
from ckanext.spenddata.intake.reading import Answers, Outcome
from ckanext.spenddata.pipeline.checked import process

KNOWN = definitions.load()
HEADER = "Department family,Entity,Date,Expense type,Expense area,Supplier,Transaction number,Amount,Description"
TITLES = ("family", "entity", "day", "kind", "area", "supplier", "number", "amount", "words")


def row(number: int, /, **cells: str) -> str:
    """A payment as a line of CSV."""
    ordinary = {
        "family": "Department of Examples",
        "entity": "Examples Agency",
        "day": f"{number % 28 + 1:02d}/04/2026",
        "kind": "Consultancy",
        "area": "Finance",
        "supplier": f"Supplier {chr(65 + number % 20)} Limited",
        "number": str(5_100_000_000 + number),
        "amount": f"{30_000 + number * 13}.00",
        "words": "Advice on the estate",
    }
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in ({**ordinary, **cells}[title] for title in TITLES))


ROWS = [row(number) for number in range(30)]
TOTAL = sum(30_000 + number * 13 for number in range(30))


@dataclass(frozen=True)
class Faulty:
    """A file with one fault: its lines, and what has to be said of it."""

    name: str
    lines: list[str]
    rows: int = 30
    rules: tuple[tuple[str, str], ...] = ()
    """Rules and severities, all of them."""
    left_out: tuple[str, ...] = ()
    outcome: Outcome = Outcome.READ
    says: str = ""
    """Words of a note."""
    encoding: str = "utf-8"
    regime: str = "hmt-25k"


def warnings(*rules: str) -> tuple[tuple[str, str], ...]:
    return tuple((rule, "warning") for rule in rules)


def errors(*rules: str) -> tuple[tuple[str, str], ...]:
    return tuple((rule, "error") for rule in rules)


US = [row(n, day=f"04/{n % 28 + 1:02d}/2026") for n in range(30)]
FILES = [
    Faulty("1 titles above", [",,,Spend over £25k - template", "", HEADER, *ROWS], left_out=("title", "blank")),
    Faulty("2 repeated header", [HEADER, *ROWS[:15], HEADER, *ROWS[15:]], left_out=("repeated_header",)),
    Faulty(
        "3 broken titles", ["#NAME?,Entity,+,Expense type,Expense area,Supplier,Transaction number,,Description", *ROWS]
    ),
    Faulty(
        "3 no titles",
        ROWS,
        outcome=Outcome.ASK,
        rules=(*warnings("required-column-missing"), ("amount-unlikely-unit", "stop")),
    ),
    Faulty("4 a title twice", [HEADER.replace("Expense type", "Expense area"), *ROWS]),
    Faulty(
        "5 two layouts joined",
        [HEADER, *ROWS[:20], *[row(n, day="Consultancy", kind=f"{n % 28 + 1:02d}/04/2026") for n in range(20, 30)]],
        says="two layouts",
    ),
    Faulty(
        "5 columns slipped",
        [HEADER, *ROWS[:29], row(29, number="30377.00", amount="5100000029")],
        rules=(("amount-like-reference", "stop"),),
    ),
    Faulty(
        "6 a web page", ["<!doctype html><html><title>404</title>Not found</html>"], rows=0, outcome=Outcome.REFUSED
    ),
    Faulty(
        "7 pound sign of an old encoding",
        [HEADER, *[row(n, amount=f"£{30_000 + n}.00") for n in range(30)]],
        rules=warnings("amount-written-with-signs"),
        says="cp850",
        encoding="cp850",
    ),
    Faulty("7 lost characters", [HEADER, *ROWS[:29], row(29, words="IT \ufffd fees")], rules=warnings("text-damaged")),
    Faulty(
        "8 dollar signs",
        [HEADER, *[row(n, amount=f"${30_000 + n:,}.00") for n in range(30)]],
        outcome=Outcome.ASK,
        rules=warnings("amount-foreign-sign"),
    ),
    Faulty(
        "9 negatives three ways",
        [
            HEADER,
            *ROWS[:27],
            *[row(n, amount=m, words="refund") for n, m in enumerate(["38,937.00-", "(80,025.00)", "-50000"])],
        ],
        rules=warnings("amount-written-negative"),
    ),
    Faulty(
        "10 mixed dates",
        [
            HEADER,
            *ROWS[:26],
            *[row(n, day=d) for n, d in enumerate(["46127", "03.04.26", "Apr-26", "31/04/2026"], start=30)],
        ],
        rules=(
            *errors("date-impossible"),
            *warnings("date-month-only", "date-serial", "date-written-otherwise"),
        ),
    ),
    Faulty("11 month before day", [HEADER, *US], rules=warnings("date-month-first"), says="month before the day"),
    Faulty(
        "11 both orders",
        [HEADER, *US[:15], *ROWS[15:]],
        rules=warnings("date-month-first"),
        says="could not be decided",
    ),
    Faulty(
        "12 spreadsheet errors and dust",
        [HEADER, *ROWS[:28], row(28, amount="#REF!"), row(29, amount="9.09495E-13")],
        rules=(*errors("amount-spreadsheet-error"), *warnings("amount-scientific", "amount-zero")),
        says="rounded to the penny",
    ),
    Faulty(
        "13 blank rows, columns and filler",
        [HEADER + ",,", *[line + ",," for line in ROWS], ",,,,,,, -,,,", ",,,,,,,,,,"],
        left_out=("filler", "blank"),
    ),
    Faulty("14 a total", [HEADER, *ROWS, f",,,,,,,{TOTAL}.00,"], left_out=("total",)),
    Faulty(
        "14 a total that looks like a payment",
        [HEADER, *ROWS, row(30, supplier="", number="", amount=f"{TOTAL}.00")],
        rows=31,
        rules=(*errors("supplier-missing"), ("amount-is-the-sum", "stop"), *warnings("required-cell-missing")),
    ),
    Faulty(
        "15 every row twice",
        [HEADER, *ROWS, *ROWS],
        rows=60,
        rules=(*warnings("repeat-exact"), ("repeat-whole-file", "stop")),
    ),
    Faulty("15 a true repeat", [HEADER, *ROWS, ROWS[3]], rows=31, rules=warnings("repeat-exact")),
    Faulty(
        "16 supplier names",
        [
            HEADER,
            *ROWS[:26],
            *[row(n, supplier=s) for n, s in enumerate(["ZZZZALDER", "4711", "Misc Supplier", ""], start=26)],
        ],
        rules=(
            *errors("supplier-missing"),
            *warnings("supplier-numeric", "supplier-placeholder", "supplier-record-marks"),
        ),
    ),
    Faulty(
        "17 redaction misspelt or without a reason, and a false friend",
        [
            HEADER,
            *ROWS[:27],
            *[
                row(n, supplier=s)
                for n, s in enumerate(["REDCATED PERSONAL DATA", "Redacted", "REDACTIVE LTD"], start=27)
            ],
        ],
        rules=warnings("redaction-misspelt", "redaction-reason-missing"),
    ),
    Faulty(
        "17 too much withheld",
        [HEADER, *ROWS[:20], *[row(n, supplier="REDACTED PERSONAL DATA") for n in range(20, 30)]],
        rules=warnings("redaction-share"),
    ),
    Faulty(
        "19 recharges and the balance sheet",
        [HEADER, *ROWS[:28], row(28, kind="Estates recharge"), row(29, kind="Prepayments")],
        rules=warnings("balance-sheet-entry", "not-spending"),
    ),
    Faulty("20 no payments", [HEADER], rows=0, rules=warnings("return-empty"), says="nil return"),
    Faulty(
        "below the threshold",
        [HEADER, *ROWS[:29], row(29, amount="350.00")],
        rules=warnings("amount-below-threshold"),
    ),
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_known_fault(file: Faulty, tmp_path: Path) -> None:
    path = tmp_path / "april.csv"
    path.write_bytes("\r\n".join([*file.lines, ""]).encode(file.encoding))
    filing = Filing(
        files=(FilingFile(path=str(path), name=path.name),),
        regime=file.regime,
        answers=Answers(amount_basis="gross"),
        today=datetime.date(2026, 5, 20),
    )
    checked = process(filing, KNOWN)
    [reading] = checked.readings
    assert reading.outcome is file.outcome
    assert len(checked.rows) == file.rows
    assert sorted(set(checked.findings.select("rule", "severity").rows())) == sorted(file.rules)
    assert {kind for table in reading.tables for kind in table.left_out} == set(file.left_out)
    assert file.says in " ".join(reading.notes)


def test_amounts_with_and_without_vat_are_told_apart(tmp_path: Path) -> None:
    """Fault 18: what the amounts include is asked for where no title says so."""
    for title, asked in (("Amount", True), ("Amount (inc VAT)", False), ("Net amount", False)):
        path = tmp_path / "april.csv"
        path.write_text("\n".join([HEADER.replace("Amount", title), *ROWS]))
        filing = Filing(files=(FilingFile(path=str(path), name=path.name),), today=datetime.date(2026, 5, 20))
        rules = set(process(filing, KNOWN).findings["rule"])
        assert ("amount-basis-unknown" in rules) is asked, title

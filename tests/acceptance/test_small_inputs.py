"""Small inputs that were once read or published wrongly end as they should, by the command, the API and the page alike.

They lie beside the checkout (skipped where they don't); of each kind the other tests have files of their own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ckanext.spenddata.console import main
from tests.returns.conftest import portal_world, world
from tests.returns.world import World, ledger_rows, upload, work
from tests.views.conftest import reader

__all__ = ["portal_world", "reader", "world"]

SHARED = Path(os.environ.get("SPENDDATA_SHARED") or Path(__file__).resolve().parents[3] / "shared") / "faults"
REGIME = "lgtc-500"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the small inputs are not on this machine; set SPENDDATA_SHARED"
)


@dataclass(frozen=True)
class End:
    """What becomes of a file."""

    rows: int
    total: str
    asked: frozenset[str] = frozenset()
    """Fields of the questions that must be answered."""
    stops: frozenset[str] = frozenset()
    errors: int = 0
    period: str = ""


def read(rows: int, total: str, *stops: str, errors: int = 0, period: str = "") -> End:
    return End(rows, total, stops=frozenset(stops), errors=errors, period=period)


def ask(rows: int, total: str, *fields: str, errors: int = 0) -> End:
    return End(rows, total, asked=frozenset(fields), errors=errors)


ENDS = {
    "company-number-zeros.csv": read(7, "15400.00"),
    "credit-mark-late.csv": read(4001, "321212407.36"),
    "credit-mark-two-spellings.csv": read(4001, "20366608.92"),
    "credit-note-late.csv": ask(4001, "320683078.10", "credits"),
    "debit-and-credit-columns.csv": read(4001, "315031012.50"),
    "title-in-angle-brackets.csv": read(3, "2400.00"),
    "department-column.csv": read(4, "7070.50"),
    "hidden-rows.xlsx": read(24, "105011.44", "hidden-rows"),
    "name-published.csv": read(31, "364248.60", "supplier-person"),
    "name-redacted.csv": read(31, "364248.60"),
    "people.csv": read(
        10,
        "8125.00",
        *("supplier-person", "personal-named-in-text", "personal-birth-date", "amount-all-equal"),
        period="2026-Q4",
    ),
    "sent-before.csv": read(60, "930638.21"),
    "reading/k1-two-line-breaks-in-one-record.csv": read(6, "6018.00"),
    "reading/k1b-one-line-break.csv": read(6, "6018.00"),
    "reading/k2a-supplier-by-code.csv": read(38, "2226362.63"),
    "reading/k2b-supplier-is-the-department.csv": read(190, "8889349.69"),
    "reading/k2c-amount-and-job-number.csv": read(340, "792437.12"),
    "reading/k2d-reference-and-project-code.csv": read(32, "1340022.04"),
    "reading/k2f-amount-and-decimal-job-number.csv": read(340, "792437.12"),
    "reading/k3-capital-revenue-as-credit.csv": read(20, "97576.17"),
    "reading/k4-title-on-two-lines.csv": read(2, "64013.43"),
    "reading/k5a-days-to-12-exchanged.csv": ask(19, "84859.20", "day_month", errors=5),
    "reading/k5b-exbury-spend-aug-13.csv": ask(111, "6463446.78", "day_month", errors=20),
    "reading/k5c-exbury-spend-september_10.csv": ask(14, "705345.84", "day_month", errors=2),
    "reading/k6-cells-right-of-last-title.csv": read(30, "134024.09"),
    "reading/k7-cp1252-umlaut.csv": read(20, "92868.34", "supplier-person"),
    "reading/k7b-cp1252-accent.csv": read(20, "80331.71"),
    "reading/k7c-cp1252-capital-accent.csv": read(20, "98193.04"),
    "reading/k7d-cp1252-apostrophe.csv": read(20, "87579.98"),
    "reading/k10-reference-with-decimals-amount-without.csv": read(60, "115295.80"),
    "reading/k11-exbury-over-25k-1209.csv": read(2, "53077.06"),
    "reading/k12-one-title-too-many.csv": End(
        6,
        "0.00",
        asked=frozenset({"payment_date", "amount", "supplier_name"}),
        stops=frozenset({"amount-under-words", "supplier-dragged"}),
        errors=12,
    ),
}


def test_every_input_has_its_end():
    found = {path.relative_to(SHARED).as_posix() for path in SHARED.rglob("*") if path.suffix in (".csv", ".xlsx")}
    assert found == set(ENDS)


@pytest.mark.parametrize("name", ENDS)
def test_by_the_command(name: str):
    end = ENDS[name]
    period = ("--period", end.period) if end.period else ()
    answer = CliRunner().invoke(main, ["check", str(SHARED / name), "--json", *_regime(name), *period])
    (told,) = json.loads(answer.stdout)
    assert told["outcome"] == ("ask" if end.asked else "read")
    assert (told["rows"], told["amount_total"], told["errors"]) == (end.rows, end.total, end.errors)
    assert {each["field"] for each in told["questions"] if each.get("blocking", True)} >= end.asked
    assert {each["rule"] for each in told["rules"] if each["severity"] == "stop"} == end.stops


def _regime(name: str) -> tuple[str, ...]:
    return () if "/" in name else ("--regime", REGIME)


def test_the_people_are_nine_and_the_builder_is_none():
    answer = CliRunner().invoke(
        main, ["check", str(SHARED / "people.csv"), "--json", "--regime", REGIME, "--period", "2026-Q4"]
    )
    (told,) = json.loads(answer.stdout)
    people = ("supplier-person", "personal-named-in-text", "personal-birth-date")
    assert {each["row"] for each in told["findings"] if each["rule"] in people} == {*range(2, 12)} - {8}


@pytest.mark.deep
@pytest.mark.portal
@pytest.mark.parametrize("way", ["action", "page"])
def test_by_the_portal(world: World, reader: Callable[..., Any], way: str):
    """Nothing is published: what is read waits for a yes, what is asked for its answer; the figures are those of the command."""
    before = ledger_rows()
    differ = {}
    for number, (name, end) in enumerate(sorted(ENDS.items())):
        period = end.period or f"20{10 + number // 4}-Q{number % 4 + 1}"
        reference = _send(world, reader, way, SHARED / name, period)
        work()
        told = world.call("spenddata_revision_report", reference=reference)
        report = told["report"]
        asked = {each["question"]["field"] for each in report["questions"] if each["question"]["blocking"]}
        if (told["state"], report["rows"], asked >= end.asked) != ("ready", end.rows, True):
            differ[name] = (told["state"], report["rows"], asked)
        stops = {each["rule"] for each in report["rules"] if each["severity"] == "stop"}
        if not stops >= end.stops:
            differ[f"{name}, stops"] = stops
        page = reader("editor").get(f"/spend/returns/{reference}").text
        if end.asked and "Are they credits?" not in page and "say which column" not in page and "month" not in page:
            differ[f"{name}, page"] = page[:400]
    assert differ == {}
    assert ledger_rows() == before


def _send(world: World, reader: Callable[..., Any], way: str, path: Path, period: str) -> str:
    duty = {"regime": REGIME, "period": period}
    if way == "action":
        world.call("spenddata_return_submit", publisher="X-DEMO-1", **duty, upload=upload(path.read_bytes(), path.name))
    else:
        with path.open("rb") as file:
            form = {"publisher_id": "X-DEMO-1", **duty, "kind": "files", "files": (file, path.name)}
            page = reader("editor").post("/spend/returns/new", form)
        assert page.status == 302, page.text
    return f"X-DEMO-1.{REGIME}.{period}"

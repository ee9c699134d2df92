"""frictionless says the same of the Table Schema as our check: every row, field and constraint, no more and no less."""

from __future__ import annotations

import csv
import os
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.spenddata.checks.check import check
from ckanext.spenddata.definitions import load
from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import Outcome
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values import dates, money
from ckanext.spenddata.values.faults import Fault
from tests.checks import frictionless_words
from tests.checks.filings import AMBIGUOUS, context, filing, good

frictionless = pytest.importorskip("frictionless")

DEFINITIONS = load()
SHARED = Path(os.environ.get("SPENDDATA_SHARED", Path(__file__).resolve().parents[3] / "shared"))
REAL = sorted(path for path in (SHARED / "data" / "real").glob("*/*") if path.is_file())
SAMPLE = [path for path in REAL if path.stat().st_size < 60_000][::6]
PORTAL = {"publisher_id": "X-DEMO-EXBURY", "publisher_name": "Exbury Council", "amount_basis": "unknown"}
"""What the portal fills in."""


def theirs(rows: Rows, folder: Path) -> set[tuple[int, str, str]]:
    """(position, field, constraint or type) of each error that frictionless finds in the canonical CSV."""
    frictionless_words.write_csv(rows, DEFINITIONS.transaction, folder / "canonical.csv", PORTAL)
    resource = frictionless.Resource(
        path="canonical.csv",
        basepath=str(folder),
        encoding="utf-8",
        schema=frictionless.Schema.from_descriptor(DEFINITIONS.transaction.descriptor()),
        dialect=frictionless.Dialect(controls=[frictionless.formats.CsvControl(delimiter=",", quote_char='"')]),
    )
    errors = resource.validate(limit_errors=10**9).flatten(["rowNumber", "fieldName", "type", "note"])
    found = set()
    for number, field, kind, note in errors:
        assert kind in {"type-error", "constraint-error"}, (number, field, kind, note)
        constraint = re.match(r'constraint "(\w+)"', note)
        found.add((number - 2, field, constraint[1] if constraint else "type"))
    return found


def ours(rows: Rows, without: str | None = None) -> set[tuple[int, str, str]]:
    """The same by our check, or by a check that lacks one rule."""
    rules = [rule for rule in DEFINITIONS.rules.values() if rule.id != without]
    return set(frictionless_words.broken(check(rows, context(regime=None, period=None), rules), DEFINITIONS).rows())


def test_the_table_schema_is_valid():
    schema = frictionless.Schema.from_descriptor(DEFINITIONS.transaction.descriptor())
    assert len(schema.fields) == len(DEFINITIONS.transaction.names) == 34
    assert schema.missing_values == list(DEFINITIONS.transaction.missing_values)


@pytest.mark.parametrize("cell", ["", "-", "'", "–", "£ -"])
def test_a_cell_that_says_no_amount_is_missing(cell, tmp_path):
    agree_on([{"amount": cell}], tmp_path)


def test_a_filing_with_every_sort_of_fault(tmp_path):
    rows = filing(
        good(),
        good(amount="see note", payment_date="soon"),
        good(amount=None, payment_date=None),
        good(amount="#N/A", payment_date="31/02/2026", supplier_postcode="ls1 1ur", supplier_type="SME"),
        good(amount="NaN", cpv_code="petrol", vcse_grant="perhaps", irrecoverable_vat="NaN"),
        good(amount="999999999999999", payment_date="31/12/2004", currency="gbp", service_category_uri="1/a"),
        good(
            amount="-100000000000.01", payment_date="01/01/2005", service_category_uri="x:1", irrecoverable_vat="1.234"
        ),
        good(
            payment_date="03/04/2026", publisher_id="me", amount_basis="net", contract_ocid="1", proclass_code="12345"
        ),
        order=AMBIGUOUS,
    )
    assert ours(rows) == theirs(rows, tmp_path)
    assert {constraint for _, _, constraint in ours(rows)} == {
        "type",
        "required",
        "pattern",
        "enum",
        "minimum",
        "maximum",
    }


FINE = {
    "payment_date": "2026-04-15",
    "amount": "30000.00",
    "irrecoverable_vat": "1.00",
    "vcse_grant": "true",
    "service_category_uri": "http://id.example/1",
    "publisher_id": "X-DEMO-EXBURY",
    "publisher_name": "Exbury Council",
    "supplier_company_number": "01234567",
    "supplier_charity_number": "1234567",
    "supplier_postcode": "LS1 1UR",
    "currency": "GBP",
    "cpv_code": "09310000",
    "proclass_code": "101000",
    "merchant_category_code": "5943",
    "contract_ocid": "ocds-h6vhtk-04a1b2",
}
"""Field → a cell that breaks nothing; fields with a list have its first word."""
BREAKING = {"type": "no such thing", "required": None, "pattern": "§", "enum": "§"}
BEYOND = {
    ("payment_date", "minimum"): "2004-12-31",
    ("amount", "minimum"): "-100000000000.01",
    ("amount", "maximum"): "100000000000.01",
}
AS_SENT = [
    "see note",
    ' spaced "quoted", with a comma ',
    "two\nlines",
    "=1+1",
    "12.3.4",
    "#REF!",
    "######",
    "£ 5 and £ 6",
]


def every_constraint() -> list[tuple[str, str]]:
    """Each field of the Table Schema with each thing that it asks of its cells."""
    pairs = []
    for field in DEFINITIONS.transaction.descriptor()["fields"]:
        if field["type"] != "string" or field.get("format"):
            pairs.append((field["name"], "type"))
        pairs += [(field["name"], constraint) for constraint in field.get("constraints", {})]
    return pairs


def breaking(field: str, constraint: str) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """A row in which a field breaks a constraint and nothing else, and one in which it does not."""
    listed = DEFINITIONS.transaction.field(field).constraints.enum
    cell = BEYOND[field, constraint] if (field, constraint) in BEYOND else BREAKING[constraint]
    return good(**{field: cell}), good(**{field: listed[0] if listed else FINE[field]})


@pytest.mark.parametrize(("field", "constraint"), every_constraint())
def test_every_constraint_of_every_field(field, constraint, tmp_path):
    rows = filing(*breaking(field, constraint))
    assert ours(rows) == theirs(rows, tmp_path) == {(0, field, constraint)}


def test_cells_that_could_not_be_read_are_as_they_were_sent(tmp_path):
    rows = filing(*[good(amount=cell, payment_date=cell, vcse_grant=cell) for cell in AS_SENT])
    frictionless_words.write_csv(rows, DEFINITIONS.transaction, tmp_path / "canonical.csv", PORTAL)
    with (tmp_path / "canonical.csv").open(newline="", encoding="utf-8") as stream:
        written = list(csv.DictReader(stream))
    for name in ("amount", "payment_date", "vcse_grant"):
        assert [row[name] for row in written] == AS_SENT
    assert ours(rows) == theirs(rows, tmp_path)
    assert {(0, "amount", "type"), (2, "payment_date", "type"), (3, "vcse_grant", "type")} <= ours(rows)


@pytest.fixture(scope="module")
def broken_in_every_way(tmp_path_factory) -> tuple[Rows, set[tuple[int, str, str]]]:
    """A filing that breaks every constraint, each in a row, and what frictionless says of it."""
    pairs = [breaking(field, constraint) for field, constraint in every_constraint()]
    rows = filing(*[row for pair in pairs for row in pair], *[good(amount="x", payment_date="x") for _ in Fault])
    faults = pl.Series([None] * 2 * len(pairs) + [fault.value for fault in Fault], dtype=pl.String)
    known = {name: pl.coalesce(pl.lit(faults), pl.col(name)) for name in ("amount.fault", "payment_date.fault")}
    rows = Rows(rows.frame.with_columns(**known))
    return rows, theirs(rows, tmp_path_factory.mktemp("every"))


def test_all_at_once(broken_in_every_way):
    rows, said = broken_in_every_way
    assert ours(rows) == said
    assert len(said) >= len(every_constraint())


OF_THE_SCHEMA = [rule.id for rule in DEFINITIONS.rules.values() if rule.constraint and rule.fields]


@pytest.mark.parametrize("rule", OF_THE_SCHEMA)
def test_a_rule_that_is_missing_is_noticed(rule, broken_in_every_way):
    """The comparison can fail: without any one rule of the schema the two no longer agree."""
    rows, said = broken_in_every_way
    assert ours(rows, without=rule) < said


text = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=12)


def some(*strategies: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    """A cell of one of these kinds, any text, or none."""
    return st.one_of(st.none(), text, *strategies)


cells = {
    "amount": some(st.decimals(-(10**13), 10**13, places=2).map(str), st.sampled_from(["1e5", "NaN", "-inf"])),
    "irrecoverable_vat": some(st.sampled_from(["12.50", "1_000", "٣"])),
    "payment_date": some(st.dates(date(1985, 1, 1)).map(str), st.sampled_from(["2026-1-1", "30/2/2026"])),
    "vcse_grant": some(st.sampled_from(["true", "1", "Yes", "No", "T"])),
    "supplier_postcode": some(st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\Z")),
    "supplier_company_number": some(st.from_regex(r"\A[0-9]{7,9}\Z")),
    "supplier_charity_number": some(st.from_regex(r"\A(SC|NIC)?[0-9]{6}(-[0-9])?\Z")),
    "contract_ocid": some(text.map("ocds-abc123-".__add__)),
    "service_category_uri": some(text.map("http:".__add__), text.map("a+b.c-1:".__add__)),
    "publisher_id": some(text.map("X-DEMO-".__add__)),
    "supplier_type": some(st.sampled_from(["sme", "SME", "large"])),
    "description": some(),
}


filings = st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=8)


@settings(max_examples=15)
@given(filings)
def test_fuzzed_filings(tmp_path_factory, drawn):
    agree_on(drawn, tmp_path_factory.mktemp("fuzzed"))


@pytest.mark.deep
@given(filings)
def test_many_fuzzed_filings(tmp_path_factory, drawn):
    agree_on(drawn, tmp_path_factory.mktemp("fuzzed"))


def agree_on(drawn: list[dict[str, str | None]], folder: Path) -> None:
    missing = set(DEFINITIONS.transaction.missing_values)
    rows = filing(*[{name: _as_intake(name, cell, missing) for name, cell in row.items()} for row in drawn])
    assert ours(rows) == theirs(rows, folder)


def _as_intake(name: str, cell: str | None, missing: set[str]) -> str | None:
    """A cell as intake hands it on: without white space around it, none where it is a missing value, or says no amount or day (``-``)."""
    trimmed = (cell or "").strip()
    nothing = (name == "amount" and money.read(trimmed) == money.NOTHING) or (
        name == "payment_date" and dates.read(trimmed) == dates.read("")
    )
    return None if trimmed in missing or nothing else trimmed


@pytest.mark.parametrize("cell", ["'", "-", "''", "–"])
def test_a_cell_that_says_no_day_is_missing(cell: str, tmp_path):
    agree_on([{"amount": "1.00", "payment_date": cell}], tmp_path)


@pytest.mark.skipif(not REAL, reason="the folder of real files is not beside the checkout")
@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.name)
def test_real_files(path: Path, tmp_path):
    agrees(path, tmp_path)


@pytest.mark.deep
@pytest.mark.skipif(not REAL, reason="the folder of real files is not beside the checkout")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_every_real_file(path: Path, tmp_path):
    agrees(path, tmp_path)


def agrees(path: Path, folder: Path) -> None:
    reading = read(path, path.name, DEFINITIONS)
    if reading.rows is None:
        assert reading.outcome is Outcome.REFUSED
        return
    assert ours(reading.rows) == theirs(reading.rows, folder)
    assert isinstance(reading.rows.frame, pl.DataFrame)

"""Random returns, from the file that is sent to the CSV that is published: the same to the penny, in order, valid for frictionless."""

from __future__ import annotations

import csv
import datetime
import io
import json
import random
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from ckanext.spenddata import artefact, definitions
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.filing import ARTEFACT, Filing, FilingFile
from ckanext.spenddata.pipeline.run import run

TITLES = ("Entity", "Date", "Expense type", "Supplier", "Transaction number", "Amount", "Description")
SUPPLIERS = ("Alder & Ash Ltd", 'Birch "B", Cedar', "Éire Génie Civil", "O’Neill; Sons", "=SUM(A1)", "Damson\nEstates")
PUBLISHER = Publisher(publisher_id="X-DEMO-EXAMPLE", name="Example Agency")
FEW, ALL = 5, 200

Payment = tuple[datetime.date, Decimal, str, str]


def payments(chance: random.Random, year: int = 2026, month: int = 5) -> list[Payment]:
    """The payments of a return, credits and repeated ones among them; the month has 31 days."""
    made = [
        (
            datetime.date(year, month, chance.randint(1, 31)),
            Decimal(chance.choice((1, 1, 1, -1)) * chance.randint(2_500_000, 10 ** chance.randint(7, 12))) / 100,
            chance.choice(SUPPLIERS),
            f"T{number:05d}",
        )
        for number in range(chance.randint(1, 60))
    ]
    return [payment for payment in made for _ in range(chance.choice((1, 1, 1, 1, 2)))]


def as_sent(them: list[Payment], chance: random.Random, body: str = PUBLISHER.name) -> bytes:
    """A CSV file as finance systems write them: with or without thousands marks, pound signs and a byte order mark."""
    money: Callable[[Decimal], str] = chance.choice((str, "{:,.2f}".format, "£{:,.2f}".format, "{:.2f}".format))
    day = chance.choice(("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%Y"))
    text = io.StringIO()
    write = csv.writer(text, lineterminator=chance.choice(("\r\n", "\n")), quoting=chance.choice((0, 1))).writerow
    write(TITLES)
    for paid, amount, supplier, number in them:
        write((body, paid.strftime(day), "Works", supplier, number, money(amount), "Gravel"))
    return text.getvalue().encode(chance.choice(("utf-8", "utf-8-sig")))


def published(seed: int, folder: Path) -> tuple[list[Payment], Path]:
    """A random return: the payments that were sent, and the CSV that is published of them."""
    chance = random.Random(seed)
    sent, them = folder / f"{seed}.sent", payments(chance)
    sent.write_bytes(as_sent(them, chance))
    filing = Filing(
        files=(FilingFile(path=str(sent), name=f"{seed}.csv"),),
        publisher=PUBLISHER,
        regime="hmt-25k",
        period="2026-05",
        today=datetime.date(2026, 6, 12),
    )
    known = definitions.load()
    result = run(filing, folder / f"{seed}", known)
    assert (result.report.outcome, result.report.rows_in_error) == ("read", 0), (seed, result.report)
    out = folder / f"{seed}.csv"
    artefact.canonical_csv(artefact.accepted(artefact.read(folder / f"{seed}" / ARTEFACT)), known.published, out)
    return them, out


def read_back(path: Path) -> list[Payment]:
    with path.open(newline="", encoding="utf-8") as stream:
        return [
            (
                datetime.date.fromisoformat(row["payment_date"]),
                Decimal(row["amount"]),
                row["supplier_name"],
                row["transaction_number"],
            )
            for row in csv.DictReader(stream)
        ]


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], list[tuple[list[Payment], Path]]]:
    """So many random returns, each made once for all tests."""
    folder, made = tmp_path_factory.mktemp("published"), {}

    def so_many(number: int) -> list[tuple[list[Payment], Path]]:
        for seed in range(len(made), number):
            made[seed] = published(seed, folder)
        return [made[seed] for seed in range(number)]

    return so_many


MANY = pytest.mark.parametrize("number", [FEW, pytest.param(ALL, marks=pytest.mark.deep)])


@pytest.mark.check(12)
@MANY
def test_what_is_published_is_what_was_sent(returns, number: int, measured: Callable[[str], None]) -> None:
    rows = 0
    for sent, path in returns(number):
        found = read_back(path)
        assert found == sent
        assert sum(payment[1] for payment in found) == sum(payment[1] for payment in sent)
        rows += len(found)
    measured(f"{number} returns, {rows:,} rows, from file to published CSV without a portal")


@pytest.mark.check(13)
@MANY
def test_another_program_finds_every_published_file_valid(
    returns, number: int, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    files = [path for _, path in returns(number)]
    said = validated(package_of(files), files[0].parent)
    assert [task["errors"] for task in said["tasks"] if not task["valid"]] == []
    assert (said["valid"], len(said["tasks"])) == (True, number)
    measured(f"{number} of {number} by `frictionless validate`, as they are published, without a portal")


def test_a_published_file_that_is_sent_again_is_read_as_it_was_published(returns, tmp_path: Path) -> None:
    """What was decided of its rows is taken for none of the publisher's own columns, blank as those may be."""
    [(_, path), *_] = returns(1)
    filing = Filing(
        files=(FilingFile(path=str(path), name=path.name),),
        publisher=PUBLISHER,
        regime="hmt-25k",
        period="2026-05",
        today=datetime.date(2026, 6, 12),
    )
    known = definitions.load()
    assert run(filing, tmp_path / "again", known).report.outcome == "read"
    out = tmp_path / "again.csv"
    artefact.canonical_csv(artefact.accepted(artefact.read(tmp_path / "again" / ARTEFACT)), known.transaction, out)
    with path.open(newline="", encoding="utf-8") as one, out.open(newline="", encoding="utf-8") as other:
        again = list(csv.DictReader(other))
        assert [{name: row[name] for name in known.transaction.names} for row in csv.DictReader(one)] == again


def test_the_other_program_does_find_faults(returns, tmp_path: Path) -> None:
    """Else the test above would say nothing."""
    [(_, path), *_] = returns(1)
    spoilt = tmp_path / "spoilt.csv"
    spoilt.write_text(path.read_text(encoding="utf-8").replace("2026-05-", "2026-15-"), encoding="utf-8")
    schema = definitions.load().published.descriptor()
    said = validated({"resources": [{"name": "spoilt", "path": spoilt.name, "schema": schema}]}, tmp_path)
    assert not said["valid"]
    assert {error["fieldName"] for error in said["tasks"][0]["errors"]} == {"payment_date"}


def package_of(files: list[Path]) -> dict:
    """A data package of published files, with the schema that the portal says they have."""
    schema = definitions.load().published.descriptor()
    dialect = {"csv": {"delimiter": ","}}
    how = {"format": "csv", "encoding": "utf-8", "dialect": dialect, "schema": schema}
    return {
        "resources": [
            {"name": f"return-{number}", "path": path.name, **how} for number, path in enumerate(files, start=1)
        ]
    }


def validated(package: dict, folder: Path) -> dict:
    """What `frictionless validate` says of a package of files."""
    (folder / "datapackage.json").write_text(json.dumps(package))
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)

"""Files as publishers really published them, from submission to every place where their rows can be read, to the penny."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import requests

from tests.acceptance.conftest import Client

pytestmark = pytest.mark.portal
EVERY_TIME = "National Institute for Health and Care Excellence"
"""The one that is published with every run; each takes a quarter of a minute."""

SHARED = Path(os.environ.get("SPENDDATA_SHARED") or Path(__file__).resolve().parents[3] / "shared") / "data" / "real"


@dataclass(frozen=True)
class Case:
    """A real file, its publisher, and what an independent reader needs to know of it."""

    publisher: str
    regime: str
    period: str
    path: str
    encoding: str
    date: int
    supplier: int
    amount: int
    rows: int
    total: str
    accepted: int
    accepted_total: str


CASES = {
    "HM Revenue and Customs": Case(
        *("GB-GOR-D25", "hmt-25k", "2023-08", "hmrc/HMRC_spending_over_25000_for_August_2023.csv"),
        *("utf-8", 2, 5, 7, 928, "161100367.41", 928, "161100367.41"),
    ),
    "Home Office": Case(
        *("GB-GOR-D16", "hmt-25k", "2016-04", "home-office/Home-Office-Spending-Over-25000-April-2016-CSV.csv"),
        *("ascii", 2, 5, 7, 882, "777308005.26", 882, "777308005.26"),
    ),
    "Environment Agency": Case(
        *("GB-GOR-EA199", "hmt-25k", "2012-03", "ea/ea-over-25k-1203.csv"),
        *("cp1252", 2, 5, 7, 890, "129324732.97", 887, "129215761.95"),
    ),
    "Department for Transport": Case(
        *("GB-GOR-D9", "hmt-25k", "2012-10", "dft/dft-monthly-spend-201210.csv"),
        *("cp1252", 2, 5, 7, 8441, "1503657747.22", 8380, "1503504646.06"),
    ),
    "Devon County Council": Case(
        *("GB-LAE-DEV", "lgtc-500", "2025-04", "devon/DCCSpendingOver500_202504.csv"),
        *("ascii", 2, 5, 4, 237, "2845421.21", 237, "2845421.21"),
    ),
    "National Institute for Health and Care Excellence": Case(
        *("GB-GOR-PB474", "hmt-25k", "2014-04", "nice/Transparency-of-Spend-over-25k-April-2014.csv"),
        *("cp1252", 2, 5, 7, 19, "815578.39", 19, "815578.39"),
    ),
}


@dataclass(frozen=True)
class Independent:
    """A file as plain code of the standard library reads it."""

    amounts: list[Decimal]
    accepted: list[Decimal]
    faulty_rows: list[int]


def read_independently(case: Case) -> Independent:
    """Rows with a date or a supplier are payments; those without one readable date, amount and a supplier are in error."""
    with (SHARED / case.path).open(encoding=case.encoding, newline="") as file:
        records = list(csv.reader(file))
    amounts: list[Decimal] = []
    accepted: list[Decimal] = []
    faulty: list[int] = []
    for number, record in enumerate(records[1:], start=2):
        date, supplier = record[case.date].strip(), record[case.supplier].strip()
        if not date and not supplier:
            continue
        amount = _amount(record[case.amount])
        amounts.append(amount)
        if supplier and re.fullmatch(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}", date):
            accepted.append(amount)
        else:
            faulty.append(number)
    return Independent(amounts, accepted, faulty)


def _amount(cell: str) -> Decimal:
    plain = re.sub(r"[^0-9.()\-]", "", cell)
    amount = Decimal(plain.strip("()-"))
    return -amount if plain.startswith(("(", "-")) or plain.endswith("-") else amount


@pytest.mark.check(12)
@pytest.mark.skipif(not SHARED.exists(), reason="the folder of real files is not beside the checkout")
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name == EVERY_TIME else [pytest.mark.deep]) for name in CASES]
)
def test_a_real_return_is_the_same_to_the_penny_wherever_it_is_read(
    client: Client, name: str, load_publisher: Callable[[str], None]
) -> None:
    case = CASES[name]
    truth = read_independently(case)
    assert (len(truth.amounts), str(sum(truth.amounts))) == (case.rows, case.total)
    assert (len(truth.accepted), str(sum(truth.accepted))) == (case.accepted, case.accepted_total)
    load_publisher(case.publisher)

    reference = client.submit(SHARED / case.path, publisher=case.publisher, regime=case.regime, period=case.period)
    ready = client.settled(reference)
    assert ready["state"] == "ready", ready
    assert (ready["report"]["rows"], ready["report"]["amount_total"]) == (case.rows, case.total)
    assert ready["rows_in_error"] == case.rows - case.accepted
    assert _rows_with_errors(client, reference) == truth.faulty_rows

    _confirm(client, reference)
    client.call("spenddata_return_publish", reference=reference, without_errors=case.rows - case.accepted)
    assert client.settled(reference)["state"] == "published"
    client.followed(reference)

    expected = (case.accepted, case.accepted_total)
    assert _in_the_canonical_file(client, reference) == expected
    assert _in_the_datastore(client, reference) == expected
    assert _in_the_ledger(client, case) == expected
    assert _in_the_search(client, case) == expected


def _rows_with_errors(client: Client, reference: str) -> list[int]:
    findings: list[dict[str, object]] = []
    while True:
        page = client.call(
            "spenddata_revision_findings", reference=reference, severity="error", offset=len(findings), limit=1000
        )
        findings += page["results"]
        if not page["results"] or len(findings) >= page["count"]:
            return sorted({int(str(each["row"])) for each in findings})


def _resource(client: Client, reference: str) -> dict[str, object]:
    found = client.call("package_search", q="", fq="dataset_type:spend", rows=10)["results"]
    return next(
        resource for dataset in found for resource in dataset["resources"] if resource.get("return_ref") == reference
    )


def _in_the_canonical_file(client: Client, reference: str) -> tuple[int, str]:
    answer = requests.get(str(_resource(client, reference)["url"]), timeout=30)
    answer.raise_for_status()
    amounts = [Decimal(row["amount"]) for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8")))]
    return len(amounts), str(sum(amounts))


def _in_the_datastore(client: Client, reference: str) -> tuple[int, str]:
    return _all_records(client, resource_id=_resource(client, reference)["id"])


def _confirm(client: Client, reference: str) -> None:
    """What these bodies did when they published the files: say of each finding, by name, that it is right."""
    listed = client.call("spenddata_finding_list", reference=reference)["findings"]
    said = [{"finding": each["finding"], "reason": "Published so by the body"} for each in listed]
    if said:
        client.call("spenddata_finding_acknowledge", reference=reference, acknowledge=said)


def _in_the_ledger(client: Client, case: Case) -> tuple[int, str]:
    from ckanext.spenddata.ledger import ALL_SPEND

    return _all_records(client, resource_id=ALL_SPEND, filters={"publisher_id": case.publisher, "period": case.period})


def _all_records(client: Client, **query: object) -> tuple[int, str]:
    amounts: list[Decimal] = []
    while True:
        page = client.call(
            "datastore_search", **query, fields=["amount"], sort="_id", offset=len(amounts), limit=10_000
        )
        amounts += [Decimal(str(record["amount"])) for record in page["records"]]
        if not page["records"]:
            return len(amounts), str(sum(amounts).quantize(Decimal("0.01")))


def _in_the_search(client: Client, case: Case) -> tuple[int, str]:
    found = client.call("spenddata_transaction_search", publisher_id=case.publisher, period=case.period, rows=1)
    return found["count"], found["total"]

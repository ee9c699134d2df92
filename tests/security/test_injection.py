"""Words that look like SQL or like an identifier are only words, wherever a name, a filter, a sort or a cell may be given."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.ledger import ALL_SPEND
from tests.returns.world import HEADER, World, csv_file, follow

BROKEN_OUT = ("'", '"', "''", '"', "\\'", "$$", "`", "’", "ʼ", "%27", "') ", '") ', "]", "-- ")
MEANT = (
    "; DROP TABLE spenddata.ledger; --",
    " OR '1'='1",
    " UNION SELECT supplier_name FROM spenddata.ledger --",
    "; SELECT pg_sleep(9); --",
    "%I%s%L",
    ":x :name %(name)s {0} {name}",
    "; COPY spenddata.ledger TO PROGRAM 'id'; --",
    "/**/AND/**/1=(SELECT 1/0)",
    "E'\\x27' || chr(39)",
    "; UPDATE public.\"user\" SET sysadmin = true; --",
    " AND extractvalue(1, concat(0x7e, version()))",
    "\\gexec",
    " ORDER BY (SELECT 1 FROM pg_shadow)",
    "$1 $2 $body$",
    "'::regclass",
    "\u202e--",
)
PAYLOADS = [f"{quote}{meant}" for quote, meant in itertools.product(BROKEN_OUT, MEANT)][:200]
INNER = ("syntax error", "psycopg2", "SQLSTATE", "relation ", "unterminated", "LINE 1", "DETAIL:", "pg_catalog")
"""Words of PostgreSQL, which nobody may read."""
ROWS = 5


def calls(words: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each action that takes a name, a filter or a sort, asked with such words."""
    for name in ("q", "publisher", "publisher_id", "category", "supplier_id", "period", "regime", "sort", "cursor"):
        yield "spenddata_transaction_search", {name: words}
    for table in (ALL_SPEND, words):
        yield "datastore_search", {"resource_id": table, "filters": {"supplier_name": words}}
        yield "datastore_search", {"resource_id": table, "filters": {words: "x"}}
        yield "datastore_search", {"resource_id": table, "sort": words}
        yield "datastore_search", {"resource_id": table, "fields": [words]}
        yield "datastore_search", {"resource_id": table, "q": words}
        yield "datastore_search", {"resource_id": table, "q": {"supplier_name": words}}
        yield "datastore_search", {"resource_id": table, "distinct": True, "fields": words}
        yield "datastore_info", {"id": table}
    yield "spenddata_return_list", {"publisher": words}
    yield "spenddata_return_list", {"state": words, "sort": words}
    yield "spenddata_return_show", {"reference": f"X-DEMO-1.{words}.2026-Q1"}
    yield "spenddata_publisher_show", {"publisher": words}
    yield "spenddata_comparison_show", {"publisher": words, "measures": [words]}
    yield "spenddata_supplier_show", {"id": words}
    yield "package_show", {"id": words}
    yield "package_search", {"q": words, "sort": words}
    yield "organization_show", {"id": words}
    yield "resource_search", {"query": f"name:{words}"}


def asked(action: str, data: dict[str, Any]) -> Any:
    """What nobody is told; a refusal as its words."""
    from ckan import model

    model.Session.remove()
    try:
        return tk.get_action(action)({"user": "", "ignore_auth": False}, data)
    except (tk.NotAuthorized, tk.ObjectNotFound, tk.ValidationError) as refusal:
        return f"refused: {refusal}"


def outage(action: str, data: dict[str, Any]) -> Any:
    """The same; what is understood as the question's fault becomes a 400, as on the portal."""
    from ckanext.spenddata.faults import Kind, fault

    try:
        return asked(action, data)
    except Exception as error:
        found = fault(error)
        if found is None or found.kind is not Kind.QUESTION:
            raise
        return "refused: a question without a meaning"


@pytest.mark.check(17)
@pytest.mark.deep
def test_two_hundred_payloads_are_only_words(world: World, measured: Callable[[str], None]):
    world.publish(csv_file(ROWS))
    follow()
    number = 0
    for words in PAYLOADS:
        for action, data in calls(words):
            number += 1
            told = outage(action, data)
            if isinstance(told, dict):
                # Nobody's supplier and nobody's name is written so: what is asked for is nowhere.
                filtered = words in str(data.get("filters", {}).values() if isinstance(data.get("filters"), dict) else "")
                assert not filtered or told["total"] == 0, (action, data)
            else:
                text = str(told).replace(words, "")
                assert not [inner for inner in INNER if inner in text], (action, data, told)
    assert asked("spenddata_transaction_search", {"q": "", "rows": 1})["count"] == ROWS
    assert asked("datastore_search", {"resource_id": ALL_SPEND, "limit": 0})["total"] == ROWS
    measured(f"{len(PAYLOADS)} payloads in {number // len(PAYLOADS)} questions each: literal or refused, nothing changed")


@pytest.mark.check(17)
@pytest.mark.deep
def test_two_hundred_payloads_as_suppliers_are_found_as_they_were_written(world: World, measured: Callable[[str], None]):
    """In cells of a file, and asked for again: each gives its own row and no other."""
    import csv
    import io

    text = io.StringIO()
    write = csv.writer(text).writerow
    write(HEADER.split(","))
    for at, words in enumerate(PAYLOADS):
        row = ("Exampleton City Council", f"{at % 28 + 1:02d}/02/2026", f"{words} {at} Ltd", f"T{at:06d}")
        write((*row, f"{1000 + at}.17", "Highways", "Repairs", words, "Construction", "0.00"))
    filed = world.submit(text.getvalue().encode(), publish=True)
    from tests.returns.world import work

    work()
    if world.show(filed["reference"])["state"] == "ready":
        listed = world.call("spenddata_finding_list", reference=filed["reference"])["findings"]
        said = [{"finding": each["finding"], "reason": "They are called so"} for each in listed]
        world.call("spenddata_return_publish", reference=filed["reference"], acknowledge=said)
        work()
    assert world.show(filed["reference"])["state"] == "published"
    follow()
    records = asked("datastore_search", {"resource_id": ALL_SPEND, "limit": 1000})["records"]
    kept = {record["transaction_number"]: record["supplier_name"] for record in records}
    assert len(kept) == len(PAYLOADS)
    for number, supplier in kept.items():
        again = asked("datastore_search", {"resource_id": ALL_SPEND, "filters": {"supplier_name": supplier}})
        assert [record["transaction_number"] for record in again["records"]] == [number]
    written = [kept[f"T{at:06d}"].split() for at in range(len(PAYLOADS))]
    sent = [f"{words} {at} Ltd".replace("\u202e", "").split() for at, words in enumerate(PAYLOADS)]
    same = sum(one == other for one, other in zip(written, sent, strict=True))
    assert same >= len(PAYLOADS) * 0.9, [pair for pair in zip(written, sent, strict=True) if pair[0] != pair[1]][:5]
    measured(f"{len(PAYLOADS)} payloads as suppliers of published payments: each found by its own name alone")

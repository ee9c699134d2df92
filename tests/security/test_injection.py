"""Words that look like SQL or like an identifier are only words, wherever a name, a filter, a sort or a cell may be given."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.ledger import ALL_SPEND
from tests.returns.world import HEADER, World, csv_file, follow, upload

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
    '; UPDATE public."user" SET sysadmin = true; --',
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
    """The actions that take a name, a filter, a sort or words, asked with such words."""
    for question in (
        {"filters": {"supplier_name": words}},
        {"filters": {words: "x"}},
        {"sort": words},
        {"fields": [words]},
        {"q": words},
        {"q": {"supplier_name": words}},
        {"distinct": True, "fields": words},
    ):
        yield "datastore_search", {"resource_id": ALL_SPEND, **question}
    yield "datastore_search", {"resource_id": words}
    yield "spenddata_transaction_search", {"q": words}
    yield "spenddata_return_list", {"publisher": words}


def more_calls(words: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The others, which hand such words to the same few statements."""
    for name in ("publisher", "publisher_id", "category", "supplier_id", "period", "regime", "sort", "cursor"):
        yield "spenddata_transaction_search", {name: words}
    for name in ("publisher", "supplier_id", "period", "limit", "offset"):
        yield "spenddata_publication_list", {name: words}
    yield "spenddata_return_list", {"state": words, "sort": words}
    yield "spenddata_return_show", {"reference": f"X-DEMO-1.{words}.2026-Q1"}
    yield "spenddata_publisher_show", {"publisher": words}
    yield "spenddata_comparison_show", {"publisher": words, "measures": [words]}
    yield "spenddata_supplier_show", {"id": words}
    yield "datastore_info", {"id": words}
    yield "package_show", {"id": words}
    yield "package_search", {"q": words, "sort": words}
    yield "organization_show", {"id": words}
    yield "resource_search", {"query": f"name:{words}"}


SELDOM = 5
"""The others are asked with one in so many payloads."""
SECRET = "Zyzzyva Holdings"


@pytest.fixture
def tables(world: World) -> dict[str, str]:
    """An open dataset's table, and a private one's with a secret in it; name → table."""
    made = {}
    for name, private, word in (("open", False, "plain"), ("private", True, SECRET)):
        dataset = world.call("package_create", "administrator", name=name, owner_org=world.council, private=private)
        resource = world.call("resource_create", "administrator", package_id=dataset["id"], upload=upload(csv_file(3)))
        fields = [{"id": name_, "type": "text"} for name_ in ("what", "where")]
        asked_for = {"resource_id": resource["id"], "fields": fields, "force": True}
        world.call("datastore_create", "administrator", records=[{"what": word, "where": "here"}], **asked_for)
        made[name] = resource["id"]
    return made


def injected(table: str) -> str:
    """A value that ends quotation marks it is put between, and asks for another table; found, if it comes true, by what it tells."""
    return f'||(select $q$plain$q$ from "{table}" where what like $q$Zyzzyva%$q$)||'


@pytest.mark.check(17)
def test_no_word_of_a_question_is_filled_in_as_a_value_of_a_statement(world: World, tables: dict[str, str]):
    """CKAN quotes words, and has values filled in wherever `:name` stands, also between its own quotation marks."""
    value = injected(tables["private"])
    filters = {"where": ["here", value]}
    for word in (":value_0", ":value_1", "x :value_1", r"\:value_1", "::value_1", ":value_1:value_1", [":value_1"]):
        for more in (
            {"q": word},
            {"q": {"what": word}},
            {"q": json.dumps({"what": word})},
            {"full_text": word},
            {"q": word, "plain": False},
            {"q": "plain", "language": word},
        ):
            question = {"resource_id": tables["open"], "filters": filters, **more}
            told = outage("datastore_search", question)
            assert isinstance(told, str) or told["total"] == 0, (question, told)
            for form in ("lists", "csv"):
                told = outage("datastore_search", {**question, "records_format": form})
                assert isinstance(told, str) or told["total"] == 0, (question, told)


def test_words_with_colons_are_found_and_repeated_as_they_were_put(world: World, tables: dict[str, str]):
    row = {"what": "Invoice :value_0 of 12:30, see http://a.example", "where": "here"}
    world.call(
        "datastore_upsert", "administrator", resource_id=tables["open"], records=[row], method="insert", force=True
    )
    for words in (":value_0", "12:30", "invoice of", "http://a.example"):
        told = asked("datastore_search", {"resource_id": tables["open"], "q": words, "filters": {"where": "here"}})
        assert (told["total"], told["q"]) == (1, words)
    told = asked("datastore_search", {"resource_id": tables["open"], "q": "inv:*", "plain": False})
    assert (told["total"], told["q"]) == (1, "inv:*")
    told = asked("datastore_search", {"resource_id": tables["open"], "q": '{"what": ":value_0"}'})
    assert (told["total"], told["q"]) == (1, {"what": ":value_0"})


@pytest.mark.check(17)
@pytest.mark.parametrize("name", [":val_0", "a :val_0", "a(:val_0)", "a-:val_0"])
def test_no_name_of_a_column_or_a_table_is_filled_in(world: World, tables: dict[str, str], name: str):
    own = {"resource_id": tables["open"], "force": True}
    for data in (
        {"fields": [{"id": name, "type": "text"}]},
        {"records": [{name: "x"}]},
        {"aliases": [name]},
        {"aliases": f"fine,{name}"},
    ):
        with pytest.raises(tk.ValidationError, match="colon at the beginning of a word"):
            world.call("datastore_create", "administrator", **own, **data)
    with pytest.raises(tk.ValidationError):
        world.call("datastore_upsert", "administrator", **own, records=[{name: "x"}], method="insert")


def test_a_table_that_has_such_a_column_already_is_neither_read_nor_changed(world: World, tables: dict[str, str]):
    import sqlalchemy as sa
    from ckanext.datastore.backend.postgres import get_write_engine

    with get_write_engine().begin() as database:
        database.execute(sa.text(f'ALTER TABLE "{tables["open"]}" RENAME COLUMN what TO "a \\:value_0"'))
    for action, data in (
        ("datastore_search", {"filters": {"where": "x"}}),
        ("datastore_records_delete", {"filters": {"where": "x"}, "force": True}),
    ):
        with pytest.raises(tk.ValidationError, match="colon at the beginning of a word"):
            world.call(action, "administrator", resource_id=tables["open"], **data)


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
    for at, words in enumerate(PAYLOADS):
        for action, data in (*calls(words), *(more_calls(words) if at % SELDOM == 0 else ())):
            number += 1
            told = outage(action, data)
            if isinstance(told, dict):
                # Nobody's supplier and nobody's name is written so: what is asked for is nowhere.
                filtered = words in str(
                    data.get("filters", {}).values() if isinstance(data.get("filters"), dict) else ""
                )
                assert not filtered or told["total"] == 0, (action, data)
            else:
                text = str(told).replace(words, "")
                assert not [inner for inner in INNER if inner in text], (action, data, told)
    assert asked("spenddata_transaction_search", {"q": "", "rows": 1})["count"] == ROWS
    assert asked("datastore_search", {"resource_id": ALL_SPEND, "limit": 0})["total"] == ROWS
    measured(f"{len(PAYLOADS)} payloads in {number:,} questions: literal or refused, nothing changed")


@pytest.mark.check(17)
@pytest.mark.deep
def test_two_hundred_payloads_as_suppliers_are_found_as_they_were_written(
    world: World, measured: Callable[[str], None]
):
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

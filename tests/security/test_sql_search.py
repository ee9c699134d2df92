"""SQL from readers: off as the portal comes; where an administrator turns it on, no statement reaches what we keep, whoever sends it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from ckan import logic, plugins
from ckan.plugins import toolkit as tk

from ckanext.spenddata.ledger import ALL_SPEND
from tests.returns.world import PERIOD, REGIME, World, csv_file, follow, upload

EVERYBODY = ("sysadmin", "administrator", "editor", "member", "stranger", "outsider", None)
SOME = ("sysadmin", None)
STRANGERS = ("stranger", "outsider", None)
REFUSALS = ("NotAuthorized", "ValidationError", "NotFound")
FILE, PRIVATE_FILE, OPEN_FILE = "published", "private", "open"
FORMS = (
    'SELECT * FROM "{table}"',
    'SELECT * FROM public."{table}"',
    'SELECT count(*) FROM "{table}" AS harmless',
    'SELECT * FROM "{open}" UNION ALL SELECT o.* FROM "{open}" AS o, "{table}"',
    'SELECT * FROM "{open}" AS o WHERE EXISTS (SELECT 1 FROM "{table}")',
    'SELECT (SELECT count(*) FROM "{table}") FROM "{open}"',
    'WITH t AS (SELECT * FROM "{table}") SELECT * FROM t',
    'WITH "{open}" AS (SELECT * FROM "{table}") SELECT * FROM "{open}"',
    'WITH RECURSIVE t AS (SELECT * FROM "{table}") SELECT * FROM t',
    'SELECT * FROM "{open}" JOIN LATERAL (SELECT * FROM "{table}") AS x ON true',
    'SELECT * FROM (VALUES (1)) AS v, ONLY "{table}"',
)
"""Ways to name a table: plainly, by another name, in a subquery, in a common table expression, under an open table's own name."""
REACHING = (
    "SELECT * FROM spenddata.ledger",
    "SELECT * FROM spenddata.entry",
    "SELECT supplier_name FROM spenddata.ledger UNION SELECT NULL",
    "WITH t AS (SELECT * FROM spenddata.total_supplier) SELECT * FROM t",
    "SELECT * FROM pg_catalog.pg_tables",
    "SELECT * FROM pg_stat_activity",
    "SELECT * FROM information_schema.tables",
    "SELECT query_to_xml('SELECT * FROM spenddata.ledger', true, false, '')",
    "SELECT table_to_xml('spenddata.ledger', true, false, '')",
    "SELECT database_to_xml(true, false, '')",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('.')",
    "SELECT current_setting('data_directory')",
    "SELECT set_config('statement_timeout', '0', false)",
    "SELECT pg_sleep(5)",
    "SELECT lo_import('/etc/passwd')",
    "SELECT dblink('host=127.0.0.1', 'SELECT 1')",
    "SELECT * FROM pg_catalog.pg_read_file('/etc/passwd')",
    "SELECT nextval('spenddata.entry_no')",
    "SELECT 1; DROP TABLE spenddata.ledger",
    "DELETE FROM spenddata.ledger",
    "WITH gone AS (DELETE FROM spenddata.ledger RETURNING *) SELECT * FROM gone",
    "COPY spenddata.ledger TO STDOUT",
    "COPY (SELECT 1) TO PROGRAM 'id'",
    "EXPLAIN ANALYZE SELECT 1",
    "SELECT * INTO mine FROM spenddata.ledger",
    "SET ROLE ckan",
    "DO $$ BEGIN PERFORM 1; END $$",
)
"""Schemas and system tables, functions, and what is no query."""
CKANS_OWN = ("SELECT * FROM _table_metadata", "SELECT * FROM _table_stats")
"""Tables of CKAN's, which say what others are called: for system administrators alone."""


@pytest.mark.check(18, "off by default")
def test_it_is_off_as_the_portal_comes(portal: str, measured):
    refused = [
        requests.post(f"{portal}/api/3/action/datastore_search_sql", json={"sql": "SELECT 1"}, timeout=30),
        requests.get(f"{portal}/api/3/action/datastore_search_sql?sql=SELECT+1", timeout=30),
    ]
    assert {(answer.status_code, "SELECT" in answer.text) for answer in refused} == {(400, False)}
    with pytest.raises(KeyError):
        tk.get_action("datastore_search_sql")
    measured("the running portal has no such action")


@pytest.fixture
def tables(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """SQL is on; a published file with its table, an open and a private dataset's with theirs."""
    monkeypatch.setitem(tk.config, "ckan.datastore.sqlsearch.enabled", True)
    world.publish(csv_file(5))
    follow()
    made = {FILE: _published()}
    for name, private in ((OPEN_FILE, False), (PRIVATE_FILE, True)):
        dataset = world.call("package_create", "administrator", name=name, owner_org=world.council, private=private)
        resource = world.call("resource_create", "administrator", package_id=dataset["id"], upload=upload(csv_file(3)))
        rows = [{"what": f"Of {name}"}]
        fields = [{"id": "what", "type": "text"}]
        world.call(
            "datastore_create", "administrator", resource_id=resource["id"], fields=fields, records=rows, force=True
        )
        made[name] = resource["id"]
    datastore: Any = plugins.get_plugin("datastore")
    datastore.configure(tk.config)
    logic.clear_actions_cache()
    yield made
    monkeypatch.undo()
    datastore.configure(tk.config)
    logic.clear_actions_cache()


def _published() -> str:
    from ckanext.spenddata.returns.followups import catalogue

    return catalogue.resource_id(f"X-DEMO-1.{REGIME}.{PERIOD}")


def ask(world: World, who: str | None, sql: str) -> Any:
    """The rows that somebody gets; the name of the refusal where it is one."""
    try:
        return world.call("datastore_search_sql", who, sql=sql)["records"]
    except (tk.NotAuthorized, tk.ObjectNotFound, tk.ValidationError) as refusal:
        return type(refusal).__name__


@pytest.mark.check(
    18, "where on, refused to everybody on what is published and on private tables; aliases, CTEs, functions"
)
def test_where_it_is_on_no_statement_reaches_what_we_keep(world: World, tables: dict[str, str], measured):
    got = {
        (who, form, table): ask(world, who, form.format(table=table, open=tables[OPEN_FILE]))
        for form in FORMS
        for whose, table in ((EVERYBODY, tables[FILE]), (SOME, ALL_SPEND), (STRANGERS, tables[PRIVATE_FILE]))
        for who in whose
    }
    # CKAN looks a common table expression's name up, too, in the order of a set: of a private table it may say either.
    assert {question: answer for question, answer in got.items() if answer not in REFUSALS} == {}
    published = {question: answer for question, answer in got.items() if question[2] != tables[PRIVATE_FILE]}
    assert {question: answer for question, answer in published.items() if answer != "NotAuthorized"} == {}
    further = {(who, sql): ask(world, who, sql) for sql in REACHING for who in SOME}
    further |= {(who, sql): ask(world, who, sql) for sql in CKANS_OWN for who in ("administrator", None)}
    assert {question: answer for question, answer in further.items() if answer not in REFUSALS} == {}
    assert len(world.call("datastore_search", None, resource_id=tables[FILE])["records"]) == 5
    # What is others' is read as ever.
    statement = f'SELECT what FROM "{tables[OPEN_FILE]}"'
    assert [ask(world, who, statement) for who in EVERYBODY] == [[{"what": "Of open"}]] * len(EVERYBODY)
    assert ask(world, "editor", f'SELECT what FROM "{tables[PRIVATE_FILE]}"') == [{"what": "Of private"}]
    measured(f"{len(got)} and {len(further)} statements of {len(EVERYBODY)} people: all refused")

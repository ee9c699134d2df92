"""The ledger can prove that it agrees with itself, tells where it does not, and can be repaired."""

from __future__ import annotations

import json

import polars as pl
import pytest
from click.testing import CliRunner

from ckanext.spenddata.ledger import connection, publish, rebuild, verify
from ckanext.spenddata.ledger.cli import ledger as command
from tests.ledger.making import OTHER, PUBLISHER, TABLES, contents, publication, rows

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture(autouse=True)
def _two_publishers(ledger):
    publish.publish(publication(), rows(30))
    publish.publish(publication(publisher_id=OTHER), rows(20, seed=4))


def tamper(statement: str) -> None:
    with connection.writing() as database, database.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0


@pytest.mark.parametrize(
    ("statement", "kept_in"),
    [
        (
            "update spenddata.total_month set amount = amount + 0.01 where publisher_id like '%NORTH%' and category = 'it'",
            "total_month",
        ),
        (
            "update spenddata.total_year set n = n + 1 where publisher_id like '%NORTH%' and category = 'it'",
            "total_year",
        ),
        (
            "delete from spenddata.total_supplier where publisher_id like '%NORTH%' and supplier_id = ''",
            "total_supplier",
        ),
        (
            "update spenddata.total_market set category_method = 'other' where publisher_id like '%NORTH%' and category = 'it'",
            "total_market",
        ),
        ("update spenddata.entry set amount = amount + 1 where publisher_id like '%NORTH%'", "entry"),
        ("delete from spenddata.ledger where publisher_id like '%NORTH%' and source_row = 2", "entry"),
        (
            "update spenddata.ledger set _id = _id + (1::bigint << 24) where publisher_id like '%NORTH%' and source_row = 2",
            "entry",
        ),
    ],
)
def test_a_figure_that_was_tampered_with_is_found(statement, kept_in):
    tamper(statement)
    assert kept_in in {each.kept_in for each in verify.publisher(PUBLISHER)}
    assert verify.publisher(OTHER) == []


def test_a_disagreement_names_the_publisher_and_both_figures():
    tamper("update spenddata.total_year set n = n + 1 where publisher_id like '%NORTH%' and category = 'it'")
    told = str(verify.publisher(PUBLISHER)[0])
    assert PUBLISHER in told
    assert "total_year" in told
    assert "it" in told


def test_totals_are_made_again_from_the_rows():
    whole = contents()
    tamper("delete from spenddata.total_month")
    tamper("update spenddata.total_supplier set amount = 0")
    assert list(rebuild.every_total()) == [PUBLISHER, OTHER]
    assert contents() == whole


def test_a_lost_ledger_is_published_again_from_what_was_approved():
    whole = [(row[0], row[9], row[13], row[14]) for row in contents()["entry"]]
    with connection.writing() as database, database.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"truncate spenddata.{table}")
    approved = [(publication(), rows(30)), (publication(publisher_id=OTHER), rows(20, seed=4))]
    assert len(list(rebuild.republish(approved))) == 2
    assert len(list(rebuild.republish(approved))) == 2, "it can run again"
    assert [(row[0], row[9], row[13], row[14]) for row in contents()["entry"]] == whole
    assert [found for _, found in verify.every_publisher()] == [[], []]


def test_the_command_says_that_all_is_well():
    result = CliRunner().invoke(command, ["verify"])
    assert result.exit_code == 0, result.output
    assert "All figures of 2 publishers agree with what stands in 50 rows." in result.output


def test_the_command_fails_where_figures_disagree_and_names_the_place():
    tamper(
        "update spenddata.total_month set amount = amount + 0.01 where publisher_id like '%NORTH%' and category = 'it'"
    )
    result = CliRunner().invoke(command, ["verify", "--json"])
    assert result.exit_code == 1
    told = json.loads(result.output)
    assert told["agrees"] is False
    assert PUBLISHER in told["disagreements"][0]


def test_the_command_fails_where_ckan_counts_other_rows():
    tamper("update public._table_stats set stats = '{\"rows\": 3}' where resource_id like 'c5d11b6c%'")
    result = CliRunner().invoke(command, ["verify"])
    assert result.exit_code == 1
    assert "The ledger has 50 rows; CKAN's record of the public resource says 3." in result.output
    assert CliRunner().invoke(command, ["rebuild"]).exit_code == 0
    assert CliRunner().invoke(command, ["verify"]).exit_code == 0


def test_init_can_run_again():
    before = contents()
    result = CliRunner().invoke(command, ["init"])
    assert (result.exit_code, result.output) == (0, "The ledger is up to date.\n")
    assert contents() == before


def test_a_missing_grant_is_told_with_the_statement_to_run(monkeypatch):
    from ckanext.spenddata.ledger import schema

    state = "select false, true, false, current_database()::text, current_user::text"
    monkeypatch.setattr(schema, "_STATE", state)
    before = contents()
    result = CliRunner().invoke(command, ["init"])
    assert result.exit_code == 2
    assert "GRANT CREATE ON DATABASE" in result.output
    assert "Nothing has changed" in result.output
    assert contents() == before


def test_a_datastore_that_ckan_has_not_prepared_is_told(monkeypatch):
    from ckanext.spenddata.ledger import schema

    monkeypatch.setattr(schema, "_STATE", "select false, false, true, current_database()::text, current_user::text")
    result = CliRunner().invoke(command, ["init"])
    assert result.exit_code == 2
    assert "ckan datastore set-permissions" in result.output


def test_an_empty_ledger_agrees(ledger):
    publish.withdraw(PUBLISHER, publication().return_id)
    publish.withdraw(OTHER, publication(publisher_id=OTHER).return_id)
    assert pl.Series([len(found) for _, found in verify.every_publisher()]).sum() == 0
    assert verify.row_count() == (0, 0)

"""A ledger that was lost comes back from what was approved, to the penny, and what follows a publication follows again."""

from __future__ import annotations

from click.testing import CliRunner

from tests.returns.world import World, csv_file, follow, ledger_rows

TABLES = ("entry", "ledger", "total_month", "total_year", "total_supplier", "total_market", "total_name")


def lose_the_ledger() -> None:
    from ckanext.spenddata.ledger import connection

    with connection.writing() as database, database.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"truncate spenddata.{table}")


def restore():
    from ckanext.spenddata.cli import spenddata

    return CliRunner().invoke(spenddata, ["ledger", "restore"])


def test_a_lost_ledger_is_published_again(world: World):
    from ckanext.spenddata.ledger import verify

    world.publish(csv_file(3))
    world.publish(csv_file(5))
    world.publish(csv_file(2, month=5), period="2026-Q2")
    follow()
    before = ledger_rows()
    lose_the_ledger()
    assert ledger_rows()[0] == 0
    result = restore()
    assert result.exit_code == 0, result.output
    assert "In the ledger again: 2 returns with 7 transactions." in result.output
    assert ledger_rows() == before
    assert [found for _, found in verify.every_publisher()] == [[]]
    assert {step["state"] for step in world.show()["revisions"][-1]["follow_ups"]} == {"waiting"}
    follow()
    assert {step["state"] for step in world.show()["revisions"][-1]["follow_ups"]} == {"done"}


def test_what_the_ledger_holds_stays_as_it_is(world: World):
    world.publish(csv_file(3))
    entry = world.show()["revisions"][0]["entry_no"]
    for _ in range(2):
        assert restore().exit_code == 0
    assert ledger_rows() == (3, 600_006)
    assert world.show()["revisions"][0]["entry_no"] == entry


def test_an_artefact_that_is_missing_is_told(world: World):
    from ckanext.spenddata.returns.files.storage import Storage

    world.publish(csv_file(3))
    lose_the_ledger()
    for path in Storage().root.rglob("*.parquet"):
        path.unlink()
    result = restore()
    assert result.exit_code == 1
    assert "Stopped after 0 returns" in result.output

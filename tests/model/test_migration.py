"""The migrations make exactly the tables that the models describe, and can run again, and back."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa

TABLES = {f"spenddata_{name}" for name in ("return", "revision", "file", "event", "mapping", "followup", "heartbeat")}


@pytest.fixture
def database(with_plugins, clean_db):
    """CKAN's database with our tables."""
    from ckan import model

    with model.meta.engine.connect() as connection:
        yield connection


def tables(connection: sa.Connection) -> set[str]:
    return {name for name in sa.inspect(connection).get_table_names() if name.startswith("spenddata_")}


def test_the_models_and_the_migrations_describe_the_same_tables(database: sa.Connection):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from ckan.model.meta import metadata

    def ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
        # SQLAlchemy does not read back how an index sorts its columns: this one is looked at by itself.
        return name != "spenddata_return_newest" and (kind != "table" or (name or "").startswith("spenddata_"))

    options = {"include_object": ours, "compare_type": True, "version_table": "spenddata_alembic_version"}
    context = MigrationContext.configure(database, opts=options)
    assert compare_metadata(context, metadata) == []


def test_returns_are_listed_newest_first_by_an_index_that_sorts_as_the_list_does(database: sa.Connection):
    from ckanext.spenddata.model.returns import SpendReturn

    (described,) = (index for index in SpendReturn.__table__.indexes if index.name == "spenddata_return_newest")
    found = database.scalar(sa.text("SELECT indexdef FROM pg_indexes WHERE indexname = 'spenddata_return_newest'"))
    columns = ", ".join(str(expression) for expression in described.expressions)
    assert found.endswith(f"({columns})"), found


@pytest.mark.check(24)
def test_they_can_run_again_on_tables_that_are_there(database: sa.Connection):
    """A database that was restored without its version table is brought to a version, not to grief."""
    from ckan.cli.db import _run_migrations

    database.execute(sa.text("DROP TABLE spenddata_alembic_version"))
    database.commit()
    _run_migrations("spenddata")
    assert tables(database) >= TABLES


@pytest.mark.check(24)
def test_they_go_back_and_forth(database: sa.Connection, measured):
    from ckan.cli.db import _run_migrations

    database.commit()
    _run_migrations("spenddata", "base", forward=False)
    assert tables(database) & TABLES == set()
    _run_migrations("spenddata")
    assert tables(database) >= TABLES
    measured("empty tables, nobody writing")


@pytest.mark.check(24)
def test_they_do_not_go_back_while_there_are_returns(database: sa.Connection):
    from ckan.cli.db import _run_migrations

    duty(database, "r1")
    database.commit()
    for version in ("base", "-1"):
        with pytest.raises(RuntimeError, match="holds 1 return, and"):
            _run_migrations("spenddata", version, forward=False)
    assert tables(database) >= TABLES
    database.execute(sa.text("DELETE FROM spenddata_return"))
    database.commit()


@pytest.mark.check(24)
def test_a_migration_gives_up_rather_than_queue_readers_behind_it(database: sa.Connection, measured):
    """A reader that holds a table for long makes the migration fail within its few seconds, and nothing is changed."""
    from ckan import model
    from ckan.cli.db import _run_migrations

    database.commit()
    with model.meta.engine.begin() as reader:
        reader.execute(sa.text("SELECT * FROM spenddata_return"))
        begun = time.monotonic()
        with pytest.raises(sa.exc.OperationalError, match="lock timeout"):
            _run_migrations("spenddata", "base", forward=False)
        took = time.monotonic() - begun
    measured(f"gave up after {took:.1f} s")
    assert took < 10
    assert tables(database) >= TABLES


def test_no_foreign_key_leads_to_a_table_of_ckan(database: sa.Connection):
    inspector = sa.inspect(database)
    for table in tables(database):
        assert {key["referred_table"] for key in inspector.get_foreign_keys(table)} <= TABLES


class TestConstraints:
    """What two processes must not do at the same time is refused by the database."""

    def test_one_published_revision_a_return(self, database: sa.Connection):
        insert(database, 1, "published")
        with pytest.raises(sa.exc.IntegrityError, match="spenddata_revision_published"):
            insert(database, 2, "published")

    def test_one_revision_of_a_number(self, database: sa.Connection):
        insert(database, 1, "ready")
        with pytest.raises(sa.exc.IntegrityError, match="spenddata_revision_number"):
            insert(database, 1, "draft")

    def test_one_return_of_a_duty(self, database: sa.Connection):
        duty(database, "r1")
        with pytest.raises(sa.exc.IntegrityError, match="spenddata_return_duty"):
            duty(database, "r2")


def duty(database: sa.Connection, name: str) -> None:
    database.execute(
        sa.text(
            "INSERT INTO spenddata_return"
            " (id, publisher_id, organization_id, regime, period, period_start, period_end, created, resource_id)"
            " VALUES (:name, 'X-DEMO-1', 'o', 'lgtc-500', '2026-Q1', '2026-01-01', '2026-03-31', now(), :name)"
        ),
        {"name": name},
    )


def insert(database: sa.Connection, number: int, state: str) -> None:
    if not database.scalar(sa.text("SELECT count(*) FROM spenddata_return")):
        duty(database, "r1")
    database.execute(
        sa.text(
            "INSERT INTO spenddata_revision (id, return_id, number, state, attempt, nil, answers, fixes, publish_on_ready, report, tries)"
            " VALUES (gen_random_uuid()::text, 'r1', :number, :state, 1, false, '{}', '[]', false, '{}', 0)"
        ),
        {"number": number, "state": state},
    )

"""The table of a published file holds what was published, in the schema's types, for the newest periods alone."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from ckan.plugins import toolkit as tk

from ckanext.spenddata.returns.followups import tables
from tests.returns.conftest import portal_world, world
from tests.returns.world import REGIME, World, csv_file
from tests.returns.world import follow as follow_ups

__all__ = ["portal_world", "world"]


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("number", "numeric"),
        ("integer", "numeric"),
        ("date", "timestamp"),
        ("string", "text"),
        ("boolean", "text"),
        ("year", "text"),
    ],
)
def test_a_column_has_the_type_of_its_field_and_says_what_it_is(kind, column, monkeypatch):
    field = SimpleNamespace(name="amount", type=kind, title="Amount", description="In pounds.")
    assert tables._column(field) == {  # type: ignore[arg-type]
        "id": "amount",
        "type": column,
        "info": {"label": "Amount", "notes": "In pounds.", "type_override": column},
    }


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Four periods, of which two have tables; what is loaded and dropped is noted."""
    state = SimpleNamespace(done=[], published="revision", newest=["Q4", "Q3"], beyond=["Q2"])
    monkeypatch.setattr(tables.queries, "published", lambda _return: state.published)
    monkeypatch.setattr(tables, "_newest", lambda _return: state.newest)
    monkeypatch.setattr(tables, "_beyond", lambda _return, _newest: state.beyond)
    monkeypatch.setattr(tables.catalogue, "resource_id", lambda reference: f"table of {reference}")
    monkeypatch.setattr(
        tables, "drop", lambda table: state.done.append(("dropped", table, tables.one_way_in.may_write()))
    )
    monkeypatch.setattr(
        tables, "_load", lambda found: state.done.append(("loaded", found, tables.one_way_in.may_write()))
    )
    return state


def follow(reference: str) -> None:
    tables.follow(SimpleNamespace(spend_return=SimpleNamespace(reference=reference)))  # type: ignore[arg-type]


def test_a_new_period_is_loaded_and_pushes_one_out(portal):
    follow("Q4")
    assert portal.done == [("loaded", "revision", True), ("dropped", "table of Q2", True)]
    assert not tables.one_way_in.may_write()


def test_an_old_period_and_one_that_was_withdrawn_have_no_table(portal):
    follow("Q1")
    portal.published = None
    follow("Q4")
    assert [step[:2] for step in portal.done] == [
        ("dropped", "table of Q1"),
        ("dropped", "table of Q2"),
        ("dropped", "table of Q4"),
        ("dropped", "table of Q2"),
    ]


@pytest.mark.parametrize(("held", "right"), [(12, True), (11, False), (13, False), (0, False)])
def test_a_table_that_holds_more_or_less_than_was_published_is_told(held, right, monkeypatch):
    answer = {"total": held, "name": "the portal"}
    monkeypatch.setattr(tk, "get_action", lambda _name: lambda _context, _data: answer, raising=False)
    if right:
        tables._compare("table", 12)
        return
    with pytest.raises(tables.LoadError, match=f"has {held} rows, 12 were published. It is loaded again"):
        tables._compare("table", 12)


PERIOD = "2024-Q3"
"""One that no other test publishes: other portals of this machine could have tables of the same id."""


def rows_of(table: str) -> int | None:
    """Number of rows of a table, past CKAN; None where there is none."""
    from ckanext.datastore.backend.postgres import get_write_engine

    with get_write_engine().connect() as connection:
        if not sa.inspect(connection).has_table(table):
            return None
        return connection.execute(sa.text(f'SELECT count(*) FROM "{table}"')).scalar()


def published(world: World) -> tuple[str, Path]:
    """The table of a return that waits to be loaded, and where xloader put a copy of what it loaded into it."""
    reference = world.publish(csv_file(5, month=8, year=2024), period=PERIOD)["reference"]
    table = tables.catalogue.resource_id(reference)
    return table, Path(f"/tmp/output_{table}.csv")


def test_another_account_of_the_machine_has_no_say_in_what_is_loaded(world: World, tmp_path: Path):
    """The id of a table can be worked out from a name, and so could what xloader called the copy that it loaded from."""
    ours = tmp_path / "a file of the portal"
    ours.write_text("as it was")
    table, planted = published(world)
    planted.symlink_to(ours)
    try:
        follow_ups()
        assert (rows_of(table), ours.read_text(), planted.is_symlink()) == (5, "as it was", True)
    finally:
        planted.unlink(missing_ok=True)


def test_what_another_account_left_there_keeps_no_table_from_being_dropped(world: World):
    table, planted = published(world)
    follow_ups()
    planted.mkdir()  # which can't be unlinked, as a file of somebody else can't in such a folder
    try:
        reference = f"X-DEMO-1.{REGIME}.{PERIOD}"
        assert rows_of(table) == 5
        world.call("spenddata_return_withdraw", "administrator", reference=reference, why="Sent by mistake")
        follow_ups()
        assert rows_of(table) is None
    finally:
        planted.rmdir()

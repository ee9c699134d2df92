"""Fills a ledger with millions of published payments in minutes: rows by COPY, indexes and totals once at the end.

``python -m benchmarks.bulk --payments 10000000`` with ``CKAN_INI`` set, on a portal whose ledger is empty. It writes what publishing
would have written, by the publication's own columns and statements, without going through each return; what is measured on it is read
only.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

with suppress(ImportError):
    import pylibmagic  # noqa: F401  must come before CKAN

import polars as pl
from ckan import model
from psycopg2 import sql

from benchmarks.filling import publication_of, return_of, run
from benchmarks.payments import Plan, bodies, months, newcomer, payments, pool
from ckanext.spenddata import config
from ckanext.spenddata.artefact import total
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.demo.bodies import BODIES, Body
from ckanext.spenddata.demo.load import load
from ckanext.spenddata.ledger import columns, connection, entries, row_count, totals
from ckanext.spenddata.ledger.keys import first_id
from ckanext.spenddata.ledger.publication import Publication
from ckanext.spenddata.returns.followups import all_spend
from ckanext.spenddata.returns.people import publishers

if TYPE_CHECKING:
    from psycopg2.extensions import cursor as Cursor  # noqa: N812

Tell = Callable[[str], object]

_INDEXES = """
select conname, null, pg_get_constraintdef(oid) from pg_constraint
where conrelid = 'spenddata.ledger'::regclass and contype in ('p', 'u')
union all
select null, indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
where indrelid = 'spenddata.ledger'::regclass
  and not exists (select 1 from pg_constraint where conindid = indexrelid)
"""
_COPY = sql.SQL("copy spenddata.ledger ({columns}) from stdin")
_RESERVE = "select setval('spenddata.entry_no', nextval('spenddata.entry_no') + %s - 1) - %s + 1"
_TOTALS = sql.SQL("""
insert into {table} ({key}, n, amount) select {grouped}, count(*), sum(amount) from spenddata.ledger group by {grouped}
""")
_NAMES = """
insert into spenddata.supplier_name (supplier_key, name, supplier_id, method, score, version)
select supplier_key, min(supplier_name), min(supplier_id), 'own', 1, %s
from spenddata.ledger where supplier_key is not null and supplier_key <> 'person' group by supplier_key
"""
_TABLES = ("ledger", "entry", "supplier_name", *(each.name for each in totals.TOTALS))


class Published(NamedTuple):
    """All that a body publishes, as it is accepted and as the ledger keeps it."""

    months: list[tuple[Publication, int, pl.DataFrame]]
    """Of each return the publication, the number of its entry, and its accepted rows."""
    rows: pl.DataFrame


def fill(plan: Plan, tell: Tell) -> int:
    """Fill; how many payments there are."""
    clock = Clock(tell)
    theirs = bodies(plan.publishers)
    load([*theirs[: len(BODIES)], newcomer()], [], os.urandom(12).hex(), tell)
    _like_them(theirs)
    clock.lap("organisations")
    with connection.writing() as database, database.cursor() as cursor:
        cursor.execute("set local maintenance_work_mem = '512MB'")
        cursor.execute("set local work_mem = '256MB'")
        with _without_indexes(cursor, clock):
            known = {body.publisher.publisher_id: body for body in publishers.every()}
            rows = sum(_put_in(cursor, published, known) for published in _ahead(_every(cursor, plan, theirs)))
            clock.lap(f"{rows:,} rows")
        for table in totals.TOTALS:
            cursor.execute(_TOTALS.format(table=table.table, key=table.key, grouped=table.grouped))
        cursor.execute(_NAMES, (config.definitions().supplier_version,))
        clock.lap("totals and names")
    row_count.refresh()
    all_spend.ensure()
    _tidy()
    clock.lap("statistics")
    return rows


def _like_them(theirs: Sequence[Body]) -> None:
    """Organisations of further bodies, each like the first of its kind: made by the action, they would take longer than their payments."""
    first: list[Any] = [model.Group.get(body.publisher.slug) for body in theirs[: len(BODIES)]]
    for place, body in enumerate(theirs[len(BODIES) :]):
        alike = first[place % len(BODIES)]
        group: Any = model.Group(
            name=body.publisher.slug, title=body.publisher.name, type="organization", is_organization=True
        )
        group.extras = {**alike.extras, "publisher_id": body.publisher.publisher_id, "parent_id": ""}
        model.Session.add(group)
    model.Session.commit()


class Clock:
    """Tells what each part took."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._last = tell, time.monotonic()

    def lap(self, what: str) -> None:
        """A part has ended."""
        now = time.monotonic()
        self._tell(f"{what}: {now - self._last:.0f} s")
        self._last = now


def _every(cursor: Cursor, plan: Plan, theirs: Sequence[Body]) -> Iterator[Published]:
    """All that is published, body by body."""
    cursor.execute(_RESERVE, (len(theirs) * plan.months, len(theirs) * plan.months))
    [(entry_no,)] = cursor.fetchall()
    definitions = config.definitions()
    for body in theirs:
        yield _of_body(body, plan, definitions, entry_no)
        entry_no += plan.months


def _of_body(body: Body, plan: Plan, definitions: Definitions, first: int) -> Published:
    drawn = pool(body, plan.seed, definitions.categories)
    filed = [
        (
            publication_of(body, f"{year}-{month:02d}"),
            entry_no,
            payments(drawn, body, year, month, plan.rows, plan.seed),
        )
        for entry_no, (year, month) in enumerate(months(plan.months), start=first)
    ]
    # All at once: which names are people's is asked once and not for every month.
    rows = columns.ledger_frame(filed[0][0], pl.concat(frame for *_, frame in filed), definitions, first)
    parts = [
        rows.slice(place * plan.rows, plan.rows).with_columns(
            pl.int_range(plan.rows, dtype=pl.Int64).add(first_id(entry_no)).alias("_id"),
            pl.lit(publication.period).alias("period"),
            pl.lit(publication.return_id).alias("return_id"),
        )
        for place, (publication, entry_no, _) in enumerate(filed)
    ]
    return Published(filed, pl.concat(parts))


def _ahead(made: Iterator[Published]) -> Iterator[Published]:
    """The next is made while PostgreSQL takes the one before."""
    with ThreadPoolExecutor(max_workers=1) as maker:
        waiting = maker.submit(next, made, None)
        while (published := waiting.result()) is not None:
            waiting = maker.submit(next, made, None)
            yield published


def _put_in(cursor: Cursor, published: Published, known: Mapping[str, publishers.Body]) -> int:
    """Rows, entries, and the returns in CKAN's database."""
    rows = published.rows
    copy = _COPY.format(columns=sql.SQL(", ").join(map(sql.Identifier, rows.columns))).as_string(cursor)
    for chunk in columns.chunks(rows):
        cursor.copy_expert(copy, chunk)
    for publication, entry_no, accepted in published.months:
        entry = entries.record(
            cursor,
            publication,
            entry_no,
            accepted.height,
            total(accepted),
            columns.inside(publication, accepted),
            columns.values_of(accepted, "amount_basis", "unknown"),
            columns.values_of(accepted, "currency", "GBP"),
        )
        model.Session.add(return_of(known[publication.publisher_id], publication, entry, total(accepted)))
    model.Session.commit()
    return rows.height


@contextmanager
def _without_indexes(cursor: Cursor, clock: Clock) -> Iterator[None]:
    """The ledger's indexes go, and are made again when all rows are there."""
    cursor.execute(_INDEXES)
    found = cursor.fetchall()
    for constraint, index, _ in found:
        cursor.execute(_dropping(constraint, index))
    yield
    for constraint, index, definition in found:
        added = f'alter table spenddata.ledger add constraint "{constraint}" ' if constraint else ""
        cursor.execute(added + definition)
        clock.lap(f"index {constraint or index}")


def _dropping(constraint: str | None, index: str | None) -> sql.Composable:
    if constraint:
        return sql.SQL("alter table spenddata.ledger drop constraint {}").format(sql.Identifier(constraint))
    return sql.SQL("drop index {}").format(sql.Identifier(*str(index).split(".")))


def _tidy(tables: Iterable[str] = _TABLES) -> None:
    """What autovacuum does in time: statistics, and which pages are visible to all."""
    from ckanext.datastore.backend.postgres import get_write_engine

    with get_write_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as database:
        for table in tables:
            database.exec_driver_sql(f"vacuum (analyze) spenddata.{table}")


if __name__ == "__main__":
    run("benchmarks.bulk", __doc__, fill, 10_000_000, 400)

"""The follow-up *datastore*: a typed DataStore table of the published file, for the newest periods of each dataset.

ckanext-xloader loads it. Its table is made beforehand, so that the types are the schema's and not guessed; afterwards this room does what
xloader leaves undone under CKAN 2.12: indexes in a transaction of their own, and the full-text trigger enabled again.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.definitions.transaction import Field
from ckanext.spenddata.model import Revision, SpendReturn, State, changes
from ckanext.spenddata.returns import queries
from ckanext.spenddata.returns.files import published_files
from ckanext.spenddata.returns.followups import catalogue, one_way_in
from ckanext.spenddata.returns.people import authority
from ckanext.spenddata.values.text import counted

log = logging.getLogger(f"{__name__}.xloader")
log.setLevel(logging.WARNING)
"""xloader tells its every step, and every column with its description."""

COLUMN_TYPES = {"number": "numeric", "integer": "numeric", "date": "timestamp", "string": "text", "boolean": "text"}
"""Type of the Table Schema → type of the column, of those that xloader knows."""


class LoadError(Exception):
    """The table does not hold what was published."""


def follow(revision: Revision) -> None:
    """Load the table of what is published of the revision's return, and drop those of periods that are no longer among the newest."""
    spend_return = revision.spend_return
    published = queries.published(spend_return)
    newest = _newest(spend_return)
    with one_way_in.following_a_publication():
        if published is None or spend_return.reference not in newest:
            drop(catalogue.resource_id(spend_return.reference))
        else:
            with changes.only_adding():
                _load(published)
        for reference in _beyond(spend_return, newest):
            drop(catalogue.resource_id(reference))


def _newest(spend_return: SpendReturn) -> list[str]:
    return [each.reference for each in _published_periods(spend_return).limit(config.file_tables())]


def _beyond(spend_return: SpendReturn, newest: list[str]) -> list[str]:
    """The period that the newest ones have pushed out; each publication pushes out one at most."""
    return [each.reference for each in _published_periods(spend_return).offset(len(newest)).limit(1)]


def _published_periods(spend_return: SpendReturn) -> Any:
    published = sa.exists().where(Revision.return_id == SpendReturn.id, Revision.state == State.PUBLISHED)
    return (
        model.Session.query(SpendReturn)
        .filter(
            SpendReturn.publisher_id == spend_return.publisher_id, SpendReturn.regime == spend_return.regime, published
        )
        .order_by(SpendReturn.period_end.desc())
    )


def _load(revision: Revision) -> None:
    from ckanext.xloader import loader

    file = published_files.published_file(revision)
    table = catalogue.resource_id(revision.spend_return.reference)
    rows = revision.rows_accepted or 0
    model.Session.rollback()
    _make(table)
    if rows:
        loader.load_csv(str(file.path), table, mimetype="text/csv", logger=log)
    loader.calculate_record_count(table, logger=log)
    _finish(table)
    _compare(table, rows)
    _offer_views(table)


def copy_from_where_nobody_else_writes() -> None:
    """Have xloader copy each file into its table from the copy that it has just made, which is nobody else's.

    It copies from a second one, under a name in ``/tmp`` that anybody can work out beforehand: another account of the machine that puts a
    file or a link of its own there decides what the table holds, or which file of ours is written over. (For files of more than a
    gigabyte it would copy in parts, and leave out lines between them.)
    """
    from ckanext.xloader import loader

    def copy(file: str, engine: Any, logger: Any, table: str, headers: Any, delimiter: str = ",", *_more: Any) -> None:
        loader.copy_file(file, engine, logger, table, headers, delimiter)

    loader.split_copy_by_size = copy


def _make(table: str) -> None:
    """The typed table, empty where it is new; xloader truncates and fills it."""
    fields = [_column(field) for field in config.definitions().published.fields]
    tk.get_action("datastore_create")(authority.the_portal(), {"resource_id": table, "fields": fields, "force": True})


def _column(field: Field) -> dict[str, Any]:
    kind = COLUMN_TYPES.get(field.type, "text")
    info = {"label": field.title, "notes": field.description, "type_override": kind}
    return {"id": field.name, "type": kind, "info": info}


def _finish(table: str) -> None:
    from ckanext.datastore.backend import postgres

    with postgres.get_write_engine().begin() as connection:
        postgres.create_indexes({"connection": connection}, {"resource_id": table, "fields": []})
        quoted = postgres.identifier(table)
        connection.execute(sa.text(f"ALTER TABLE {quoted} ENABLE TRIGGER zfulltext"))


def _compare(table: str, rows: int) -> None:
    found = tk.get_action("datastore_search")(
        authority.the_portal(), {"resource_id": table, "limit": 0, "total_estimation_threshold": 0}
    )
    if found["total"] != rows:
        raise LoadError(
            f"The DataStore table has {counted(found['total'], 'row')}, {rows} were published. It is loaded again."
        )


def _offer_views(table: str) -> None:
    """Make the portal's default views of the resource, where it has none yet."""
    resource = tk.get_action("resource_show")(authority.the_portal(), {"id": table})
    asked = {"resource": resource, "create_datastore_views": True}
    tk.get_action("resource_create_default_resource_views")(authority.the_portal(), asked)


def drop(table: str) -> None:
    """Drop a table, whether or not its resource is still in the catalogue. Can run again."""
    from ckanext.datastore.backend import DatastoreBackend

    try:
        # For a resource that stays, CKAN's own action also says in it that there is no table any more.
        tk.get_action("datastore_delete")(authority.the_portal(), {"resource_id": table, "force": True})
    except tk.ObjectNotFound:
        model.Session.rollback()
    backend = DatastoreBackend.get_active_backend()
    if backend.resource_exists(table):
        backend.delete({}, {"resource_id": table})
        backend.clear_table_stats(table)
    with suppress(OSError):  # one that is another account's is none of ours
        Path(f"/tmp/output_{table}.csv").unlink()  # noqa: S108  where xloader left what it was loading, before it was kept from that

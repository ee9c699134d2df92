"""CKAN's cached number of rows of the public resource, which CKAN itself refreshes only for tables that it writes."""

from __future__ import annotations

from ckanext.spenddata.ledger import ALL_SPEND, connection, turns

_REFRESH = """
insert into public._table_stats as cached (resource_id, stats)
select %(resource_id)s, jsonb_build_object('rows', coalesce(sum(n), 0)) from spenddata.entry where current
on conflict (resource_id) do update set stats = jsonb_set(cached.stats, array['rows'], excluded.stats -> 'rows')
"""


def refresh() -> None:
    """Set the number of rows to that of the entries.

    After the publication and apart from it, so that publishers don't wait for one another; behind a lock, so that the
    last to come counts last.
    """
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        turns.lock(cursor, ALL_SPEND)
        cursor.execute(_REFRESH, {"resource_id": ALL_SPEND})

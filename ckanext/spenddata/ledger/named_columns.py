"""The columns of a table of the DataStore, whoever's it is."""

from __future__ import annotations

from ckanext.spenddata.ledger import connection

_COLUMNS = """
select attname from pg_attribute
where attrelid = (select oid from pg_class where relname = %s and relnamespace = 'public'::regnamespace)
  and attnum > 0 and not attisdropped
"""


def of(table: str) -> list[str]:
    """The names of a table's columns, or of the view that is another name for it; none where there is no such table."""
    with connection.glancing() as cursor:
        cursor.execute(_COLUMNS, (table,))
        return [name for (name,) in cursor.fetchall()]

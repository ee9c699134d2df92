"""The number of rows that CKAN keeps of the public table is that of the entries that count."""

from __future__ import annotations

import json

import pytest

from ckanext.spenddata.ledger import ALL_SPEND, connection, publish, row_count
from tests.ledger.making import publication, rows

pytestmark = pytest.mark.usefixtures("ledger")


def kept() -> dict[str, object]:
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        cursor.execute("select stats::text from public._table_stats where resource_id = %s", (ALL_SPEND,))
        return json.loads(cursor.fetchone()[0])


def test_it_follows_what_is_published_and_leaves_what_else_ckan_counts():
    row_count.refresh()
    assert kept()["rows"] == 0
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        cursor.execute(
            "update public._table_stats set stats = stats || jsonb_build_object('size', 77) where resource_id = %s",
            (ALL_SPEND,),
        )
    publish.publish(publication(), rows(12))
    publish.publish(publication(2), rows(9))
    publish.publish(publication(period="2026-Q3"), rows(4))
    row_count.refresh()
    assert kept() == {"rows": 13, "size": 77}

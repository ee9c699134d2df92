"""Publications with payments that a search finds, between CKAN's words, the index's and the ledger's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.spenddata.ledger import connection, entries
from ckanext.spenddata.ledger.publication import Entry
from ckanext.spenddata.logic import searching
from ckanext.spenddata.logic.times import instant
from ckanext.spenddata.search.publications import OfEntry, Publications
from ckanext.spenddata.search.query import START

READ = ("published", "superseded")
"""What an index that follows the ledger can hold; what was taken back is told nowhere."""
EVERYTHING: Mapping[str, Any] = {"sort": "newest", "rows": 0, "cursor": START, "facets": ()}
"""Of a question whose payments are counted and not shown."""


def list_dict(found: Publications) -> dict[str, Any]:
    """``count`` and ``results``, as the API gives them."""
    numbers = [each.entry_no for each in found.some]
    with connection.reading(connection.READER_TIMEOUT) as ledger:
        known = entries.with_numbers(ledger, numbers, READ) if numbers else {}
    names = searching.labels_of_publishers(entry.publisher_id for entry in known.values())
    results = [_publication(each, known[each.entry_no], names) for each in found.some if each.entry_no in known]
    return {"count": found.count, "results": results}


def _publication(found: OfEntry, entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    sums = searching.sums_of(found.kinds)
    return {
        "reference": entry.return_id,
        "revision": entry.revision,
        "entry_no": entry.entry_no,
        "published": instant(entry.published),
        "publisher_id": entry.publisher_id,
        "publisher_name": names.get(entry.publisher_id, entry.publisher_name),
        "regime": entry.regime,
        "period": entry.period,
        "count": found.count,
        "total": searching.total(sums),
        "sums": sums,
    }

"""The calendar of coverage: which returns are there, which are not."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.logic import common, dictize
from ckanext.spenddata.logic.schema import returns as schema
from ckanext.spenddata.returns.due import coverage
from ckanext.spenddata.returns.due.lines import Reader
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.returns.people.authority import Role
from ckanext.spenddata.values.calendar import london_today


@tk.side_effect_free
@tk.validate_action_data(schema.coverage)
def spenddata_coverage_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List every return of every publisher by month, for stewards: those with most overdue returns first, of these the longest overdue.

    :param months: how many months to look at, of which this one is the last (optional, default: 13, at most 36)
    :type months: int
    :param limit: how many publishers' duties to give (optional, default: 30)
    :type limit: int
    :param offset: how many to pass over (optional, default: 0)
    :type offset: int

    :returns: ``first_day`` (returns of periods that end before it are left out), ``count`` (of all publishers' duties) and ``results``:
        dictionaries with ``publisher_id``, ``publisher_name``, ``regime``, ``overdue`` (how many returns) and ``returns``, in the order of
        their periods: as of ``spenddata_return_list``, and ``stands``: ``in_time`` or ``late`` (as it was first published),
        ``published`` (and due before the publisher joined, which is not judged), ``missing`` (overdue), ``due`` (not due yet) or
        ``in_work`` (sent, and not published yet)
    :rtype: dictionary
    """
    tk.check_access("spenddata_coverage_list", context, data_dict)
    today = london_today()
    reader = Reader(publishers.every(), common.organizations(context, Role.MEMBER), everybody=True, today=today)
    names = {body.publisher.publisher_id: body.publisher.name for body in reader.bodies}
    first, offset = coverage.first_month(today, data_dict["months"]), data_dict["offset"]
    found = [row for row in coverage.rows(reader, first) if row.publisher_id in names]
    return {
        "first_day": first.isoformat(),
        "count": len(found),
        "results": [
            {
                "publisher_id": row.publisher_id,
                "publisher_name": names[row.publisher_id],
                "regime": row.regime,
                "overdue": row.overdue,
                "returns": [dictize.line(line) | {"stands": coverage.stands(line, reader)} for line in row.lines],
            }
            for row in found[offset : offset + data_dict["limit"]]
        ],
    }

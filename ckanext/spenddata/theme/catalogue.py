"""What the pages of a spend dataset and of its files show: periods, what is missing, the payments themselves. Through actions only."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.away import SearchError
from ckanext.spenddata.values.sums import never_in_one_sum
from ckanext.spenddata.views import columns, comparison_table, filers

__all__ = [
    "spenddata_bodies_to_choose",
    "spenddata_file_payments",
    "spenddata_file_periods",
    "spenddata_file_totals",
    "spenddata_periods_without_return",
    "spenddata_sentence",
]

log = logging.getLogger(__name__)

PAYMENTS = 25
"""The largest payments that stand on the page of a file; all of them are a click away."""
MOST_TO_CHOOSE = 400
"""So many bodies one can choose from in a list on the first page; more are found on the page of publishers."""
Dict = Mapping[str, Any]


def spenddata_bodies_to_choose() -> list[dict[str, str]]:
    """The publishers by name, each with its ``slug``; none where they are too many for a list."""
    found = tk.get_action("spenddata_publisher_list")({}, {})
    return [{"name": each["name"], "slug": each["slug"]} for each in found] if len(found) <= MOST_TO_CHOOSE else []


def spenddata_sentence(sentence: Dict) -> str:
    """A sentence of a comparison in the reader's language."""
    return comparison_table.in_words(sentence)


def spenddata_file_periods(package: Dict) -> list[dict[str, Any]]:
    """The published periods of a dataset, the newest first.

    Returns:
        Resources with ``rows`` as a number, ``title`` (the period in words), ``timely`` (see ``filers.timely``) and ``share``: the
        amount as a percentage of the largest one, for its bar; nothing where the sum is a credit.
    """
    joined = _joined(package)
    files = [file for file in package.get("resources", ()) if file.get("period")]
    amounts = [Decimal(file.get("amount_total") or 0) for file in files]
    largest = max(amounts, default=Decimal(0))
    lines = [
        {
            **file,
            "rows": int(file.get("rows") or 0),
            "title": tk.h.spenddata_period(file["period"]),
            "timely": filers.timely(file.get("due"), joined, late=str(file.get("late")).lower() == "true"),
            "share": columns.share(amount, largest),
        }
        for file, amount in zip(files, amounts, strict=True)
    ]
    return sorted(lines, key=lambda line: line.get("period_start") or "", reverse=True)


def spenddata_file_totals(periods: list[dict[str, Any]]) -> dict[str, Any]:
    """What the periods come to: ``rows``, ``amount``, ``left_out``, ``late`` and ``in_time`` (how many periods came so).

    ``amount`` is None where amounts are of kinds that are never in one sum.
    """
    mixed = never_in_one_sum(_each(periods, "amount_basis"), _each(periods, "currencies"))
    amount = sum((Decimal(line.get("amount_total") or 0) for line in periods), Decimal(0))
    return {
        "rows": sum(line["rows"] for line in periods),
        "amount": None if mixed else amount,
        "left_out": sum(int(line.get("excluded_rows") or 0) for line in periods),
        **{how: sum(line.get("timely") == how for line in periods) for how in ("late", "in_time")},
    }


def _joined(package: Dict) -> str | None:
    """The day from which a dataset's publisher files here; None where that isn't known."""
    if not package.get("publisher_id"):
        return None
    try:
        return tk.get_action("spenddata_publisher_show")({}, {"publisher": package["publisher_id"]})["joined"]
    except tk.ObjectNotFound:
        return None


def _each(periods: list[dict[str, Any]], name: str) -> set[str]:
    """The values of a field that holds several, apart by commas, in all periods."""
    return {value for line in periods for value in (line.get(name) or "").split(",") if value}


def spenddata_periods_without_return(package: Dict) -> dict[str, list[dict[str, Any]]]:
    """The periods of a dataset for which no return is there, those that are due first at the top.

    Returns:
        ``overdue``, and ``not_due``: of the running period, and of one just over. What fell due before the publisher joined is in neither.
    """
    missing, running = _listed(package, "missing"), _listed(package, "not_due")
    return {
        "overdue": _by_due(line for line in missing if line["late"]),
        "not_due": _by_due(line for line in [*missing, *running] if filers.is_not_due(line)),
    }


def _listed(package: Dict, state: str) -> list[dict[str, Any]]:
    """The returns of a dataset that are of one state."""
    if not package.get("publisher_id"):
        return []
    asked = {"publisher": package["publisher_id"], "regime": package["regime"], "state": state, "count": False}
    return tk.get_action("spenddata_return_list")({}, asked)["results"]


def _by_due(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Periods with their names, those that are due first at the top."""
    named = ({**line, "title": tk.h.spenddata_period(line["period"])} for line in lines)
    return sorted(named, key=lambda line: line["due"] or "")


def spenddata_file_payments(resource: Dict) -> dict[str, Any] | None:
    """The largest payments of a published file; None while the search can't say, or doesn't know the file yet."""
    if not resource.get("return_ref"):
        return None
    asked = {"reference": resource["return_ref"], "sort": "largest", "rows": PAYMENTS, "facets": False}
    try:
        return tk.get_action("spenddata_transaction_search")({}, asked)
    except (SearchError, tk.ValidationError) as error:
        log.info("The payments of %s can't be shown: %s", resource["return_ref"], error)
        return None

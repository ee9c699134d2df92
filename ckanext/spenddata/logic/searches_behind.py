"""What to ask the search for the payments behind a figure of a table of totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.spenddata.compare.dimensions import Dimension, Part, months_of
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.logic.exploring import Question, Scope
from ckanext.spenddata.logic.filters import publisher_ids

SEARCHED = {
    "publisher": "publisher_id",
    "supplier": "supplier_id",
    **{name: name for name in ("category", "body_type", "region")},
}
"""Dimension → the filter of a search that finds the payments behind its value."""


class Searches:
    """What to ask ``spenddata_transaction_search`` for the payments behind a figure."""

    def __init__(self, asked: Question, among: Scope, data_dict: Mapping[str, Any]) -> None:
        self._asked, self._among = asked, among
        told: dict[str, Any] = {
            "date_from": asked.span.start.isoformat(),
            "date_to": asked.span.end.isoformat(),
            **({} if asked.card is None else {"card": asked.card}),
            **({"amount_basis": among.basis} if among.basis else {}),
            **_given(asked, data_dict),
        }
        self.base = told

    def of(self, axis: Dimension | None, value: str) -> dict[str, Any] | None:
        """What a row or column adds to it; None where a search can't tell it."""
        if axis is None or not value:
            return None
        if axis.part is Part.MONTH:
            months: Span = months_of(axis, value, self._asked.span, self._among.known)
            return {"date_from": months.start.isoformat(), "date_to": months.end.isoformat()}
        if axis.id in SEARCHED:
            return {SEARCHED[axis.id]: value}
        return self._by_parts(axis, value)

    def _by_parts(self, axis: Dimension, value: str) -> dict[str, Any] | None:
        """Of several duties or categories."""
        if axis.part is Part.DUTY:
            return {"regime": value} if axis.adds_up else {"card": value == "card"}
        if axis.part is Part.FILED:
            return {"amount_basis": value}
        if axis.part is Part.CATEGORY:
            known: Sequence[str] = self._asked.categories or tuple(self._among.known.categories)
            return {"category": [name for name in known if axis.read(self._among.known, name) == value]}
        return {axis.id: value}


def _given(asked: Question, data_dict: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that were asked for."""
    told = {name: data_dict[name] for name in ("body_type", "body_subtype", "region", "regime") if data_dict.get(name)}
    if data_dict.get("publisher"):
        told["publisher_id"] = list(publisher_ids(data_dict["publisher"]))
    if asked.categories is not None:
        told["category"] = list(asked.categories)
    return told

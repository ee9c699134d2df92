"""What the actions about suppliers tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.ledger import supplier_read
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.logic import supplier_payments
from ckanext.spenddata.logic.kinds import sums_dict
from ckanext.spenddata.logic.times import instant
from ckanext.spenddata.returns.people import publishers

_COMPANY = "GB-COH-"
_CHARITY = "GB-CHC-"
_COMPANIES_HOUSE = "https://find-and-update.company-information.service.gov.uk/company/"
_CHARITY_REGISTER = "https://register-of-charities.charitycommission.gov.uk/charity-search/-/charity-details/"


def supplier_dict(database: Connection, supplier_id: str, asked: Mapping[str, Any]) -> dict[str, Any] | None:
    """Everything public of a supplier; None where no published payment went to it.

    Raises:
        ValidationError: There are no payments of the kind asked for.
    """
    names = supplier_read.names(database, supplier_id)
    if not names:
        return None
    called = {body.publisher.publisher_id: body.publisher.name for body in publishers.every()}
    return {
        "id": supplier_id,
        "name": names[0]["name"],
        "identity": identity_dict(supplier_id),
        "names": [_name_dict(row) for row in names],
        **supplier_payments.payments_dict(database, supplier_id, called, asked),
    }


def identity_dict(supplier_id: str) -> dict[str, Any]:
    """What an identity is: its ``kind``, its ``number`` and where the register shows it."""
    if supplier_id.startswith("name:"):
        return {"kind": "name", "number": None, "url": None}
    number = supplier_id.removeprefix(_COMPANY).removeprefix(_CHARITY)
    if supplier_id.startswith(_COMPANY):
        return {"kind": "company", "number": number, "url": _COMPANIES_HOUSE + number}
    if supplier_id.startswith(_CHARITY):
        return {"kind": "charity", "number": number, "url": _CHARITY_REGISTER + number.partition("-")[0]}
    if found := re.fullmatch(r"GB-(?:SC|NIC)-(.+)", supplier_id):
        return {"kind": "charity", "number": found[1], "url": None}
    return {"kind": "public body", "number": supplier_id, "url": None}


def listed_dict(database: Connection, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Suppliers of a list, each with the sums of each kind of payments; one sum only where there is one kind."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["supplier_id"], []).append(row)
    names = supplier_read.labels(database, found)
    return [
        {
            "id": supplier_id,
            "name": names.get(supplier_id, supplier_id),
            "count": sum(row["count"] for row in kinds),
            "publishers": len({publisher_id for row in kinds for publisher_id in row["publishers"]}),
            **sums_dict(kinds),
        }
        for supplier_id, kinds in found.items()
    ]


def question_dict(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A question to stewards."""
    return {
        "one": _side(row, "one", names),
        "other": _side(row, "other", names),
        "score": round(row["score"], 3),
        "doubt": row["method"],
        "asked": instant(row["asked"]),
    }


def decision_dict(row: Mapping[str, Any]) -> dict[str, Any]:
    """A decision that was made."""
    times = {name: instant(row[name]) if row[name] else None for name in ("decided", "undone")}
    named = {"decision": row["decision_no"]} | {
        name: row[name] for name in ("verdict", "one", "other", "reviewer", "why")
    }
    return named | times | {"undone_by": row["undone_by"], "undone_why": row["undone_why"]}


def _side(row: Mapping[str, Any], side: str, names: Mapping[str, str]) -> dict[str, Any]:
    supplier_id = row[side]
    return {
        "id": supplier_id,
        "name": names.get(supplier_id, supplier_id),
        "count": row[f"{side}_count"],
        **sums_dict(row[f"{side}_sums"]),
    }


def _name_dict(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": row["supplier_key"],
        "name": row["name"],
        "count": row["count"],
        "publishers": row["publishers"],
        "method": row["method"],
        "score": round(row["score"], 3),
        "like": row["alike"],
        "linked": instant(row["linked"]) if row["linked"] else None,
        "decision": row["decision_no"],
    }


def no_supplier() -> tk.ObjectNotFound:
    """What to raise where nobody pays a supplier; it doesn't repeat the name, which may have been taken back."""
    return tk.ObjectNotFound(tk._("No published payment went to this supplier."))

"""A complete check of a file, ours beside frictionless.

frictionless gets the same rules as far as it can say them, with the titles of the file given to it, and no limit to the number of errors:
the Table Schema (types, required cells, patterns, limits), repeated rows, lines below the threshold, payments outside the period. Ours gets
the file alone, finds out the rest by itself, and applies every rule, more than a hundred. A second peer has the Table Schema alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measure import tell

FIELDS = {
    "Department family": "department_family",
    "Entity": "entity",
    "Date": "payment_date",
    "Expense type": "expense_type",
    "Expense area": "expense_area",
    "Supplier": "supplier_name",
    "Transaction number": "transaction_number",
    "Amount": "amount",
    "Description": "description",
    "Supplier postcode": "supplier_postcode",
}
"""Title in the file → field of the Table Schema."""
REGIME = "hmt-25k"
PERIOD = "2026-04"
TODAY = date(2026, 5, 20)


Work = Callable[[Path], dict[str, int]]


def ours() -> Work:
    """Read, check, and write every finding as JSON, as ``spenddata check --json`` does."""
    from ckanext.spenddata.console.check_command import as_json, check_file
    from ckanext.spenddata.console.request import load_definitions
    from ckanext.spenddata.pipeline.limited import warm

    warm()

    def work(path: Path) -> dict[str, int]:
        options = {"regime": REGIME, "period": PERIOD, "today": TODAY}
        report = check_file(path, options, load_definitions(None)).report
        return {
            "rows": report.rows,
            "errors": report.errors,
            "warnings": report.warnings,
            "bytes": len(as_json([report])),
        }

    return work


def frictionless() -> Work:
    """Validate against the Table Schema and with the checks that say what other rules of ours say."""
    from frictionless import checks

    return _validating(
        [
            checks.duplicate_row(),
            checks.row_constraint(formula="Amount is None or Amount > 25000"),
            checks.row_constraint(formula=f"Date is None or str(Date)[:7] == '{PERIOD}'"),
        ]
    )


def table_schema() -> Work:
    """Validate against the Table Schema alone."""
    return _validating([])


def _validating(checks: list[Any]) -> Work:
    """Validate with the file's own titles, and write the report as JSON."""
    import frictionless

    frictionless.system.trusted = True

    def work(path: Path) -> dict[str, int]:
        resource = frictionless.Resource(
            path=str(path), schema=frictionless.Schema.from_descriptor(schema(path.suffix))
        )
        report = resource.validate(frictionless.Checklist(checks=checks), limit_errors=sys.maxsize)
        task = report.tasks[0]
        return {
            "rows": task.stats.get("rows") or 0,
            "errors": task.stats["errors"],
            "bytes": len(json.dumps(report.to_descriptor())),
        }

    return work


def schema(suffix: str) -> dict[str, Any]:
    """The Table Schema of the file's layout: our fields under the file's titles."""
    from ckanext.spenddata import definitions

    known = definitions.load()
    required = {"payment_date", "amount", *known.regimes[REGIME].required}
    described = {field["name"]: field for field in known.transaction.descriptor()["fields"]}
    fields = []
    for title, name in FIELDS.items():
        field = {key: value for key, value in described[name].items() if value not in ("", None)}
        constraints = {key: value for key, value in field.get("constraints", {}).items() if value}
        field |= {"name": title, "constraints": {**constraints, **({"required": True} if name in required else {})}}
        if name == "payment_date" and suffix == ".csv":
            field["format"] = "%d/%m/%Y"
            field["constraints"]["minimum"] = "01/01/2005"  # frictionless reads a limit in the form of its field
        fields.append(field)
    return {"missingValues": list(known.transaction.missing_values), "fields": fields}


if __name__ == "__main__":
    tell({"ours": ours, "frictionless": frictionless, "table_schema": table_schema}[sys.argv[1]](), Path(sys.argv[2]))

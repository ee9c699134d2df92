"""`/spend/returns/<reference>/revisions/<n>/rows`: the rows that cannot be used, to be put right by typing what their cells should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, make_response

from ckanext.spenddata.checks.typed import LONGEST, TypedCell, is_cell
from ckanext.spenddata.logic import typed_cells
from ckanext.spenddata.values.text import capital
from ckanext.spenddata.views import filers, forms, guard, return_steps, standing
from ckanext.spenddata.views.revision_of import own

blueprint = Blueprint("spenddata_rows", __name__)

ADDRESS = "/spend/returns/<reference>/revisions/<int:number>/rows"
SHOWN = 20
"""Rows of a page: each is read and typed by a person."""
AS_IT_STANDS = ("revision", "attempt")
"""Parameters of the action that say what was looked at."""
CELL = ("file", "sheet", "row", "field")
"""What says which cell is typed."""


@blueprint.route(ADDRESS)
@guard.page
@guard.members_only
@guard.takes("offset")
def show(reference: str, number: int) -> str:
    """The rows that cannot be used, each cell in error as it was sent."""
    offset = tk.request.args.get("offset", 0, type=int)
    return _page(_return(reference), number, offset, _rows(reference, number, offset))


@blueprint.post(ADDRESS)
@guard.form
def save(reference: str, number: int) -> Any:
    """Keep what was typed, and have it checked again; or the page again with what was typed and what is wrong with it."""
    shown = _return(reference)
    revision = own(shown, number)
    offset = tk.request.form.get("offset", 0, type=int)
    found = _rows(reference, number, offset)
    cells = list(_typed(found["results"]))
    said = {name: words for name, cell in cells if (words := typed_cells.wrong(cell))}
    if not cells:
        said = {"nothing": tk._("No cell was changed. Type what is right in at least one of them.")}
    if not said:
        accepted = _with_cells(revision.get("fixes") or (), [cell for _, cell in cells])
        asked = {"reference": reference, **forms.looked_at(), "revision": number}
        answers = revision.get("answers") or {}
        _, said = forms.ask("spenddata_return_answer", {**asked, "answers": answers, "fixes": accepted})
        if not said:
            return tk.redirect_to("spenddata_returns.show", reference=reference)
        if said.keys() & set(AS_IT_STANDS):
            return tk.abort(409, tk._("{why} No cell was changed.").format(why=" ".join(said.values())))
    return make_response(_page(shown, number, offset, found, said), 400)


def _return(reference: str) -> dict[str, Any]:
    return tk.get_action("spenddata_return_show")({}, {"reference": reference})


def _page(
    shown: Mapping[str, Any],
    number: int,
    offset: int,
    found: Mapping[str, Any],
    said: Mapping[str, str] | None = None,
) -> str:
    said = said or {}
    revision = own(shown, number)
    rows = [_shown(row, said, several=len(revision["files"]) > 1) for row in found["results"]]
    here = {"reference": shown["reference"], "number": number}
    last = offset + len(rows)
    return tk.render(
        "spenddata/returns/rows.html",
        {
            "spend_return": standing.spend_return(shown, filers.publisher(shown)),
            "revision": revision,
            "steps": return_steps.at(return_steps.FIX) if revision["state"] == "ready" else [],
            "may_type": revision["state"] == "ready" and shown["revision"] == number and filers.rights(shown)["answer"],
            "rows": rows,
            "count": found["count"],
            "offset": offset,
            "following": found["count"] - last,
            "longest": LONGEST,
            "problems": forms.problems(said, [cell["name"] for row in rows for cell in row["cells"]]),
            "next_url": tk.url_for("spenddata_rows.show", **here, offset=last) if last < found["count"] else None,
            "first_url": tk.url_for("spenddata_rows.show", **here) if offset else None,
        },
    )


def _rows(reference: str, number: int, offset: int) -> dict[str, Any]:
    """The rows of a page; their cells named as the form names them."""
    asked = {"reference": reference, "revision": number, "offset": offset, "limit": SHOWN}
    found = tk.get_action("spenddata_revision_rows")({}, asked)
    for position, row in enumerate(found["results"], start=1):
        for cell in row["cells"]:
            cell |= {"name": f"{position}-{cell['field']}", "value": _on_one_line(cell["value"] or "")}
    return found


def _typed(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, TypedCell]]:
    """The cells that are not as the page showed them, with their names in the form."""
    for row in rows:
        for cell in row["cells"]:
            words = tk.request.form.get(cell["name"], cell["value"])
            if _on_one_line(words) != cell["value"]:
                yield cell["name"], TypedCell(row["file"], row["row"], cell["field"], words, row["sheet"])


def _with_cells(accepted: Sequence[Any], cells: Sequence[TypedCell]) -> list[Any]:
    """What was accepted and typed so far, and what is typed now in place of what was typed in the same cells."""
    now = [{name: getattr(cell, name) for name in (*CELL, "value")} for cell in cells]
    places = [[cell[name] for name in CELL] for cell in now]
    before = [each for each in accepted if not (is_cell(each) and [each.get(name) for name in CELL] in places)]
    return [*before, *now]


def _shown(row: Mapping[str, Any], said: Mapping[str, str], *, several: bool) -> dict[str, Any]:
    """A row for the page: where it is, which payment, and its cells in error."""
    fields = {cell["field"] for cell in row["cells"]}
    known = {name: row[name] for name in row if name not in fields}
    purpose = next(filter(None, map(known.get, ("description", "expense_type", "expense_area"))), None)
    day, amount = known.get("payment_date"), known.get("amount")
    line = (
        known.get("supplier_name"),
        purpose,
        tk.h.spenddata_date(day) if day else None,
        tk.h.spenddata_money(amount, row["currency"], pence=True) if amount else None,
    )
    return {
        "place": ", ".join(filter(None, (row["file"] if several else None, row["sheet"]))),
        "row": row["row"],
        "line": list(filter(None, line)),
        "cells": [_asked(cell, said) for cell in row["cells"]],
    }


def _asked(cell: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    """A cell as a question: what is wrong with it, what would do, and what was typed."""
    wanted = capital(typed_cells.example(cell["field"])) or cell["expected"] or ""
    return {
        "name": cell["name"],
        "label": tk.h.spenddata_field_title(cell["field"]),
        "hint": f"{tk.h.spenddata_rule_title(cell['rule'])}. {wanted}",
        "sent": cell["value"],
        "value": tk.request.form.get(cell["name"], cell["value"]),
        "message": said.get(cell["name"], ""),
    }


def _on_one_line(words: str) -> str:
    """Words as an input of one line holds them: a browser takes the ends of lines away, which must not make one amount of two."""
    return " ".join(words.split())

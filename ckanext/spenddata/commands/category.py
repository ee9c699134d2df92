"""``ckan spenddata category``: a new version of the categories, looked at and applied; decisions about categories."""

from __future__ import annotations

import json
from typing import Any

import click

from ckanext.spenddata.commands.common import acting, call, fail, limit, offset, say, show, sums, why
from ckanext.spenddata.ledger import connection, entries
from ckanext.spenddata.values.text import counted

of_publisher = click.option("--publisher", metavar="PUBLISHER", help="Only of this publisher, such as GB-LAE-LDS.")


@click.group()
def category() -> None:
    """The categories of what is published."""


@category.command()
@click.argument("publisher_ids", nargs=-1, metavar="[PUBLISHER]...")
@acting
def preview(publisher_ids: tuple[str, ...], user: str | None, as_json: bool) -> None:
    """Show which published payments the categories in force now would put elsewhere; nothing is changed.

    A line for each publisher, category now and category then, and kind of payments: how many, and their sum. PUBLISHER is an
    identifier such as GB-LAE-LDS; by default all that have published.
    """
    with connection.reading() as database:
        current = entries.current_of(database, publisher_ids) if publisher_ids else entries.all_current(database)
    published = list(dict.fromkeys(entry.publisher_id for entry in current))
    if missing := set(publisher_ids) - set(published):
        fail(f"Nothing is published of {', '.join(sorted(missing))}.")
    lines = [
        line
        for publisher_id in published
        for line in call("spenddata_category_preview", user, {"publisher": publisher_id})["lines"]
    ]
    if as_json:
        click.echo(json.dumps(lines, indent=2))
    else:
        _print_lines(lines)
    moved = counted(sum(line["count"] for line in lines), "payment")
    say(f"{moved} would be in another category. Nothing was changed.")


@category.command()
@click.option("--publisher", required=True, metavar="PUBLISHER", help="Whose payments, such as GB-LAE-LDS.")
@why
@acting
def apply(publisher: str, why: str, user: str | None, as_json: bool) -> None:
    """Apply the categories in force now to what a publisher has published, in one transaction; what was before is kept."""
    show(call("spenddata_category_apply", user, {"publisher": publisher, "why": why}), as_json, _print_change)


@category.command()
@click.argument("change", type=int)
@why
@acting
def unapply(change: int, why: str, user: str | None, as_json: bool) -> None:
    """Take back the CHANGE that applied a version, as far as no later one took its place."""
    show(call("spenddata_category_undo", user, {"change": change, "why": why}), as_json, _print_change)


@category.command()
@of_publisher
@limit
@acting
def changes(publisher: str | None, limit: int, user: str | None, as_json: bool) -> None:
    """Versions that were applied and what was undone: who, when and why."""
    asked = {"limit": limit} | ({"publisher": publisher} if publisher else {})
    show(call("spenddata_category_change_list", user, asked), as_json, _print_changes)


@category.command()
@of_publisher
@limit
@offset
@acting
def queue(publisher: str | None, limit: int, offset: int, user: str | None, as_json: bool) -> None:
    """Payments whose category is not sure, by expense type or supplier, those with the most pounds in doubt first."""
    asked: dict[str, Any] = {"kind": "category", "limit": limit, "offset": offset}
    show(
        call("spenddata_queue_list", user, asked | ({"publisher": publisher} if publisher else {})),
        as_json,
        _print_queue,
    )


@category.command()
@click.argument("category_id", metavar="CATEGORY")
@click.option("--payment", type=int, help="Of one payment, by its _id.")
@click.option("--expense-type", help="Of payments with this expense type.")
@click.option("--supplier", "supplier_id", help="Of payments to this supplier.")
@of_publisher
@why
@click.option("--preview", is_flag=True, help="Only say what would move.")
@acting
def decide(category_id: str, preview: bool, user: str | None, as_json: bool, **asked: Any) -> None:
    """Say that payments are of a CATEGORY: one, a publisher's, or everybody's with an expense type or to a supplier."""
    given = {name: value for name, value in asked.items() if value}
    data = {"kind": "category", "category": category_id, "preview": preview, **given}
    show(call("spenddata_decision_make", user, data), as_json, _print_decision)


@category.command()
@click.argument("decision", type=int)
@why
@acting
def undo(decision: int, why: str, user: str | None, as_json: bool) -> None:
    """Undo a DECISION about categories."""
    data = {"kind": "category", "decision": decision, "why": why}
    show(call("spenddata_decision_undo", user, data), as_json, _print_decision)


def _print_change(found: dict[str, Any]) -> None:
    _print_lines(found["lines"])
    moved, returns = counted(found["moved"], "payment"), counted(found["returns"], "return")
    say(f"Change {found['change']}: {moved} in another category, {returns} to be written again.")


def _print_changes(found: list[dict[str, Any]]) -> None:
    for each in found:
        click.echo(
            f"{each['change']}\t{each['made']}\t{each['publisher_id']}\t{each['kind']}\t{each['version']}"
            f"\t{each['count']}\t{sums(each['sums'])}\t{each['reviewer']}\t{each['why']}"
        )


def _print_queue(found: dict[str, Any]) -> None:
    say(f"{counted(found['count'], 'question')} about {counted(found['payments'], 'payment')}.")
    for each in found["results"]:
        words = each["expense_type"] or each["supplier"]["id"]
        suggested = each["suggested"]
        click.echo(
            f"{sums(each['sums'])}\t{each['count']}\t{words}\t{suggested['category']}\t{suggested['confidence']:.2f}"
        )


def _print_decision(found: dict[str, Any]) -> None:
    _print_lines(found["lines"])
    number = "Preview" if found["decision"] is None else f"Decision {found['decision']}"
    number += ", which stood already" if found["repeated"] else ""
    about, moved = counted(found["matching"], "payment"), counted(found["moved"], "payment")
    say(f"{number}: about {about}; {moved} in another category{': ' if found['sums'] else ''}{sums(found['sums'])}.")


def _print_lines(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        kind = f"{'card' if line['card'] else 'invoice'}, {line['amount_basis']}"
        click.echo(
            f"{line['publisher_id']}  {line['before']} → {line['after']}  {line['count']:,}  {sums([line])}  ({kind})"
        )

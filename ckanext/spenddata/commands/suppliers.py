"""``ckan spenddata supplier …``: who a supplier is, what stewards are asked, their decisions, linking all names again."""

from __future__ import annotations

from typing import Any

import click

from ckanext.spenddata.commands.common import acting, call, limit, offset, say, show, sums, why
from ckanext.spenddata.values.text import counted


@click.group()
def supplier() -> None:
    """Suppliers: names linked to one identity."""


@supplier.command("show")
@click.argument("supplier_id")
@acting
def show_one(supplier_id: str, user: str | None, as_json: bool) -> None:
    """Who a supplier is, under which names, and who pays it."""
    show(call("spenddata_supplier_show", user, {"id": supplier_id}), as_json, _print_supplier)


@supplier.command("list")
@click.option("--q", default="", help="Letters that stand in one of its names.")
@limit
@acting
def list_some(q: str, limit: int, user: str | None, as_json: bool) -> None:
    """Suppliers, those who are paid most first."""
    show(call("spenddata_supplier_list", user, {"q": q, "limit": limit}), as_json, _print_list)


@supplier.command()
@limit
@offset
@acting
def queue(limit: int, offset: int, user: str | None, as_json: bool) -> None:
    """Pairs that may be one supplier, those with the most pounds in doubt first."""
    show(call("spenddata_queue_list", user, {"limit": limit, "offset": offset}), as_json, _print_queue)


@supplier.command()
@click.argument("verdict", type=click.Choice(["same", "apart"]))
@click.argument("suppliers", nargs=-1, required=True)
@why
@click.option("--preview", is_flag=True, help="Only say what would move.")
@acting
def decide(verdict: str, suppliers: tuple[str, ...], why: str, preview: bool, user: str | None, as_json: bool) -> None:
    """Say that two SUPPLIERS are one (same) or two (apart); or, with one name's key, that it is a supplier of its own."""
    data: dict[str, Any] = {"verdict": verdict, "why": why, "preview": preview}
    if len(suppliers) == 1:
        data["name"] = suppliers[0]
    else:
        data |= dict(zip(("one", "other"), suppliers, strict=False))
    show(call("spenddata_decision_make", user, data), as_json, _print_decision)


@supplier.command()
@click.argument("decision", type=int)
@why
@acting
def undo(decision: int, why: str, user: str | None, as_json: bool) -> None:
    """Undo a decision: names go back to the suppliers that they were."""
    show(call("spenddata_decision_undo", user, {"decision": decision, "why": why}), as_json, _print_decision)


@supplier.command()
def link() -> None:
    """Link all published names again by the definitions in force; stewards' decisions stay. The portal stays up."""
    from ckanext.spenddata.returns.followups.suppliers import link_afresh

    say(f"{link_afresh():,} names have another supplier now; the search index follows.")


def _print_supplier(found: dict[str, Any]) -> None:
    click.echo(f"{found['name']}\t{found['id']}\t{found['count']}\t£{found['total']}")
    for name in found["names"]:
        click.echo(f"  {name['name']}\t{name['count']}\t{name['method']}\t{name['score']}\t{name['key']}")
    for payer in found["payers"]:
        click.echo(f"  {payer['publisher_id']}\t{payer['publisher_name']}\t{payer['count']}\t£{payer['total']}")


def _print_list(found: list[dict[str, Any]]) -> None:
    for each in found:
        paid = " + ".join(
            f"£{of['total']} ({'card' if of['card'] else 'invoice'}, {of['amount_basis']})" for of in each["sums"]
        )
        click.echo(f"{each['id']}\t{each['name']}\t{each['publishers']}\t{each['count']}\t{paid}")


def _print_queue(found: dict[str, Any]) -> None:
    say(f"{counted(found['count'], 'question')}.")
    for each in found["results"]:
        one, other = each["one"], each["other"]
        click.echo(
            f"{each['score']:.2f}\t{each['doubt']}\t{one['id']}\t{sums(one['sums'])}\t{other['id']}\t{sums(other['sums'])}"
        )


def _print_decision(found: dict[str, Any]) -> None:
    number = "Preview" if found["decision"] is None else f"Decision {found['decision']}"
    click.echo(f"{number}: {counted(found['moved'], 'name')}, payments of {counted(found['returns'], 'return')}")

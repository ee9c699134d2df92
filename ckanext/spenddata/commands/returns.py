"""``ckan spenddata return``: submit, look, acknowledge, approve, publish, withdraw, recover."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from ckan import model
from werkzeug.datastructures import FileStorage

from ckanext.spenddata.commands.common import acting, call, fail, say, show
from ckanext.spenddata.values.text import counted

SETTLED = {"ready", "rejected", "published", "superseded", "withdrawn", "erased"}
LOOK_EVERY = 0.5
revision_option = click.option("--revision", type=int, help="Number of the revision; by default the newest.")
without_errors_option = click.option(
    "--without-errors", type=int, default=0, metavar="N", help="Publish without the N rows in error; N must be exact."
)


@click.group("return")
def returns() -> None:
    """Returns: submit, list, show, acknowledge, approve, publish, withdraw, recover."""


@returns.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--publisher", required=True, help="The publisher's identifier, or its organisation's name.")
@click.option("--regime", required=True, help="The duty that the return answers, such as lgtc-500.")
@click.option("--period", required=True, help="2026-04, 2026-Q1, 2026-27 or 2026-27-P10.")
@click.option("--nil", is_flag=True, help="There was nothing to report; no files.")
@click.option("--answers", default="{}", help="What the files don't say, as JSON.")
@click.option("--fix", "fixes", multiple=True, metavar="RULE", help="Accept the fixes that this rule suggests.")
@click.option(
    "--acknowledge", default="[]", metavar="JSON", help="Findings that are right, each named, with the reason."
)
@click.option(
    "--publish", is_flag=True, help="Publish as soon as it is checked, if nothing is wrong or left to confirm."
)
@click.option("--wait", is_flag=True, help="Wait until it is checked, and published where that was asked for.")
@acting
def submit(files: tuple[Path, ...], wait: bool, user: str | None, as_json: bool, **data: Any) -> None:
    """Submit FILES for a return.

    Prints the return's reference. With --wait, exits with 1 where it was rejected, or could not be published as asked.
    """
    with ExitStack() as opened:
        uploads = [FileStorage(opened.enter_context(path.open("rb")), filename=path.name) for path in files]
        result = call("spenddata_return_submit", user, {**data, "fixes": list(data["fixes"]), "upload": uploads})
    if result["waiting"]:
        say("Redis can't be reached. The files are kept; they are checked after the next sweep.")
    if wait:
        revision = _when_checked(result["reference"], result["revision"])
        result["state"] = revision["state"]
        if revision["state"] == "rejected" or (data["publish"] and revision["state"] != "published"):
            say(revision["events"][-1]["why"])
            show(result, as_json, _reference)
            raise click.exceptions.Exit(1)
    show(result, as_json, _reference)


@returns.command("list")
@click.option("--publisher", help="Only this publisher's.")
@click.option("--regime", help="Only under this duty.")
@click.option("--state", help="Only in this state: missing, stuck, ready, published …")
@click.option("--limit", type=int, default=100, show_default=True)
@click.option("--offset", type=int, default=0)
@acting
def list_(user: str | None, as_json: bool, **filters: Any) -> None:
    """List returns, the newest period first."""
    result = call("spenddata_return_list", user, {name: value for name, value in filters.items() if value is not None})

    def plain(result: dict[str, Any]) -> None:
        for line in result["results"]:
            click.echo(f"{line['reference']:<40} {line['state']:<11} due {line['due'] or '–'}")
        say(f"{len(result['results'])} of {counted(result['count'], 'return')}")

    show(result, as_json, plain)


@returns.command("show")
@click.argument("reference")
@acting
def show_(reference: str, user: str | None, as_json: bool) -> None:
    """Show a return: its revisions, their states, figures and events."""

    def plain(result: dict[str, Any]) -> None:
        click.echo(f"{result['reference']}: {result['state']}, due {result['due'] or '–'}")
        for revision in result["revisions"]:
            rows = counted(revision["rows_accepted"] or 0, "row")
            amount = f" of £{revision['amount_accepted']}" if revision["amount_accepted"] is not None else ""
            figures = f"{rows}{amount}, {revision['rows_in_error']} in error"
            click.echo(
                f"  revision {revision['number']}: {revision['state']}; {figures if revision['artefact_sha256'] else '–'}"
            )
            for event in revision["events"]:
                click.echo(f"    {event['at']} {event['to']}: {event['why']}")
            if revision["waits_for"]:
                click.echo(f"    waits for {revision['waits_for']}: {revision['last_error']}")
            elif revision["last_error"]:
                click.echo(f"    last error, try {revision['tries']}: {revision['last_error']}")

    show(call("spenddata_return_show", user, {"reference": reference}), as_json, plain)


@returns.command()
@click.argument("reference")
@revision_option
@click.option(
    "--finding",
    "findings",
    multiple=True,
    metavar="ID",
    help="What is right; may be repeated. None: list what there is.",
)
@click.option("--reason", default="", help="Why; it is kept and shown to whoever approves.")
@acting
def acknowledge(
    reference: str, revision: int | None, findings: tuple[str, ...], reason: str, user: str | None, as_json: bool
) -> None:
    """Confirm findings that stop a publication, each by its name; without --finding, list them."""
    asked: dict[str, Any] = {"reference": reference, "revision": revision}
    if findings:
        asked["acknowledge"] = [{"finding": finding, "reason": reason} for finding in findings]
        result = call("spenddata_finding_acknowledge", user, asked)
        show(result, as_json, lambda result: say(f"{result['acknowledged']} confirmed, {result['open']} left"))
    else:
        show(call("spenddata_finding_list", user, asked), as_json, _stops)


@returns.command()
@click.argument("reference")
@revision_option
@without_errors_option
@acting
def approve(user: str | None, as_json: bool, **data: Any) -> None:
    """Approve a checked revision, as an administrator of its publisher; it is then published."""
    show(call("spenddata_return_approve", user, data), as_json, _reference)


@returns.command()
@click.argument("reference")
@revision_option
@without_errors_option
@acting
def publish(user: str | None, as_json: bool, **data: Any) -> None:
    """Publish a checked revision."""
    show(call("spenddata_return_publish", user, data), as_json, _reference)


@returns.command()
@click.argument("reference")
@click.option("--why", required=True, help="The reason, which everybody can read.")
@click.option("--revision", type=int, help="Number of the revision, replaced ones too; by default the published one.")
@click.option("--every-revision", is_flag=True, help="All that was ever published of the return.")
@acting
def withdraw(user: str | None, as_json: bool, **data: Any) -> None:
    """Withdraw a revision; its rows leave every figure at once, and its addresses say why."""
    show(call("spenddata_return_withdraw", user, data), as_json, _reference)


@returns.command()
@click.argument("reference")
@click.option("--why", required=True, help="The reason, which everybody can read: name nobody in it.")
@click.option("--revision", type=int, help="Number of the revision; by default the newest.")
@click.option(
    "--place",
    "places",
    multiple=True,
    metavar="ROW[:FIELD,…]",
    help="A row of the file, or cells of it (32:supplier_name,description). Without any, the whole revision is erased.",
)
@click.option("--file", help="The file that the places are in, where there are several.")
@click.option("--sheet", help="The sheet that the places are in.")
@click.option("--same-words", is_flag=True, help="The words of the named cells, wherever else they stand.")
@click.option("--every-revision", is_flag=True, help="All revisions of the return.")
@click.option("--preview", is_flag=True, help="Only say what would go.")
@click.option("--yes", is_flag=True, help="Don't ask: nobody can undo an erasure.")
@acting
def erase(
    user: str | None,
    as_json: bool,
    places: tuple[str, ...],
    file: str | None,
    sheet: str | None,
    preview: bool,
    yes: bool,
    **data: Any,
) -> None:
    """Erase cells, rows or revisions, for good, wherever they are kept. Says what goes, and asks, before it does."""
    data["places"] = [_place(each, file, sheet) for each in places]
    erasure = call("spenddata_return_erase", user, {**data, "preview": True})
    if not as_json:
        _what_goes(erasure)
    if not preview:
        if not yes:
            click.confirm("Erase this? Nobody can undo it", abort=True, err=True)
        erasure = call("spenddata_return_erase", user, {**data, "preview": False})
    show(erasure, as_json, lambda _told: say("Nothing was erased." if preview else "Erased."))


def _place(said: str, file: str | None, sheet: str | None) -> dict[str, Any]:
    row, _, fields = said.partition(":")
    if not row.isdecimal():
        fail(
            f"{said} is no place. Write a row's number, such as 32, or a row and its fields, such as 32:supplier_name."
        )
    return {"row": int(row), "file": file, "sheet": sheet, "fields": [each for each in fields.split(",") if each]}


def _what_goes(told: dict[str, Any]) -> None:
    for part in told["erased"]:
        what = (
            "all of it" if part["rows"] is None else f"{counted(part['rows'], 'row')}, {counted(part['cells'], 'cell')}"
        )
        click.echo(
            f"{part['reference']} revision {part['revision']} ({part['state']}): {what}; files as sent: {part['files']}"
        )


@returns.command()
@click.argument("reference", required=False)
@revision_option
@acting
def recover(reference: str | None, revision: int | None, user: str | None, as_json: bool) -> None:
    """Try stuck work again: of one return, or of all."""
    references = [reference] if reference else _stuck()
    results = [call("spenddata_return_recover", user, {"reference": each, "revision": revision}) for each in references]
    show(results, as_json, lambda results: [_reference(result) for result in results])
    say(f"{len(results)} {'return is' if len(results) == 1 else 'returns are'} tried again")


def _reference(result: dict[str, Any]) -> None:
    click.echo(result["reference"])
    say(f"revision {result['revision']}: {result['state']}")


def _stops(result: dict[str, Any]) -> None:
    for each in result["findings"]:
        confirmed = each["acknowledged"]
        place = each["where"] or "the whole file"
        click.echo(f"{each['finding']}  {each['rule']}: {each['value'] or each['title']} ({place})")
        say(
            f"  confirmed by {confirmed['who']}: {confirmed['reason']}"
            if confirmed
            else f"  to confirm. {each['remedy']}"
        )


def _stuck() -> list[str]:
    from ckanext.spenddata.returns import queries

    return [found.reference for found in queries.stuck()]


def _when_checked(reference: str, number: int) -> dict[str, Any]:
    """The revision once nothing more happens to it by itself."""
    while True:
        model.Session.remove()
        found = call("spenddata_return_show", None, {"reference": reference})
        revision = next(each for each in found["revisions"] if each["number"] == number)
        if revision["stuck"]:
            fail(f"{reference} is stuck: {revision['last_error']}")
        if revision["state"] in SETTLED:
            return revision
        time.sleep(LOOK_EVERY)

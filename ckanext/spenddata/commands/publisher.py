"""``ckan spenddata publisher``: public bodies as organisations."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.commands.common import as_json, fail, say
from ckanext.spenddata.definitions.bodies import Body
from ckanext.spenddata.returns.people.registration import Registered, register


@click.group()
def publisher() -> None:
    """Publishers: public bodies as organisations."""


@publisher.command()
@click.argument("identifiers", nargs=-1, metavar="[IDENTIFIER]...")
@click.option("--all", "everybody", is_flag=True, help="All bodies of the table that still exist.")
@click.option("--type", "body_type", help="Only bodies of this kind, such as 'local authority'.")
@as_json
def load(identifiers: tuple[str, ...], everybody: bool, body_type: str | None, as_json: bool) -> None:
    """Make organisations of bodies of the table, or bring them up to date; can run again at any time.

    Names the bodies by IDENTIFIER, such as GB-LAE-LDS, or takes --all. Prints the identifier and what became of it.
    """
    if bool(identifiers) == everybody:
        raise click.UsageError("Name the bodies to load, or give --all.")
    results: dict[str, str] = {}
    failed = 0
    with click.progressbar(
        list(_chosen(identifiers, body_type)), label="Publishers", file=click.get_text_stream("stderr")
    ) as bodies:
        for body in bodies:
            try:
                results[body.publisher.publisher_id] = str(register(body.publisher, gss_code=body.gss_code))
            except tk.ValidationError as error:
                failed += 1
                results[body.publisher.publisher_id] = f"refused: {error.error_summary}"
            model.Session.remove()
    click.echo(
        json.dumps(results, indent=2) if as_json else "\n".join(f"{name} {what}" for name, what in results.items())
    )
    say(", ".join(f"{list(results.values()).count(str(what))} {what}" for what in Registered))
    if failed:
        fail(f"{failed} could not be loaded; the list above says why.")


def _chosen(identifiers: Iterable[str], body_type: str | None) -> Iterable[Body]:
    table = config.definitions().bodies
    unknown = [name for name in identifiers if name not in table]
    if unknown:
        fail(
            f"Not in the table of public bodies: {', '.join(unknown)}. Make the organisation in CKAN, or add a row to the table."
        )
    chosen = [table[name] for name in identifiers] or [body for body in table.values() if body.status == "current"]
    return [body for body in chosen if body_type in (None, body.publisher.body_type)]

"""``ckan spenddata doctor``: is everything there that the extension needs, and what to do where it is not."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from ckanext.spenddata.commands import checkup
from ckanext.spenddata.commands.common import as_json


@click.command()
@click.option("--mend", is_flag=True, help="Take away tables, files and documents that no published revision owns.")
@as_json
def doctor(mend: bool, as_json: bool) -> None:
    """Look at every service, schema, grant, queue, folder and setting. Exits with 1 where there is a problem."""
    if mend:
        from ckanext.spenddata.returns.repair import orphans

        found = orphans.find()
        orphans.mend(found)
        click.echo(f"Mended: {found}." if found else "There was nothing to mend.", err=True)
    results = checkup.run()
    if as_json:
        click.echo(json.dumps([asdict(result) for result in results], indent=2))
    else:
        for result in results:
            click.secho(
                f"{'ok' if result.ok else 'problem':<8} {result.what}", fg="green" if result.ok else "red", nl=False
            )
            click.echo(f": {result.found}" + ("" if result.ok else f"\n         {result.remedy}"))
    if not all(result.ok for result in results):
        raise click.exceptions.Exit(1)

"""``ckan spenddata ledger``: make, prove and repair the ledger."""

from __future__ import annotations

import json
import sys

import click

from ckanext.spenddata.commands.common import fail
from ckanext.spenddata.ledger import rebuild, schema, verify
from ckanext.spenddata.ledger.publication import LedgerError
from ckanext.spenddata.values.text import counted

CANT = 2
"""Exit code where the command could not do its work; 1 is for a ledger that disagrees with itself."""


@click.group()
def ledger() -> None:
    """The ledger: published rows and their totals, in the DataStore database."""


@ledger.command()
def init() -> None:
    """Make the ledger's schema, or bring it up to date. Can run again at any time."""
    try:
        taken = schema.initialise()
    except LedgerError as error:
        click.echo(str(error), err=True)
        sys.exit(CANT)
    click.echo(
        f"The ledger is made or brought up to date: {', '.join(taken)}." if taken else "The ledger is up to date."
    )


@ledger.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def verify_ledger(*, as_json: bool) -> None:
    """Compare totals and entries with the rows. Exits with 1 where they disagree; `rebuild` then repairs the totals."""
    found, looked_at = [], 0
    for publisher_id, disagreements in verify.every_publisher():
        looked_at += 1
        found += disagreements
        if not as_json:
            click.echo(f"{publisher_id}: {len(disagreements) or 'no'} disagreements")
            for each in disagreements:
                click.echo(f"  {each}")
    rows, kept = verify.row_count()
    agrees = not found and kept in (None, rows)
    if as_json:
        lines = [str(each) for each in found]
        click.echo(
            json.dumps(
                {"agrees": agrees, "publishers": looked_at, "rows": rows, "rows_kept": kept, "disagreements": lines}
            )
        )
    elif kept not in (None, rows):
        click.echo(f"The ledger has {counted(rows, 'row')}; CKAN's record of the public resource says {kept}.")
    if agrees and not as_json:
        click.echo(
            f"All figures of {counted(looked_at, 'publisher')} agree with what stands in {counted(rows, 'row')}."
        )
    sys.exit(0 if agrees else 1)


@ledger.command("rebuild")
def rebuild_totals() -> None:
    """Make all totals again from the rows, publisher by publisher, while the portal runs."""
    done = 0
    for publisher_id in rebuild.every_total():
        click.echo(publisher_id)
        done += 1
    click.echo(f"Made the totals of {counted(done, 'publisher')} again. `ckan spenddata ledger verify` proves them.")


@ledger.command()
def restore() -> None:
    """Publish again, from the approved artefacts, what the ledger has lost. What it holds stays as it is."""
    from ckanext.spenddata.returns.filing.publishing import ArtefactChangedError
    from ckanext.spenddata.returns.repair.restore import restore as publish_again

    done = rows = 0
    try:
        for entry in publish_again():
            done, rows = done + 1, rows + entry.n
            click.echo(f"{entry.return_id} revision {entry.revision}: {counted(entry.n, 'transaction')}")
    except (ArtefactChangedError, LedgerError, OSError) as error:
        fail(f"Stopped after {counted(done, 'return')}: {error}")
    click.echo(
        f"In the ledger again: {counted(done, 'return')} with {counted(rows, 'transaction')}. `ckan spenddata ledger verify` proves it."
    )

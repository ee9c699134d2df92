"""``ckan spenddata ledger restore``."""

from __future__ import annotations

import click

from ckanext.spenddata.commands.common import fail
from ckanext.spenddata.ledger.publication import LedgerError
from ckanext.spenddata.values.text import counted


@click.command()
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

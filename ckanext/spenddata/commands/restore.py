"""``ckan spenddata ledger restore``."""

from __future__ import annotations

import click

from ckanext.spenddata.commands.common import fail
from ckanext.spenddata.ledger.publication import LedgerError

__all__ = ["restore"]


@click.command()
def restore() -> None:
    """Publish again, from the approved artefacts, what the ledger has lost. What it holds stays as it is."""
    from ckanext.spenddata.returns.publishing import ArtefactChangedError
    from ckanext.spenddata.returns.restore import restore as publish_again

    done = rows = 0
    try:
        for entry in publish_again():
            done, rows = done + 1, rows + entry.n
            click.echo(f"{entry.return_id} revision {entry.revision}: {entry.n} transactions")
    except (ArtefactChangedError, LedgerError, OSError) as error:
        fail(f"Stopped after {done} returns: {error}")
    click.echo(f"{done} returns with {rows} transactions are in the ledger. `ckan spenddata ledger verify` proves it.")

"""``ckan spenddata search``: the index of transactions."""

from __future__ import annotations

import click

from ckanext.spenddata.search.core import Core, SearchError
from ckanext.spenddata.values.text import counted


@click.group()
def search() -> None:
    """The index of transactions."""


@search.command()
def rebuild() -> None:
    """Make the index again from the ledger. The portal stays in use meanwhile."""
    from ckanext.spenddata.returns.repair import reindex

    try:
        with click.progressbar(length=reindex.to_send(), label="Transactions") as bar:
            sent, returns = reindex.rebuild(lambda done: bar.update(done - bar.pos))
    except SearchError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"In the index: {counted(sent, 'transaction')} of {counted(returns, 'return')}.")


@search.command()
def verify() -> None:
    """Compare the index with the ledger, each return by number and sum; exit status 1 where they differ."""
    from ckanext.spenddata import config
    from ckanext.spenddata.ledger import connection, entries
    from ckanext.spenddata.search.index import Held, held

    with connection.reading() as ledger:
        expected = {e.entry_no: (e.return_id, Held(e.n, e.amount)) for e in entries.all_current(ledger) if e.n}
    try:
        found = held(Core(config.search_url()))
    except SearchError as error:
        raise click.ClickException(str(error)) from error
    wrong = [return_id for entry_no, (return_id, what) in expected.items() if found.get(entry_no) != what]
    stale = sorted(found.keys() - expected.keys())
    for return_id in wrong:
        click.echo(f"{return_id}: the index differs from the ledger.")
    if stale:
        click.echo(f"In the index, though no longer current: {counted(len(stale), 'publication')}.")
    if wrong or stale:
        raise click.ClickException("The index is not what the ledger says. Run: ckan spenddata search rebuild")
    click.echo(
        f"{counted(len(expected), 'return')}: number and sum of their transactions are the same in the index and the ledger."
    )

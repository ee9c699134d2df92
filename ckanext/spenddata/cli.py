"""``ckan spenddata …``: groups by noun. Identifiers and data on standard output, messages on standard error."""

from __future__ import annotations

import click

from ckanext.spenddata.commands import (
    backup,
    category,
    clock,
    definitions,
    doctor,
    peers,
    publisher,
    returns,
    storage,
    suppliers,
)
from ckanext.spenddata.ledger.cli import ledger
from ckanext.spenddata.search.cli import search

try:
    from ckanext.spenddata.demo.cli import demo
except ModuleNotFoundError:
    # The wheel is without it.
    from ckanext.spenddata.commands.no_demonstration import demo

__all__ = ["spenddata"]


@click.group(short_help="Public spending: returns, publishers, suppliers, ledger, search, demonstration.")
def spenddata() -> None:
    """Public spending: returns, publishers, suppliers, the ledger, the search index, the demonstration."""


spenddata.add_command(returns.returns)
spenddata.add_command(publisher.publisher)
spenddata.add_command(suppliers.supplier)
spenddata.add_command(peers.peers)
spenddata.add_command(ledger)
spenddata.add_command(search)
spenddata.add_command(demo)
spenddata.add_command(category.category)
spenddata.add_command(definitions.definitions)
spenddata.add_command(doctor.doctor)
spenddata.add_command(clock.clock)
spenddata.add_command(backup.backup)
spenddata.add_command(backup.restore)
spenddata.add_command(storage.storage)

"""``ckan spenddata category``: what a new version of the categories would change."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click
import polars as pl

from ckanext.spenddata import config
from ckanext.spenddata.classify.moves import moves, together
from ckanext.spenddata.commands.common import as_json, fail, say
from ckanext.spenddata.ledger import connection, entries, transactions
from ckanext.spenddata.returns import publishers
from ckanext.spenddata.values.text import counted

__all__ = ["category"]


@click.group()
def category() -> None:
    """The categories of what is published."""


@category.command()
@click.argument("publisher_ids", nargs=-1, metavar="[PUBLISHER]...")
@as_json
def preview(publisher_ids: tuple[str, ...], as_json: bool) -> None:
    """Show which published payments the categories in force now would put elsewhere; nothing is changed.

    A line for each publisher, category now and category then: how many payments, and how many pounds. PUBLISHER is an identifier such as
    GB-LAE-LDS; by default all that have published.
    """
    with connection.reading() as database:
        current = entries.current_of(database, publisher_ids) if publisher_ids else entries.all_current(database)
    found = {entry.publisher_id: [] for entry in current}
    for entry in current:
        found[entry.publisher_id].append(entry.entry_no)
    if missing := set(publisher_ids) - set(found):
        fail(f"Nothing is published of {', '.join(sorted(missing))}.")
    lines = [
        {"publisher": publisher_id, **move}
        for publisher_id, numbers in found.items()
        for move in _moves(publisher_id, numbers).to_dicts()
    ]
    if as_json:
        click.echo(json.dumps(lines, indent=2))
    else:
        for line in lines:
            pounds = f"£{line['pence'] / 100:,.2f}"
            click.echo(f"{line['publisher']}  {line['before']} → {line['after']}  {line['rows']:,}  {pounds}")
    moved = counted(sum(line["rows"] for line in lines), "payment")
    say(f"{moved} would be in another category. Nothing was changed.")


def _moves(publisher_id: str, numbers: list[int]) -> pl.DataFrame:
    """What would move of a publisher's entries."""
    body = publishers.by_id(publisher_id)
    publisher = body.publisher if body else None

    def parts() -> Iterator[pl.DataFrame]:
        yield moves([], config.definitions(), publisher)
        for number in numbers:
            for rows in transactions.batches(publisher_id, number):
                yield moves(rows, config.definitions(), publisher)

    return together(parts())

"""``ckan spenddata storage``: how long files are kept."""

from __future__ import annotations

from dataclasses import asdict

import click

from ckanext.spenddata.commands.common import as_json, show
from ckanext.spenddata.values.text import counted


@click.group()
def storage() -> None:
    """The storage folder: files as sent, what was read of them, their reports."""


@storage.command()
@click.option("--dry-run", is_flag=True, help="Say what would be removed, and remove nothing.")
@as_json
def clean(*, dry_run: bool, as_json: bool) -> None:
    """Remove what is kept no longer: filings that were never published, and what belongs to no filing.

    What is, or ever was, public is not touched. How long: ckanext.spenddata.keep.unpublished_days and
    ckanext.spenddata.keep.left_over_days.
    """
    from ckanext.spenddata.returns.files import retention

    def tell(done: retention.Cleaned) -> None:
        for filing in done.revisions:
            click.echo(filing)
        verb = "Would remove" if dry_run else "Removed"
        click.echo(
            f"{verb} the files of {counted(len(done.revisions), 'filing')} never published, and"
            f" {counted(done.left_over, 'file')} of none: {done.bytes:,} bytes."
        )

    done = retention.clean(really=not dry_run)
    show(asdict(done) if as_json else done, as_json, tell)

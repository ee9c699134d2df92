"""``ckan spenddata backup`` and ``ckan spenddata restore``."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ckanext.spenddata.commands.common import as_json, fail, say
from ckanext.spenddata.values.text import counted

if TYPE_CHECKING:
    from ckanext.spenddata.backup.manifest import Manifest

PRIVATE = 0o077
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class WithDefault(click.Group):
    """A group of which the first argument may be that of its most used command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; ``make`` where none is named."""
        if args[0] not in self.commands:
            args = ["make", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=WithDefault, context_settings={"ignore_unknown_options": True})
def backup() -> None:
    """Back the portal up while it is used (`backup FOLDER`), and prove a backup (`backup check FILE`)."""


@backup.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), help="Remove all but so many of the newest backups in the folder.")
@as_json
def make(target: Path, keep: int | None, as_json: bool) -> None:
    """Back up to TARGET: a folder, where it gets a name with the time, or the file to write.

    Both databases at one moment, and all files: whoever has a backup has all that people sent, their names and addresses, and hashes of
    passwords. Settings and their keys are not in it, nor are the search indexes, sessions and queues.
    """
    from ckanext.spenddata.backup.make import keep_newest
    from ckanext.spenddata.backup.make import make as make_one

    os.umask(PRIVATE)
    if keep and not target.is_dir():
        fail(f"--keep is for backups in a folder, and {target} is none. No backup was made.")
    with _failing_plainly():
        made = make_one(target)
    removed = keep_newest(target, keep) if keep else []
    for path in removed:
        say(f"Removed: {path}")
    _show(made.manifest, made.seal, as_json, path=str(made.path), removed=[str(path) for path in removed])


@backup.command("check")
@click.argument("file", type=FILE)
@click.option("--seal", help="The seal that was printed when it was made.")
@as_json
def check_backup(file: Path, seal: str | None, as_json: bool) -> None:
    """Prove that a backup is whole and unchanged, without restoring it. Exits with 1 where it is not."""
    from ckanext.spenddata.backup.check import check

    with _failing_plainly():
        manifest, found = check(file, seal)
    _show(manifest, found, as_json, path=str(file))


@click.command()
@click.argument("file", type=FILE)
@click.option("--removals", type=FILE, help="The record of what was taken back, of the portal that was lost.")
@click.option("--without-removals", is_flag=True, help="Nothing was taken back since the backup was made.")
@click.option("--seal", help="The seal that was printed when the backup was made.")
@as_json
def restore(file: Path, removals: Path | None, without_removals: bool, seal: str | None, as_json: bool) -> None:
    """Restore a backup into an empty portal that nobody uses, and make its search indexes again.

    What was withdrawn or erased after the backup was made is in the backup. Say with --removals where the record of it is (the file of
    ckanext.spenddata.removals_record), or that there is nothing.
    """
    from ckanext.spenddata.backup.restore import restore as restore_one

    os.umask(PRIVATE)
    if bool(removals) == without_removals:
        fail(
            "What was withdrawn or erased after the backup was made would be public again. Nothing was changed."
            " Give the record of it with --removals FILE, or say --without-removals where nothing was."
        )
    with _failing_plainly():
        manifest, caught_up = restore_one(file, removals, seal, say)
    for line in caught_up.by_hand:
        say(f"Could not be taken back again, and is hidden until somebody sees to it: {line}")
    if caught_up.written_again:
        say(
            f"{caught_up.written_again} published files were written again: they were of a later moment than the databases."
        )
    if as_json:
        click.echo(json.dumps({"made": manifest.made, **asdict(caught_up)}, indent=2))
        return
    _tell(manifest, caught_up.figures)
    click.echo(f"payments in the search index: {caught_up.payments:,}")
    click.echo(
        f"The portal is as it was on {manifest.made}. Log-ins and tokens are those of that moment: look through them, then start the web"
        " servers and workers; they finish what was under way."
    )


@contextmanager
def _failing_plainly() -> Iterator[None]:
    """End with what went wrong."""
    from ckanext.spenddata.backup.faults import BackupError

    try:
        yield
    except BackupError as error:
        fail(str(error))
    except OSError as error:
        fail(
            f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}. Free room, or give rights, and try again."
        )


def _show(manifest: Manifest, seal: str, as_json: bool, **more: Any) -> None:
    for warning in manifest.warnings:
        say(f"Take note: {warning}")
    size = sum(member.size for member in manifest.members.values())
    if as_json:
        summary = {name: getattr(manifest, name) for name in ("made", "site", "versions", "figures", "warnings")}
        click.echo(json.dumps({**more, **summary, "seal": seal, "bytes": size, "files": len(manifest.members)}))
        return
    click.echo(f"{more['path']}: {counted(len(manifest.members), 'file')}, {size:,} bytes")
    _tell(manifest, manifest.figures)
    click.echo(f"seal: {seal}")


def _tell(manifest: Manifest, found: dict[str, Any]) -> None:
    from ckanext.spenddata.backup import figures

    click.echo(f"{manifest.site} as it was on {manifest.made}")
    for line in figures.as_lines(found):
        click.echo(f"  {line}")

"""``ckan spenddata peers …``: which peer groups there are, loading one, taking one back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ckanext.spenddata.commands.common import acting, call, say, show, why
from ckanext.spenddata.values.text import counted


@click.group()
def peers() -> None:
    """Peer groups: who is compared with whom, on whose word."""


@peers.command("list")
@acting
def list_all(user: str | None, as_json: bool) -> None:
    """The groups in the order in which they are tried."""
    show(call("spenddata_peer_group_list", user, {}), as_json, _print_groups)


@peers.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "group", required=True, help="Id of the group in addresses.")
@click.option("--title", required=True, help="Its name.")
@click.option("--basis", required=True, help="By what the peers were chosen, in a sentence.")
@click.option("--version", required=True, help="Of the table.")
@click.option("--licence", required=True, help="Under which it may be used.")
@click.option("--source", required=True, help="Who made it.")
@click.option("--url", default="", help="Where it is published.")
@click.option("--preview", is_flag=True, help="Only say what would be loaded.")
@acting
def load(file: Path, group: str, preview: bool, user: str | None, as_json: bool, **said: str) -> None:
    """Load the table FILE (CSV, columns publisher_id and peers) for everybody."""
    data: dict[str, Any] = {"id": group, "csv": file.read_text("utf-8-sig"), "preview": preview, **said}
    show(call("spenddata_peer_group_load", user, data), as_json, _print_loaded)


@peers.command()
@click.argument("group")
@why
@acting
def remove(group: str, why: str, user: str | None, as_json: bool) -> None:
    """Take the GROUP back; what was loaded before it under its id is in force again."""
    show(call("spenddata_peer_group_remove", user, {"id": group, "why": why}), as_json, _print_removed)


def _print_groups(found: dict[str, Any]) -> None:
    for group in found["groups"]:
        size = counted(group["bodies"], "body", "bodies") if group["bodies"] else "by a rule"
        click.echo(f"{group['id']}\t{group['title']}\t{size}\t{group['version']}")


def _print_loaded(told: dict[str, Any]) -> None:
    what = f"{counted(told['bodies'], 'body', 'bodies')}, {counted(told['pairs'], 'pair')}"
    say(f"{what}: {'loaded' if told['number'] else 'nothing has changed yet'}.")
    if told["unknown"]:
        more = " …" if told["unknown"] > len(told["some_unknown"]) else ""
        say(f"No publishers here, yet: {', '.join(told['some_unknown'])}{more}")
    if told["number"]:
        click.echo(told["number"])


def _print_removed(told: dict[str, Any]) -> None:
    again = told["restored"]
    say(f"Taken back. In force again: {again['title']}, {again['version']}." if again else "Taken back.")

"""``ckan spenddata definitions``: the administrator's folder of definitions."""

from __future__ import annotations

from pathlib import Path

import click

from ckanext.spenddata import config
from ckanext.spenddata.checks.check import KINDS
from ckanext.spenddata.commands.common import fail, say
from ckanext.spenddata.definitions import PACKAGED, Definitions, whole


@click.group()
def definitions() -> None:
    """Duties, rules, categories, measures and peer groups as data."""


@definitions.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Check whether the definitions in FOLDER fit together, before it is put in force; by default, the folder of this portal.

    Prints what is wrong, each with its file and line, and ends with 1 where anything is.
    """
    wrong = whole.faults(Definitions((folder, PACKAGED)), KINDS) if folder else config.overlay_faults()
    for problem in wrong:
        click.echo(problem)
    if wrong:
        fail("These definitions were not put into force. The last good ones stay.")
    say("The definitions fit together.")

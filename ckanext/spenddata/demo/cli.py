"""``ckan spenddata demo``: the demonstration."""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path

import click

from ckanext.spenddata.demo.bodies import BODIES
from ckanext.spenddata.demo.plan import SEED, bodies, last_full_month, plan
from ckanext.spenddata.values.calendar import london_today
from ckanext.spenddata.values.periods import Period, PeriodError

PASSWORD = "SPENDDATA_DEMO_PASSWORD"  # noqa: S105  the name of a variable, not a password
PASSWORD_FILE = "demonstration-password"  # noqa: S105


@click.group()
def demo() -> None:
    """The demonstration: fictional bodies and their spending."""


@demo.command()
@click.option(
    "--bodies", "count", type=click.IntRange(1, len(BODIES)), default=len(BODIES), show_default=True, help="How many."
)
@click.option("--until", metavar="YYYY-MM", help="The last month; by default the last that is over.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Another seed gives other figures.")
def load(count: int, until: str | None, seed: int) -> None:
    """Send the demonstration in, through submit, check and publish; run again, it goes on where it stopped.

    The password of its users is that in SPENDDATA_DEMO_PASSWORD; without it one is made, and kept in a file that only
    you can read.
    """
    from ckanext.spenddata.demo.load import PEOPLE, NobodyWorksError
    from ckanext.spenddata.demo.load import load as send

    last = _until(until)
    try:
        send(bodies(last, count), plan(last, count, seed), _password(), click.echo)
    except NobodyWorksError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Sign in as {', '.join(PEOPLE)}.")


def _until(month: str | None) -> date:
    if month is None:
        return last_full_month(london_today())
    try:
        period = Period.parse(month)
    except PeriodError as error:
        raise click.BadParameter(str(error), param_hint="--until") from error
    if period.kind != "month":
        raise click.BadParameter(f"{month!r} is not a month. Write it as 2026-04.", param_hint="--until")
    return period.end


def _password() -> str:
    """The password of the demonstration's users: given, kept from before, or made now."""
    given = os.environ.get(PASSWORD)
    if given:
        return given
    from ckanext.spenddata import config

    kept = Path(os.environ.get("SPENDDATA_HOME") or config.storage()) / PASSWORD_FILE
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{secrets.token_urlsafe(12)}\n")
    click.echo(f"The password of the demonstration's users is in {kept}.")
    return kept.read_text().strip()

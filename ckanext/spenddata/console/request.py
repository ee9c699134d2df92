"""What a person said on the command line, as the rooms need it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from ckanext.spenddata import definitions
from ckanext.spenddata.checks.check import KINDS
from ckanext.spenddata.definitions import Definitions, whole
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.filing import Filing, FilingFile
from ckanext.spenddata.intake.reading import Answers, Limits
from ckanext.spenddata.values import written_periods
from ckanext.spenddata.values.periods import PeriodError

LAPTOP_LIMITS = Limits(rows=None, file_bytes=None)
"""As in a portal, but rows are open; size, time and memory are the user's own."""
LIST = "list"


def load_definitions(overlay: Path | None) -> Definitions:
    """The packaged definitions, with the user's folder laid over them.

    Raises:
        click.ClickException: They don't fit together; all that is wrong is told.
    """
    known = definitions.load(overlay)
    if overlay and (wrong := whole.faults(known, KINDS)):
        raise click.ClickException("\n".join([f"The definitions in {overlay} can't be used.", *wrong]))
    return known


def filing_of(path: Path, options: Mapping[str, Any], known: Definitions) -> Filing:
    """A filing of one file.

    Raises:
        click.BadParameter: The regime or the period is not one.
    """
    if options.get("regime"):
        regime_of(options["regime"], known)
    period = _period(options["period"]) if options.get("period") else None
    return Filing(
        files=(FilingFile(path=str(path), name=path.name),),
        regime=options.get("regime"),
        period=period,
        answers=Answers(
            mapping=_columns(options.get("columns") or ()),
            day_first=options.get("day_first"),
            currency_is_sterling=True if options.get("sterling") else None,
            unit=options.get("unit"),
            credits=options.get("credit_word") or options.get("credits_"),
            were_paid=True if options.get("were_paid") else None,
            amount_basis=options.get("vat"),
        ),
        limits=LAPTOP_LIMITS,
        today=options.get("today") or datetime.datetime.now(ZoneInfo("Europe/London")).date(),
    )


def regime_of(name: str, known: Definitions) -> Regime:
    """The regime called ``name``; wrong usage, with the list of them, where there is none."""
    if name in known.regimes:
        return known.regimes[name]
    listed = "\n".join(f"  {regime.id:<12} {regime.title}" for regime in known.regimes.values())
    beginning = "" if name == LIST else f"There is no regime {name!r}. "
    message = f"{beginning}The regimes are:\n{listed}"
    raise click.BadParameter(message, param_hint="regime")


def _period(text: str) -> str:
    try:
        return str(written_periods.parse(text))
    except PeriodError as error:
        raise click.BadParameter(str(error), param_hint="period") from error


def _columns(said: Iterable[str]) -> dict[str, str]:
    mapping = {}
    for words in said:
        field, equals, title = words.partition("=")
        if not equals:
            message = f'{words!r} is not of the form FIELD=TITLE, such as amount="Net amount".'
            raise click.BadParameter(message, param_hint="--column")
        mapping[field.strip()] = title.strip()
    return mapping

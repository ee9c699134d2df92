"""The commands and their options; each hands over to a module of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ckanext.spenddata.values import units, vat

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


def _workbook(_: click.Context, parameter: click.Parameter, out: Path | None) -> Path | None:
    """Refuse a workbook under a name that says it is something else."""
    if out is not None and out.suffix.lower() != ".xlsx":
        message = f"What is written is a workbook, and {out.name} says otherwise. Give it a name that ends in .xlsx."
        raise click.BadParameter(message, param=parameter)
    return out


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ckanext-spenddata")
def main() -> None:
    """Check files of public spending before you publish them."""


def _about_the_file(command: Any) -> Any:
    """Options with which a person says what the file itself does not."""
    for option in reversed(
        (
            click.option(
                "--regime",
                metavar="R",
                help="The duty that the file answers, such as lgtc-500; --regime list shows them.",
            ),
            click.option(
                "--period",
                metavar="P",
                help="The period it is about: 2026-04, 2026-Q1, 2026-27, 2026-27-P10, or in words.",
            ),
            click.option(
                "--column", "columns", metavar="FIELD=TITLE", multiple=True, help="Which column holds a field."
            ),
            click.option("--day-first/--month-first", default=None, help="How dates like 03/04/2026 are written."),
            click.option(
                "--unit",
                type=click.Choice(units.UNITS),
                help="What amounts are in; pounds where neither you nor the file says it.",
            ),
            click.option(
                "--sterling", is_flag=True, help="Amounts with another sign, such as $, are pounds all the same."
            ),
            click.option(
                "--credits/--payments",
                "credits_",
                default=None,
                help="What amounts without a minus are that a column calls credit notes.",
            ),
            click.option(
                "--were-paid",
                is_flag=True,
                help="Amounts that a column calls unpaid, or on hold, were paid all the same.",
            ),
            click.option("--credit-word", metavar="WORD", help="The word of a column that stands beside credits."),
            click.option(
                "--vat",
                type=click.Choice([basis for basis in vat.BASES if basis != vat.UNKNOWN]),
                help="What the amounts say about VAT.",
            ),
            click.option(
                "--definitions",
                type=click.Path(exists=True, file_okay=False, path_type=Path),
                help="Folder of own rules.",
            ),
        )
    ):
        command = option(command)
    return command


@main.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE…")
@_about_the_file
@click.option("--json", "as_json", is_flag=True, help="Print a list of one object a file.")
@click.option("--findings", type=OUT, metavar="OUT.csv", help="Write every finding here, with its file's name.")
@click.option(
    "--marked",
    type=OUT,
    metavar="OUT.xlsx",
    callback=_workbook,
    help="Write your file back with the cells marked (one file only).",
)
@click.option("--summary", type=OUT, metavar="OUT.html", help="Write a summary to print.")
def check(files: tuple[Path, ...], **options: Any) -> None:
    """Read FILE… of any layout and tell everything that is wrong, what was expected, and what to do.

    Exit status: 0 nothing wrong, or warnings only; 1 errors, questions to answer, or something that a person must confirm; 3 a file was
    refused; 2 wrong usage.
    """
    from ckanext.spenddata.console import check_command

    if options["marked"] and len(files) != 1:
        raise click.UsageError("--marked takes one file at a time.")
    sys.exit(check_command.run(files, **options))


@main.command()
@click.argument("regime")
@click.argument("out", type=OUT, metavar="OUT.xlsx", callback=_workbook)
@click.option("--publisher", default="", metavar="NAME", help="The body in whose name it is made.")
@click.option(
    "--definitions", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of own rules."
)
def template(regime: str, out: Path, publisher: str, definitions: Path | None) -> None:
    """Write the workbook to fill in for REGIME, with the rules as in-cell validation."""
    from ckanext.spenddata.checks import template as workbook
    from ckanext.spenddata.console.request import load_definitions, regime_of

    known = load_definitions(definitions)
    chosen = regime_of(regime, known)
    workbook.write(chosen, known, out, publisher_name=publisher)
    click.echo(f"{out}: {chosen.title}")


@main.command()
@click.argument("file", type=FILE)
@click.argument("out", type=OUT, metavar="OUT.csv")
@_about_the_file
@click.option(
    "--rule", "rules", metavar="R", multiple=True, help="Apply the fixes of this rule alone (may be repeated)."
)
@click.option("--preview", is_flag=True, help="Show what would change and write nothing.")
def fix(file: Path, out: Path, rules: tuple[str, ...], preview: bool, **options: Any) -> None:
    """Apply the suggested fixes to FILE and write OUT.csv; what changed is logged beside it, and FILE stays as it is.

    Exit status: 0 done; 3 the file was refused; 2 wrong usage.
    """
    from ckanext.spenddata.console import fix_command

    sys.exit(fix_command.run(file, out, rules, preview=preview, **options))

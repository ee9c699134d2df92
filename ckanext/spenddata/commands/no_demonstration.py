"""``ckan spenddata demo`` where the package is installed without the demonstration: it says where that is to be had."""

from __future__ import annotations

import importlib.metadata

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    short_help="The demonstration (a part of the source, not installed here).",
)
def demo() -> None:
    """The demonstration: fictional bodies and their spending. It is a part of the source, and not installed here."""
    package = importlib.metadata.metadata("ckanext-spenddata")
    addresses = dict(entry.split(", ", 1) for entry in package.get_all("Project-URL", []))
    raise click.ClickException(
        "The demonstration is not installed: the package leaves it out. Nothing was changed. To load it into this portal, install the "
        f"source in CKAN's environment: git clone {addresses['Source']}, then pip install --no-deps --editable ckanext-spenddata. "
        "To see it in a portal of its own, run `make run` in that folder."
    )

"""What the commands share: who acts, how results are printed, how refusals are told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

import click
from ckan.plugins import toolkit as tk

from ckanext.spenddata.returns.people import authority

as_user = click.option(
    "--user", "user", metavar="NAME", help="Act as this user, with the user's rights; by default as the portal itself."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
why = click.option("--why", required=True, help="The reason, which is kept; name no person in it.")
limit = click.option("--limit", default=20, show_default=True)
offset = click.option("--offset", default=0)
PROBLEM = 1


def acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that asks an action: as whom, and whether the answer is printed as JSON."""
    return as_user(as_json(command))


def call(action: str, user: str | None, data: dict[str, Any]) -> Any:
    """Call an action as a user, or as the portal itself; refusals end the command with their reason."""
    context: dict[str, Any] = {"user": user} if user else authority.the_portal()
    try:
        return tk.get_action(action)(context, data)
    except tk.ValidationError as error:
        fail(*(f"{field}: {_words(problems)}" for field, problems in error.error_dict.items()))
    except tk.NotAuthorized as error:
        fail(error.message or "You may not do this.")
    except tk.ObjectNotFound as error:
        fail(error.message or "There is no such thing.")


def show(result: Any, as_json: bool, plain: Callable[[Any], None]) -> None:
    """Print a result: JSON, or what ``plain`` prints."""
    if as_json:
        click.echo(json.dumps(result, indent=2, default=str))
    else:
        plain(result)


def sums(kinds: Iterable[Mapping[str, Any]]) -> str:
    """The sums of different kinds of payments, none of them added to another."""
    return " + ".join(map(_sum, kinds))


def fail(*messages: str) -> NoReturn:
    """End the command with what went wrong."""
    for message in messages:
        click.secho(message, fg="red", err=True)
    raise click.exceptions.Exit(PROBLEM)


def say(message: str) -> None:
    """A message for the person at the terminal."""
    click.echo(message, err=True)


def _sum(kind: Mapping[str, Any]) -> str:
    if kind["total"] is None:
        return "(several kinds, not one sum)"
    return f"£{kind['total']}" if kind["currency"] == "GBP" else f"{kind['currency']} {kind['total']}"


def _words(problems: Any) -> str:
    return "; ".join(map(str, problems)) if isinstance(problems, list) else str(problems)

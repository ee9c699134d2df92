"""Writes ``docs/reference/``: what the code and the definitions say of themselves, so that the pages can't fall behind.

``python docs/reference.py`` writes the pages; ``tests/docs`` fails when one differs from what would be written.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import yaml

from ckanext.spenddata.definitions import PACKAGED, Definitions, load

FOLDER = Path(__file__).resolve().parent / "reference"


_TOPICS = {
    "duty": "what is published and when",
    "form": "how amounts and dates are written",
    "redaction": "how something is withheld",
    "personal_data": "what is not disclosed of people",
}
"""Topic of a rule → its words."""


def rules(definitions: Definitions) -> Iterator[str]:
    """Every rule: what it asks, how severe it is, what to do, and on what it rests."""
    yield "# Rules\n"
    yield (
        "An *error* keeps its row out of every figure until it is mended; a *warning* is published with the data as one of its known\n"
        "limits. Rules are data in `schemas/rules/`: a steward can raise, lower or date one without code.\n"
    )
    yield f"There are {len(definitions.rules)} rules.\n"
    for rule in definitions.rules.values():
        yield f"## `{rule.id}` {rule.title}\n"
        yield f"- Severity: {rule.severity}" + "".join(
            f"; {change.severity}{' under ' + ', '.join(change.regimes) if change.regimes else ''}"
            f"{f' from {change.since}' if change.since else ''}{f' to {change.until}' if change.until else ''}"
            for change in rule.changes
        )
        if rule.fields:
            yield f"- Fields: {', '.join(f'`{name}`' for name in rule.fields)}"
        if rule.regimes:
            yield f"- Regimes: {', '.join(f'`{name}`' for name in rule.regimes)}"
        yield f"- Expected: {_one_line(rule.expected)}"
        yield f"- What to do: {_one_line(rule.remedy)}"
        yield f"- Basis: [{_one_line(rule.basis.text)}]({rule.basis.url})"
        own = [name for name, regime in definitions.regimes.items() if rule.under(regime).basis != rule.basis]
        if own and rule.topic:
            yield f"- Basis under {', '.join(f'`{name}`' for name in own)}: the regime's own on {_TOPICS[rule.topic]}"
        yield ""


def regimes(definitions: Definitions) -> Iterator[str]:
    """Every regime."""
    yield "# Regimes\n"
    yield "Which duty a return answers. All of it is data in `schemas/regimes.yaml`; links go to the sources, nothing here is advice.\n"
    yield "| id | regime | for | threshold | every | required beside the Table Schema | source |"
    yield "|---|---|---|---|---|---|---|"
    for regime in definitions.regimes.values():
        threshold = f"£{regime.threshold.amount:,} ({regime.threshold.tested_on})" if regime.threshold else "none"
        required = ", ".join(f"`{name}`" for name in regime.required)
        yield (
            f"| `{regime.id}` | {regime.title} | {', '.join(regime.body_types)} | {threshold} | {regime.cadence} | {required} "
            f"| [{_one_line(regime.basis.text)}]({regime.basis.url}) |"
        )
    yield "\nWhere rules on a topic are laid down elsewhere than what asks for the return:\n"
    yield "| regime | topic | source |"
    yield "|---|---|---|"
    for regime in definitions.regimes.values():
        for topic, basis in regime.bases.items():
            yield f"| `{regime.id}` | {_TOPICS[topic]} | [{_one_line(basis.text)}]({basis.url}) |"


def transaction(definitions: Definitions) -> Iterator[str]:
    """Every field of the Table Schema."""
    yield "# The common spend Table Schema\n"
    yield "The columns of every published CSV, in this order. The machine's version is `schemas/transaction.schema.json`.\n"
    yield "| field | title | type | constraints | what it is |"
    yield "|---|---|---|---|---|"
    for field in definitions.transaction.fields:
        constraints = field.constraints
        said = [
            "required" if constraints.required else "",
            f"pattern `{constraints.pattern}`".replace("|", "\\|") if constraints.pattern else "",
            "one of " + ", ".join(f"`{value}`" for value in constraints.enum) if constraints.enum else "",
            f"at least {constraints.minimum}" if constraints.minimum is not None else "",
            f"at most {constraints.maximum}" if constraints.maximum is not None else "",
        ]
        yield f"| `{field.name}` | {field.title} | {field.type} | {'; '.join(filter(None, said))} | {_one_line(field.description)} |"


def configuration(_: Definitions) -> Iterator[str]:
    """Every setting."""
    yield "# Configuration\n"
    yield "Settings of the CKAN configuration file. What differs between bodies and duties is not here but in `schemas/`.\n"
    declared = yaml.safe_load((PACKAGED.parent / "config_declaration.yaml").read_text())
    for group in declared["groups"]:
        yield f"## {group['annotation'].removeprefix('ckanext-spenddata: ').capitalize()}\n"
        for option in group["options"]:
            default = option.get("default", "")
            yield f"### `{option['key']}`\n"
            yield option["description"].strip().replace("``", "`") + "\n"
            yield f"Default: {f'`{str(default).lower() if isinstance(default, bool) else default}`' if default != '' else 'empty'}\n"


def actions(_: Definitions) -> Iterator[str]:
    """Every action of the API."""
    from ckanext.spenddata.logic import action

    yield "# Actions\n"
    yield (
        "`POST /api/3/action/<name>` with JSON (or a form, for files) and an API token in the `Authorization` header. Actions marked\n"
        "*read* change nothing and also answer `GET`.\n"
    )
    for name in sorted(action.ACTIONS):
        function = action.ACTIONS[name]
        if not name.startswith("spenddata_"):
            continue
        yield f"## `{name}`{' (read)' if getattr(function, 'side_effect_free', False) else ''}\n"
        yield f"```rst\n{inspect.getdoc(function) or ''}\n```\n"


def commands(_: Definitions) -> Iterator[str]:
    """Every command: ``spenddata`` of the laptop and ``ckan spenddata`` of the portal."""
    from ckanext.spenddata.cli import spenddata as portal
    from ckanext.spenddata.console import main as laptop

    yield "# Commands\n"
    for heading, name, command in (("On a laptop", "spenddata", laptop), ("In a portal", "ckan spenddata", portal)):
        yield f"## {heading}\n"
        yield from _command(command, name, None)


def _command(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    settings = {**command.context_settings, "max_content_width": 100}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                yield from _command(found, child, context)
    else:
        yield f"### `{context.command_path}`\n"
        yield f"```text\n{command.get_help(context)}\n```\n"


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: dict[str, Callable[[Definitions], Iterator[str]]] = {
    "rules": rules,
    "regimes": regimes,
    "transaction": transaction,
    "configuration": configuration,
    "actions": actions,
    "commands": commands,
}


def page(name: str) -> str:
    """The text of one page."""
    return "\n".join(PAGES[name](load())).rstrip() + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for page_name in PAGES:
        (FOLDER / f"{page_name}.md").write_text(page(page_name))

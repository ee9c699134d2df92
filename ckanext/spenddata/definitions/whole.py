"""Whether the definitions fit together: what one file names in another is there, and what tests and ledger need is as they need it.

Each reader looks at its own file. This looks across them, and at the rules through the eyes of the tests that will apply
them, so that an administrator's slip is told when the folder is loaded, with file and line, and never by a filing that fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Protocol

import msgspec
import polars as pl

from ckanext.spenddata.definitions import Definitions, layers, load, spelling
from ckanext.spenddata.definitions.places import DefinitionError, meant
from ckanext.spenddata.definitions.rules import Rule

READERS = (
    "publisher_lines",
    "expense_types",
    "expense_phrases",
    "merchant_types",
    "supplier_aliases",
    "english_words",
    "surnames",
    "evidence_model",
    "category_levels",
    "deflators",
    "tiers",
)
"""What only has to be readable; the rest is looked at below."""
TESTED_AS = "error"


class RuleKind(Protocol):
    """What a kind of rule says of the rules that are of it; ``checks/table.py: Kind`` is one."""

    @property
    def parameters(self) -> type[msgspec.Struct]:
        """The parameters that a rule may have."""
        ...

    @property
    def fills(self) -> tuple[str, ...]:
        """The values that ``expected`` may name."""
        ...

    @property
    def patterns(self) -> tuple[str, ...]:
        """The parameters that hold Rust regular expressions."""
        ...


def faults(definitions: Definitions, kinds: Mapping[str, RuleKind]) -> list[str]:
    """Everything that is wrong, one sentence each, the file and line first; nothing where all is well.

    Args:
        definitions: The package's, with a folder laid over them.
        kinds: The kinds of rules that the checks know, by name.
    """
    looks: list[Callable[[], Iterable[str]]] = [
        lambda: _unknown_files(definitions),
        lambda: _schema(definitions),
        lambda: _rules(definitions, kinds),
        lambda: _regimes(definitions),
        lambda: _measures(definitions),
        lambda: _titles(definitions),
        lambda: _redactions(definitions),
        lambda: _people(definitions),
        lambda: _supplier_links(definitions),
        lambda: _payees(definitions),
        lambda: _bodies(definitions),
        lambda: _peer_groups(definitions),
        lambda: spelling.faults(definitions),
        *(lambda name=name: _readable(definitions, name) for name in READERS),
    ]
    told: dict[str, None] = {}
    for look in looks:
        try:
            told |= dict.fromkeys(look())
        except (DefinitionError, OSError) as error:
            told[str(error)] = None
    return list(told)


def _readable(definitions: Definitions, name: str) -> Iterator[str]:
    getattr(definitions, name)
    yield from ()


def _unknown_files(definitions: Definitions) -> Iterator[str]:
    """Files in the administrator's folder that nothing reads, so that a mistyped name is not silently without effect."""
    if definitions.overlay is None:
        return
    packaged = definitions.folders[-1]
    known = {path.relative_to(packaged).as_posix() for path in packaged.rglob("*") if path.is_file()} | {"rules.yaml"}
    for path in sorted(definitions.overlay.rglob("*")):
        name = path.relative_to(definitions.overlay).as_posix()
        if path.suffix not in (".yaml", ".yml", ".csv", ".json") or not path.is_file():
            continue
        if name in _FORMS:
            yield f"{name}: forms are not read from this folder; the setting {_FORMS[name]} says where they are."
        elif path.parent.name == "peer_groups" and path.suffix == ".csv" and name not in known and not _is_named(path):
            yield f"{name}: no peer group beside it names this table as its `members`."
        elif name not in known and not (
            path.parent.name in ("rules", "peer_groups") and path.suffix in (".yaml", ".csv")
        ):
            yield f"{name}: no definitions are read from a file of this name.{meant(name, known)}"


_FORMS = {
    "dataset.yaml": "scheming.dataset_schemas",
    "publisher.yaml": "scheming.organization_schemas",
    "presets.yaml": "scheming.presets",
}
"""Files of the package that lie beside the definitions and are none → the setting that says where they are."""


def _is_named(table: Path) -> bool:
    """Whether a peer group in the same folder names a table."""
    return any(
        table.name in group.read_text(encoding="utf-8", errors="replace") for group in table.parent.glob("*.yaml")
    )


def _schema(definitions: Definitions) -> Iterator[str]:
    packaged = load().transaction.names
    if set(definitions.transaction.names) != set(packaged):
        differ = ", ".join(sorted(set(definitions.transaction.names) ^ set(packaged)))
        yield (
            f"transaction.schema.json: the fields are fixed, because the ledger has a column for each; these differ: {differ}."
            " Titles, descriptions and constraints are yours to change."
        )
    if definitions.decided.names != load().decided.names:
        yield "published.schema.json: the fields are fixed; titles and descriptions are yours to change."


def _rules(definitions: Definitions, kinds: Mapping[str, RuleKind]) -> Iterator[str]:
    rules = definitions.rules
    for rule in rules.values():
        place = rules.places[rule.id]
        yield from (f"{place}: rule {rule.id}: {problem}" for problem in _rule(rule, definitions, kinds))
    for rule in load().rules.values():
        if rule.essential and not (rule.id in rules and rules[rule.id].essential):
            yield (
                f"The rule {rule.id} can't be removed, nor stop being essential: rows that break it have nothing to publish."
            )


def _rule(rule: Rule, definitions: Definitions, kinds: Mapping[str, RuleKind]) -> Iterator[str]:
    yield from _unknown("field", rule.fields, definitions.transaction.names)
    for named in (rule.regimes, *(change.regimes for change in rule.changes)):
        yield from _unknown("regime", named, definitions.regimes)
    if rule.essential:
        yield from _lowered(rule, definitions)
    kind = kinds.get(rule.kind)
    if kind is None:
        yield f"no test knows the kind {rule.kind!r}.{meant(rule.kind, kinds)}"
        return
    yield from _wording(rule, kind)
    try:
        rule.read(kind.parameters)
    except DefinitionError as error:
        yield str(error)
        return
    for name in kind.patterns:
        yield from _patterns(name, rule.parameters.get(name))


def _lowered(rule: Rule, definitions: Definitions) -> Iterator[str]:
    """Ways in which an essential rule would not be an error."""
    lower = [change.severity for change in rule.changes if change.severity != TESTED_AS]
    by_regime = [
        name for name, regime in definitions.regimes.items() if regime.severities.get(rule.id, TESTED_AS) != TESTED_AS
    ]
    if rule.severity != TESTED_AS or lower or by_regime or rule.regimes or rule.since or rule.until:
        yield "it is essential, so it is an error under every regime and at all times: rows that break it have nothing to publish."


def _wording(rule: Rule, kind: RuleKind) -> Iterator[str]:
    """Placeholders of ``expected`` that the test can't fill."""
    try:
        named = [name for _, name, _, _ in Formatter().parse(rule.expected) if name is not None]
    except ValueError as error:
        yield f"`expected` has a brace by itself ({error}). Write {{{{ or }}}} for a brace."
        return
    for name in named:
        if name not in kind.fills:
            may = f"may name {', '.join(f'{{{each}}}' for each in kind.fills)}" if kind.fills else "names no values"
            yield f"`expected` names {{{name}}}, which is not known; a rule of the kind {rule.kind} {may}."


def _patterns(name: str, value: Any) -> Iterator[str]:
    for pattern in [value] if isinstance(value, str) else value or ():
        if fault := _pattern_fault(pattern):
            yield f"the pattern of `{name}` is no regular expression: {fault} {pattern!r}."


@lru_cache(maxsize=1024)
def _pattern_fault(pattern: str) -> str:
    """Why it is no regular expression of Rust's; nothing where it is one."""
    try:
        pl.Series([""]).str.contains(pattern)
    except pl.exceptions.PolarsError as error:
        return str(error).splitlines()[0]
    return ""


def _regimes(definitions: Definitions) -> Iterator[str]:
    names, rules = definitions.transaction.names, definitions.rules
    for regime in definitions.regimes.values():
        problems = [
            *_unknown("field", (*regime.required, *regime.columns), names),
            *_unknown("required field", regime.required_from, regime.required),
            *_unknown("rule", regime.severities, rules),
        ]
        yield from (f"{definitions.regimes.places[regime.id]}: regime {regime.id}: {problem}" for problem in problems)


def _measures(definitions: Definitions) -> Iterator[str]:
    places = definitions.measures.places
    for measure in definitions.measures.values():
        for problem in _unknown("category", measure.categories, definitions.categories.by_id):
            yield f"{places[measure.id]}: measure {measure.id}: {problem}"
        if (measure.numerator == "largest_suppliers") != (measure.count > 0):
            meant_by = "`count` says how many of the largest suppliers are meant, and goes with them alone."
            yield f"{places[measure.id]}: measure {measure.id}: {meant_by}"
        if (measure.numerator == "supplier_types") != bool(measure.supplier_types):
            meant_by = "`supplier_types` says which suppliers are meant, and goes with that numerator alone."
            yield f"{places[measure.id]}: measure {measure.id}: {meant_by}"
        known = definitions.transaction.field("supplier_type").constraints.enum
        for problem in _unknown("type of supplier", measure.supplier_types, known):
            yield f"{places[measure.id]}: measure {measure.id}: {problem}"
    if not definitions.measures:
        yield "measures.yaml: there is no measure left to compare by."


def _titles(definitions: Definitions) -> Iterator[str]:
    for title in definitions.titles.by_key.values():
        for meaning in (title, *title.also):
            if meaning.field:
                yield from (
                    f"titles.csv: the title {meaning.title!r}: {problem}"
                    for problem in _unknown("field", (meaning.field,), definitions.transaction.names)
                )


def _redactions(definitions: Definitions) -> Iterator[str]:
    file = definitions.redactions.file
    for hint in file.hints:
        if hint != hint.lower() or not hint.strip():
            place = layers.said_at(definitions.paths("redactions.yaml"), hint)
            yield f"{place}: the hint {hint!r} is part of no cell: cells are looked at in small letters."
    yield from _expressions(definitions, "redactions.yaml", (*file.never, *(phrase.pattern for phrase in file.phrases)))


def _people(definitions: Definitions) -> Iterator[str]:
    people = definitions.people
    patterns = (people.private_life, people.private_text, people.before_a_name, people.somebody)
    yield from _expressions(definitions, "people.yaml", patterns)
    for pattern in patterns:  # columns of texts are looked through by Polars first
        for problem in _patterns("people", pattern):
            yield f"{layers.said_at(definitions.paths('people.yaml'), pattern)}: {problem}"


def _supplier_links(definitions: Definitions) -> Iterator[str]:
    words = definitions.supplier_words
    yield from _expressions(definitions, "supplier_links.yaml", words.patterns())
    for kind, ways in words.body_names.items():
        for way in ways:
            if {field for _, field, _, _ in Formatter().parse(way) if field is not None} != {"place"}:
                place = layers.said_at(definitions.paths("supplier_links.yaml"), way)
                yield f"{place}: {way!r} (under {kind}) must hold {{place}} and no other name in braces."


def _payees(definitions: Definitions) -> Iterator[str]:
    for kind in definitions.knowledge.kinds:
        for problem in _patterns("names", kind.names):
            yield f"{layers.said_at(definitions.paths('payees.yaml'), kind.names or kind.id)}: {kind.id}: {problem}"


def _expressions(definitions: Definitions, file: str, patterns: Iterable[str]) -> Iterator[str]:
    """A sentence for each pattern that Python can't read."""
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            place = layers.said_at(definitions.paths(file), pattern)
            yield f"{place}: {pattern!r} is no regular expression ({error})."


def _bodies(definitions: Definitions) -> Iterator[str]:
    for body in definitions.bodies.values():
        for problem in _unknown("regime", body.publisher.regimes, definitions.regimes):
            yield f"public_bodies.csv: {body.publisher.publisher_id}: {problem}"


def _peer_groups(definitions: Definitions) -> Iterator[str]:
    for group in definitions.peer_groups.values():
        if group.count < 0:
            yield f"peer_groups: {group.id}: `count` is how many peers are taken, 0 for all."


def _unknown(what: str, named: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """A sentence for each name that is not known."""
    known = list(known)
    for name in named:
        if name not in known:
            yield f"there is no {what} {name!r}.{meant(name, known)}"

"""Whether the definitions fit together: what one file names in another is there, and what tests and ledger need is as they need it.

Each reader looks at its own file. This looks across them, and at the rules through the eyes of the tests that will apply
them, so that an administrator's slip is told when the folder is loaded, with file and line, and never by a filing that fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

from ckanext.spenddata.definitions import Definitions, layers, load, rule_faults, spelling
from ckanext.spenddata.definitions.places import DefinitionError, meant, unknown

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


def faults(definitions: Definitions, kinds: Mapping[str, rule_faults.RuleKind]) -> list[str]:
    """Everything that is wrong, one sentence each, the file and line first; nothing where all is well.

    Args:
        definitions: The package's, with a folder laid over them.
        kinds: The kinds of rules that the checks know, by name.
    """
    looks: list[Callable[[], Iterable[str]]] = [
        lambda: _unknown_files(definitions),
        lambda: _schema(definitions),
        lambda: rule_faults.faults(definitions, kinds),
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
    found: dict[str, None] = {}
    for look in looks:
        try:
            found |= dict.fromkeys(look())
        except (DefinitionError, OSError) as error:
            found[str(error)] = None
    return list(found)


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


def _regimes(definitions: Definitions) -> Iterator[str]:
    names, rules = definitions.transaction.names, definitions.rules
    for regime in definitions.regimes.values():
        problems = [
            *unknown("field", (*regime.required, *regime.columns), names),
            *unknown("required field", regime.required_from, regime.required),
            *unknown("rule", regime.severities, rules),
        ]
        yield from (f"{definitions.regimes.places[regime.id]}: regime {regime.id}: {problem}" for problem in problems)


def _measures(definitions: Definitions) -> Iterator[str]:
    places = definitions.measures.places
    for measure in definitions.measures.values():
        for problem in unknown("category", measure.categories, definitions.categories.by_id):
            yield f"{places[measure.id]}: measure {measure.id}: {problem}"
        if (measure.numerator == "largest_suppliers") != (measure.count > 0):
            meant_by = "`count` says how many of the largest suppliers are meant, and goes with them alone."
            yield f"{places[measure.id]}: measure {measure.id}: {meant_by}"
        if (measure.numerator == "supplier_types") != bool(measure.supplier_types):
            meant_by = "`supplier_types` says which suppliers are meant, and goes with that numerator alone."
            yield f"{places[measure.id]}: measure {measure.id}: {meant_by}"
        known = definitions.transaction.field("supplier_type").constraints.enum
        for problem in unknown("type of supplier", measure.supplier_types, known):
            yield f"{places[measure.id]}: measure {measure.id}: {problem}"
    if not definitions.measures:
        yield "measures.yaml: there is no measure left to compare by."


def _titles(definitions: Definitions) -> Iterator[str]:
    for title in definitions.titles.by_key.values():
        for meaning in (title, *title.also):
            if meaning.field:
                yield from (
                    f"titles.csv: the title {meaning.title!r}: {problem}"
                    for problem in unknown("field", (meaning.field,), definitions.transaction.names)
                )


def _redactions(definitions: Definitions) -> Iterator[str]:
    file = definitions.redactions.file
    stead = file.in_place_of_supplier
    for hint in (*file.hints, *stead.hints):
        if hint != hint.lower() or not hint.strip():
            place = layers.said_at(definitions.paths("redactions.yaml"), hint)
            yield f"{place}: the hint {hint!r} is part of no cell: cells are looked at in small letters."
    phrases = (phrase.pattern for phrase in (*file.phrases, *stead.phrases))
    yield from _expressions(definitions, "redactions.yaml", (*file.never, *phrases))


def _people(definitions: Definitions) -> Iterator[str]:
    people = definitions.people
    patterns = (people.private_life, people.private_text, people.before_a_name, people.somebody)
    yield from _expressions(definitions, "people.yaml", patterns)
    for pattern in patterns:  # columns of texts are looked through by Polars first
        for problem in rule_faults.patterns("people", pattern):
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
    yield from _expressions(definitions, "payees.yaml", (kind.names for kind in definitions.knowledge.kinds))
    for kind in definitions.knowledge.kinds:
        for problem in rule_faults.patterns("names", kind.names):
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
        for problem in unknown("regime", body.publisher.regimes, definitions.regimes):
            yield f"public_bodies.csv: {body.publisher.publisher_id}: {problem}"


def _peer_groups(definitions: Definitions) -> Iterator[str]:
    for group in definitions.peer_groups.values():
        if group.count < 0:
            yield f"peer_groups: {group.id}: `count` is how many peers are taken, 0 for all."

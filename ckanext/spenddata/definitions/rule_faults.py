"""What is wrong with a rule: names that are not known, a severity that may not be lowered, parameters and words that its test can't use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from string import Formatter
from typing import Any, Protocol

import msgspec
import polars as pl

from ckanext.spenddata.definitions import Definitions, load
from ckanext.spenddata.definitions.places import DefinitionError, meant, unknown
from ckanext.spenddata.definitions.rules import Rule

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


def faults(definitions: Definitions, kinds: Mapping[str, RuleKind]) -> Iterator[str]:
    """A sentence for each thing that is wrong with a rule."""
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
    yield from unknown("field", rule.fields, definitions.transaction.names)
    for named in (rule.regimes, *(change.regimes for change in rule.changes)):
        yield from unknown("regime", named, definitions.regimes)
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
        yield from patterns(name, rule.parameters.get(name))


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


def patterns(name: str, value: Any) -> Iterator[str]:
    """A sentence for each pattern that Polars can't read."""
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

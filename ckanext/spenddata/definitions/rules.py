"""The rules: what a row or filing must be, why, and what to do. All data; ``checks/`` knows how each kind is tested."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, TypeVar

import msgspec

from ckanext.spenddata.definitions import yaml_file
from ckanext.spenddata.definitions.regimes import Basis, Regime, Topic

Severity = Literal["error", "stop", "warning"]
"""An error keeps its row out of every figure; a stop may be right, and a person must say so before it is published; a warning is told."""
Constraint = Literal["type", "required", "pattern", "enum", "minimum", "maximum"]

P = TypeVar("P", bound=msgspec.Struct)


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another severity of a rule, for some regimes or some time."""

    severity: Literal["error", "stop", "warning", "off"]
    regimes: tuple[str, ...] = ()
    """Regimes it is for; none named is all."""
    since: date | None = None
    until: date | None = None

    def applies(self, regime: str | None, day: date) -> bool:
        """Whether it holds for a regime on a day."""
        return (not self.regimes or regime in self.regimes) and _in_force(self.since, self.until, day)


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule."""

    id: str
    title: str
    """What is wrong where the rule is broken, as a heading: ``Amount missing``."""
    kind: str
    """How it is tested: a function of ``checks/`` that reads ``parameters``."""
    expected: str
    """What is right. May name values that the test fills in, ``{threshold}``."""
    remedy: str
    """What the publisher does about it."""
    basis: Basis
    """What it rests on, where the regime has nothing of its own on its topic."""
    topic: Topic | None = None
    severity: Severity = "warning"
    essential: bool = False
    """A row that breaks it has no date or amount that could be published: it is an error under every regime, and stays one."""
    fields: tuple[str, ...] = ()
    """Canonical fields it is about; a kind that needs none leaves this empty."""
    constraint: Constraint | None = None
    """The part of the Table Schema that is broken, where the rule is one of its constraints."""
    parameters: dict[str, Any] = {}
    regimes: tuple[str, ...] = ()
    """Regimes it belongs to; none named is all, and filings without a regime too."""
    since: date | None = None
    until: date | None = None
    """First and last day on which it is in force, held against the last day of the period."""
    changes: tuple[Change, ...] = ()

    @property
    def personal(self) -> bool:
        """Whether it is about people: published, that can't be taken back, so it is told before anything else."""
        return self.topic == "personal_data"

    def severity_for(self, regime: Regime | None, day: date) -> Severity | None:
        """The severity under a regime for a period that ends on ``day``; None where the rule is not in force.

        What the regime says comes first, then the last change that applies, then the rule's own.
        """
        name = regime.id if regime else None
        if (self.regimes and name not in self.regimes) or not _in_force(self.since, self.until, day):
            return None
        severity: Severity | Literal["off"] = self.severity
        for change in self.changes:
            if change.applies(name, day):
                severity = change.severity
        if regime and self.id in regime.severities:
            severity = regime.severities[self.id]
        return None if severity == "off" else severity

    def under(self, regime: Regime | None) -> Rule:
        """The rule as it is under a regime: with what it rests on there."""
        if regime is None or self.topic is None:
            return self
        basis = regime.bases.get(self.topic, regime.basis if self.topic == "duty" else self.basis)
        return msgspec.structs.replace(self, basis=basis)

    def read(self, shape: type[P]) -> P:
        """The parameters as ``shape``.

        Raises:
            DefinitionError: They have another shape; the rule is named.
        """
        try:
            return msgspec.convert(self.parameters, type=shape)
        except msgspec.ValidationError as error:
            message = f"The parameters of rule {self.id} can't be used: {error}. Correct them in schemas/rules."
            raise yaml_file.DefinitionError(message) from error


def _in_force(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)

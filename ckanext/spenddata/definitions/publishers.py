"""Publishers as the pure rooms know them: bodies with an identifier, names and facts. CKAN's organisations are mapped to these."""

from __future__ import annotations

import re
from datetime import date

import msgspec

ORG_ID = re.compile(r"GB-[A-Z]{2,8}-[A-Za-z0-9_/-]+|X-[A-Z]+-[A-Za-z0-9_-]+|XI-[A-Z]+-[A-Za-z0-9-]+")
"""Identifiers of bodies as org-id.guide has them."""


class Fact(msgspec.Struct, frozen=True):
    """A figure about a body (population, staff …), with its year and source."""

    name: str
    value: float
    year: int
    source: str = ""


_FACT = re.compile(r"([a-z_]+): *([0-9][0-9,]*(?:\.[0-9]+)?) *\(([0-9]{4})(?:, *([^()]+))?\)")


def read_fact(text: str) -> Fact | None:
    """A fact as people write it, ``beds: 812 (2025, NHS England)``; None where it is written otherwise."""
    found = _FACT.fullmatch(text.strip())
    if not found:
        return None
    return Fact(found[1], float(found[2].replace(",", "")), int(found[3]), (found[4] or "").strip())


class Publisher(msgspec.Struct, frozen=True):
    """A body that files returns."""

    publisher_id: str
    """An org-id such as ``GB-LAE-LDS``; fictional bodies ``X-DEMO-…``."""
    name: str
    slug: str = ""
    body_type: str = ""
    """``local authority``, ``NHS trust``, ``central government``, ``police commissioner`` …"""
    body_subtype: str = ""
    """``County``, ``Non-metropolitan district``, ``NHS foundation trust`` …: the tier that decides who compares with whom."""
    region: str = ""
    parent_id: str = ""
    other_names: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    joined: date | None = None
    """The day from which it files through this portal: what fell due before is not judged for lateness. None where it is not known."""

    began: date | None = None
    """Its first day, where it is known: it owes nothing for the time before."""
    ended: date | None = None
    """Its last day; None while it exists."""
    predecessors: tuple[str, ...] = ()
    """Identifiers of the bodies that it took over from."""

    def fact(self, name: str) -> Fact | None:
        """The newest fact called ``name``."""
        return max((f for f in self.facts if f.name == name), key=lambda f: f.year, default=None)

"""Public bodies as CKAN organisations: made, or brought up to date, from the table of bodies or from anybody's list of publishers."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.returns.people import authority, publishers


class Registered(StrEnum):
    """What became of a body."""

    MADE = "made"
    CHANGED = "changed"
    SAME = "same"


def register(publisher: Publisher, *, gss_code: str = "") -> Registered:
    """Make the organisation of a body, or bring it up to date; what administrators wrote besides stays. Commits.

    The day from which it files here is written only where none was said.

    Raises:
        ValidationError: CKAN does not take the organisation, for instance because another has its name.
    """
    organization = fields(publisher, gss_code=gss_code)
    existing = publishers.by_id(publisher.publisher_id)
    if existing is None:
        tk.get_action("organization_create")(authority.the_portal(), organization)
        return Registered.MADE
    # The name is in addresses that people have kept, and an administrator may have chosen another.
    del organization["name"]
    kept: dict[str, Any] = {"slug": existing.publisher.slug}
    if existing.says_joined or not publisher.joined:
        organization.pop("joined", None)
        kept["joined"] = existing.publisher.joined
    for said in ("began", "ended", "predecessors"):
        # No table of bodies has them; what a steward said stays.
        if not getattr(publisher, said):
            kept[said] = getattr(existing.publisher, said)
    if existing.publisher == Publisher(**{**_known(publisher), **kept}):
        return Registered.SAME
    tk.get_action("organization_patch")(authority.the_portal(), {**organization, "id": existing.organization_id})
    return Registered.CHANGED


def fields(publisher: Publisher, *, gss_code: str = "", amount_basis: str = "") -> dict[str, Any]:
    """What an organisation says of a body; what is not known is left out."""
    population = publisher.fact("population")
    given = {
        "name": publisher.slug,
        "title": publisher.name,
        "publisher_id": publisher.publisher_id,
        "body_type": publisher.body_type,
        "body_subtype": publisher.body_subtype,
        "region": publisher.region,
        "parent_id": publisher.parent_id,
        "regimes": list(publisher.regimes),
        "other_names": list(publisher.other_names),
        "population": str(int(population.value)) if population else "",
        "population_year": str(population.year) if population else "",
        "population_source": population.source if population else "",
        "joined": publisher.joined.isoformat() if publisher.joined else "",
        "began": publisher.began.isoformat() if publisher.began else "",
        "ended": publisher.ended.isoformat() if publisher.ended else "",
        "predecessors": list(publisher.predecessors),
        "gss_code": gss_code,
        "amount_basis": amount_basis,
    }
    return {name: value for name, value in given.items() if value or name == "name"}


def _known(publisher: Publisher) -> dict[str, Any]:
    """The fields of a publisher as an organisation can hold them: of the facts, the population."""
    known = {name: getattr(publisher, name) for name in publisher.__struct_fields__}
    return {**known, "facts": tuple(fact for fact in publisher.facts if fact.name == "population")}

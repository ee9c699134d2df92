"""Peer groups and tiers: where they come from is named, and a mistake in a file is told."""

from __future__ import annotations

import re

import pytest

from ckanext.spenddata.definitions import load, peers
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.definitions.yaml_file import DefinitionError

GROUPS = load().peer_groups
TIERS = load().tiers
ORG_ID = re.compile(r"GB-(LAE|LAS|PLA|LANI|NHS)-[A-Z0-9]+")
RULE = "{id: a, title: A, order: 1, basis: b, version: '1', licence: l, source: s, url: ''%s}"


@pytest.mark.parametrize("group", GROUPS.values(), ids=lambda group: group.id)
def test_each_group_names_its_source_licence_and_version(group):
    assert all((group.title, group.basis, group.source, group.licence, group.version))
    assert bool(group.listed) != bool(group.same)


@pytest.mark.parametrize("group", [g for g in GROUPS.values() if g.listed], ids=lambda group: group.id)
def test_listed_peers_are_identifiers_ten_each_and_never_the_body_itself(group):
    for publisher_id, listed in group.listed.items():
        assert len(listed) == len(set(listed)) == 10
        assert publisher_id not in listed
        assert all(ORG_ID.fullmatch(each) for each in (publisher_id, *listed))


def test_known_neighbours():
    assert GROUPS["similar-councils"].listed["GB-LAE-LDS"][:3] == ("GB-LAE-SHF", "GB-LAE-BRD", "GB-LAE-KIR")
    assert len(GROUPS["similar-councils"].listed) == 381
    assert len(GROUPS["dfe-statistical-neighbours"].listed) == 153
    assert len(GROUPS["similar-nhs-trusts"].listed) == 208


def test_groups_are_offered_in_their_order():
    orders = [group.order for group in GROUPS.values()]
    assert orders == sorted(orders)


def test_an_administrator_may_add_a_group_of_a_licensed_set(tmp_path):
    folder = tmp_path / "peer_groups"
    folder.mkdir()
    (folder / "ours.yaml").write_text(RULE % ", members: ours.csv", encoding="utf-8")
    (folder / "ours.csv").write_text("publisher_id,peers\nX-DEMO-1,X-DEMO-2 X-DEMO-3\n", encoding="utf-8")
    groups = load(tmp_path).peer_groups
    assert groups["a"].listed == {"X-DEMO-1": ("X-DEMO-2", "X-DEMO-3")}
    assert set(GROUPS) < set(groups)


@pytest.mark.parametrize("more", ["", ", members: ours.csv, same: [region]"])
def test_a_group_has_a_table_or_a_rule(tmp_path, more):
    path = tmp_path / "ours.yaml"
    path.write_text(RULE % more, encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"ours\.yaml"):
        peers.read([[path]])


def test_a_missing_table_is_told(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text(RULE % ", members: gone.csv", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"gone\.csv"):
        peers.read([[path]])


def test_two_groups_of_one_name_are_told(tmp_path):
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(RULE % ", same: [region]", encoding="utf-8")
    with pytest.raises(DefinitionError, match="same id"):
        peers.read([[tmp_path / "one.yaml"], [tmp_path / "two.yaml"]])


def test_a_class_is_in_one_tier():
    classes = [(tier.body_type, subtype) for tier in TIERS for subtype in tier.subtypes]
    assert len(classes) == len(set(classes))


def test_a_class_that_no_tier_names_is_a_tier_of_its_own():
    agency = Publisher("X-DEMO-1", "A", body_type="central government", body_subtype="Executive agency")
    other = Publisher("X-DEMO-2", "B", body_type="central government", body_subtype="Tribunal")
    tiers = {peers.tier_of(each, TIERS).id for each in (agency, other)}
    assert len(tiers) == 2
    assert peers.tier_of(agency, TIERS).title == "Executive agency"

"""Who is compared with whom, on whose word."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from ckanext.spenddata.compare import peers
from ckanext.spenddata.definitions.publishers import Fact
from tests.compare.making import DEFINITIONS, body

GROUPS = DEFINITIONS.peer_groups
TIERS = DEFINITIONS.tiers


def of_size(number: int, population: int, **changes):
    return body(number, facts=(Fact("population", population, 2024),), **changes)


def test_the_twelve_of_the_same_tier_with_the_most_similar_population():
    subject = of_size(0, 100_000)
    others = [of_size(n, 50_000 * n) for n in range(1, 20)]
    chosen = peers.choose(GROUPS["similar-tier"], subject, [subject, *others], TIERS)
    assert len(chosen) == 12
    assert chosen[0].publisher_id == "X-DEMO-2", "as large"
    assert [p.publisher_id for p in chosen[1:3]] == ["X-DEMO-3", "X-DEMO-1"], "half as large again is nearer than half"
    assert subject not in chosen


def test_another_tier_is_no_peer():
    subject, district = of_size(1, 100_000), of_size(2, 100_000, body_subtype="Non-metropolitan district")
    assert peers.choose(GROUPS["similar-tier"], subject, [subject, district], TIERS) == ()


def test_classes_with_the_same_duties_are_of_one_tier():
    subject, other = of_size(1, 100, body_subtype="Unitary authority"), of_size(2, 90, body_subtype="London borough")
    assert peers.choose(GROUPS["similar-tier"], subject, [subject, other], TIERS) == (other,)


def test_bodies_of_no_stated_kind_are_not_alike():
    subject, other = (of_size(n, 100, body_type="", body_subtype="") for n in (1, 2))
    assert peers.choose(GROUPS["same-tier"], subject, [subject, other], TIERS) == ()


def test_without_a_population_there_is_no_nearness():
    subject, other = body(1, facts=()), of_size(2, 5)
    assert peers.choose(GROUPS["similar-tier"], subject, [subject, other], TIERS) == ()
    assert peers.choose(GROUPS["similar-tier"], other, [subject, other], TIERS) == ()
    assert peers.choose(GROUPS["same-tier"], subject, [subject, other], TIERS) == (other,)


def test_the_same_region():
    bodies = [body(1), body(2), body(3, region="South"), body(4, region="")]
    group = GROUPS["same-tier-and-region"]
    assert peers.choose(group, bodies[0], bodies, TIERS) == (bodies[1],)
    assert peers.choose(group, bodies[3], bodies, TIERS) == (), (
        "an unknown region is not the same as another unknown one"
    )


def test_a_listed_group_gives_those_that_are_here_in_its_order():
    leeds, bradford, sheffield = (
        body(1, publisher_id=f"GB-LAE-{code}", body_subtype="Metropolitan district") for code in ("LDS", "BRD", "SHF")
    )
    chosen = peers.choose(GROUPS["similar-councils"], leeds, [bradford, leeds, sheffield], TIERS)
    assert [p.publisher_id for p in chosen] == ["GB-LAE-SHF", "GB-LAE-BRD"]


def usual(bodies):
    return peers.usual(GROUPS, {name: peers.choose(group, bodies[0], bodies, TIERS) for name, group in GROUPS.items()})


def test_the_first_group_with_enough_peers_is_taken():
    bodies = [of_size(n, 1000 * n) for n in range(1, 6)]
    found = usual(bodies)
    assert found is not None
    assert found.id == "similar-tier"


def test_else_the_first_with_any_and_none_for_a_body_alone():
    bodies = [body(1, facts=()), body(2, facts=())]
    found = usual(bodies)
    assert found is not None
    assert found.id == "same-tier"
    assert usual(bodies[:1]) is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_the_publishers_says_nothing(seed):
    import random

    bodies = [of_size(n, 1000 * (n % 4 + 1)) for n in range(1, 30)]
    mixed = random.Random(seed).sample(bodies, len(bodies))
    group = GROUPS["similar-tier"]
    assert peers.choose(group, bodies[0], mixed, TIERS) == peers.choose(group, bodies[0], bodies, TIERS)


def test_a_body_that_is_no_more_is_no_peer_of_one_that_exists():
    subject, other, gone = of_size(1, 100), of_size(2, 100), of_size(3, 100, ended=date(2025, 3, 31))
    for group in ("similar-tier", "same-tier"):
        assert peers.choose(GROUPS[group], subject, [subject, other, gone], TIERS) == (other,)
    assert peers.choose(GROUPS["same-tier"], gone, [subject, other, gone], TIERS) == (subject, other)


@pytest.mark.parametrize(
    ("chosen", "usual"),
    [
        ({"one": 3, "two": 9}, "one"),
        ({"one": 2, "two": 3}, "two"),
        ({"one": 2, "two": 1}, "one"),
        ({"one": 0, "two": 1}, "two"),
        ({"one": 0, "two": 0}, None),
        ({}, None),
    ],
)
def test_the_usual_group_is_the_first_with_three_peers_or_else_with_any(chosen, usual):
    like = GROUPS["similar-tier"]
    groups = {name: msgspec.structs.replace(like, id=name, bodies=()) for name in chosen}
    found = peers.usual(groups, {name: [body(n) for n in range(number)] for name, number in chosen.items()})
    assert (found.id if found else None) == usual


def test_the_peers_of_everybody_alike_are_nobody_s_usual_ones():
    like = GROUPS["similar-tier"]
    groups = {
        "all": msgspec.structs.replace(like, id="all", bodies=("X-DEMO-1",)),
        "own": msgspec.structs.replace(like, id="own"),
    }
    assert peers.usual(groups, {"all": [body(n) for n in range(9)], "own": [body(1)]}).id == "own"


def test_a_body_that_is_no_more_is_compared_with_those_of_its_time_and_is_no_peer_of_one_that_goes_on():
    gone, other = (of_size(number, 100, ended=date(2023, 3, 31)) for number in (1, 2))
    living = of_size(3, 100)
    every = [gone, other, living]
    assert peers.choose(GROUPS["similar-tier"], living, every, TIERS) == ()
    assert set(peers.choose(GROUPS["similar-tier"], gone, every, TIERS)) == {other, living}

"""What tells two names apart however alike they look; each guard by itself, and the severest of all."""

import pytest

from ckanext.spenddata.classify.suppliers import guards
from ckanext.spenddata.classify.suppliers.guards import Difference, Verdict, verdict
from ckanext.spenddata.definitions import load

WORDS = load().supplier_words
NOTHING, DOUBT, APART = Verdict.NOTHING, Verdict.DOUBT, Verdict.APART


def differ(first: str = "", second: str = "", near: tuple[tuple[str, str], ...] = (), common: str = "") -> Difference:
    return Difference(tuple(first.split()), tuple(second.split()), near, tuple(common.split()))


def turned(difference: Difference) -> Difference:
    near = tuple((other, one) for one, other in difference.near)
    return Difference(difference.second, difference.first, near, difference.common)


@pytest.mark.parametrize(
    ("guard", "difference", "said"),
    [
        (guards.numbers, differ("2", "3"), APART),
        (guards.numbers, differ("two", "iii"), APART),
        (guards.numbers, differ("2"), DOUBT),
        (guards.numbers, differ("two", "2"), NOTHING),
        (guards.numbers, differ(near=(("b12", "b13"),)), APART),
        (guards.numbers, differ("alder", "birch"), NOTHING),
        (guards.directions, differ("north", "south"), APART),
        (guards.directions, differ("north"), APART),
        (guards.directions, differ(near=(("north", "north"),)), NOTHING),
        (guards.directions, differ("alder"), NOTHING),
        (guards.places, differ(near=(("barnsley", "barnstaple"),)), APART),
        (guards.places, differ("bath", "bedford"), APART),
        (guards.places, differ("bath"), DOUBT),
        (guards.places, differ("alder", "birch"), NOTHING),
        (guards.public_kinds, differ("council", "nhs", common="elmstow"), APART),
        (guards.public_kinds, differ("trust", common="elmstow academy"), DOUBT),
        (guards.public_kinds, differ("council", common="elmstow borough"), NOTHING),
        (guards.public_kinds, differ("alder", common="elmstow council"), APART),
        (guards.public_kinds, differ("borough", common="elmstow council"), DOUBT),
        (guards.public_kinds, differ("trust", common="elmstow nhs"), NOTHING),
        (guards.public_kinds, differ("alder", common="elmstow"), NOTHING),
        (guards.companies, differ("catering", "cleaning", common="elmstow"), APART),
        (guards.companies, differ("catering", common="elmstow"), DOUBT),
        (guards.companies, differ("alder", common="elmstow catering"), NOTHING),
    ],
)
def test_each_guard_whichever_name_comes_first(guard, difference: Difference, said: Verdict):
    assert guard(difference, WORDS) == guard(turned(difference), WORDS) == said


def test_the_severest_counts_and_the_first_that_said_it_is_named():
    assert verdict(differ("bath 2"), WORDS) == (DOUBT, "numbers")
    assert verdict(differ("catering bath", "cleaning"), WORDS) == (APART, "companies")
    assert verdict(differ("alder", "birch"), WORDS) == (NOTHING, "")


def test_every_guard_is_asked():
    assert {guard.__name__ for guard in guards.GUARDS} == {
        *("numbers", "directions", "places", "public_kinds", "companies")
    }

"""What is measured is the same every time, fictional, and as much as was asked for."""

from benchmarks.payments import RARE_WORD, Plan, bodies, months, payments, pool
from ckanext.spenddata.definitions import load
from ckanext.spenddata.demo.bodies import BODIES

SEED = 3


def test_bodies_are_fictional_and_each_has_a_name_of_its_own():
    found = [body.publisher for body in bodies(100)]
    for name in ("publisher_id", "name", "slug"):
        assert len({getattr(each, name) for each in found}) == 100
    assert all(each.publisher_id.startswith("X-DEMO-") for each in found)


def test_months_follow_one_another_up_to_the_newest():
    assert list(months(5)) == [(2025, 11), (2025, 12), (2026, 1), (2026, 2), (2026, 3)]


def test_the_payments_are_shared_out():
    assert Plan(500_000, 40, 24).rows == 520
    assert Plan(1, 40, 24).rows == 1


def test_payments_are_the_same_every_time_and_another_body_has_others():
    definitions = load()
    drawn = pool(BODIES[0], SEED, definitions.categories)
    found = payments(drawn, BODIES[0], 2026, 2, 300, SEED)
    assert found.equals(payments(pool(BODIES[0], SEED, definitions.categories), BODIES[0], 2026, 2, 300, SEED))
    assert not found.equals(payments(drawn, BODIES[1], 2026, 2, 300, SEED))
    assert found.height == 300
    assert found["description"].str.contains(RARE_WORD).sum() == 1
    assert found["payment_date"].dt.strftime("%Y-%m").unique().to_list() == ["2026-02"]
    assert found["amount"].min() > 0
    assert found["category"].n_unique() > 5

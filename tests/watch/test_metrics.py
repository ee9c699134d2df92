"""Figures for Prometheus: each is there, is a number, and says what it should where something waits or fails."""

from __future__ import annotations

import re

import pytest

from ckanext.spenddata.watch import metrics
from tests.returns.conftest import portal_world, world
from tests.returns.world import World, csv_file, work

__all__ = ["portal_world", "world"]


def figures() -> dict[str, float]:
    return {
        name: float(value)
        for name, value in re.findall(r"^(spenddata_\w+) ([-0-9.e+]+)$", metrics.text().decode(), re.MULTILINE)
    }


def test_what_waits_is_told_and_what_is_done_is_not(world: World):
    nothing = figures()
    assert set(metrics.GAUGES) <= set(nothing)
    assert (
        nothing["spenddata_revisions_waiting"],
        nothing["spenddata_published"],
        nothing["spenddata_queue_age_seconds"],
    ) == (0, 0, 0)
    world.submit(csv_file(3), publish=True)
    waiting = figures()
    assert waiting["spenddata_revisions_waiting"] == 1
    assert waiting["spenddata_queue_age_seconds"] > 0
    work()
    done = figures()
    assert (done["spenddata_revisions_waiting"], done["spenddata_published"], done["spenddata_failing"]) == (0, 1, 0)
    assert done["spenddata_followups_waiting"] >= 3
    assert done["spenddata_index_lag_seconds"] > 0


@pytest.mark.parametrize(
    ("method", "told"), [("GET", "GET"), ("get", "other"), ("BREW", "other"), ("DELETE", "DELETE")]
)
def test_requests_are_counted_by_methods_that_there_are(method, told):
    def counted() -> float:
        return metrics.OWN.get_sample_value("spenddata_requests_total", {"method": told, "status": "418"}) or 0

    before = counted()
    metrics.count(method, 418, 0.2)
    assert counted() == before + 1


def test_without_a_database_there_are_no_figures_of_it(monkeypatch):
    monkeypatch.setattr(metrics.model.meta, "engine", None)
    assert list(metrics.FromDatabase().collect()) == []

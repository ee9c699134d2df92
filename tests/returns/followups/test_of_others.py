"""Steps of other plugins are told which return they are about."""

from __future__ import annotations

from ckanext.spenddata.returns.followups import of_others


def test_a_step_is_told_which_return_it_is_about_and_how_it_stands(noted, revision):
    of_others.steps()["example_note"](revision)
    assert noted == [
        {
            "reference": "X-DEMO-1.lgtc-500.2026-Q1",
            "publisher_id": "X-DEMO-1",
            "regime": "lgtc-500",
            "period": "2026-Q1",
            "revision": 3,
            "state": "superseded",
        }
    ]

"""Where a payment comes from: each step says what is known, and leaves out what is not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.returns.world import World, csv_file, follow

lineage = pytest.importorskip("ckanext.spenddata.views.lineage", reason="CKAN is not here")

PAYMENT = {
    "source_file": "spend.xlsx",
    "source_sheet": "March",
    "source_row": 655,
    "source_sha256": "78aa",
    "amount_basis": "gross",
    "reference": "X-DEMO-1.lgtc-500.2026-Q1",
    "revision": 2,
    "period": "2026-Q1",
}
REVISION = {
    "number": 2,
    "published": "2026-05-01T10:00:00+00:00",
    "rows_in_error": 9,
    "report": {"fixes": {"date-order": 3}, "warnings": 1, "versions": {"rules": "7"}},
}


@pytest.mark.usefixtures("plainly")
class TestSteps:
    def told(self, payment: dict[str, Any], *revisions: dict[str, Any]) -> dict[str, str]:
        found = lineage.steps({**PAYMENT, **payment}, {"revisions": revisions})
        return {
            step["title"]: " ".join(filter(None, (step["words"], step.get("link"), step.get("code")))) for step in found
        }

    def test_all_five_in_order(self):
        told = self.told({}, {**REVISION, "number": 1}, REVISION)
        assert list(told) == ["File as sent", "Row 655", "Read", "Checked", "Published"]
        assert told["File as sent"] == "spend.xlsx 78aa"
        assert told["Row 655"] == "in the sheet March"
        assert "In the whole return 3 cells were put right by the publisher." in told["Read"]
        assert told["Checked"] == (
            "against the rules, version 7. 9 rows of the return were left out of all totals. The return has 1 warning."
        )
        assert told["Published"].endswith("revision 2 of 2")

    def test_what_is_not_known_is_not_told(self):
        told = self.told({"source_file": None, "source_row": None})
        assert list(told) == ["Read", "Checked", "Published"]
        assert "cell" not in told["Read"]
        assert told["Checked"] == "against the rules."

    def test_that_there_was_nothing_is_told(self):
        clean = {**REVISION, "rows_in_error": 0, "report": {"fixes": {}, "warnings": 0}}
        told = self.told({}, clean)
        assert told["Read"].endswith("No cell of the return was changed.")
        assert told["Checked"] == "against the rules. No row of the return was left out. The return has no warning."

    def test_of_an_erased_file_no_hash_is_told(self):
        [sent] = [
            step
            for step in lineage.steps({**PAYMENT, "source_sha256": None}, {"revisions": []})
            if step["title"] == "File as sent"
        ]
        assert (sent["code"], sent["quiet"]) == (None, "It is not public.")


@pytest.mark.portal
def test_the_page_of_a_payment_leads_back_to_its_file_and_return(world: World, reader):
    world.publish(csv_file(3))
    follow()
    row = world.call("spenddata_transaction_search", None, q="road 3")["results"][0]
    page = reader(None).get(f"/spend/transactions/{row['_id']}")
    steps = page.soup.select("#lineage ol.sp-steps > li")
    assert [step.strong.get_text() for step in steps] == ["File as sent", "Row 4", "Read", "Checked", "Published"]
    assert steps[0].code.get_text() == row["source_sha256"]
    assert steps[-1].a["href"] == "/spend/returns/X-DEMO-1.lgtc-500.2026-Q1/revisions/1"

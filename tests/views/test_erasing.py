"""Erasing on its page: what must go and why, what would go, and the yes."""

from __future__ import annotations

from collections.abc import Callable

from tests.returns.removal.test_erased import NAME, NAMED_ROW, PURPOSE, WHY, named_file, publish, quoted_in
from tests.returns.removal.test_taken_back import REFERENCE
from tests.returns.world import World, csv_file, follow
from tests.views.conftest import Reader

ADDRESS = f"/spend/returns/{REFERENCE}/revisions/1/erase"
LOOKED_AT = {"attempt": "1", "published_revision": "1"}
FORM = {"scope": "places", "row": str(NAMED_ROW), "fields": ["supplier_name", "description"], "why": WHY, **LOOKED_AT}


def test_it_is_looked_at_and_confirmed(world: World, reader: Callable[[str | None], Reader]):
    publish(world, named_file())
    administrator = reader("administrator")
    assert administrator.get(ADDRESS).status == 200
    for row in ("third", "0", "-1", "9" * 5000, "٣"):
        assert administrator.post(ADDRESS, FORM | {"row": row}).problems() == [
            ("Enter the number of the row, as a spreadsheet shows it, such as 32", "field-row")
        ]
    looked = administrator.post(ADDRESS, FORM)
    assert ("This would go" in looked.text, "2 cells" in looked.text) == (True, True)
    assert world.call("spenddata_transaction_search", None, q=NAME)["count"] == 1
    assert administrator.post(ADDRESS, FORM | {"confirm": "yes"}).status == 302
    follow()
    assert quoted_in(NAME, PURPOSE) == []


def test_what_goes_is_of_the_return_as_it_was_looked_at(world: World, reader: Callable[[str | None], Reader]):
    publish(world, named_file())
    administrator = reader("administrator")
    carried = administrator.get(ADDRESS).form("/erase")
    assert {name: carried.find("input", attrs={"name": name})["value"] for name in LOOKED_AT} == LOOKED_AT
    confirmed = administrator.post(ADDRESS, FORM).form("/erase")
    assert {name: confirmed.find("input", attrs={"name": name})["value"] for name in LOOKED_AT} == LOOKED_AT
    publish(world, csv_file(4))
    for step in ({}, {"confirm": "yes"}):
        late = administrator.post(ADDRESS, FORM | step)
        assert late.status == 409
        assert "Revision 2 is public now, not revision 1, which you looked at" in late.problems()[0][0]
    assert (
        administrator.post(ADDRESS, FORM | {"confirm": "yes", "attempt": "2", "published_revision": "2"}).status == 409
    )
    assert [each["state"] for each in world.show()["revisions"]] == ["superseded", "published"]
    assert quoted_in(NAME, PURPOSE) != []


def test_it_is_for_administrators(world: World, reader: Callable[[str | None], Reader]):
    publish(world, named_file())
    assert (reader("editor").get(ADDRESS).status, reader(None).get(ADDRESS).status) == (403, 302)

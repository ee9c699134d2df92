"""Erasing on its page: what must go and why, what would go, and the yes."""

from __future__ import annotations

from collections.abc import Callable

from tests.returns.removal.test_erased import NAME, NAMED_ROW, PURPOSE, WHY, named_file, publish, quoted_in
from tests.returns.removal.test_taken_back import REFERENCE
from tests.returns.world import World, follow
from tests.views.conftest import Reader

ADDRESS = f"/spend/returns/{REFERENCE}/revisions/1/erase"
FORM = {"scope": "places", "row": str(NAMED_ROW), "fields": ["supplier_name", "description"], "why": WHY}


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


def test_it_is_for_administrators(world: World, reader: Callable[[str | None], Reader]):
    publish(world, named_file())
    assert (reader("editor").get(ADDRESS).status, reader(None).get(ADDRESS).status) == (403, 302)

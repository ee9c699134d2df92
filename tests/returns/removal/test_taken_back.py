"""What is taken back is gone from every place that shows it, and its addresses say when and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.world import PERIOD, REGIME, World, csv_file, follow, ledger_rows

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
WHY = "Filed for the wrong quarter"


def resource() -> str:
    from ckanext.spenddata.returns.followups import catalogue

    return catalogue.resource_id(REFERENCE)


def withdraw(world: World, **data: Any) -> dict[str, Any]:
    return world.call("spenddata_return_withdraw", "administrator", reference=REFERENCE, why=WHY, **data)


def rows_of_table() -> int | None:
    """Number of rows in the table of the return's file, past CKAN; None where there is no table."""
    import sqlalchemy as sa
    from ckanext.datastore.backend.postgres import get_write_engine

    with get_write_engine().connect() as connection:
        if not sa.inspect(connection).has_table(resource()):
            return None
        return connection.execute(sa.text(f'SELECT count(*) FROM "{resource()}"')).scalar()


def first_payment(which: int = 0) -> int:
    """`_id` of a payment that is published now."""
    from ckanext.spenddata.ledger import connection

    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute("select _id from spenddata.ledger order by _id offset %s limit 1", (which,))
        return cursor.fetchone()[0]


class TestWithdrawn:
    """A withdrawn return."""

    def test_its_table_and_its_file_are_gone(self, world: World):
        from ckan.lib.uploader import get_resource_uploader

        world.publish(csv_file(3))
        follow()
        file = Path(str(get_resource_uploader({"id": resource(), "url_type": "upload"}).get_path(resource())))
        assert (rows_of_table(), file.exists()) == (3, True)
        withdraw(world)
        follow()
        assert (rows_of_table(), file.exists()) == (None, False)

    def test_it_is_shown_to_nobody_before_anything_has_followed(self, world: World):
        """The table and the resource follow in the background; until they have, they are kept from everybody."""
        world.publish(csv_file(3))
        follow()
        withdraw(world)
        assert rows_of_table() == 3
        for action, asked in [
            ("datastore_search", {"resource_id": resource()}),
            ("datastore_info", {"id": resource()}),
            ("resource_show", {"id": resource()}),
        ]:
            with pytest.raises(tk.ObjectNotFound, match=WHY):
                world.call(action, None, **asked)

    def test_what_a_killed_process_left_of_it_is_finished(self, world: World, monkeypatch):
        from ckanext.spenddata.ledger import publish
        from ckanext.spenddata.returns.removal import removals

        world.publish(csv_file(3))
        follow()

        def killed(*args: Any, **more: Any) -> None:
            publish.withdraw(*args, **more)
            message = "killed after the ledger's transaction"
            raise KeyboardInterrupt(message)

        with monkeypatch.context() as patch:
            patch.setattr(removals, "withdraw_from_ledger", killed)
            with pytest.raises(KeyboardInterrupt):
                withdraw(world)
        assert (world.show()["state"], ledger_rows()) == ("published", (0, 0))
        follow()
        assert (world.show()["state"], rows_of_table()) == ("withdrawn", None)

    def test_everybody_can_read_when_and_why(self, world: World):
        world.publish(csv_file(3))
        withdraw(world)
        last = world.show(who=None)["revisions"][0]["events"][-1]
        assert (last["to"], last["why"], "who" in last) == ("withdrawn", WHY, False)

    def test_it_stays_listed_as_withdrawn(self, world: World):
        world.publish(csv_file(3))
        withdraw(world)
        listed = world.call("spenddata_return_list", None, publisher="X-DEMO-1", state="withdrawn")["results"]
        assert [(line["reference"], line["state"]) for line in listed] == [(REFERENCE, "withdrawn")]

    def test_every_revision_goes_at_once(self, world: World):
        for rows in (3, 4):
            world.publish(csv_file(rows))
        withdraw(world, every_revision=True)
        assert [each["state"] for each in world.show(who=None)["revisions"]] == ["withdrawn", "withdrawn"]

    def test_the_others_go_where_the_newest_is_erased(self, world: World):
        """Nobody has to name them one by one, whether they are withdrawn or erased in their turn."""
        for rows in (5, 4, 3):
            world.publish(csv_file(rows))
        erase = {"reference": REFERENCE, "why": WHY}
        world.call("spenddata_return_erase", "administrator", revision=3, **erase)
        assert withdraw(world, every_revision=True)["state"] == "withdrawn"
        assert [each["state"] for each in world.show()["revisions"]] == ["withdrawn", "withdrawn", "erased"]
        world.call("spenddata_return_erase", "administrator", every_revision=True, **erase)
        assert {each["state"] for each in world.show()["revisions"]} == {"erased"}
        with pytest.raises(tk.ObjectNotFound, match="erased"):
            withdraw(world, every_revision=True)

    def test_a_replaced_revision_goes_and_the_one_that_counts_stays(self, world: World):
        for rows in (3, 4):
            world.publish(csv_file(rows))
        withdraw(world, revision=1)
        follow()
        assert [each["state"] for each in world.show(who=None)["revisions"]] == ["withdrawn", "published"]
        assert ledger_rows() == (4, 1_000_010)
        assert rows_of_table() == 4

    def test_a_replaced_revision_that_never_was_public_can_not_be_withdrawn(self, world: World):
        world.submit(csv_file(3))
        from tests.returns.world import work

        work()
        world.publish(csv_file(4))
        with pytest.raises(tk.ValidationError, match="took the place"):
            withdraw(world, revision=1)

    def test_its_canonical_csv_is_not_kept_ready(self, world: World):
        from ckanext.spenddata.returns.files.storage import Storage

        world.publish(csv_file(3))
        follow()
        withdraw(world)
        assert not list((Storage().root / "csv").rglob("*.csv"))


class TestAddressesOfPayments:
    """Addresses of payments live on."""

    def test_a_replaced_payment_leads_to_the_same_one_in_the_revision_that_counts(self, world: World):
        world.publish(csv_file(3))
        old = first_payment(1)
        world.publish(csv_file(4, start=2))
        shown = world.call("spenddata_transaction_show", None, id=old)
        assert (shown["state"], shown["reference"], shown["revision"]) == ("replaced", REFERENCE, 1)
        assert shown["replaced_by"]["revision"] == 2
        new = world.call("spenddata_transaction_show", None, id=shown["replaced_by"]["_id"])
        assert (new["state"], new["transaction_number"], new["amount"]) == ("published", "T000002", "2000.02")

    def test_where_the_same_payment_can_not_be_told_it_leads_to_the_revision(self, world: World):
        world.publish(csv_file(3))
        old = first_payment()
        world.publish(csv_file(3, start=20))
        assert world.call("spenddata_transaction_show", None, id=old)["replaced_by"] == {"revision": 2, "_id": None}

    def test_a_payment_whose_supplier_was_withheld_later_is_still_the_same(self, world: World):
        world.publish(csv_file(3))
        old = first_payment(2)
        world.publish(csv_file(3).replace(b"Supplier 3 Ltd", b"REDACTED PERSONAL DATA"))
        by = world.call("spenddata_transaction_show", None, id=old)["replaced_by"]["_id"]
        assert world.call("spenddata_transaction_show", None, id=by)["transaction_number"] == "T000003"

    @pytest.mark.parametrize("revisions", [1, 2])
    def test_a_withdrawn_payment_says_when_and_why(self, world: World, revisions: int):
        from ckanext.spenddata.logic.gone import Gone

        world.publish(csv_file(3))
        old = first_payment()
        if revisions > 1:
            world.publish(csv_file(4))
        withdraw(world, every_revision=True)
        with pytest.raises(Gone, match=WHY) as gone:
            world.call("spenddata_transaction_show", None, id=old)
        assert (gone.value.facts["state"], gone.value.facts["revision"]) == ("withdrawn", 1)

    @pytest.mark.parametrize("row_id", [1, 5 << 24, (1 << 24) + 900, 1 << 60])
    def test_what_never_was_is_not_found(self, world: World, row_id: int):
        from ckanext.spenddata.logic.gone import Gone

        world.publish(csv_file(3))
        world.publish(csv_file(3))
        with pytest.raises(tk.ObjectNotFound) as missing:
            world.call("spenddata_transaction_show", None, id=row_id)
        assert not isinstance(missing.value, Gone)


@pytest.mark.usefixtures("with_request_context")
def read(app, path: str):
    """An answer that is read and closed, as a server does it: a download keeps its place until then."""
    answer = app.get(path)
    answer.get_data()
    answer.close()
    return answer


class TestPages:
    """The same by pages and by the API over HTTP."""

    @pytest.mark.check(35)
    def test_every_old_address_answers_410_with_the_reason(self, world: World, app):
        world.publish(csv_file(3))
        payment = first_payment()
        follow()
        address = world.call("resource_show", None, id=resource())["url"]
        old = [
            f"/spend/returns/{REFERENCE}/revisions/1.csv",
            f"/spend/transactions/{payment}",
            f"/datastore/dump/{resource()}",
            "/" + address.partition("://")[2].partition("/")[2],
            f"/api/3/action/datastore_search?resource_id={resource()}",
            f"/api/3/action/spenddata_transaction_show?id={payment}",
        ]
        assert {path: read(app, path).status_code for path in old} == dict.fromkeys(old, 200)
        withdraw(world)
        for _ in range(2):
            answers = {path: read(app, path) for path in old}
            assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(old, 410)
            assert all(WHY in answer.get_data(as_text=True) for answer in answers.values())
            follow()
        error = json.loads(answers[old[-1]].get_data(as_text=True))["error"]
        assert (error["__type"], error["state"], error["why"]) == ("Gone Error", "withdrawn", WHY)

    def test_a_replaced_payment_has_a_page_that_leads_on(self, world: World, app):
        world.publish(csv_file(3))
        old = first_payment()
        world.publish(csv_file(4))
        new = world.call("spenddata_transaction_show", None, id=old)["replaced_by"]["_id"]
        page = app.get(f"/spend/transactions/{old}")
        assert (page.status_code, f"/spend/transactions/{new}" in page.get_data(as_text=True)) == (200, True)

    def test_the_pages_of_the_return_say_it(self, world: World, app):
        world.publish(csv_file(3))
        withdraw(world)
        for path in (f"/spend/returns/{REFERENCE}", f"/spend/returns/{REFERENCE}/revisions/1"):
            assert WHY in app.get(path).get_data(as_text=True)

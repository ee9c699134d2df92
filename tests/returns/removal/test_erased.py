"""What is erased is nowhere any more: not in a file, a table, a document or a record; that it was, when and why, stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from tests.returns.removal.test_taken_back import REFERENCE, first_payment, resource, rows_of_table
from tests.returns.world import World, csv_file, follow, ledger_rows, work

NAME = "Persephone Quillfeather"
PURPOSE = "Fostering allowance for a child in placement"
WHY = "A private person was named"
NAMED_ROW = 4
"""Row of the file, the header counted, in which the third payment stands."""


def named_file(rows: int = 3) -> bytes:
    """A file that names a person, and what she is paid for, in its third payment."""
    named = csv_file(rows).replace(b"Supplier 3 Ltd", NAME.encode())
    return named.replace(b"Resurfacing of road 3", PURPOSE.encode())


def redacted_file(rows: int = 3) -> bytes:
    """The same without her."""
    redacted = b"REDACTED PERSONAL DATA"
    return named_file(rows).replace(NAME.encode(), redacted).replace(PURPOSE.encode(), redacted)


def erase(world: World, who: str = "administrator", **data: Any) -> dict[str, Any]:
    return world.call("spenddata_return_erase", who, **{"reference": REFERENCE, "why": WHY, **data})


def cells(*fields: str) -> list[dict[str, Any]]:
    return [{"row": NAMED_ROW, "fields": list(fields)}]


def publish(world: World, content: bytes, note: str = "", **more: Any) -> None:
    """Submit, confirm whatever stops it, as somebody does in a hurry, and publish."""
    filed = world.submit(content, **more)
    work()
    about = {"reference": filed["reference"]}
    stops = world.call("spenddata_finding_list", **about)["findings"]
    said = [{"finding": each["finding"], "reason": f"It is right: {NAME}"} for each in stops]
    world.call("spenddata_return_publish", **about, acknowledge=said, note=note)
    work()
    follow()
    shown = world.show(filed["reference"])
    assert shown["state"] == "published", shown["revisions"][-1]["report"]


def quoted_in(*words: str) -> list[str]:
    """Every place in which any of the words is kept: files of the portal, rows of both databases, documents of both cores."""
    return [*_in_files(words), *_in_databases(words), *_in_solr(words)]


def _in_files(words: tuple[str, ...]) -> list[str]:
    import polars as pl

    from ckanext.spenddata.returns.files.storage import Storage

    found = []
    for root in (Storage().root, Path(tk.config["ckan.storage_path"])):
        for path in (path for path in root.rglob("*") if path.is_file()):
            content = path.read_bytes()
            if path.suffix == ".parquet":
                # The columns are packed; what is in them is what is read.
                content = pl.read_parquet(path).write_json().encode() + str(pl.read_parquet_metadata(path)).encode()
            found += [f"{path}: {word}" for word in words if word.encode() in content]
    return found


def _in_databases(words: tuple[str, ...]) -> list[str]:
    import sqlalchemy as sa
    from ckan import model
    from ckanext.datastore.backend.postgres import get_write_engine

    found = []
    model.Session.remove()
    for engine in (model.meta.engine, get_write_engine()):
        tables = (
            "select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
            " and schemaname !~ '^pg_temp'"
        )
        with engine.connect() as connection:
            for schema, table in connection.execute(sa.text(tables)).all():
                for word in words:
                    query = sa.text(f'select count(*) from "{schema}"."{table}" as t where t::text like :word')
                    if connection.execute(query, {"word": f"%{word}%"}).scalar():
                        found.append(f"{schema}.{table}: {word}")
    return found


def _in_solr(words: tuple[str, ...]) -> list[str]:
    from ckan.lib.search.common import make_connection

    from ckanext.spenddata import config
    from ckanext.spenddata.search.core import Core

    everything = {"query": "*:*", "limit": 1000}
    documents = str(Core(config.search_url()).query(everything)["response"]["docs"])
    documents += str(make_connection().search("*:*", rows=1000).docs)
    return [f"solr: {word}" for word in words if word in documents]


def test_a_name_that_was_typed_is_nowhere_any_more(world: World):
    cell = {"file": "spend-1.csv", "row": NAMED_ROW, "field": "supplier_name", "value": NAME}
    publish(world, csv_file(3), fixes=[cell, "text-spacing"])
    assert quoted_in(NAME)
    erase(world, places=cells("supplier_name"))
    work()
    follow()
    assert quoted_in(NAME) == []
    assert world.show(REFERENCE)["revisions"][0]["fixes"] == ["text-spacing"]


def inside(database: Any, entry_no: int) -> int:
    """How many payments of an entry are said to lie in its period."""
    with database.cursor() as cursor:
        cursor.execute("select inside from spenddata.entry where entry_no = %s", (entry_no,))
        return cursor.fetchone()[0]


class TestCells:
    """A cell goes wherever it stands; its payment and the figures stay."""

    @pytest.mark.check(35)
    def test_it_is_nowhere_any_more(self, world: World):
        publish(world, named_file())
        assert len(quoted_in(NAME)) > 5
        told = erase(world, places=cells("supplier_name", "description"))
        assert (told["scope"], told["erased"][0]["cells"]) == ("cells", 2)
        follow()
        assert quoted_in(NAME, PURPOSE) == []

    @pytest.mark.parametrize("whole", [False, True])
    def test_no_hash_is_told_by_which_its_words_could_be_tried(self, world: World, whole: bool):
        """Whoever has the rest of a file, which publishers put on their own sites too, could else try one name after the other."""
        publish(world, named_file())
        publish(world, redacted_file())
        payment = first_payment()
        shown = world.show(who=None)["revisions"]
        hashes = {each["files"][0]["sha256"] for each in shown} | {each["artefact_sha256"] for each in shown}
        hashes |= {world.call("resource_show", None, id=resource())[name] for name in ("hash", "source_sha256")}
        assert len(hashes) > 4
        erase(world, revision=1, places=[] if whole else cells("supplier_name", "description"))
        follow()
        gone = {shown[0]["files"][0]["sha256"], shown[0]["artefact_sha256"]}
        for who in (None, "editor"):
            told = [
                world.show(who=who),
                world.call("spenddata_transaction_search", who, q=""),
                world.call("spenddata_transaction_show", who, id=payment),
                world.call("package_search", who, q="*:*"),
            ]
            assert [each for each in gone if each in str(told)] == [], who

    def test_what_was_said_to_readers_goes_with_it(self, world: World):
        publish(world, named_file(), note='A payment for "Aunt Percy".\nIt is for two years.')
        assert quoted_in("Aunt Percy")
        erase(world, places=cells("supplier_name", "description"))
        follow()
        assert quoted_in("Aunt Percy") == []

    def test_figures_stay_and_the_payment_says_when_and_why(self, world: World):
        publish(world, named_file())
        payment = first_payment(2)
        erase(world, places=cells("supplier_name"))
        follow()
        assert ledger_rows() == (3, 600_006)
        shown = world.call("spenddata_transaction_show", None, id=payment)
        assert (shown["amount"], shown["supplier_name"], shown["redaction_reason"]) == (
            "3000.03",
            None,
            "personal_data",
        )
        assert [each["why"] for each in shown["erased"]] == [WHY]
        assert world.call("spenddata_transaction_show", None, id=first_payment(1))["erased"] == []
        assert world.call("spenddata_transaction_search", None, q="highways")["total"] == "6000.06"

    def test_it_goes_from_a_replaced_revision_and_from_the_one_that_counts(self, world: World):
        publish(world, named_file())
        publish(world, named_file(4))
        told = erase(world, revision=1, places=cells("supplier_name", "description"))
        assert [(part["revision"], part["cells"]) for part in told["erased"]] == [(1, 2), (2, 2)]
        follow()
        assert quoted_in(NAME, PURPOSE) == []
        assert (ledger_rows(), rows_of_table()) == ((4, 1_000_010), 4)

    def test_a_name_that_was_published_and_then_withheld_can_be_erased(self, world: World):
        """The later revision has the payment without the name: nothing of it changes."""
        publish(world, named_file())
        publish(world, redacted_file())
        before = world.show(who=None)["revisions"][1]["artefact_sha256"]
        told = erase(world, revision=1, places=cells("supplier_name", "description"))
        assert [part["revision"] for part in told["erased"]] == [1]
        follow()
        assert quoted_in(NAME, PURPOSE) == []
        assert world.show(who=None)["revisions"][1]["artefact_sha256"] == before

    def test_the_same_words_elsewhere_go_where_that_is_asked_for(self, world: World):
        content = named_file(5).replace(b"Resurfacing of road 5", f"Travel of {NAME.upper()}".encode())
        publish(world, content)
        told = erase(world, places=cells("supplier_name"), same_words=True, preview=True)
        assert told["erased"][0]["cells"] == 2
        erase(world, places=cells("supplier_name"), same_words=True)
        follow()
        assert quoted_in(NAME, NAME.upper()) == []

    def test_a_preview_changes_nothing(self, world: World):
        publish(world, named_file())
        told = erase(world, places=cells("supplier_name"), preview=True)
        assert told["preview"]
        assert world.call("spenddata_transaction_search", None, q=NAME)["count"] == 1

    @pytest.mark.check(13)
    def test_the_csv_stays_valid(self, world: World, monkeypatch):
        import frictionless

        from ckanext.spenddata import config
        from ckanext.spenddata.returns import queries
        from ckanext.spenddata.returns.files.published_files import published_file

        publish(world, named_file())
        erase(world, places=cells("supplier_name"))
        follow()
        revision = queries.by_number(queries.by_reference(REFERENCE), 1)
        path = published_file(revision).path
        monkeypatch.chdir(path.parent)
        schema = frictionless.Schema.from_descriptor(config.definitions().published.descriptor())
        assert frictionless.Resource(path=path.name, schema=schema).validate().valid

    @pytest.mark.parametrize(
        ("places", "words"),
        [
            ([{"row": 99}], "no payment in row 99"),
            ([{"row": NAMED_ROW, "fields": ["supplier_postcode"]}], "nothing to erase"),
            ([{"row": NAMED_ROW, "fields": ["amount"]}], "can't be erased by itself"),
            ([{"row": 0}], "can't be used"),
            ([{"line": 4}], "can't be used"),
        ],
    )
    def test_what_can_not_be_erased_is_told_and_nothing_changes(self, world: World, places: Any, words: str):
        publish(world, named_file())
        with pytest.raises(tk.ValidationError, match=words):
            erase(world, places=places)
        assert world.call("spenddata_transaction_search", None, q=NAME)["count"] == 1


class TestRows:
    """A row goes with its amount."""

    def test_it_leaves_the_totals_and_its_address_is_a_tombstone(self, world: World):
        from ckanext.spenddata.ledger import connection, entries, verify
        from ckanext.spenddata.logic.gone import Gone

        publish(world, named_file())
        second, third = first_payment(1), first_payment(2)
        erase(world, places=[{"row": NAMED_ROW}])
        follow()
        assert (ledger_rows(), rows_of_table(), quoted_in(NAME, PURPOSE)) == ((2, 300_003), 2, [])
        assert verify.publisher("X-DEMO-1") == []
        with connection.reading() as database:
            (entry,) = entries.of_return(database, "X-DEMO-1", REFERENCE)
            assert (entry.n, entry.amount, inside(database, entry.entry_no)) == (2, 300_003, 2)
        with pytest.raises(Gone, match=WHY) as gone:
            world.call("spenddata_transaction_show", None, id=third)
        assert gone.value.facts["state"] == "erased"
        assert world.call("spenddata_transaction_show", None, id=second)["amount"] == "2000.02"
        assert world.show(who=None)["revisions"][0]["rows_accepted"] == 2

    def test_addresses_of_the_other_payments_still_lead_on_after_a_replacement(self, world: World):
        publish(world, named_file(4))
        fourth = first_payment(3)
        erase(world, places=[{"row": 2}])
        publish(world, redacted_file(4))
        by = world.call("spenddata_transaction_show", None, id=fourth)["replaced_by"]["_id"]
        assert world.call("spenddata_transaction_show", None, id=by)["transaction_number"] == "T000004"


class TestRevisions:
    """A revision goes as a whole."""

    def test_nothing_of_it_is_left_but_that_it_was(self, world: World):
        from ckanext.spenddata.logic.gone import Gone

        content = named_file().replace(b"Supplier 1 Ltd", b"Quickthorn Ltd").replace(b"T000002", b"T8190233")
        publish(world, content, note="Aunt Percy was paid for two years.")
        payment = first_payment()
        assert len(quoted_in("Quickthorn Ltd", "T8190233")) > 5
        erase(world)
        follow()
        assert (ledger_rows(), rows_of_table()) == ((0, 0), None)
        assert quoted_in(NAME, PURPOSE, "Quickthorn Ltd", "T8190233", "Aunt Percy") == []
        shown = world.show(who=None)
        assert (shown["state"], shown["revisions"][0]["events"][-1]["why"]) == ("erased", WHY)
        assert shown["revisions"][0]["rows_accepted"] is None
        for action, asked in [
            ("spenddata_transaction_show", {"id": payment}),
            ("spenddata_revision_report", {"reference": REFERENCE, "revision": 1}),
            ("spenddata_revision_download", {"reference": REFERENCE, "revision": 1}),
            ("resource_show", {"id": resource()}),
        ]:
            with pytest.raises(Gone, match=WHY):
                world.call(action, None, **asked)

    def test_what_a_killed_process_left_of_an_erasure_is_finished(self, world: World, monkeypatch):
        from ckanext.spenddata.returns.removal import erasing

        for step in ("_forget_words", "_forget_files", "_follow"):
            world.tidy()
            publish(world, named_file())
            with monkeypatch.context() as patch:
                patch.setattr(erasing, step, _killed)
                with pytest.raises(KeyboardInterrupt):
                    _erase_and_follow(world)
            assert NAME not in str(world.call("spenddata_transaction_search", None, q=""))
            with pytest.raises(tk.ObjectNotFound):
                world.call("resource_show", None, id=resource())
            follow()
            assert quoted_in(NAME, PURPOSE) == [], step
            assert world.call("resource_show", None, id=resource())["rows"] == 3

    def test_what_was_said_beforehand_of_a_file_that_was_rejected_goes_with_it(self, world: World):
        """It was never looked at, as there was nothing to look for: a yes that names a person, and why."""
        said = [{"rule": "person-likely", "value": NAME, "reason": f"{NAME} is a sole trader"}]
        world.submit(b"Nothing,here\r\n1,2\r\n", acknowledge=said)
        work()
        assert (world.show()["state"], bool(quoted_in(NAME))) == ("rejected", True)
        erase(world)
        follow()
        assert quoted_in(NAME) == []

    def test_a_download_that_was_being_made_leaves_nothing_behind(self, world: World, monkeypatch):
        """The CSV is made when somebody asks for it; here the order comes, and is carried out, while it is being written."""
        from ckanext.spenddata import artefact
        from ckanext.spenddata.returns.files.storage import Storage

        write, csvs = artefact.canonical_csv, lambda: list((Storage().root / "csv").glob("*/*.csv"))
        for places in ([], cells("supplier_name", "description")):
            world.tidy()
            publish(world, named_file())
            for path in csvs():
                path.unlink()

            def written_late(rows: Any, schema: Any, path: Path, places: Any = places) -> None:
                monkeypatch.setattr(artefact, "canonical_csv", write)
                write(rows, schema, path)
                # A thread has a session of its own, as another process has.
                with ThreadPoolExecutor(1) as another:
                    another.submit(_erase_and_follow, world, places=places).result()

            monkeypatch.setattr(artefact, "canonical_csv", written_late)
            with pytest.raises(tk.ObjectNotFound):
                world.call("spenddata_revision_download", None, reference=REFERENCE)
            assert quoted_in(NAME, PURPOSE) == [], places

    def test_a_file_that_another_revision_was_made_of_stays_for_it(self, world: World):
        from ckanext.spenddata.returns.files.storage import Storage

        publish(world, csv_file(3))
        publish(world, csv_file(3) + b"\r\n")
        publish(world, csv_file(3))
        sha256 = world.show()["revisions"][2]["files"][0]["sha256"]
        erase(world, revision=1)
        follow()
        assert Storage().file(sha256).exists()

    def test_editors_may_not_and_stewards_may(self, world: World):
        publish(world, named_file())
        with pytest.raises(tk.NotAuthorized):
            erase(world, who="editor")
        assert erase(world, who="sysadmin", preview=True)["scope"] == "revision"


def _erase_and_follow(world: World, places: list[dict[str, Any]] | None = None) -> None:
    erase(world, places=cells("supplier_name", "description") if places is None else places)
    follow()


def _killed(*_args: Any, **_more: Any) -> None:
    message = "killed"
    raise KeyboardInterrupt(message)

"""A restored portal made whole: in order, one order that fails not keeping the others, and the ledger believed only when it agrees."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.backup import catch_up
from ckanext.spenddata.backup.faults import BackupError


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A portal without anything published; each step is noted."""
    made = SimpleNamespace(done=[], again=lambda _order: True, disagreements=[], published=[], resources={}, hashes={})

    def step(name: str, answer: Any = None) -> Any:
        return lambda *args, **more: (made.done.append(name), answer)[1]  # noqa: ARG005

    def upgrade(*_: Any, **__: Any) -> None:
        print("INFO upgrading")
        made.done.append("upgrade")

    def again(order: Any) -> bool:
        made.done.append(f"again {order.id}")
        return made.again(order)

    @contextmanager
    def connected() -> Any:
        yield "a connection"

    database = SimpleNamespace(connected=connected)
    monkeypatch.setattr(catch_up.upgrade, "main", upgrade)
    monkeypatch.setattr(catch_up.schema, "initialise", step("schema"))
    monkeypatch.setattr(catch_up.search, "rebuild", step("datasets"))
    monkeypatch.setattr(catch_up.reindex, "rebuild", step("payments", (7, 1)))
    monkeypatch.setattr(catch_up.removals, "again", again)
    monkeypatch.setattr(catch_up.catalogue, "follow", lambda revision: made.done.append(f"follow {revision}"))
    monkeypatch.setattr(catch_up.orphans, "find", step("find", "orphans"))
    monkeypatch.setattr(catch_up.orphans, "mend", lambda found: made.done.append(f"mend {found}"))
    monkeypatch.setattr(catch_up.verify, "every_publisher", lambda: iter(made.disagreements))
    monkeypatch.setattr(catch_up.databases, "both", lambda: (database, database))
    monkeypatch.setattr(catch_up.figures, "of", lambda *_: {"returns": 5})
    session = catch_up.model.Session
    monkeypatch.setattr(session, "execute", lambda _query: SimpleNamespace(all=lambda: made.published))
    monkeypatch.setattr(session, "get_one", lambda _kind, id_: id_)
    for name in ("commit", "rollback", "remove"):
        monkeypatch.setattr(session, name, step(name))
    monkeypatch.setattr(catch_up.model.Resource, "get", made.resources.get)
    return made


def order(number: int) -> Any:
    return SimpleNamespace(id=number, reference=f"X-DEMO-{number}", ordered="2026-11-28")


def run(*noted: Any) -> tuple[catch_up.CaughtUp, list[str]]:
    said: list[str] = []
    return catch_up.catch_up(noted, said.append), said


def test_schemas_come_first_then_indexes_then_what_was_taken_back_then_what_is_left_behind(portal):
    done, said = run(order(1))
    steps = [step for step in portal.done if step not in ("commit", "remove")]
    assert steps == ["upgrade", "schema", "datasets", "payments", "again 1", "find", "mend orphans"]
    assert (done.payments, done.figures, done.taken_back) == (7, {"returns": 5}, ["X-DEMO-1"])
    assert any("1 orders" in line for line in said)


def test_what_ckan_prints_is_for_the_person(portal, capsys):
    run()
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "INFO upgrading" in captured.err
    assert sys.stdout is not sys.stderr


def test_an_order_that_fails_stands_for_a_person_and_the_others_are_carried_out(portal):
    def again(each: Any) -> bool:
        if each.id == 2:
            raise OSError("The disk is full")
        return each.id != 4

    portal.again = again
    done, _ = run(*map(order, range(1, 5)))
    assert done.taken_back == ["X-DEMO-1", "X-DEMO-3"]
    assert done.by_hand == ["X-DEMO-2, ordered 2026-11-28: The disk is full"]
    assert "rollback" in portal.done


def resource(state: str = "active", hash_: str = "same") -> Any:
    return SimpleNamespace(state=state, hash=hash_)


def test_published_files_of_another_moment_are_written_again_and_no_others(portal, monkeypatch):
    portal.published = [(f"v{n}", f"r{n}") for n in range(1, 5)]
    portal.resources |= {"r1": resource(), "r2": resource(hash_="other"), "r3": resource("deleted", "other")}
    monkeypatch.setattr(catch_up, "_hash", lambda _id: "same")
    done, _ = run()
    assert [step for step in portal.done if step.startswith("follow")] == ["follow v2"]
    assert done.written_again == 1


def test_the_hash_of_a_file_is_that_of_its_bytes_and_none_of_one_that_is_missing(portal, monkeypatch, tmp_path):
    (tmp_path / "r1").write_bytes(b"abc")
    uploader = SimpleNamespace(get_path=lambda id_: str(tmp_path / id_))
    monkeypatch.setattr(catch_up.uploader, "get_resource_uploader", lambda _resource: uploader)
    assert catch_up._hash("r1") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert catch_up._hash("r2") == ""


def test_a_ledger_that_does_not_agree_with_itself_is_told_with_what_to_run(portal):
    portal.disagreements = [("X-DEMO-1", []), ("X-DEMO-2", ["a month", "a year"])]
    with pytest.raises(BackupError, match=r"a month \(2 places\). Run: ckan spenddata ledger rebuild"):
        run()

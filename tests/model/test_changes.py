"""The name of a state: another one after whatever public pages show has changed, by whomever, and the same until then."""

from __future__ import annotations

import pytest
import sqlalchemy as sa


@pytest.fixture
def database(with_plugins, clean_db):
    """CKAN's database with our tables, and a group in it."""
    from ckan import model

    model.Session.add(model.Group(name="a-group", title="A group"))
    model.Session.commit()
    model.Session.remove()
    return model.meta.engine


def rename(connection: sa.Connection, title: str) -> None:
    connection.execute(sa.text("UPDATE \"group\" SET title = :title WHERE name = 'a-group'"), {"title": title})


def test_every_table_of_ours_is_watched_or_known_to_be_unseen(database: sa.Engine):
    from ckanext.spenddata.model import changes

    ours = {name for name in sa.inspect(database).get_table_names() if name.startswith("spenddata_")}
    assert ours - {"spenddata_alembic_version"} == changes.UNSEEN | {
        name for name in changes.WATCHED if name.startswith("spenddata_")
    }


def test_every_watched_table_tells(database: sa.Engine):
    from ckanext.spenddata.model import changes

    with database.connect() as connection:
        there = set(sa.inspect(database).get_table_names())
        found = changes.watched(connection)
        assert found.keys() == there & changes.WATCHED.keys()
        assert {table: len(triggers) for table, triggers in found.items()} == {
            table: len(watches) for table, watches in changes.WATCHED.items() if table in there
        }
        assert {"package", "resource", "group", "member", "system_info", "user"} <= there


def test_a_change_that_is_committed_gives_the_state_another_name(database: sa.Engine):
    from ckanext.spenddata.model import changes

    before = changes.state()
    with database.begin() as connection:
        rename(connection, "Another name")
        assert changes.state() == before  # as seen from elsewhere
    after = changes.state()
    assert after != before
    with database.connect() as connection:
        rename(connection, "A third name")
        connection.rollback()
    assert changes.state() == after


def test_signs_of_life_and_work_in_progress_change_nothing(database: sa.Engine):
    from ckanext.spenddata.model import changes

    before = changes.state()
    with database.begin() as connection:
        connection.execute(sa.text("INSERT INTO spenddata_heartbeat VALUES ('clock', now(), 'a process', NULL)"))
        connection.execute(sa.text("UPDATE spenddata_revision SET heartbeat = now(), claimed_by = 'a process'"))
        connection.execute(sa.text('UPDATE "user" SET last_active = now()'))
    assert changes.state() == before


def test_whoever_began_first_and_ends_last_is_not_missed(database: sa.Engine):
    from ckanext.spenddata.model import changes

    with database.connect() as slow:
        slow.execute(sa.text("INSERT INTO tag (id, name) VALUES ('slow', 'slow')"))
        with database.begin() as quick:
            rename(quick, "Quick")
        between = changes.state()
        slow.commit()
    assert changes.state() != between


def test_clearing_up_leaves_few_lines_and_a_name_that_is_new(database: sa.Engine, monkeypatch):
    from ckanext.spenddata.model import changes

    names = [changes.state()]
    for number in range(5):
        with database.begin() as connection:
            rename(connection, f"Name {number}")
        names.append(changes.state())
    changes.clear()
    assert changes.state() == names[-1]  # five are not many
    monkeypatch.setattr(changes, "MOST", 3)
    changes.clear()
    assert changes.state() not in names
    with database.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM spenddata_change")).scalar_one() == 1


RETURN = """
INSERT INTO spenddata_return (id, publisher_id, organization_id, regime, period, resource_id, period_start, period_end, created)
VALUES ('r', 'X-DEMO-1', 'o', 'lgtc-500', '2026-04', 'r', '2026-04-01', '2026-04-30', now())
"""
REVISION = """
INSERT INTO spenddata_revision
    (id, return_id, number, state, attempt, nil, answers, fixes, acknowledge, stops, publish_on_ready, report, tries, interrupted)
VALUES ('v', 'r', 1, 'draft', 1, false, '{}', '[]', '[]', '[]', false, '{}', 0, 0)
"""
FILE = "INSERT INTO spenddata_file (id, revision_id, position, name, size, sha256) VALUES ('f', 'v', 0, 'april.csv', 1, 'abc')"
FOLLOW_UP = """
INSERT INTO spenddata_followup (id, revision_id, step, created, tries, interrupted) VALUES ('s', 'v', 'index', now(), 0, 0)
"""


def event(to: str) -> str:
    return f"INSERT INTO spenddata_event (revision_id, at, to_state, why) VALUES ('v', now(), '{to}', '')"


def stands(database: sa.Engine, *statements: str) -> tuple[bool, bool]:
    """Whether a transaction changed the settled part of the state, and whether it changed the whole."""
    from ckanext.spenddata.model import changes

    before = changes.state()
    with database.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    after = changes.state()
    return before.settled != after.settled, before.whole != after.whole


NOTHING, MAY_WAIT, AT_ONCE = (False, False), (False, True), (True, True)


def test_what_nobody_is_shown_leaves_pages_and_what_is_published_may_wait_a_moment(database: sa.Engine):
    assert stands(database, RETURN, REVISION, FILE, event("draft")) == NOTHING
    for state in ("submitted", "checking", "ready", "approved", "publishing"):
        to = f"UPDATE spenddata_revision SET state = '{state}', report = '{{\"rows\": 1}}', rows_accepted = 1"
        assert stands(database, to, event(state)) == NOTHING, state
    published = "UPDATE spenddata_revision SET state = 'published', entry_no = 7, published = now()"
    assert stands(database, published, event("published"), FOLLOW_UP) == MAY_WAIT
    assert stands(database, "UPDATE spenddata_followup SET done = now()") == MAY_WAIT
    assert stands(database, "UPDATE spenddata_revision SET state = 'superseded'", event("superseded")) == MAY_WAIT


@pytest.mark.parametrize(
    "taken",
    [
        ["UPDATE spenddata_revision SET state = 'withdrawn'"],
        ["UPDATE spenddata_revision SET state = 'erased'"],
        ["UPDATE spenddata_revision SET report = '{}'"],
        ["UPDATE spenddata_file SET erased = now()"],
        [event("details_erased")],
        ["DELETE FROM spenddata_revision"],
        # One transaction that adds first and takes back then takes back.
        ["UPDATE spenddata_followup SET done = now()", "UPDATE spenddata_revision SET state = 'withdrawn'"],
    ],
)
def test_what_is_taken_back_waits_for_nobody(database: sa.Engine, taken: list[str]):
    published = "UPDATE spenddata_revision SET state = 'published', entry_no = 7, report = '{\"rows\": 1}'"
    stands(database, RETURN, REVISION, FILE, published, FOLLOW_UP)
    assert stands(database, *taken) == AT_ONCE


def test_what_follows_a_publication_in_the_catalogue_may_wait_and_what_comes_after_it_not(database: sa.Engine):
    from ckan import model

    from ckanext.spenddata.model import changes

    def write(title: str, *, commit: bool) -> changes.State:
        model.Session.query(model.Group).filter_by(name="a-group").one().title = title
        model.Session.flush()
        if commit:
            model.Session.commit()
        return changes.state()

    first = changes.state()
    with changes.only_adding():
        begun = write("One", commit=True)
        again = write("Two", commit=True)
        write("Three", commit=False)
    assert (begun.settled, again.settled) == (first.settled, first.settled)
    assert len({first.whole, begun.whole, again.whole}) == 3
    # The same transaction, but outside the block: it does more than follow.
    assert write("Four", commit=True).settled != first.settled
    assert write("Five", commit=True).settled != first.settled

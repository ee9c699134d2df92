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
        assert changes.watched(connection) == there & changes.WATCHED.keys()
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

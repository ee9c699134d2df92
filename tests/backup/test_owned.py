"""Which files a portal's database says there are: those as sent that are not erased, and artefacts of readings that are done."""

from __future__ import annotations

import pytest

from tests.returns.standing import standing
from tests.returns.world import World, csv_file


@pytest.fixture
@standing
def two_files(world: World) -> World:
    """A published return, and one that is sent and not read yet."""
    world.publish(csv_file(3))
    world.submit(csv_file(4, month=5), period="2026-Q2")
    return world


def told() -> dict[str, str]:
    from ckanext.spenddata.backup import databases, owned

    with databases.both()[0].connected() as connection:
        return {name.rsplit("/", 1)[1]: name for name in owned.files(connection)}


def test_what_was_sent_and_what_was_read_of_it(two_files):
    from ckanext.spenddata.returns import queries

    first = queries.by_reference("X-DEMO-1.lgtc-500.2026-Q1").revisions[0]
    second = queries.by_reference("X-DEMO-1.lgtc-500.2026-Q2").revisions[0]
    sent, waiting, read = first.files[0].sha256, second.files[0].sha256, first.artefact_sha256
    assert told() == {
        sent: f"files/{sent[:2]}/{sent}",
        waiting: f"files/{waiting[:2]}/{waiting}",
        f"{read}.parquet": f"artefacts/{read[:2]}/{read}.parquet",
    }


def test_what_is_erased_or_not_read_is_none_of_them(two_files):
    import sqlalchemy as sa
    from ckan import model

    for state in ("erased", "submitted", "checking"):
        model.Session.execute(sa.text("update spenddata_revision set state = :state"), {"state": state})
        model.Session.commit()
        assert not any(name.endswith(".parquet") for name in told())
    model.Session.execute(sa.text("update spenddata_file set erased = now()"))
    model.Session.commit()
    assert told() == {}

"""Administrators are written to when work is stuck: once for each return, and the log says so where no mail goes."""

from __future__ import annotations

import pytest

from tests.returns.conftest import portal_world, world  # noqa: F401  a publisher with a return
from tests.returns.world import csv_file

pytestmark = pytest.mark.usefixtures("with_request_context")


@pytest.fixture
def stuck_return(world):  # noqa: F811
    import sqlalchemy as sa
    from ckan import model
    from ckan.lib.redis import connect_to_redis

    from ckanext.spenddata.model import Revision

    for key in connect_to_redis().scan_iter("spenddata:told-stuck:*"):
        connect_to_redis().delete(key)
    world.submit(csv_file())
    model.Session.execute(sa.update(Revision).values(state="checking", tries=99, last_error="a fault"))
    model.Session.commit()


def test_mail_goes_to_whom_the_settings_name_and_once(stuck_return, ckan_config, monkeypatch):
    from ckan.lib import mailer

    from ckanext.spenddata.watch import stuck

    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(mailer, "mail_recipient", lambda _name, address, _subject, body: sent.append((address, body)))
    ckan_config[stuck.MAIL_TO] = "team@example.org"
    ckan_config["smtp.mail_from"] = "portal@example.org"
    references = stuck.tell()
    assert len(references) == 1
    assert [address for address, _ in sent] == ["team@example.org"]
    assert references[0] in sent[0][1]
    assert stuck.tell() == []
    assert len(sent) == 1


@pytest.mark.parametrize("error", [ConnectionRefusedError(), ValueError("no header")])
def test_mail_that_the_server_did_not_take_is_sent_later(stuck_return, ckan_config, monkeypatch, error: Exception):
    from ckan.lib import mailer
    from ckan.lib.redis import connect_to_redis

    from ckanext.spenddata.watch import stuck

    def away(*_: object) -> None:
        raise error

    def remembered() -> list[int]:
        return [connect_to_redis().ttl(key) for key in connect_to_redis().scan_iter("spenddata:told-stuck:*")]

    ckan_config[stuck.MAIL_TO] = "team@example.org"
    ckan_config["smtp.mail_from"] = "portal@example.org"
    monkeypatch.setattr(mailer, "mail_recipient", away)
    assert len(stuck.tell()) == 1
    assert [0 < seconds <= stuck.TRY_AGAIN_SECONDS for seconds in remembered()] == [True]
    monkeypatch.setattr(stuck, "_is_news", lambda _key: True)
    monkeypatch.setattr(mailer, "mail_recipient", lambda *_: None)
    assert len(stuck.tell()) == 1
    assert [seconds > stuck.TRY_AGAIN_SECONDS for seconds in remembered()] == [True]


@pytest.mark.parametrize("sender", ["portal@example.org", None])
def test_without_a_mail_server_or_a_sender_the_log_says_it(stuck_return, ckan_config, caplog, sender):
    from ckanext.spenddata.watch import stuck

    ckan_config[stuck.MAIL_TO] = "team@example.org"
    ckan_config["smtp.server"] = "127.0.0.1:9"
    ckan_config["smtp.mail_from"] = sender
    assert len(stuck.tell()) == 1
    assert "work is stuck: X-DEMO-1" in caplog.text
    assert "nobody could be told by mail" in caplog.text

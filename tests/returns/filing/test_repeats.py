"""The same bytes sent again are told, never refused; and of other publishers only what they have published."""

from __future__ import annotations

import pytest

from tests.returns.standing import standing
from tests.returns.world import REGIME, World, csv_file, work

ONE, TWO = csv_file(3), csv_file(4)


@pytest.fixture
@standing
def sent(world: World) -> World:
    """The first quarter published twice, by our council; the second waits, with the same file; another has published it, too."""
    world.publish(ONE)
    world.publish(ONE)
    world.submit(ONE, TWO, period="2026-Q2")
    work()
    world.submit(ONE, who="stranger", publisher="X-DEMO-3")
    world.submit(TWO, who="stranger", publisher="X-DEMO-3", period="2026-Q2")
    work()
    return world


def revision(reference: str, number: int):
    from ckanext.spenddata.returns import queries

    found = queries.by_reference(reference)
    assert found
    return queries.by_number(found, number)


def test_the_newest_earlier_revision_of_each_return_is_named(sent):
    from ckanext.spenddata.returns.filing.repeats import SentBefore, sent_before

    first, second = f"X-DEMO-1.{REGIME}.2026-Q1", f"X-DEMO-1.{REGIME}.2026-Q2"
    assert sent_before(revision(first, 1)) == []
    assert sent_before(revision(first, 2)) == [SentBefore("spend-1.csv", first, 1, "superseded")]
    assert sent_before(revision(second, 1)) == [SentBefore("spend-1.csv", first, 2, "published")]


def test_what_others_sent_is_not_told_by_their_revisions(sent):
    from ckanext.spenddata.returns.filing.repeats import sent_before

    assert sent_before(revision(f"X-DEMO-3.{REGIME}.2026-Q1", 1)) == []


def test_another_return_with_the_same_file_is_told_where_it_is_public_or_one_s_own(sent):
    from ckanext.spenddata.checks.history import SentBefore
    from ckanext.spenddata.returns.filing.repeats import for_other_returns

    theirs = for_other_returns(revision(f"X-DEMO-3.{REGIME}.2026-Q1", 1))
    assert [each.file for each in theirs] == ["spend-1.csv"]
    assert theirs[0].where.startswith("Exampleton City Council, ")
    assert theirs[0].where.endswith(f"(X-DEMO-1.{REGIME}.2026-Q1)")
    # The council's second quarter is not published: nobody's business.
    assert for_other_returns(revision(f"X-DEMO-3.{REGIME}.2026-Q2", 1)) == ()
    [own] = for_other_returns(revision(f"X-DEMO-1.{REGIME}.2026-Q2", 1))
    assert isinstance(own, SentBefore)
    assert own.file == "spend-1.csv"
    assert "Council" not in own.where
    assert own.where.endswith(f"(X-DEMO-1.{REGIME}.2026-Q1)")


def test_a_nil_statement_repeats_nothing(world):
    from ckanext.spenddata.returns.filing.repeats import sent_before

    world.publish(ONE)
    world.call("spenddata_return_submit", "editor", publisher="X-DEMO-1", regime=REGIME, period="2026-Q2", nil=True)
    assert sent_before(revision(f"X-DEMO-1.{REGIME}.2026-Q2", 1)) == []

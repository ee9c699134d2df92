"""The list of returns: what it says, how one goes through it, and that a page costs the same however many returns there are."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
import sqlalchemy as sa
from ckan.plugins import toolkit as tk

from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.returns.due import lines, listing
from ckanext.spenddata.returns.due.lines import Reader, Wanted
from ckanext.spenddata.returns.people.publishers import Body
from tests.returns.world import REGIME, World, csv_file, follow, work

TODAY = dt.date(2026, 11, 28)
PERIODS = 40
"""Quarters that each publisher has filed for, up to the second quarter of 2026."""
FILL = """
insert into spenddata_return (id, publisher_id, organization_id, regime, period, period_start, period_end, due, created, resource_id)
select 'r' || p || '-' || q, 'X-FULL-' || p, :organization, 'lgtc-500',
       to_char(start, 'YYYY') || '-Q' || to_char(start, 'Q'), start, (start + interval '3 months - 1 day')::date,
       (start + interval '4 months')::date, now(), gen_random_uuid()::text
from generate_series(1, :publishers) as p, generate_series(1, :periods) as q,
     lateral (select (date '2026-07-01' - q * interval '3 months')::date as start) as s;
insert into spenddata_revision (id, return_id, number, state, attempt, nil, answers, fixes, publish_on_ready, report, entry_no,
                                published, submitted, rows_accepted, amount_accepted, rows_in_error, tries, stops)
select 'v' || id, id, 1, 'published', 1, false, '{}', '[]', false, '{}', row_number() over (), now(), now(), 10, 100.00, 0, 0, '[]'
from spenddata_return where publisher_id like 'X-FULL-%';
analyze spenddata_return; analyze spenddata_revision;
"""


def fill(world: World, publishers: int) -> Reader:
    """A portal with so many publishers, each with 40 returns; and nobody, who reads its list."""
    from ckan import model

    model.Session.execute(sa.text(FILL), {"organization": world.council, "publishers": publishers, "periods": PERIODS})
    model.Session.commit()
    bodies = [
        Body(world.council, Publisher(publisher_id=f"X-FULL-{n}", name=f"Body {n}", regimes=(REGIME,)))
        for n in range(1, publishers + 1)
    ]
    return Reader(bodies, own=(), everybody=True, today=TODAY)


def cost(read: Any) -> tuple[float, int]:
    """Seconds (the best of three), and statements."""
    from ckan import model

    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    seconds = []
    sa.event.listen(model.meta.engine, "before_cursor_execute", note)
    try:
        for _ in range(3):
            model.Session.remove()
            begun = time.perf_counter()
            read()
            seconds.append(time.perf_counter() - begun)
    finally:
        sa.event.remove(model.meta.engine, "before_cursor_execute", note)
    return min(seconds), len(statements) // 3


@pytest.mark.deep
def test_a_page_costs_the_same_with_a_thousand_returns_and_with_a_hundred_thousand(world: World):
    asked = {
        "all": Wanted(),
        "published": Wanted(state="published"),
        "missing": Wanted(state="missing"),
        "withdrawn": Wanted(state="withdrawn"),
    }
    found: dict[int, dict[str, tuple[float, int]]] = {}
    for publishers in (25, 2500):
        world.tidy()
        reader = fill(world, publishers)
        found[publishers] = {
            name: cost(lambda wanted=wanted, reader=reader: listing.page(reader, wanted, 25))
            for name, wanted in asked.items()
        }
        assert [line.state for line in listing.page(reader, Wanted(), 3)] == ["missing"] * 3
    print(f"\nlist of returns, 1,000 and 100,000 of them: {found}")
    for name in asked:
        (small, few), (large, many) = found[25][name], found[2500][name]
        assert few == many, name
        # The publishers of a portal are looked at for what is missing, so it grows with them, and not with what they filed.
        assert large < 20 * small + 1, (name, small, large)


def test_counts_are_those_of_the_lines(world: World):
    reader = fill(world, 3)
    lines = listing.page(reader, Wanted(), 1000)
    for state in (None, "missing", "published", "withdrawn"):
        wanted = Wanted(state=state)
        expected = sum(state in (None, line.state) for line in lines)
        assert listing.count(reader, wanted) == expected == len(listing.page(reader, wanted, 1000)), state
    assert [line.period for line in lines if line.state == "missing"] == ["2026-Q3"] * 3


def test_one_goes_through_it_by_cursor_and_meets_every_line_once(world: World):
    reader = fill(world, 3)
    every = listing.page(reader, Wanted(), 1000)
    met: list[Any] = []
    after = ""
    while page := listing.page(reader, Wanted(), 7, after=after):
        met += page
        after = lines.cursor(page[-1])
    assert met == every
    assert every == sorted(every, key=lambda line: line.key, reverse=True)


def test_offset_passes_lines_over(world: World):
    reader = fill(world, 3)
    every = listing.page(reader, Wanted(), 1000)
    assert listing.page(reader, Wanted(), 5, offset=6) == every[6:11]


def test_what_is_no_cursor_is_told(world: World):
    with pytest.raises(tk.ValidationError, match="not a cursor"):
        world.call("spenddata_return_list", None, after="the second page")


def test_the_action_tells_the_cursor_of_the_next_page_and_none_on_the_last(world: World):
    for period, (year, month) in {"2025-Q4": (2025, 11), "2026-Q1": (2026, 2)}.items():
        world.publish(csv_file(20, year=year, month=month), period=period)
    asked = {"publisher": "X-DEMO-1", "state": "published", "limit": 1}
    first = world.call("spenddata_return_list", None, **asked)
    second = world.call("spenddata_return_list", None, **asked, after=first["cursor"], count=False)
    assert [line["period"] for line in (*first["results"], *second["results"])] == ["2026-Q1", "2025-Q4"]
    assert (first["count"], second["count"], second["cursor"]) == (2, None, None)


def test_what_was_withdrawn_is_listed_with_the_reason_and_its_duty_is_open_again(world: World):
    world.publish(csv_file(20))
    follow()
    reference = f"X-DEMO-1.{REGIME}.2026-Q1"
    world.call("spenddata_return_withdraw", "administrator", reference=reference, why="Wrong quarter")
    lines = world.call("spenddata_return_list", None, publisher="X-DEMO-1")["results"]
    of_it = [(line["state"], line["why"]) for line in lines if line["reference"] == reference]
    assert of_it == [("withdrawn", "Wrong quarter"), ("missing", None)]


def test_others_are_told_nothing_of_drafts(world: World):
    world.submit(csv_file(20))
    work()
    mine = world.call("spenddata_return_list", "member", publisher="X-DEMO-1", state="ready")
    theirs = world.call("spenddata_return_list", "stranger", publisher="X-DEMO-1", state="ready")
    assert (mine["count"], len(mine["results"]), theirs["count"], theirs["results"]) == (1, 1, 0, [])


def test_a_body_owes_nothing_from_before_its_own_first_return_whoever_filed_earlier(world: World):
    from ckan import model

    reader = fill(world, 2)
    model.Session.execute(
        sa.text("delete from spenddata_return where publisher_id = 'X-FULL-2' and period_start < '2026-01-01'")
    )
    # Of both the second quarter of 2026 is gone again.
    model.Session.execute(sa.text("delete from spenddata_return where period = '2026-Q2'"))
    model.Session.commit()
    absent = listing.page(reader, Wanted(state="missing"), 100)
    assert sorted(line.reference for line in absent) == [
        f"X-FULL-{body}.{REGIME}.2026-{quarter}" for body in (1, 2) for quarter in ("Q2", "Q3")
    ]
    late = {line.publisher_id for line in absent if line.late}
    assert listing.overdue(reader) == dict.fromkeys(sorted(late), 2)


def test_those_who_owe_most_come_first(world: World):
    from ckan import model

    reader = fill(world, 3)
    owed = "delete from spenddata_return where period_start > :day and publisher_id = :body"
    for body, day in (("X-FULL-2", dt.date(2024, 1, 1)), ("X-FULL-3", dt.date(2025, 1, 1))):
        model.Session.execute(sa.text(owed), {"body": body, "day": day})
    model.Session.commit()
    found = listing.overdue(reader)
    assert list(found) == ["X-FULL-2", "X-FULL-3", "X-FULL-1"]
    assert sum(found.values()) == sum(line.late for line in listing.page(reader, Wanted(state="missing"), 1000))

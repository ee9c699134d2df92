"""A restored database holds what the dump holds: all that the portal's role owned before is gone, what others own stays."""

from __future__ import annotations

import pytest

from ckanext.spenddata.backup import load

OURS = """
create schema made_here; create table made_here.kept (n int);
create table public.plain (n serial primary key); create view public.seen as select * from public.plain;
create materialized view public.held as select 1 as n; create sequence public.counted;
create type public.mood as enum ('good'); create domain public.whole as int;
create function public.twice(n int) returns int language sql as 'select n * 2';
create procedure public.done() language sql as 'select 1';
create table public."a ""b" (n int);
"""
LEFT = """
select nspname::text from pg_namespace where nspname = 'made_here'
union all select relname::text from pg_class where relnamespace = 'public'::regnamespace and relowner = current_user::regrole
union all select proname::text from pg_proc where pronamespace = 'public'::regnamespace and proowner = current_user::regrole
union all select typname::text from pg_type where typnamespace = 'public'::regnamespace and typowner = current_user::regrole
    and typtype in ('e', 'd')
"""


@pytest.fixture
def cursor(other_portal):
    """In an empty database, within a transaction that is taken back."""
    import psycopg2

    connection = psycopg2.connect(other_portal.main_url)
    with connection.cursor() as opened:
        yield opened
    connection.rollback()
    connection.close()


def test_everything_of_the_role_s_own_goes(cursor):
    cursor.execute(OURS)
    cursor.execute(LEFT)
    assert cursor.rowcount >= 9
    load._empty(cursor)
    cursor.execute(LEFT)
    assert cursor.fetchall() == []
    load._empty(cursor)


def test_only_what_the_portal_s_role_owned_in_the_dump_is_taken_from_it(tmp_path, monkeypatch):
    """What a superuser made there is the new database's own."""
    from contextlib import nullcontext
    from types import SimpleNamespace

    done: list[str] = []
    listed = [
        "1; TABLE public plain ckan",
        "2; EXTENSION - postgis",
        "3; SCHEMA - public postgres",
        "4; VIEW public seen ckan",
        "5; TABLE x not_ckan",
    ]
    noted = SimpleNamespace(execute=done.append)
    database = SimpleNamespace(
        url="url", connected=lambda: nullcontext(SimpleNamespace(cursor=lambda: nullcontext(noted)))
    )
    monkeypatch.setattr(load.programs, "listed", lambda *_: listed)
    monkeypatch.setattr(load, "_empty", lambda _cursor: done.append("emptied"))
    monkeypatch.setattr(load.programs, "restore", lambda *which: done.append(f"restored by {which[3].name}"))
    load.load(database, "pg_restore", tmp_path / "ckan.dump", "ckan")  # type: ignore[arg-type]
    assert (tmp_path / "ckan.list").read_text() == "1; TABLE public plain ckan\n4; VIEW public seen ckan\n"
    assert done == ["begin", "emptied", "commit", "restored by ckan.list", "analyze"]

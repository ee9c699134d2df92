"""The names of a table's columns as they are now, whoever's table it is."""

from __future__ import annotations

import pytest

from ckanext.spenddata.ledger import connection, named_columns

pytestmark = pytest.mark.usefixtures("ledger")


def test_columns_of_tables_of_views_and_of_nothing():
    names = ['made "by" others', "a:b", "gone"]
    with connection.writing(noted=False) as database, database.cursor() as cursor:
        cursor.execute('create table public."their table" ("made ""by"" others" text, "a:b" int, gone int)')
        cursor.execute('create view public."another name" as select * from public."their table"')
    try:
        assert named_columns.of("their table") == named_columns.of("another name") == names
        with connection.writing(noted=False) as database, database.cursor() as cursor:
            cursor.execute('drop view public."another name"')
            cursor.execute('alter table public."their table" drop column gone')
        assert named_columns.of("their table") == names[:2]
        assert named_columns.of("another name") == named_columns.of("no'such") == []
        # Of another schema's table nothing is told.
        assert named_columns.of("entry") == []
    finally:
        with connection.writing(noted=False) as database, database.cursor() as cursor:
            cursor.execute('drop table public."their table" cascade')

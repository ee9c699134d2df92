"""Labels of the public view's columns, where CKAN's data dictionary finds them: JSON in the columns' comments."""

from __future__ import annotations

import msgspec
from psycopg2 import sql

from ckanext.spenddata import config
from ckanext.spenddata.ledger import ALL_SPEND as VIEW
from ckanext.spenddata.ledger.connection import Cursor

__all__ = ["VIEW", "of_columns", "write"]

_OWN = {
    "regime": ("Regime", "The duty to publish that the return answers."),
    "period": ("Period", "The period of the return: a month, a calendar quarter or a financial year."),
    "month": ("Month", "Month of the payment date."),
    "fiscal_year": (
        "Financial year",
        "Of the payment date, by the year in which it starts: 2026 is April 2026 to March 2027.",
    ),
    "return_id": ("Return", "Reference of the return that the row was published in."),
    "revision": ("Revision", "Which filing of that return."),
}
_COMMENT = sql.SQL("comment on column public.{view}.{column} is {text}")
_TITLE = sql.SQL("comment on view public.{view} is 'All published spend'")


def of_columns() -> dict[str, tuple[str, str]]:
    """Label and note of each column of the view that CKAN shows."""
    published = {field.name: (field.title, field.description) for field in config.definitions().published.fields}
    return published | _OWN


def write(cursor: Cursor) -> None:
    """Write the labels; the leading blank is how CKAN tells its present form from an older one."""
    for column, (label, notes) in of_columns().items():
        text = " " + msgspec.json.encode({"_info": {"label": label, "notes": notes}}).decode()
        names = {"view": sql.Identifier(VIEW), "column": sql.Identifier(column), "text": sql.Literal(text)}
        cursor.execute(_COMMENT.format(**names))
    cursor.execute(_TITLE.format(view=sql.Identifier(VIEW)))

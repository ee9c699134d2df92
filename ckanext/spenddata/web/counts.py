"""Numbers in the sentences of templates stand with separators: *97,508 payments*, on CKAN's pages too."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.security.application import flask_of


class _Shown(int):
    """A number that decides between one and many as it is, and is written as people read it."""

    def __str__(self) -> str:
        return str(tk.h.spenddata_count(int(self)))


def install(app: Any) -> None:
    """Have templates count so."""
    flask_of(app).jinja_env.globals["ungettext"] = counted


def counted(singular: str, plural: str, num: int, **variables: Any) -> str:
    """The words for a number, as ``ungettext``; ``%(num)s`` is written with separators."""
    return tk.ungettext(singular, plural, _Shown(num), **variables)

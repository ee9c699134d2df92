"""Words of others in CKAN's DataStore statements, where ``:name`` stands for a value wherever it is, between quotation marks too.

CKAN quotes what is searched for, and names of columns and tables, and then has SQLAlchemy fill in the values of filters: a word such as
``:value_0`` would be filled in as well, within its marks, and so would end them. Words keep their colons behind a backslash, which
SQLAlchemy takes away; a name that would be filled in is refused where it is made, and its table where it is there already.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.ledger import named_columns
from ckanext.spenddata.logic.refusals import refused

_FILLED_IN = re.compile(r"(?<![:\w\\]):\w")
"""What SQLAlchemy takes for the name of a value."""
_WORDS = ("q", "full_text", "language")
WORDS_OF_ROWS = "_full_text"
"""The column in which CKAN keeps the words of each row."""
_LANGUAGE = re.compile(r"[a-z_]{1,63}")
_WITH_VALUES = ("filters", "records")
"""What brings values into a statement; without any, a table with such a column can't be read at all."""


def plain_words(data_dict: Mapping[str, Any]) -> dict[str, Any]:
    """The same question, in whose words nothing stands for a value."""
    return {name: _plain(_meant(value)) if name in _WORDS else value for name, value in data_dict.items()}


def check_words(data_dict: Mapping[str, Any], tables: Iterable[str]) -> None:
    """Refuse words where a table keeps none to search in, as that of all published spend.

    Raises:
        tk.ValidationError: It is asked for words.
    """
    field = next((name for name in _WORDS[:2] if data_dict.get(name)), None)
    for columns in map(named_columns.of, tables) if field else ():
        if columns and WORDS_OF_ROWS not in columns:
            words = tk._("This table can’t be searched for words. Ask spenddata_transaction_search, or use filters.")
            raise refused(str(field), words)


def keep_to_itself(error: tk.ValidationError) -> tk.ValidationError:
    """A refusal of CKAN's DataStore without the statement that PostgreSQL refused, its values and PostgreSQL's words."""
    if isinstance(error.error_dict.get("info"), Mapping):
        del error.error_dict["info"]
    return error


def as_asked(answer: Any, data_dict: Mapping[str, Any]) -> Any:
    """An answer that repeats the question as it was put."""
    if isinstance(answer, dict):
        answer |= {name: _meant(data_dict[name]) for name in _WORDS if answer.get(name) and name in data_dict}
    return answer


def _meant(value: Any) -> Any:
    """Words for all columns, or words for some of them, as CKAN's own validator understands them."""
    with suppress(TypeError, ValueError):
        parsed = json.loads(value)
        if isinstance(parsed, dict):
            return parsed
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(words) for name, words in value.items()}
    # Whatever else is given, CKAN makes a text of it.
    return value if value is None else str(value).replace(":", r"\:")


def check_names(data_dict: Mapping[str, Any]) -> None:
    """Refuse a question or an order with a name in which something would stand for a value.

    Raises:
        tk.ValidationError: A table, another name of it or a column is called so; or the language is no name of one.
    """
    language = data_dict.get("language")
    if language and not _LANGUAGE.fullmatch(str(language)):
        raise refused("language", tk._("Name a language of the search, such as english or simple."))
    tables = [name for name in (data_dict.get("resource_id"), data_dict.get("id")) if isinstance(name, str)]
    for field, names in (
        ("resource_id", tables),
        ("aliases", listed(data_dict.get("aliases"))),
        ("fields", _columns(data_dict.get("fields"))),
        ("records", _columns(data_dict.get("records"))),
    ):
        _check(names, field)
    for table in tables if any(data_dict.get(name) for name in _WITH_VALUES) else ():
        _check(named_columns.of(table), "resource_id")


def _check(names: Iterable[Any], field: str) -> None:
    wrong = next((name for name in names if isinstance(name, str) and _FILLED_IN.search(f'"{name}"')), None)
    if wrong is not None:
        words = tk._(
            "A name can’t have a colon at the beginning of a word, as {name} has. Write it with a space after the colon."
        )
        raise refused(field, words.format(name=wrong))


def listed(value: Any) -> list[Any]:
    """Second names of a table, however they were given."""
    return value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []


def _columns(value: Any) -> list[Any]:
    """Names of columns: said one by one, or the keys of rows."""
    found = []
    for each in value if isinstance(value, list) else ():
        found += [each] if isinstance(each, str) else [each.get("id"), *each] if isinstance(each, Mapping) else []
    return found

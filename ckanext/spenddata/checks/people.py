"""People in a filing: as the supplier, and in what is said of a payment. Only distinct cells are looked at, so it costs little."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from ckanext.spenddata.checks import beside_names
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.names import is_person
from ckanext.spenddata.checks.naming import names_in_private, names_payee
from ckanext.spenddata.checks.table import Broken, Kind, Table
from ckanext.spenddata.definitions.people import People
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values import columns

PURPOSE = ("expense_type", "description", "expense_area", "category_local")
"""Fields that say what a payment is for."""
_POSITION = "_position"
_CAPITAL = r"[\s,.(/:-]\p{Lu}"
"""What every name in a text has, where the text has capitals at all."""
_CARE_OF = re.compile(r"[\s,]+(?:c/o|care of)\b", re.IGNORECASE)
_ABOUT = re.compile(r"[\s,(-]+(?:re|client (?:account|a/c)(?: of)?|on behalf of|obo)\b[\s:.-]*", re.IGNORECASE)
"""What parts a firm from the person whom it is paid about."""
_NAME_LENGTH = 60
"""Longer cells are no name."""


def person(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """Rows whose supplier is called as people are."""
    people = context.definitions.people
    for field in table.text_fields(rule.fields):
        all_cells = table.distinct(field)
        cells = all_cells.filter(all_cells.str.len_chars() <= _NAME_LENGTH)
        maybe = _maybe_people(cells, people)
        sure = [name for name in maybe if is_person(name, people)]
        sure += [name for name in _private_words(cells, people) if names_payee(name, people)]
        sure += [name for name in _beside(cells) if beside_names.names_beside(name, people)]
        sure += [name for name in _in_care_of(all_cells) if is_person(_CARE_OF.split(name)[0], people)]
        sure += [name for name in _about_somebody(cells) if is_person(_ABOUT.split(name)[-1], people)]
        others = set(maybe).difference(sure)
        private = [name for name in others if is_person(name, people, private=True)]
        named = table.frame.select((pl.col(field).is_in(sure) & _named(table)).fill_null(value=False).alias(field))
        found = pl.concat([named[field].arg_true(), _paid_privately(table, field, private, people)])
        yield Broken(found.unique().sort(), field)


def person_in_text(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """Cells that name somebody in their private life: a child in placement, a client, a tenant."""
    people = context.definitions.people
    for field in table.text_fields(rule.fields):
        cells = table.distinct(field)
        likely = cells.filter(cells.str.contains(_CAPITAL) | ~cells.str.contains(r"\p{Lu}"))
        about = likely.filter(
            _has(likely, people.private_life, people)
            | _has(likely, people.private_text, people)
            | _has(likely, people.before_a_name, people)
        )
        named = [text for text in about if names_in_private(text, people)]
        named += cells.filter(_has(cells, people.somebody, people)).to_list()
        if named:
            yield Broken(pl.col(field).is_in(named), field)


def _has(cells: pl.Series, pattern: str, people: People) -> pl.Series:
    """Whether each of some different cells has what one of the patterns of ``people`` says."""
    return columns.has(cells, pattern, people.for_one[pattern])


def _maybe_people(cells: pl.Series, people: People) -> list[str]:
    """Distinct cells that could be a person's name, as no word in them is an organisation's."""
    short = cells.filter(cells.str.contains(r"\p{L}[\s,.;/]+\p{L}|^(?i:w?pc|dc|ps|sgt)\s*\d"))
    return short.filter(
        ~_has(short, people.organisation_pattern, people)
        | _has(short, people.estate_pattern, people)
        | _has(short, people.particle_pattern, people)
    ).to_list()


def _private_words(cells: pl.Series, people: People) -> list[str]:
    """Distinct cells that speak of somebody's private life."""
    return cells.filter(_has(cells, people.private_life, people)).to_list()


def _beside(cells: pl.Series) -> list[str]:
    """Distinct cells in which a name may stand in brackets or behind a dash."""
    return cells.filter(cells.str.contains(beside_names.LIKELY)).to_list()


def _in_care_of(cells: pl.Series) -> list[str]:
    """Distinct cells that name somebody and who takes the money for them: ``J Smith c/o Example Bank``."""
    return cells.filter(cells.str.contains("(?i)c/o|care of")).to_list()


def _about_somebody(cells: pl.Series) -> list[str]:
    """Distinct cells that name a firm and whom it is paid about: ``Example Solicitors re A Kettle``."""
    return cells.filter(cells.str.contains(r"(?i)[\s(]re\b|client a|behalf of|\bobo\b")).to_list()


def _paid_privately(table: Table, field: str, names: list[str], people: People) -> pl.Series:
    """Positions of rows whose supplier has one of these names, and whose purpose is one for which people are paid in their private life."""
    if not names:
        return pl.Series(_POSITION, [], dtype=pl.UInt32)
    purposes = [name for name in PURPOSE if table.has(name)]
    rows = table.frame.select(field, *purposes, *(["redaction_reason"] if table.has("redaction_reason") else []))
    theirs = rows.with_row_index(_POSITION).filter(pl.col(field).is_in(names) & _named(table))
    about = [pl.col(name).str.contains(people.private_life).fill_null(value=False) for name in purposes]
    return theirs.filter(pl.any_horizontal(pl.lit(value=False), *about))[_POSITION]


def _named(table: Table) -> pl.Expr:
    """Whether the supplier is named, and not withheld."""
    return pl.col("redaction_reason").is_null() if table.has("redaction_reason") else pl.lit(value=True)


KINDS: dict[str, Kind] = {"person": Kind(person), "person_in_text": Kind(person_in_text)}

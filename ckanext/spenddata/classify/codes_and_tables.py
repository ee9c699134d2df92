"""What the publisher's own codes and the curated tables tell of each row, before anything is weighed.

Of the ways below, the first that gives a category counts. How sure each is was measured on labelled payments (docs/category-model.md).

====================== ========== ================================================================================
method                 confidence comes from
====================== ========== ================================================================================
``publisher_cpv``      1.0        ``cpv_code``: a CPV 2008 code, with or without its check digit
``publisher_proclass`` 0.95       ``proclass_code``: a ProClass code, by its level 1 or level 2
``publisher_mcc``      0.9        ``merchant_category_code``: says what the merchant sells, not what was bought
``publisher_line``     1.0        ``publisher_categories.csv``: what a supplier or an expense type means for this publisher
``expense_type``       0.98       ``expense_type``: words of the curated table
``expense_phrase``     0.97       ``expense_type``: a phrase in it, where no other phrase in it says otherwise
``publisher_category`` 0.7        ``category_local``: the publisher's own category, or what a bank calls the merchant
``description``        0.98       ``description``: words of the curated table, where the row has no expense type
====================== ========== ================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from ckanext.spenddata.classify.ways import Method, Tell
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.expense_types import normalise
from ckanext.spenddata.definitions.redactions import Vocabulary
from ckanext.spenddata.extensions import CATEGORY_METHODS, with_others

REDACTED_METHOD = "redacted"
LINE = "publisher_line"
"""The method of a line in ``publisher_categories.csv``."""
_BETWEEN = "\x1f"
PURPOSE = ("expense_type", "category_local", "service_category_label", "description")
"""Fields whose words may say what was bought."""
LONGEST_NAME = 50
"""A description with more bytes than this, or with a digit, is not the name of a kind of cost."""
NUMBER = pl.UInt32()
"""Of a decision in the list of them: rows carry a number until the end, which is faster than columns of text."""


class Decision(NamedTuple):
    """What is said of a row."""

    category: str
    method: str


@dataclass(frozen=True)
class LookedUp:
    """What codes and tables say of each row."""

    category: pl.Series
    """Null where none says anything."""
    method: pl.Series
    """Null likewise."""
    withheld: pl.Series
    """Whether something is withheld and no words are left that say what was bought."""


def _own_category(definitions: Definitions) -> Tell:
    types, merchants = definitions.expense_types, definitions.merchant_types

    def tell(words: str) -> str | None:
        plain = normalise(words)
        return merchants.get(plain) or types.get(plain)

    return tell


def _type(definitions: Definitions) -> Tell:
    return lambda words: definitions.expense_types.get(normalise(words))


OWN: Mapping[str, Method] = {
    "publisher_cpv": Method(
        "cpv_code", 1.0, lambda known: lambda code: known.categories.of_cpv.get(cpv_key(code)), code=True
    ),
    "publisher_proclass": Method(
        "proclass_code", 0.95, lambda known: lambda code: known.categories.proclass(code.strip()), code=True
    ),
    "publisher_mcc": Method(
        "merchant_category_code",
        0.9,
        lambda known: lambda code: known.categories.of_merchant.get(merchant_key(code)),
        code=True,
    ),
    "expense_type": Method("expense_type", 0.98, _type),
    "expense_phrase": Method(
        "expense_type", 0.97, lambda known: lambda words: known.expense_phrases.category(normalise(words))
    ),
    "publisher_category": Method("category_local", 0.7, _own_category),
    "description": Method("description", 0.98, _type),
}
"""Our own ways, the first deciding."""
WAYS: Mapping[str, Method] = with_others(CATEGORY_METHODS, OWN)
"""With those of installed packages behind them."""
METHODS: Mapping[str, float] = {name: method.confidence for name, method in WAYS.items()} | {LINE: 1.0}
"""How sure each is."""
CODES = tuple(name for name, method in WAYS.items() if method.code)
"""Methods of codes that the publisher gave: they stand, whatever else the row says."""


def looked_up(frame: pl.DataFrame, definitions: Definitions, publisher_id: str = "") -> LookedUp:
    """What codes and tables tell of each row of a canonical frame.

    Args:
        frame: Canonical rows.
        definitions: The tables.
        publisher_id: Who filed the rows; blank where it is not known.
    """
    decisions: list[Decision] = []
    found = {
        field: _numbers(_words(frame, field), _ways(field, definitions), decisions)
        for field in dict.fromkeys(method.field for method in WAYS.values())
        if field in frame.columns
    }
    coded = [found.pop(field) for field in (WAYS[name].field for name in CODES) if field in found]
    lines = [_lines(frame, each, decisions) for each in definitions.publisher_lines.in_force(publisher_id)]
    nothing = pl.repeat(None, frame.height, dtype=NUMBER, eager=True)
    number = pl.select(pl.coalesce([*coded, *lines, *found.values(), nothing])).to_series()
    categories = pl.Series([decision.category for decision in decisions], dtype=pl.String)
    names = pl.Series([decision.method for decision in decisions], dtype=pl.String)
    return LookedUp(categories.gather(number), names.gather(number), _withheld(frame, definitions.redactions))


def _ways(field: str, definitions: Definitions) -> dict[str, Tell]:
    """Name of each way to tell a category from a field → what it says of a cell."""
    return {name: method.using(definitions) for name, method in WAYS.items() if method.field == field}


def cpv_key(code: str) -> str:
    """Eight digits: without the check digit, and with the zero in front that spreadsheets drop."""
    return code.strip().partition("-")[0].zfill(8)


def merchant_key(code: str) -> str:
    """Four digits, with the zero in front that spreadsheets drop."""
    return code.strip().zfill(4)


def _words(frame: pl.DataFrame, field: str) -> pl.Series:
    """The cells of a field that may tell a category; of descriptions, those that stand where an expense type would."""
    words = frame[field].cast(pl.String)
    if field != "description":
        return words
    if "expense_type" in frame.columns:
        words = frame.select(pl.when(pl.col("expense_type").is_null()).then(words)).to_series()
    if words.null_count() == len(words):
        return words
    name = (words.str.len_bytes() <= LONGEST_NAME) & ~words.str.contains(r"\d")
    return pl.select(pl.when(name).then(words)).to_series()


def _numbers(words: pl.Series, ways: Mapping[str, Tell], decisions: list[Decision]) -> pl.Series:
    """For each cell of a field the number of what is decided; null where no method tells. New decisions are added."""
    # Ten million rows have a few thousand different words: each is looked up once.
    known: dict[str, int] = {}
    for word in words.unique(maintain_order=True).drop_nulls():
        decision = _first(word, ways)
        if decision is not None:
            known[word] = _number(decision, decisions)
    return words.replace_strict(list(known), list(known.values()), default=None, return_dtype=NUMBER)


def _lines(frame: pl.DataFrame, lines: Mapping[tuple[str, str], str], decisions: list[Decision]) -> pl.Series:
    """For each row the number of what a steward's line decides; those on supplier and type come before those on one of them."""
    supplier, type_ = (_plain(frame, field) for field in ("supplier_name", "expense_type"))
    found = {key: _number(Decision(category, LINE), decisions) for key, category in lines.items()}
    cells = {
        "both": (
            supplier + _BETWEEN + type_,
            {_BETWEEN.join(key): number for key, number in found.items() if all(key)},
        ),
        "type": (type_, {key[1]: number for key, number in found.items() if not key[0]}),
        "supplier": (supplier, {key[0]: number for key, number in found.items() if not key[1]}),
    }
    return pl.select(
        pl.coalesce(
            words.replace_strict(list(known), list(known.values()), default=None, return_dtype=NUMBER)
            for words, known in cells.values()
        )
    ).to_series()


def _plain(frame: pl.DataFrame, field: str) -> pl.Series:
    """The cells of a field in plain words."""
    if field not in frame.columns:
        return pl.repeat("", frame.height, dtype=pl.String, eager=True)
    words = frame[field].cast(pl.String).fill_null("")
    plain = {word: normalise(word) for word in words.unique(maintain_order=True)}
    return words.replace_strict(list(plain), list(plain.values()), return_dtype=pl.String)


def _number(decision: Decision, decisions: list[Decision]) -> int:
    if decision not in decisions:
        decisions.append(decision)
    return decisions.index(decision)


def _first(word: str, ways: Mapping[str, Tell]) -> Decision | None:
    for name, tell in ways.items():
        category = tell(word)
        if category is not None:
            return Decision(category, name)
    return None


def _withheld(frame: pl.DataFrame, redactions: Vocabulary) -> pl.Series:
    """Whether something is withheld and no words are left that say what was bought."""
    if "redaction_reason" not in frame.columns:
        return pl.repeat(value=False, n=frame.height, dtype=pl.Boolean, eager=True)
    withheld = frame.filter(pl.col("redaction_reason").is_not_null())
    silent = pl.col("redaction_reason").is_not_null()
    for field in PURPOSE:
        if field in frame.columns:
            words = withheld[field].cast(pl.String).unique().drop_nulls()
            empty = [cell for cell in words if redactions.reason(cell)]
            silent &= pl.col(field).is_null() | (pl.col(field).cast(pl.String).is_in(empty) if empty else False)
    return frame.select(silent.alias("withheld")).to_series()

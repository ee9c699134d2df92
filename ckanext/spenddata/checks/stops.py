"""What a person must say yes to before a filing is published: its findings of severity ``stop``, drawn together.

One yes is for one thing: a finding about a file; or all rows in which one cell breaks one rule, such as the payments to one supplier. Each
has an identity that is worked out from what was found and from the content it was found in. So a yes holds for the same content when it is
read again or sent again, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

import msgspec
import polars as pl

from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.reports.groups import where
from ckanext.spenddata.checks.sums import is_mixed
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import PLACE, Rows
from ckanext.spenddata.values.text import pounds

ROWS_NAMED = 1_000
"""So many rows of one stop are listed by number."""
_ID_LENGTH = 16
_KEY = "_key"


class Stop(msgspec.Struct, kw_only=True, frozen=True):
    """One thing that a person must say yes to. It quotes the publisher's file: never public."""

    finding: str
    """Its identity: rule, what was found and the content it was found in."""
    rule: str
    title: str
    personal: bool
    """Whether it is about people."""
    file: str | None
    """Where it stands; None where that is more than one file, or the filing as a whole."""
    sheet: str | None
    field: str | None
    value: str | None
    """What was found: the cell, or words on the whole file."""
    expected: str
    remedy: str
    count: int
    """Rows concerned; 0 where it is about the file as a whole."""
    rows: tuple[int, ...]
    """The first of them, as a spreadsheet counts; of several sheets and files in their order."""
    where: str
    """The rows in words, such as ``rows 2–57, 60 and 63``."""
    amount: str | None
    """Their sum in pounds; None where it is about the file as a whole, or their amounts are never in one sum."""


def stops(
    rows: Rows,
    findings: pl.DataFrame,
    digests: Mapping[str, str],
    rules: Mapping[str, Rule],
    basis: str | None = None,
) -> tuple[Stop, ...]:
    """Everything to say yes to, in the order of the findings.

    Args:
        rows: The filing.
        findings: All that was found in it.
        digests: Name of each file → sha256 of its bytes.
        rules: The rules as they are under the regime.
        basis: What amounts include of VAT, where the publisher said it of all.
    """
    stopping = findings.filter(pl.col("severity") == finding.STOP)
    if stopping.is_empty():
        return ()
    about_rows = stopping.filter(pl.col("index").is_not_null())
    whole = stopping.filter(pl.col("index").is_null())
    return (
        *(_of_file(one, digests, rules.get(one["rule"])) for one in whole.iter_rows(named=True)),
        *(_of_rows(part, rows, rules.get(part["rule"][0]), basis) for part in _parts(about_rows)),
    )


def _parts(found: pl.DataFrame) -> Iterable[pl.DataFrame]:
    """Findings about rows, those of one rule about equal cells together; a finding without a cell stands alone."""
    cell = pl.col("value").str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    alone = pl.format("row {}", pl.col("index"))
    keyed = found.with_columns(pl.coalesce(cell, alone).alias(_KEY))
    if keyed.is_empty():
        return []
    return keyed.partition_by("rule", "field", _KEY, maintain_order=True)


def _of_file(one: Mapping[str, str | None], digests: Mapping[str, str], rule: Rule | None) -> Stop:
    content = sorted(digest for name, digest in digests.items() if one["file"] in (None, name))
    words = [one["rule"], one["file"], one["sheet"], one["field"], one["value"], one["expected"], *content]
    return Stop(
        finding=_identity(words),
        rule=one["rule"] or "",
        title=rule.title if rule else one["rule"] or "",
        personal=rule.personal if rule else False,
        file=one["file"],
        sheet=one["sheet"],
        field=one["field"],
        value=one["value"],
        expected=one["expected"] or "",
        remedy=rule.remedy if rule else "",
        count=0,
        rows=(),
        where="",
        amount=None,
    )


def _sum(concerned: pl.DataFrame, basis: str | None) -> str | None:
    if "amount" not in concerned.columns or is_mixed(concerned, basis):
        return None
    return pounds(int(concerned["amount"].sum() or 0))


def _of_rows(part: pl.DataFrame, rows: Rows, rule: Rule | None, basis: str | None) -> Stop:
    first = part.row(0, named=True)
    index = part["index"].unique().sort()
    concerned = rows.frame[index]
    content = concerned.select(name for name in rows.fields if name not in PLACE).write_csv(include_header=True)
    words = [first["rule"], first["field"], first[_KEY] if first["value"] is not None else None, content]
    return Stop(
        finding=_identity(words),
        rule=first["rule"],
        title=rule.title if rule else first["rule"],
        personal=rule.personal if rule else False,
        file=_same(part["file"]),
        sheet=_same(part["sheet"]),
        field=first["field"],
        value=first["value"],
        expected=first["expected"] or "",
        remedy=rule.remedy if rule else "",
        count=len(index),
        rows=tuple(part["row"].drop_nulls().unique(maintain_order=True).head(ROWS_NAMED)),
        where=where(part["row"]),
        amount=_sum(concerned, basis),
    )


def _identity(words: Iterable[str | None]) -> str:
    encoded = msgspec.json.encode(list(words))
    return sha256(encoded).hexdigest()[:_ID_LENGTH]


def _same(column: pl.Series) -> str | None:
    return column[0] if column.n_unique() == 1 else None

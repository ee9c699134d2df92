"""What amounts should be: above the threshold, not zero, credits that say so, VAT that fits them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Overall, Table, alike
from ckanext.spenddata.checks.written import money
from ckanext.spenddata.definitions.regimes import Threshold
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import SOURCE_FILE
from ckanext.spenddata.values.text import counted
from ckanext.spenddata.values.vat import GROSS, UNKNOWN, WORDS

POSITION = "_position"
_CHANCE = 0.001
"""What happens less often by chance than this has a reason."""


class ThresholdParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``threshold``."""

    vat_percent: int = 20
    """The highest rate of VAT: amounts without it may be under a threshold that is tested with it by this much."""


class MostlyBelowParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``mostly_below``."""

    vat_percent: int = 20
    """As for ``threshold``."""
    percent: int = 95
    """From this share of the payments on."""
    payments: int = 20
    """Payments of which it can be said."""


class FarAboveParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``far_above``."""

    payments: int = 50
    """Payments of which it can be said where nothing is known of those before."""
    fewer: int = 10
    """Payments of which it can be said where it is."""
    times: int = 100
    """The smallest is so many times larger than the threshold, where nothing is known of those before."""
    times_known: int = 5
    """The same where it is."""
    pounds: int = 500
    """And than this, where the regime asks for every payment."""


class CreditParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kinds ``credit`` and ``large_credit``."""

    said_by: str = ""
    """Pattern of words that say a row is a credit."""
    pounds: int = 0
    """Credits of this and more are large, or large enough to be explained where the regime has no threshold."""


class VatParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``vat_share``."""

    percent: int
    """The highest share of the amount that VAT can be."""


def threshold(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """Rows of transactions that are not above the regime's threshold, or the lower one that its guidance recommends.

    Lines of one transaction (same number, supplier and file) are tested together, credits and charges apart. Where the
    threshold is tested with VAT and the amounts are not known to have it, a transaction is only told of if no rate of
    VAT could lift it over.
    """
    parameters = rule.read(ThresholdParameters)
    limit = context.regime.threshold if context.regime else None
    if limit is not None and table.has("amount"):
        below = _below(table, limit, context, parameters.vat_percent)
        yield Broken(below, "amount", expected=rule.expected.format(**threshold_words(limit)))


def mostly_below(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing of which hardly any payment is above the regime's threshold, unless that was so in the returns before."""
    parameters = rule.read(MostlyBelowParameters)
    limit = context.regime.threshold if context.regime else None
    if limit is None or not table.has("amount") or len(table) < parameters.payments:
        return
    before = _sizes_before(context)
    if (before <= limit.lowest_pence).sum() * 2 > len(before):
        return
    below = len(_below(table, limit, context, parameters.vat_percent))
    if below * 100 >= len(table) * parameters.percent:
        value = f"{below:,} of {counted(len(table), 'payment')} are not above it"
        yield Overall(field="amount", value=value, expected=rule.expected.format(**threshold_words(limit)))


def far_above(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing whose smallest payment is far above what is asked for, as a filter leaves it, unless it was so in the returns before."""
    parameters = rule.read(FarAboveParameters)
    if context.regime is None or not table.has("amount"):
        return
    limit = context.regime.threshold
    sizes = _sizes(table.frame["amount"])
    least, before = sizes.min(), _sizes_before(context)
    times = parameters.times_known if len(before) else parameters.times
    floor = limit.pence * times if limit else parameters.pounds * 100
    large = (before > floor).sum() / len(before) if len(before) else None
    seldom = len(sizes) >= parameters.payments if large is None else large ** len(sizes) < _CHANCE
    if len(sizes) >= parameters.fewer and seldom and isinstance(least, int) and least > floor:
        value = f"the smallest of {counted(len(sizes), 'payment')} is {money(least)}"
        asked = f"all above {money(limit.pence)}" if limit else "all of them, however small"
        yield Overall(field="amount", value=value, expected=rule.expected.format(asked=asked))


def _sizes(amounts: pl.Series) -> pl.Series:
    sizes = amounts.abs().drop_nulls()
    return sizes.filter(sizes > 0)


def _sizes_before(context: Context) -> pl.Series:
    """How large the payments of the returns before are: what they all are like is how this body publishes."""
    return _sizes(context.history.earlier["amount"]) if context.history else pl.Series(dtype=pl.Int64)


def _below(table: Table, limit: Threshold, context: Context, vat_percent: int) -> pl.Series:
    """Positions of the rows of transactions that are not above the threshold."""
    lowest = limit.lowest_pence
    without_vat = lowest * 100 // (100 + vat_percent)
    basis = _basis(table, context)
    ceiling = pl.lit(lowest)
    if limit.tested_basis == GROSS:
        ceiling = pl.when(basis == GROSS).then(lowest).otherwise(without_vat)
    small = (
        table.frame.select((pl.col("amount").abs() <= ceiling) & (pl.col("amount") != 0))
        .to_series()
        .fill_null(value=False)
    )
    key = f"below {lowest}, or {without_vat} without VAT"
    return table.once(key, lambda: _not_part_of_a_larger(table, small.arg_true(), ceiling))


def threshold_words(limit: Threshold) -> dict[str, str]:
    """A threshold as rules name it: ``threshold`` and what is ``tested``."""
    recommended = f" (or {money(limit.lowest_pence)}, as recommended)" if limit.lowest_pence < limit.pence else ""
    tested = WORDS[limit.tested_basis]
    return {"threshold": money(limit.pence) + recommended, "tested": tested}


def _not_part_of_a_larger(table: Table, small: pl.Series, ceiling: pl.Expr) -> pl.Series:
    """Those of the rows ``small`` whose whole transaction is small as well."""
    keys = [name for name in ("transaction_number", "supplier_name", SOURCE_FILE) if name in table.frame.columns]
    if "transaction_number" not in keys or small.is_empty():
        return small
    split = alike(table.frame.select(keys)) & table.frame["transaction_number"].is_not_null()
    amount = pl.col("amount")
    large = (
        table.frame.lazy()
        .select(*keys, amount, ceiling.alias("ceiling"))
        .filter(split)
        .group_by(keys)
        .agg(
            charges=amount.filter(amount > 0).sum(),
            credits=amount.filter(amount < 0).sum(),
            ceiling=pl.col("ceiling").max(),
        )
        .filter((pl.col("charges") > pl.col("ceiling")) | (-pl.col("credits") > pl.col("ceiling")))
    )
    part = split.gather(small)
    lines = table.frame[small.filter(part)].lazy().select(*keys, pl.Series(POSITION, small.filter(part)))
    kept = lines.join(large, on=keys, how="anti", nulls_equal=True).collect()[POSITION]
    return pl.concat([small.filter(~part).alias(POSITION), kept]).sort()


def zero(table: Table, _rule: Rule, _: Context) -> Iterable[Broken]:
    """Amounts of nothing."""
    if table.has("amount"):
        yield Broken(pl.col("amount") == 0, "amount")


def credit(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """Credits above the threshold that undo no payment of the filing, in rows of which no word says that they are credits."""
    parameters = rule.read(CreditParameters)
    if not table.has("amount"):
        return
    threshold = context.regime.threshold if context.regime else None
    limit = threshold.lowest_pence if threshold else parameters.pounds * 100
    negative = (table.frame["amount"] < -limit).fill_null(value=False).arg_true()
    texts = table.text_fields(rule.fields)
    marked_credit = pl.any_horizontal(
        pl.lit(value=False), *(pl.col(name).str.contains(parameters.said_by).fill_null(value=False) for name in texts)
    )
    unsaid = negative.filter(
        table.frame[negative].select(~marked_credit & pl.int_range(pl.len()).is_not_null()).to_series()
    )
    yield Broken(_undoing_nothing(table, unsaid), "amount", expected=rule.expected.format(limit=money(limit)))


def _undoing_nothing(table: Table, positions: pl.Series) -> pl.Series:
    """Those of some credits whose supplier was not paid the same amount in the filing."""
    if not table.has("supplier_name") or positions.is_empty():
        return positions
    keys = ["supplier_name", "amount"]
    given = table.frame.select(keys)[positions].with_columns(-pl.col("amount"), positions.alias(POSITION))
    paid = table.frame.lazy().select(keys).filter(pl.col("amount").is_in(given["amount"].implode())).collect()
    return given.join(paid, on=keys, how="anti", maintain_order="left")[POSITION]


def large_credit(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Credits so large that they change a body's total."""
    pounds = rule.read(CreditParameters).pounds
    if table.has("amount"):
        yield Broken(
            pl.col("amount") <= -pounds * 100, "amount", expected=rule.expected.format(limit=money(pounds * 100))
        )


def vat_share(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Irrecoverable VAT that is more than a rate of VAT can make of the amount, or has the other sign."""
    percent = rule.read(VatParameters).percent
    if table.has("amount", "irrecoverable_vat"):
        amount, vat = pl.col("amount"), pl.col("irrecoverable_vat")
        yield Broken(
            (vat.abs() * 100 > amount.abs() * percent + 100) | (vat.sign() * amount.sign() < 0), "irrecoverable_vat"
        )


def basis_unknown(table: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing that doesn't say whether its amounts have VAT in them."""
    rows = int(
        table.frame.select((_basis(table, context) == UNKNOWN) & pl.int_range(pl.len()).is_not_null()).sum().item()
    )
    if rows:
        yield Overall(field="amount_basis", value=counted(rows, "row"))


def _basis(table: Table, context: Context) -> pl.Expr:
    """VAT in each amount: what the row says, else what the publisher said once for all."""
    basis = table.value("amount_basis")
    return pl.when(basis.is_null() | (basis == UNKNOWN)).then(pl.lit(context.amount_basis or UNKNOWN)).otherwise(basis)


def currency(table: Table, _rule: Rule, _: Context) -> Iterable[Broken]:
    """Amounts in another currency than pounds."""
    if table.has("currency"):
        code = pl.col("currency")
        yield Broken(code.str.contains(r"^[A-Z]{3}$") & (code != "GBP"), "currency")


KINDS: dict[str, Kind] = {
    "threshold": Kind(threshold, ThresholdParameters, fills=("threshold", "tested")),
    "mostly_below": Kind(mostly_below, MostlyBelowParameters, fills=("threshold", "tested")),
    "far_above": Kind(far_above, FarAboveParameters, fills=("asked",)),
    "zero": Kind(zero),
    "credit": Kind(credit, CreditParameters, fills=("limit",), patterns=("said_by",)),
    "large_credit": Kind(large_credit, CreditParameters, fills=("limit",), patterns=("said_by",)),
    "vat_share": Kind(vat_share, VatParameters),
    "basis_unknown": Kind(basis_unknown),
    "currency": Kind(currency),
}

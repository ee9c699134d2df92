"""How well categories are decided on publishers that the model has not seen: ``python -m benchmarks.categories [--ablation]``.

Each line stands beside what one would use instead: the curated tables alone, and TF-IDF with logistic regression over the same payments.
``--ablation`` also says what each source adds, by leaving it out; it takes about three times as long.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import msgspec
import polars as pl
from sklearn.feature_extraction.text import TfidfVectorizer  # pyright: ignore[reportMissingImports]  of `make model`
from sklearn.linear_model import LogisticRegression  # pyright: ignore[reportMissingImports]

from benchmarks.categories import labelled
from benchmarks.categories.crossvalidation import FOLDS, decided, models
from benchmarks.categories.labelled import Labelled, groups
from benchmarks.categories.training import Settings, train
from ckanext.spenddata import definitions
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.categories import REDACTED, UNCLASSIFIED
from ckanext.spenddata.definitions.category_levels import Likely
from ckanext.spenddata.definitions.evidence_model import EvidenceModel

__all__ = ["Judged", "main"]

SOURCES = {
    "well known suppliers": ("supplier.sells=", "supplier.names="),
    "words in suppliers' names": ("supplier.word=",),
    "kinds of payee": ("payee=", "payee.register="),
    "words of purpose": ("type.word=", "area.word=", "text.word="),
    "tables of expense types": (
        "type.is=",
        "type.phrase=",
        "area.is=",
        "area.phrase=",
        "text.is=",
        "text.phrase=",
        "type.merchant=",
        "area.merchant=",
        "text.merchant=",
    ),
    "words of the supplier": ("supplier=", "supplier.begins="),
    "beginnings of words": ("begins=", "supplier.begins="),
    "kind of body": ("body=",),
}
EVERYTHING = Likely(purchase=0.0, other=0.0)
"""Suggest whatever is likeliest: how well it does where it must answer."""
NOTHING = Likely(purchase=2.0, other=2.0)
"""Suggest nothing that no table tells."""


class Judged:
    """Decisions beside what the reader said."""

    def __init__(self, found: pl.DataFrame, payments: Labelled, known: Definitions) -> None:
        self.payments, self.known = payments, known
        other = [each.id for each in known.categories.by_id.values() if each.kind != "procurement"]
        accepted = pl.col("accepted")
        self.table = (
            found.with_columns(
                payments.accepted.alias("accepted"),
                payments.categories.alias("said"),
                payments.publishers.alias("publisher"),
                payments.bodies.alias("body"),
            )
            .with_columns(
                accepted.list.contains(pl.col("category")).alias("fair"),
                (pl.col("category") == pl.col("said")).alias("strict"),
                (~pl.col("category").is_in([UNCLASSIFIED, REDACTED])).alias("suggested"),
                accepted.list.eval(pl.element().is_in(other)).list.any().alias("may_be_other"),
                accepted.list.eval(~pl.element().is_in(other)).list.any().alias("may_be_purchase"),
                pl.col("category").is_in(other).alias("other"),
            )
            .with_columns(
                (
                    pl.col("suggested")
                    & pl.when("other").then(~pl.col("may_be_other")).otherwise(~pl.col("may_be_purchase"))
                ).alias("mistaken")
            )
        )

    def line(self, name: str) -> dict[str, str | float]:
        """The figures, for one line of the report."""
        table, suggested = self.table, self.table.filter("suggested")
        return {
            "name": name,
            "fair": _share(table["fair"]),
            "fair, even": _share(table.group_by("publisher").agg(pl.col("fair").mean())["fair"]),
            "strict": _share(table["strict"]),
            "suggested": _share(table["suggested"]),
            "right where suggested": _share(suggested["fair"]),
            "mistaken": _share(table["mistaken"]),
        }

    def sure(self, share: float) -> Judged:
        """The same where only what is sure is shown."""
        silent = pl.col("category_confidence") < share
        found = self.table.select(
            pl.when(silent).then(pl.lit(UNCLASSIFIED)).otherwise("category").alias("category"), "category_confidence"
        )
        return Judged(found, self.payments, self.known)

    def by(self, column: str) -> pl.DataFrame:
        """Rows, share fair, share suggested and share right where suggested, by another column."""
        return (
            self.table.group_by(column)
            .agg(
                pl.len().alias("rows"),
                pl.col("fair").mean().round(3),
                pl.col("suggested").mean().round(3),
                pl.col("fair").filter("suggested").mean().round(3).alias("right where suggested"),
            )
            .sort("rows", descending=True)
        )

    def reliability(self) -> pl.DataFrame:
        """Of decisions at each confidence, how many are right."""
        tenth = (pl.col("category_confidence") * 20).floor() / 20
        return (
            self.table.filter("suggested")
            .group_by(tenth.alias("confidence from"))
            .agg(pl.len().alias("rows"), pl.col("category_confidence").mean().round(3), pl.col("fair").mean().round(3))
            .sort("confidence from")
        )


def _share(values: pl.Series) -> float:
    return round(float(values.cast(pl.Float64).mean() or 0.0), 4)  # pyright: ignore[reportArgumentType]


def plain_text(payments: Labelled, known: Definitions) -> Judged:
    """TF-IDF over all words of a payment, and logistic regression: what one would use instead."""
    texts = payments.rows().select(pl.concat_str(pl.all().fill_null(""), separator=" ").alias("text"))["text"]
    said = []
    for unseen in groups(payments.publishers, FOLDS):
        seen = ~unseen
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        model = LogisticRegression(C=10, max_iter=200)
        model.fit(words.fit_transform(texts.filter(seen).to_list()), payments.categories.filter(seen).to_list())
        guessed = model.predict(words.transform(texts.filter(unseen).to_list()))
        said.append(pl.DataFrame({"number": unseen.arg_true(), "category": [str(each) for each in guessed]}))
    found = pl.concat(said).sort("number").drop("number")
    return Judged(found.with_columns(pl.lit(1.0).alias("category_confidence")), payments, known)


def ablation(payments: Labelled, known: Definitions) -> Iterator[dict[str, str | float]]:
    """What is said where it must answer, with every source and without each; with models of its own."""
    everything = msgspec.structs.replace(known.category_levels, likely=EVERYTHING)
    for source, beginnings in {"nothing": (), **SOURCES}.items():
        tried = models(payments, known, partial(train, settings=Settings(without=beginnings)))
        yield Judged(decided(payments, tried, everything), payments, known).line(f"likeliest, without {source}")


def main() -> None:
    """Print the report, and then its lines as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.categories", description=__doc__)
    parser.add_argument("--ablation", action="store_true")
    arguments = parser.parse_args()
    known, payments = definitions.load(), labelled.read()
    sure, levels = known.evidence_model.certainty, known.category_levels
    everything = msgspec.structs.replace(levels, likely=EVERYTHING)
    nothing = msgspec.structs.replace(levels, likely=NOTHING, contradicted=0.0)

    def build(some: Labelled, theirs: Definitions) -> EvidenceModel:
        return replace(train(some, theirs), certainty=sure)

    tried, read = models(payments, known, build), models(payments, known, build, read=True)
    ours = Judged(decided(payments, tried, levels), payments, known)
    lines = [
        ours.line("as shipped"),
        ours.sure(levels.sure).line("only what is sure"),
        Judged(decided(payments, tried, everything), payments, known).line("whatever is likeliest"),
        Judged(decided(payments, read, levels), payments, known).line("as shipped, tables as they are"),
        Judged(decided(payments, read, levels), payments, known).sure(levels.sure).line("sure, tables as they are"),
        Judged(decided(payments, tried, nothing), payments, known).line("the tables alone"),
        plain_text(payments, known).line("TF-IDF, logistic regression"),
    ]
    if arguments.ablation:
        lines += ablation(payments, known)
    with pl.Config(tbl_rows=100, tbl_cols=20, tbl_width_chars=160, fmt_str_lengths=60, tbl_hide_dataframe_shape=True):
        print(pl.DataFrame(lines), ours.by("body"), ours.by("said"), ours.by("publisher"), ours.reliability(), sep="\n")
    for line in lines:
        print(msgspec.json.encode(line).decode())


if __name__ == "__main__":
    main()

"""Text as tokens: the words of many cells at once, and the runs of words in them.

Every table of words and every cell goes through here, so that both are written alike: lower case, ``&`` as *and*, no punctuation, one or
many of a thing the same. What has three digits is a number of something and no word.
"""

from __future__ import annotations

import re

import polars as pl

__all__ = ["MOST_CHARACTERS", "joined", "plain", "run_of", "runs", "tokens"]

MOST_CHARACTERS = 200
"""Of a cell; what comes after says no more, and costs."""
MOST_IN_A_RUN = 4
_BETWEEN = r"[^\p{L}\p{N}]+"
_NUMBER = r"\d.*\d.*\d"
_PLURAL = 3
"""Words up to this length keep their *s*: *gas*, *bus*."""


def plain(cells: pl.Series) -> pl.Series:
    """Cells in lower case, with words divided by one blank each; blank for null."""
    lowered = cells.cast(pl.String).fill_null("").str.slice(0, MOST_CHARACTERS).str.to_lowercase()
    apart = lowered.str.replace_all("&", " and ", literal=True).str.replace_all("['’`]", "")
    return apart.str.replace_all(_BETWEEN, " ").str.strip_chars()


def tokens(cells: pl.Series) -> pl.DataFrame:
    """The words of cells: ``id``, the number of the cell; ``position`` in it; ``token``."""
    words = pl.DataFrame({"token": plain(cells).str.split(" ")}).with_row_index("id").explode("token")
    token = pl.col("token")
    one = (token.str.len_chars() > _PLURAL) & token.str.ends_with("s") & ~token.str.ends_with("ss")
    return (
        words.filter((token != "") & ~token.str.contains(_NUMBER))
        .with_columns(pl.when(one).then(token.str.head(-1)).otherwise(token).alias("token"))
        .with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).over("id").alias("position"))
        .select("id", "position", "token")
    )


def runs(words: pl.DataFrame, longest: int = MOST_IN_A_RUN) -> pl.DataFrame:
    """Runs of one to ``longest`` tokens: ``id``, ``position`` of the first, ``length``, ``run`` with blanks between."""
    found, run = [], pl.col("token")
    for length in range(1, longest + 1):
        same = pl.col("id").shift(1 - length) == pl.col("id")
        part = words.filter(same) if length == 1 else words.with_columns(run.alias("token")).filter(same)
        found.append(
            part.select("id", "position", pl.lit(length, pl.UInt8).alias("length"), pl.col("token").alias("run"))
        )
        run = run + " " + pl.col("token").shift(-length)
    return pl.concat(found)


def joined(words: pl.DataFrame) -> pl.DataFrame:
    """All tokens of each cell as one run: ``id``, ``run``; cells without any are left out."""
    return words.group_by("id", maintain_order=True).agg(pl.col("token").str.join(" ").alias("run"))


def run_of(text: str) -> str:
    """The tokens of one text as a run, as :func:`joined` gives it for a cell; for tables, which are read before there are frames."""
    apart = re.sub("['’`]", "", text[:MOST_CHARACTERS].lower().replace("&", " and "))
    words = [word for word in re.split(r"[\W_]+", apart) if word and not re.search(_NUMBER, word)]
    return " ".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _PLURAL and word.endswith("s") and not word.endswith("ss") else word

"""Text as tokens: the words of many cells at once, and the runs of words in them.

Every table of words and every cell goes through here, so that both are written alike: lower case, ``&`` as *and*, no punctuation, one or
many of a thing the same, initials together (``I.T.``, ``E C Harris``). What has three digits is a number of something and no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import polars as pl

MOST_CHARACTERS = 200
"""Of a cell; what comes after says no more, and costs."""
MOST_IN_A_RUN = 4
_BETWEEN = r"[^\p{L}\p{N}]+"
_DIVIDERS = [chr(code) for code in range(128) if not chr(code).isalnum() and chr(code) != " "]
"""What divides words in ASCII, where most cells need no more: it is faster than the pattern."""
_NUMBER = r"\d.*\d.*\d"
_NUMBERS = r"[a-z0-9]*[0-9][a-z0-9]*[0-9][a-z0-9]*[0-9][a-z0-9]*"
"""The same in a cell in ASCII, wherever it stands."""
_INITIALS = r"\b[^\W\d_](?: [^\W\d_]\b)+"
_PLURAL = 3
"""Words up to this length keep their *s*: *gas*, *bus*."""


def plain(cells: pl.Series) -> pl.Series:
    """Cells in lower case, with words divided by one blank each; blank for null."""
    return _folded(cells).str.replace_all(_BETWEEN, " ").str.strip_chars()


def without_numbers(cells: pl.Series) -> pl.Series:
    """Cells that have the same tokens, written alike as far as that is cheap: without the numbers of invoices and days.

    Null stays null, and so does what is blank; only cells in ASCII lose their numbers.
    """
    folded = _folded(cells)
    plainer = pl.when(folded.str.len_bytes() == folded.str.len_chars()).then(folded.str.replace_all(_NUMBERS, " "))
    blank = cells.fill_null("").str.strip_chars() == ""
    return pl.select(pl.when(~blank).then(plainer.otherwise(folded))).to_series()


def _folded(cells: pl.Series) -> pl.Series:
    lowered = cells.cast(pl.String).fill_null("").str.slice(0, MOST_CHARACTERS).str.to_lowercase()
    return lowered.str.replace_all("&", " and ", literal=True).str.replace_all("['’`]", "")


def _apart(folded: pl.Series) -> pl.Series:
    """Cells with words divided by one blank or more."""
    found = folded.str.replace_many(dict.fromkeys(_DIVIDERS, " "))
    others = (folded.str.len_bytes() != folded.str.len_chars()).arg_true()
    return found.scatter(others, folded.gather(others).str.replace_all(_BETWEEN, " ")) if len(others) else found


def tokens(cells: pl.Series) -> pl.DataFrame:
    """The words of cells: ``id``, the number of the cell; ``position`` in it; ``token``."""
    words = pl.DataFrame({"word": _apart(_folded(cells)).str.split(" ")}).with_row_index("id").explode("word")
    # A million cells have a few thousand different words: each is looked at once.
    different = words.select(pl.col("word").unique()).with_columns(_token().alias("token"))
    found = words.join(different, on="word", maintain_order="left").filter(pl.col("token").is_not_null())
    return _spelt(found).with_row_index("row").select("id", _position().alias("position"), "token")


def _spelt(words: pl.DataFrame) -> pl.DataFrame:
    """Words of one letter that follow one another as one word: ``i``, ``t`` as ``it``."""
    letter = pl.col("token").str.contains(r"^\p{L}$")
    goes_on = letter & letter.shift(1) & (pl.col("id") == pl.col("id").shift(1))
    letters = words.select(letter.alias("letter"), goes_on.fill_null(value=False).alias("goes_on"))
    if not letters["goes_on"].any():
        return words
    firsts = words.filter(~letters["goes_on"])
    of_words = words.select("token", ((~letters["goes_on"]).cum_sum() - 1).alias("first")).filter(letters["letter"])
    spelt = of_words.group_by("first", maintain_order=True).agg(pl.col("token").str.join(""))
    return firsts.with_columns(firsts["token"].scatter(spelt["first"], spelt.select(_one("token")).to_series()))


def _token() -> pl.Expr:
    """What a word is as a token; null for what is no word."""
    word = pl.col("word")
    return pl.when((word != "") & ~word.str.contains(_NUMBER)).then(_one("word"))


def _one(column: str) -> pl.Expr:
    """Words, those that mean many of a thing as for one of it."""
    word = pl.col(column)
    several = (word.str.len_chars() > _PLURAL) & word.str.ends_with("s") & ~word.str.ends_with("ss")
    return pl.when(several).then(word.str.head(-1)).otherwise(word)


def _position() -> pl.Expr:
    """Which of its cell's a row is; rows are in the order of cells, so that the first of each says it."""
    first = pl.col("id") != pl.col("id").shift(1)
    return pl.col("row") - pl.when(first.fill_null(value=True)).then(pl.col("row")).forward_fill()


def runs(words: pl.DataFrame, longest: int = MOST_IN_A_RUN, begun: pl.Series | None = None) -> pl.DataFrame:
    """Runs of one to ``longest`` tokens: ``id``, ``position`` of the first, ``length``, ``run`` with blanks between.

    Args:
        words: As :func:`tokens` gives them.
        longest: Tokens of the longest runs.
        begun: Runs to look for, and how each of them begins (:func:`beginnings`): others are not made, which is most of the work.
    """
    numbered = words.with_row_index("row")
    part = numbered.select("row", "id", "position", pl.col("token").alias("run"))
    found = []
    for length in range(1, longest + 1):
        if length > 1:
            after = numbered.select(pl.col("row") - (length - 1), pl.col("id").alias("same"), "token")[length - 1 :]
            part = part.join(after, on="row").filter(pl.col("id") == pl.col("same"))
            part = part.select("row", "id", "position", pl.col("run") + " " + pl.col("token"))
        if begun is not None:
            part = part.filter(pl.col("run").is_in(begun.implode()))
        found.append(part.select("id", "position", pl.lit(length, pl.UInt8).alias("length"), "run"))
    return pl.concat(found)


def beginnings(runs_: Iterable[str]) -> pl.Series:
    """Runs, and every run that one of them begins with: ``legal`` of ``legal fee``."""
    begun: dict[str, None] = {}
    for run in runs_:
        words = run.split(" ")
        begun |= dict.fromkeys(" ".join(words[:number]) for number in range(1, len(words) + 1))
    return pl.Series(list(begun), dtype=pl.String)


def joined(words: pl.DataFrame) -> pl.DataFrame:
    """All tokens of each cell as one run: ``id``, ``run``; cells without any are left out."""
    return words.group_by("id", maintain_order=True).agg(pl.col("token").str.join(" ").alias("run"))


@lru_cache(maxsize=65_536)
def run_of(text: str) -> str:
    """The tokens of one text as a run, as :func:`joined` gives it for a cell; for tables, which are read before there are frames."""
    apart = re.sub("['’`]", "", text[:MOST_CHARACTERS].lower().replace("&", " and "))
    words = [_singular(word) for word in re.split(r"[\W_]+", apart) if word and not re.search(_NUMBER, word)]
    return re.sub(_INITIALS, lambda found: _singular(found[0].replace(" ", "")), " ".join(words))


def numbers_in(text: str) -> list[str]:
    """Words of a text that are numbers of something, and so no tokens: ``365``, ``s106``."""
    return [word for word in re.split(r"[\W_]+", text) if re.search(_NUMBER, word)]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _PLURAL and word.endswith("s") and not word.endswith("ss") else word

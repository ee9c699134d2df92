"""Fictional suppliers: made-up words and a trade. Some sell to all, some to one body; few take most of the money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ckanext.spenddata.demo import tables
from ckanext.spenddata.demo.seeds import seeded

if TYPE_CHECKING:
    from random import Random

_FIRST = (
    *("Quill", "Tarn", "Brindle", "Fern", "Ost", "Hazel", "Wren", "Cobble", "Pell", "Thistle", "Ravel", "Sorrel"),
    *("Dunn", "Lin", "Murr", "Gorse", "Bram", "Tansy", "Yarrow", "Copper", "Kess", "Vell"),
)
_LAST = (
    *("mere", "wick", "hollow", "garth", "ley", "thwaite", "more", "holm", "shaw", "combe", "bourne", "stow"),
    *("rigg", "beck", "dale", "fold"),
)

TRADES: dict[str, tuple[str, ...]] = {
    row["trade"]: tuple(row["names"].split(tables.SEPARATOR)) for row in tables.rows("trades.csv", "trade", "names")
}

_PUBLIC = (
    "Waste Disposal Authority of the Marches",
    "Levels Internal Drainage Board",
    "Vales Flood Board",
    "Demonstration Revenue Office",
    "Demonstration Risk Pool",
    "Demonstration Treasury Deposits",
)
WITHHELD = "REDACTED PERSONAL DATA"


@dataclass(frozen=True)
class Supplier:
    """Who is paid."""

    name: str
    postcode: str
    kind: str
    """``sme``, ``large``, ``vcs`` or ``public_sector``."""
    withheld: bool = False


class Suppliers:
    """The suppliers of one body: the same at every call, for the same seed."""

    def __init__(self, seed: int, body: str) -> None:
        self._pools: dict[str, tuple[list[Supplier], list[float]]] = {}
        self._seed, self._body = seed, body

    def pick(self, trade: str, random: Random) -> Supplier:
        """A supplier of a trade; the first of its pool most often."""
        if trade == "people":
            return Supplier(WITHHELD, "", "", withheld=True)
        if trade not in self._pools:
            self._pools[trade] = self._pool(trade)
        pool, weights = self._pools[trade]
        return random.choices(pool, weights)[0]

    def _pool(self, trade: str) -> tuple[list[Supplier], list[float]]:
        if trade == "public":
            pool = [Supplier(name, "", "public_sector") for name in _PUBLIC]
        else:
            everywhere = _names(seeded(self._seed, trade), trade, 9)
            here = _names(seeded(self._seed, trade, self._body), trade, 7)
            pool = everywhere + here
            seeded(self._seed, trade, self._body, "order").shuffle(pool)
        return pool, [1 / (rank + 1) for rank in range(len(pool))]


def _names(random: Random, trade: str, count: int) -> list[Supplier]:
    found: dict[str, Supplier] = {}
    while len(found) < count:
        name = f"{random.choice(_FIRST)}{random.choice(_LAST)} {random.choice(TRADES[trade])}"
        kind = "vcs" if trade == "charity" else "large" if name.endswith("plc") else "sme"
        # QV and ZZ are no postcode areas: these addresses do not exist.
        postcode = f"QV{random.randint(1, 9)} {random.randint(1, 9)}ZZ"
        found.setdefault(name, Supplier(name, postcode, kind))
    return list(found.values())


def respelled(name: str, random: Random) -> str:
    """A name as another clerk would have typed it."""
    ways = (
        name.upper,
        lambda: name.replace(" Ltd", " Limited"),
        lambda: name.replace(" Limited", " Ltd."),
        lambda: name.replace("&", "and"),
    )
    return random.choice(ways)()

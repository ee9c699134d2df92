"""Reads ``schemas/`` into typed values.

Comes in: the folder of the package, or an administrator's folder laid over it (a file of the same name wins). Goes out:
one ``Definitions``, read lazily and once, handed to the rooms by their callers; the pure rooms never look for files of
their own. Open ``transaction.py`` first. Each module reads one kind of definition and checks it: a mistake names its
file and its place in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from ckanext.spenddata.definitions import (
    bodies,
    categories,
    expense_types,
    measures,
    peers,
    phrases,
    redactions,
    regimes,
    rules,
    titles,
    transaction,
)
from ckanext.spenddata.values import text

__all__ = ["Definitions", "load"]

CATEGORY_FILES = (
    "categories.yaml",
    "cpv.csv",
    "expense_phrases.csv",
    "expense_types.csv",
    "mcc.csv",
    "merchant_types.csv",
)
PACKAGED = Path(__file__).resolve().parent.parent / "schemas"


@dataclass(frozen=True)
class Definitions:
    """Everything that policy or a standard may change, as data."""

    folders: tuple[Path, ...]

    def path(self, name: str) -> Path:
        """The file ``name`` of ``schemas/``: the administrator's where there is one, else the package's."""
        for folder in self.folders:
            if (folder / name).exists():
                return folder / name
        message = f"No definition file {name!r} in {', '.join(map(str, self.folders))}."
        raise FileNotFoundError(message)

    @cached_property
    def transaction(self) -> transaction.TableSchema:
        """The common spend Table Schema."""
        return transaction.read(self.path("transaction.schema.json"))

    @cached_property
    def regimes(self) -> Mapping[str, regimes.Regime]:
        """Regimes by id."""
        return regimes.read(self.path("regimes.yaml"))

    @cached_property
    def bodies(self) -> Mapping[str, bodies.Body]:
        """The table of public bodies by identifier."""
        return bodies.read(self.path("public_bodies.csv"))

    @cached_property
    def titles(self) -> titles.Titles:
        """The column titles that publishers use, and the names and titles of the Table Schema's own fields."""
        own = [
            titles.Title(words, field.name) for field in self.transaction.fields for words in (field.name, field.title)
        ]
        known = titles.read(self.path("titles.csv"))
        return titles.Titles({**{text.title_key(title.title): title for title in own}, **known.by_key})

    @cached_property
    def redactions(self) -> redactions.Vocabulary:
        """How publishers say that something is withheld."""
        return redactions.read(self.path("redactions.yaml"))

    @cached_property
    def rules(self) -> Mapping[str, rules.Rule]:
        """The rules by id, in the order in which findings are told."""
        return rules.read(self._rule_files())

    def rules_under(self, regime: str | None) -> Mapping[str, rules.Rule]:
        """The same as they are under a regime, with what they rest on there."""
        known = self.regimes.get(regime or "")
        return {rule.id: rule.under(known) for rule in self.rules.values()}

    @cached_property
    def rules_version(self) -> str:
        """Digest of everything that decides a finding: rules, regimes and Table Schema."""
        files = [*self._rule_files(), self.path("regimes.yaml"), self.path("transaction.schema.json")]
        return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]

    def _rule_files(self) -> list[Path]:
        names = {file.name for folder in self.folders for file in (folder / "rules").glob("*.yaml")}
        return [self.path(f"rules/{name}") for name in sorted(names)]

    @cached_property
    def categories(self) -> categories.Categories:
        """The browse categories and the codes that lead to them."""
        return categories.read(self.path("categories.yaml"), self.path("cpv.csv"), self.path("mcc.csv"))

    @cached_property
    def expense_types(self) -> Mapping[str, str]:
        """Normalised expense type → browse category."""
        return expense_types.read(self.path("expense_types.csv"), self.categories)

    @cached_property
    def expense_phrases(self) -> phrases.Phrases:
        """Phrases that tell a category wherever they stand in an expense type."""
        return phrases.read(self.path("expense_phrases.csv"), self.categories)

    @cached_property
    def merchant_types(self) -> Mapping[str, str]:
        """What card schemes and banks call kinds of merchants, normalised → browse category."""
        return expense_types.read(self.path("merchant_types.csv"), self.categories, "merchant_type")

    @cached_property
    def category_version(self) -> str:
        """Version of everything that decides a category: the declared one, and a digest of the files."""
        digest = sha256()
        for name in CATEGORY_FILES:
            digest.update(self.path(name).read_bytes())
        return f"{self.categories.version}-{digest.hexdigest()[:8]}"

    @cached_property
    def measures(self) -> Mapping[str, measures.Measure]:
        """Measures by id; the first is the one that is shown where none is asked for."""
        return measures.read(self.path("measures.yaml"))

    @cached_property
    def peer_groups(self) -> Mapping[str, peers.PeerGroup]:
        """Peer groups by id, in the order in which they are offered."""
        names = {file.name for folder in self.folders for file in (folder / "peer_groups").glob("*.yaml")}
        return peers.read(self.path(f"peer_groups/{name}") for name in sorted(names))

    @cached_property
    def tiers(self) -> tuple[peers.Tier, ...]:
        """The tiers: bodies with the same duties."""
        return peers.read_tiers(self.path("tiers.yaml"))


@lru_cache(maxsize=8)
def load(overlay: Path | None = None) -> Definitions:
    """The packaged definitions, with an administrator's folder laid over them when given."""
    return Definitions(folders=(overlay, PACKAGED) if overlay else (PACKAGED,))

"""Reads ``schemas/`` into typed values.

Comes in: the folder of the package, and an administrator's folder laid over it entry by entry (``layers.py`` for YAML,
``csv_file.py`` for tables). Goes out: one ``Definitions``, read lazily and once, handed to the rooms by their callers; the
pure rooms never look for files of their own. Open ``transaction.py`` first. Each module reads one kind of definition and
checks it by itself; ``whole.py`` looks whether all of them fit together; ``in_force.py`` keeps the last folder in which they
did. A mistake names its file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from ckanext.spenddata.definitions import (
    bodies,
    categories,
    category_levels,
    deflators,
    evidence_model,
    expense_types,
    knowledge,
    measures,
    peers,
    people,
    phrases,
    publisher_lines,
    redactions,
    regimes,
    rules,
    short_words,
    supplier_links,
    titles,
    transaction,
    word_list,
    yaml_file,
)
from ckanext.spenddata.definitions.folders import Folders, digest, layered
from ckanext.spenddata.definitions.places import DefinitionError
from ckanext.spenddata.definitions.yaml_file import Entries
from ckanext.spenddata.values import text

__all__ = ["DefinitionError", "Definitions", "load"]

CATEGORY_FILES = (
    "categories.yaml",
    "category_levels.yaml",
    "category_model.parquet",
    "cpv.csv",
    "expense_phrases.csv",
    "expense_types.csv",
    "mcc.csv",
    "merchant_types.csv",
    "payees.yaml",
    "public_bodies.csv",
    "publisher_categories.csv",
    "purpose_words.csv",
    "supplier_words.csv",
    "suppliers.csv",
)
PACKAGED = Path(__file__).resolve().parent.parent / "schemas"
RULE_FILES = ("rules.yaml", "rules/*.yaml")
PEOPLE_FILES = ("people.yaml", "given_names.txt", "surnames.txt")
SUPPLIER_FILES = ("supplier_links.yaml", "supplier_aliases.csv", "english_words.txt", "surnames.txt")


@dataclass(frozen=True)
class Definitions(Folders):
    """Everything that policy or a standard may change, as data."""

    @property
    def packaged(self) -> Definitions:
        """The package's definitions alone."""
        return load()

    @layered("transaction.schema.json")
    def transaction(self) -> transaction.TableSchema:
        """The common spend Table Schema."""
        return yaml_file.read(self.paths("transaction.schema.json"), transaction.TableSchema)

    @layered("published.schema.json")
    def decided(self) -> transaction.TableSchema:
        """What is decided of a published row, and where it stands in the publisher's file."""
        return yaml_file.read(self.paths("published.schema.json"), transaction.TableSchema)

    @cached_property
    def published(self) -> transaction.TableSchema:
        """The Table Schema of published files: the canonical fields, and behind them those of ``decided``."""
        return self.transaction.followed_by(self.decided)

    @layered("regimes.yaml")
    def regimes(self) -> Entries[regimes.Regime]:
        """Regimes by id."""
        return self.entries(list[regimes.Regime], "regimes.yaml")

    @layered("public_bodies.csv")
    def bodies(self) -> Mapping[str, bodies.Body]:
        """The table of public bodies by identifier."""
        return bodies.read(self.paths("public_bodies.csv"))

    @layered("titles.csv", "short_words.csv", "transaction.schema.json")
    def titles(self) -> titles.Titles:
        """The column titles that publishers use, and the names and titles of the Table Schema's own fields."""
        own = [
            titles.Title(words, field.name, rank=0 if words == field.name else 5)
            for field in self.transaction.fields
            for words in (field.name, field.title)
        ]
        known = titles.read(self.paths("titles.csv"))
        by_key = {**{text.title_key(title.title): title for title in own}, **known.by_key}
        return titles.Titles(by_key, short=short_words.read(self.paths("short_words.csv")))

    @layered("redactions.yaml")
    def redactions(self) -> redactions.Vocabulary:
        """How publishers say that something is withheld."""
        return redactions.Vocabulary(yaml_file.read(self.paths("redactions.yaml"), redactions.File))

    @layered(*PEOPLE_FILES)
    def people(self) -> people.People:
        """How a person's name is told from a firm's."""
        return people.read(*(self.paths(name) for name in PEOPLE_FILES))

    @layered("supplier_links.yaml")
    def supplier_words(self) -> supplier_links.SupplierWords:
        """How names of suppliers are read, and when two are one."""
        return supplier_links.read(self.paths("supplier_links.yaml"))

    @layered("english_words.txt")
    def english_words(self) -> frozenset[str]:
        """Words that there are, none of which is a mistyped other one."""
        return word_list.read(self.paths("english_words.txt"))

    @layered("surnames.txt")
    def surnames(self) -> frozenset[str]:
        """Names of families, none of which is a mistyped other one."""
        return word_list.read(self.paths("surnames.txt"))

    @layered("supplier_aliases.csv")
    def supplier_aliases(self) -> Mapping[str, supplier_links.Alias]:
        """Names that are known to be another's, by the name in plain small letters."""
        return supplier_links.read_aliases(self.paths("supplier_aliases.csv"))

    @cached_property
    def supplier_version(self) -> str:
        """Digest of everything that decides which names are one supplier's."""
        return self.version_of(*SUPPLIER_FILES, *PEOPLE_FILES, "public_bodies.csv")

    @layered(*RULE_FILES)
    def rules(self) -> Entries[rules.Rule]:
        """The rules by id, in the order in which findings are told."""
        return self.entries(list[rules.Rule], *RULE_FILES)

    def rules_under(self, regime: str | None) -> Mapping[str, rules.Rule]:
        """The same as they are under a regime, with what they rest on there."""
        known = self.regimes.get(regime or "")
        return {rule.id: rule.under(known) for rule in self.rules.values()}

    @cached_property
    def rules_version(self) -> str:
        """Digest of everything that decides a finding: rules, regimes, Table Schema, the words by which people and suppliers are known."""
        below, above = self.in_layers(*RULE_FILES)
        named = ("regimes.yaml", "transaction.schema.json", "supplier_links.yaml", *PEOPLE_FILES)
        return digest([*below, *above, *(file for name in named for file in self.paths(name))])

    @layered(*CATEGORY_FILES)
    def categories(self) -> categories.Categories:
        """The browse categories and the codes that lead to them."""
        return categories.read(self.paths("categories.yaml"), self.paths("cpv.csv"), self.paths("mcc.csv"))

    @layered(*CATEGORY_FILES)
    def expense_types(self) -> Mapping[str, str]:
        """Normalised expense type → browse category, where there is no doubt about it."""
        return expense_types.certain(self.expense_type_words)

    @layered(*CATEGORY_FILES)
    def expense_type_words(self) -> Mapping[str, tuple[str, ...]]:
        """Normalised expense type, certain or not → its one to three categories."""
        return expense_types.read(self.paths("expense_types.csv"), self.categories)

    @layered(*CATEGORY_FILES)
    def expense_phrases(self) -> phrases.Phrases:
        """Phrases that tell a category wherever they stand in an expense type."""
        return phrases.read(self.paths("expense_phrases.csv"), self.categories)

    @layered(*CATEGORY_FILES)
    def merchant_types(self) -> Mapping[str, str]:
        """What card schemes and banks call kinds of merchants, normalised → browse category."""
        return expense_types.certain(
            expense_types.read(self.paths("merchant_types.csv"), self.categories, "merchant_type")
        )

    @layered(*CATEGORY_FILES)
    def publisher_lines(self) -> publisher_lines.Lines:
        """What expense types and suppliers mean for publishers, by stewards."""
        return publisher_lines.read(self.paths("publisher_categories.csv"), self.categories)

    @layered(*CATEGORY_FILES)
    def knowledge(self) -> knowledge.Knowledge:
        """What words and names speak for, as evidence."""
        known = self.categories.by_id
        registered = {
            name: (body.publisher.body_type,)
            for body in self.bodies.values()
            for name in (body.publisher.name, *body.publisher.other_names)
        }
        tables = {
            "suppliers": "supplier",
            "supplier_words": "word",
            "expense_types": "expense_type",
            "expense_phrases": "phrase",
            "merchant_types": "merchant_type",
            "purpose_words": "words",
        }
        written = {
            table: knowledge.spoken_for(self.paths(f"{table}.csv"), column, known) for table, column in tables.items()
        }
        runs = {table: knowledge.as_runs(spoken) for table, spoken in {**written, "registered": registered}.items()}
        return knowledge.Knowledge(runs, yaml_file.read(self.paths("payees.yaml"), knowledge.PayeeFile).kinds)

    @layered(*CATEGORY_FILES)
    def evidence_file(self) -> bytes:
        """The evidence model as it is written."""
        return self.paths("category_model.parquet")[-1].read_bytes()

    @layered(*CATEGORY_FILES)
    def evidence_model(self) -> evidence_model.EvidenceModel:
        """The weights of evidence, and how sure decisions must be."""
        return evidence_model.read(self.evidence_file, self.categories)

    @layered(*CATEGORY_FILES)
    def category_levels(self) -> category_levels.Levels:
        """How sure a decision of the evidence must be."""
        return category_levels.read(self.paths("category_levels.yaml"))

    @layered(*CATEGORY_FILES)
    def category_version(self) -> str:
        """Version of everything that decides a category: the declared one, and a digest of the files."""
        return f"{self.categories.version}-{self.version_of(*CATEGORY_FILES)[:8]}"

    @layered("measures.yaml")
    def measures(self) -> Entries[measures.Measure]:
        """Measures by id; the first is the one that is shown where none is asked for."""
        return self.entries(list[measures.Measure], "measures.yaml")

    @layered("deflators.yaml")
    def deflators(self) -> Entries[deflators.Deflator]:
        """Series of prices by id."""
        return deflators.read(*self.in_layers("deflators.yaml"))

    @property
    def deflator(self) -> deflators.Deflator | None:
        """The series of prices that is used: the last, so that an administrator's takes the place of ours; None where there is none."""
        return next(reversed(self.deflators.values()), None)

    @layered("peer_groups/*")
    def peer_groups(self) -> Mapping[str, peers.PeerGroup]:
        """Peer groups by id, in the order in which they are offered."""
        names = {file.name for folder in self.folders for file in (folder / "peer_groups").glob("*.yaml")}
        return peers.read(self.paths(f"peer_groups/{name}") for name in sorted(names))

    @layered("tiers.yaml")
    def tiers(self) -> tuple[peers.Tier, ...]:
        """The tiers: bodies with the same duties."""
        return tuple(self.entries(list[peers.Tier], "tiers.yaml").values())


def load(overlay: Path | None = None) -> Definitions:
    """The packaged definitions, with an administrator's folder laid over them when given; the same object for the same folder."""
    return _load(overlay)


@lru_cache(maxsize=8)
def _load(overlay: Path | None) -> Definitions:
    # Kept under one key however `load` was called: `load()` and `load(None)` would be two, and whatever one has read, read twice.
    return Definitions(folders=(overlay, PACKAGED) if overlay else (PACKAGED,))

"""The linker that an administrator's definitions make; made once for each folder of them, as the register takes a moment to read."""

from __future__ import annotations

from functools import lru_cache

from ckanext.spenddata.classify.suppliers.alignment import Knowledge
from ckanext.spenddata.classify.suppliers.linking import Linker
from ckanext.spenddata.classify.suppliers.register import Register
from ckanext.spenddata.definitions import Definitions

__all__ = ["linker"]


@lru_cache(maxsize=2)
def linker(definitions: Definitions) -> Linker:
    """A linker by the words, the register and the aliases of these definitions."""
    words = definitions.supplier_words
    register = Register(definitions.bodies.values(), words)
    known = Knowledge(words, definitions.people.organisations, real=_real(definitions))
    return Linker(known, register, definitions.supplier_aliases)


def _real(definitions: Definitions) -> frozenset[str]:
    """First names, and single words for what is bought: one of them is no mistyped other one (*Mary*, *Mark*; *print*, *paint*)."""
    tables = (definitions.knowledge.supplier_words, definitions.knowledge.purpose_words)
    runs = {run for table in tables for run in table["run"]}
    return definitions.people.given_names | {run for run in runs if " " not in run}

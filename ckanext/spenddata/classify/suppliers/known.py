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
    return Linker(Knowledge(words, definitions.people.organisations), register, definitions.supplier_aliases)

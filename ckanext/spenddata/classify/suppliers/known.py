"""The linker that an administrator's definitions make; made once for each folder of them, as the register takes a moment to read."""

from __future__ import annotations

from functools import lru_cache

from ckanext.spenddata.classify.suppliers.linking import Linker
from ckanext.spenddata.classify.suppliers.register import Register
from ckanext.spenddata.classify.suppliers.vocabulary import Knowledge
from ckanext.spenddata.definitions import Definitions


@lru_cache(maxsize=2)
def linker(definitions: Definitions) -> Linker:
    """A linker by the words, the register and the aliases of these definitions."""
    words = definitions.supplier_words
    register = Register(definitions.bodies.values(), words)
    surnames = definitions.people.given_names | definitions.surnames
    known = Knowledge(
        words,
        definitions.people.organisations,
        real=definitions.english_words | surnames | _bought(definitions),
        surnames=surnames,
    )
    return Linker(known, register, definitions.supplier_aliases)


def _bought(definitions: Definitions) -> frozenset[str]:
    """Single words for what is bought, which a list of English words need not have: *fostering*, *hydrotherapy*."""
    tables = [definitions.knowledge.frames[name] for name in ("supplier_words", "purpose_words")]
    return frozenset(run for table in tables for run in table["run"] if " " not in run)

"""How names of suppliers read, and how alike two are, by what is known of words, public bodies and renames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ckanext.spenddata.classify.suppliers.alignment import Likeness, compare
from ckanext.spenddata.classify.suppliers.names import REGISTER, Name
from ckanext.spenddata.classify.suppliers.reading import Reading, read
from ckanext.spenddata.classify.suppliers.register import Register
from ckanext.spenddata.classify.suppliers.vocabulary import Knowledge
from ckanext.spenddata.definitions.supplier_links import Alias, alias_key


@dataclass(frozen=True)
class Linker:
    """What names are linked by (``grouping``)."""

    known: Knowledge
    register: Register
    aliases: Mapping[str, Alias] = field(default_factory=dict)

    def likeness(self, one: str, other: str) -> Likeness:
        """How alike two names are, by themselves."""
        words = self.known.words
        first, second = (read(self._called(name), words) for name in (one, other))
        bodies = self.register.body_of(first), self.register.body_of(second)
        if all(bodies):
            return Likeness(1.0 if bodies[0] == bodies[1] else 0.0, REGISTER)
        return compare(first, second, self.known)

    def read(self, name: Name) -> Reading:
        """How a name reads; that of its alias where it has one."""
        return read(self._called(name.name), self.known.words)

    def alias_of(self, name: str) -> str:
        """The name that a name is known to be, blank for none."""
        alias = self.aliases.get(alias_key(name))
        return alias.same_as if alias else ""

    def _called(self, name: str) -> str:
        return self.alias_of(name) or name

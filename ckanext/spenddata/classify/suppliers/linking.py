"""Names of suppliers → suppliers: which names are one supplier's, why, and which a steward must look at.

Names are grouped from the surest pair down (``grouping``). Two groups become one only where all their names go together and no two
of them are known to be two suppliers, so that one bad pair never chains two large suppliers; what has two different numbers is
never one. The same names give the same suppliers, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ckanext.spenddata.classify.suppliers.alignment import Likeness, compare
from ckanext.spenddata.classify.suppliers.grouping import Grouping
from ckanext.spenddata.classify.suppliers.names import REGISTER, Link, Linked, Name, Question, TooManyNames
from ckanext.spenddata.classify.suppliers.reading import Reading, read
from ckanext.spenddata.classify.suppliers.register import Register
from ckanext.spenddata.classify.suppliers.vocabulary import Knowledge
from ckanext.spenddata.definitions.supplier_links import Alias
from ckanext.spenddata.values.text import plain_letters

__all__ = ["Link", "Linked", "Linker", "Name", "Question", "TooManyNames"]

MOST_NAMES = 2_000_000
"""More distinct names are no table of suppliers; linking them would fill the memory."""


@dataclass(frozen=True)
class Linker:
    """Links names by what is known of words, public bodies and renames."""

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

    def link(
        self, names: Iterable[Name], decided: Mapping[str, str] | None = None, apart: Iterable[tuple[str, str]] = ()
    ) -> Linked:
        """Link names.

        Args:
            names: All names, those that are linked already among them.
            decided: Key of a name → the supplier that it is already; such names keep it, and only others are compared with them.
            apart: Pairs of suppliers that a steward has said are two.

        Raises:
            TooManyNames: There are more than ``MOST_NAMES``.
        """
        ordered = sorted(names)
        if len(ordered) > MOST_NAMES:
            message = (
                f"{len(ordered):,} names can't be linked; at most {MOST_NAMES:,} can. Nothing was linked."
                " Is this a register of companies, and not the suppliers of a portal?"
            )
            raise TooManyNames(message)
        return Grouping(self, ordered, decided or {}, {frozenset(pair) for pair in apart}).result()

    def read(self, name: Name) -> Reading:
        """How a name reads; that of its alias where it has one."""
        return read(self._called(name.name), self.known.words)

    def alias_of(self, name: str) -> str:
        """The name that a name is known to be, blank for none."""
        alias = self.aliases.get(_plain(name))
        return alias.same_as if alias else ""

    def _called(self, name: str) -> str:
        return self.alias_of(name) or name


def _plain(name: str) -> str:
    return " ".join(plain_letters(name).split())

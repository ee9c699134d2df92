"""How sure a decision on a category must be: ``category_levels.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from ckanext.spenddata.definitions import layers, yaml_file
from ckanext.spenddata.definitions.places import DefinitionError

Level = Literal["sure", "likely"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Likely(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From which confidence on a category is shown at all."""

    purchase: Share
    other: Share
    """What buys nothing: a grant that is shown as a purchase, or the other way round, is the worst mistake."""


class Levels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How sure a decision must be."""

    likely: Likely
    sure: Share
    """From this confidence on it is sure; below, likely."""
    contradicted: Share
    """A certain expense type is overruled where the model's own probability for its category is below this."""

    def of(self, confidence: float) -> Level:
        """The level of a decision that was shown."""
        return "sure" if confidence >= self.sure else "likely"


def read(paths: Sequence[Path]) -> Levels:
    """Read the file, the administrator's laid over the package's.

    Raises:
        DefinitionError: A share is none, or what is sure would not be likely.
    """
    levels = yaml_file.read(paths, Levels)
    if levels.sure < max(levels.likely.purchase, levels.likely.other):
        place = layers.said_at(paths, "sure", "likely")
        raise DefinitionError(f"{place}: what is sure must be likely: `sure` is at least as much as each of `likely`.")
    return levels

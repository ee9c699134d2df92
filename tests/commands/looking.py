"""What a look of ``doctor`` complains of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ckanext.spenddata.commands.problems import Problem


def problem(look: Callable[[], str]) -> Problem:
    with pytest.raises(Problem) as found:
        look()
    assert found.value.remedy, "whoever is told of a problem is told what to do"
    return found.value

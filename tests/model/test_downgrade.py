"""Nobody goes back to an older schema while there is something to lose."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ckanext.spenddata.model.downgrade import refuse_while_returns_exist


@pytest.mark.parametrize(("count", "words"), [(1, "1 return,"), (1_234, "1,234 returns,")])
def test_it_is_refused_with_what_would_be_lost_and_what_to_do(count, words):
    with pytest.raises(RuntimeError, match=f"{words} .*Nothing was changed.*restore the backup"):
        refuse_while_returns_exist(SimpleNamespace(scalar=lambda _query: count))  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [0, None])
def test_where_there_is_nothing_there_is_nothing_to_lose(count):
    refuse_while_returns_exist(SimpleNamespace(scalar=lambda _query: count))  # type: ignore[arg-type]

"""One and many have words of their own, and a number is written as people write it."""

from __future__ import annotations

import pytest

from ckanext.spenddata.views.counting import ungettext


@pytest.mark.parametrize(("n", "words"), [(1, "1 row of May"), (0, "0 rows of May"), (1234, "1,234 rows of May")])
def test_the_words_fit_the_number(n, words, app):
    with app.flask_app.test_request_context("/"):
        assert ungettext("{n} row of {when}", "{n} rows of {when}", n, when="May") == words

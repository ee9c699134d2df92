"""Numbers in sentences of templates: read as people write them, and the words fit the number."""

from __future__ import annotations

import pytest

from ckanext.spenddata.web.counts import counted

pytestmark = pytest.mark.portal


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 payments"), (1, "1 payment"), (999, "999 payments"), (97508, "97,508 payments")]
)
def test_a_number_has_separators_and_the_words_that_fit_it(app, number: int, words: str):
    with app.flask_app.test_request_context("/"):
        assert counted("%(num)s payment", "%(num)s payments", number) == words


def test_every_template_counts_so(app):
    with app.flask_app.test_request_context("/"):
        template = app.flask_app.jinja_env.from_string("{{ ungettext('%(num)s row', '%(num)s rows', 12345) }}")
        assert template.render() == "12,345 rows"

"""Files to take away: names and cells are other people's words."""

from __future__ import annotations

import csv
import io

import pytest

from ckanext.spenddata.views import downloads


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("spend.csv", 'attachment; filename="spend.csv"'),
        ("Straße.csv", "attachment; filename=\"Stra_e.csv\"; filename*=UTF-8''Stra%C3%9Fe.csv"),
        (
            'a"; filename=evil.html',
            "attachment; filename=\"a__ filename=evil.html\"; filename*=UTF-8''a%22%3B%20filename%3Devil.html",
        ),
        (
            "one\r\nSet-Cookie: x=1.csv",
            "attachment; filename=\"oneSet-Cookie_ x=1.csv\"; filename*=UTF-8''oneSet-Cookie%3A%20x%3D1.csv",
        ),
        ("../../etc/passwd", "attachment; filename=\".._.._etc_passwd\"; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd"),
    ],
)
def test_a_name_can_t_leave_its_place_in_the_header(name, header):
    assert downloads.disposition(name) == header


def test_lines_are_rfc_4180():
    lines = "".join(downloads.csv_lines(["a", "b"], [['say "so"', "one\ntwo"], [None, -1]]))
    assert lines == 'a,b\r\n"say ""so""","one\ntwo"\r\n,-1\r\n'


@pytest.mark.check(22)
def test_formulas_are_shown_and_not_run_and_credits_stay_numbers(tmp_path):
    canonical = tmp_path / "canonical.csv"
    canonical.write_text(
        'supplier_name,amount\r\n"=HYPERLINK(""http://x.example"")",-120.00\r\n@SUM(A1),5\r\n', newline=""
    )
    text = "".join(downloads.for_spreadsheets(canonical))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [["supplier_name", "amount"], ['\'=HYPERLINK("http://x.example")', "-120.00"], ["'@SUM(A1)", "5"]]


def test_what_is_taken_away_is_never_shown_as_a_page():
    response = downloads.attachment("<script>", "x.csv", "text/csv")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("mimetype", ["text/csv", "text/csv; charset=utf-8"])
def test_the_encoding_is_told_once(mimetype: str):
    assert downloads.attachment("", "x.csv", mimetype).headers["Content-Type"] == "text/csv; charset=utf-8"

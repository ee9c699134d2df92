"""A password is found in an address whatever is in it, by whoever uses it and by whoever keeps it from being told."""

from __future__ import annotations

import time

import pytest

from ckanext.spenddata.credentials import masked, without_credentials

PASSWORDS = [
    "s3cret",
    "s3/cret",
    "/s3cret/",
    "s3@cret",
    "s3@/cret",
    "s3'cret",
    's3"cret',
    "s3?cret#",
    "s3:cret",
    "[s3cret]",
    "£s3cret",
]


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("user", ["ckan", "", "ck-an"])
@pytest.mark.parametrize("host", ["127.0.0.1:8983/solr/ckan", "[::1]:6379/0", "", "/run/v.sock?db=0"])
def test_what_is_masked_is_what_is_used(user: str, password: str, host: str):
    address = f"redis://{user}:{password}@{host}"
    assert without_credentials(address) == (f"redis://{host}", (user, password))
    for text in (address, f"at '{address}': refused", f"<{address}>", f'{{"a": "{address}"}}', repr(address)):
        assert "s3" not in masked(text)
        assert "cret" not in masked(text)


def test_what_could_be_a_port_is_masked_too():
    assert masked("http://u:12/s3cret@h/") == "http://***@h/"


def test_a_password_is_used_as_it_is_meant():
    assert without_credentials("http://u:a%2Fb@h/") == ("http://h/", ("u", "a/b"))
    assert without_credentials("https://t0ken@h/") == ("https://h/", ("t0ken", ""))


@pytest.mark.parametrize(
    "address", ["http://h:8983/solr/x@y", "http://h/a@b", "http://h", "", "a:b@c", "unix:///run/x"]
)
def test_an_address_without_any_is_used_as_it_is(address: str):
    assert without_credentials(address) == (address, None)


@pytest.mark.parametrize(
    "text", ["https://example.org/a@b", "mail a:b@c.example to us", "GET /?next=http://x/y for a@b"]
)
def test_other_text_stays(text: str):
    assert masked(text) == text


@pytest.mark.parametrize(
    "word", ["://" * 300_000, "@" + "://:" * 200_000, "://" + ":@" * 300_000, "://a" * 250_000 + "@"]
)
def test_a_long_word_is_looked_at_once(word: str):
    began = time.perf_counter()
    masked(word)
    assert time.perf_counter() - began < 1

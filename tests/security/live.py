"""People at a running portal: with browsers, cookies and forms, as strangers on the internet have them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import requests

PASSWORD = "correct-horse-battery"
TOKEN = re.compile(r'name="_csrf_token" (?:content|value)="([^"]+)"')


@dataclass
class Person:
    """Somebody with a browser of their own, which keeps cookies and says nothing of where requests come from."""

    address: str
    name: str = ""
    browser: requests.Session = field(default_factory=requests.Session)

    def sign_in(self, password: str = PASSWORD, **more: Any) -> requests.Response:
        return self.post("/user/login", {"login": self.name, "password": password, **more}, follow=True)

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.browser.get(self.address + path, timeout=60, **more)

    def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        *,
        token: str | None = None,
        follow: bool = False,
        json: Any = None,
        headers: dict[str, str] | None = None,
        files: Any = None,
    ) -> requests.Response:
        fields = {**(data or {}), **({"_csrf_token": token} if token else {})}
        return self.browser.post(
            self.address + path,
            data=None if json is not None else fields,
            json=json,
            headers=headers,
            files=files,
            timeout=60,
            allow_redirects=follow,
        )

    def token(self, path: str = "/spend/about") -> str:
        """The token that a page of this session has for its forms."""
        found = TOKEN.search(self.get(path).text)
        assert found
        return found.group(1)

    def is_known(self) -> bool:
        """Whether the portal still knows who this is."""
        answer = self.get("/dashboard/", allow_redirects=False)
        assert answer.status_code in (200, 302), answer.text
        return answer.status_code == 200 or "/user/login" not in answer.headers["Location"]

    def copy(self) -> Person:
        """A thief with the same cookies."""
        thief = Person(self.address, self.name)
        thief.browser.cookies.update(self.browser.cookies)
        return thief


def account(name: str, *, sysadmin: bool = False) -> str:
    """Make an account with the usual password; its name."""
    from ckan.tests import factories

    return (factories.Sysadmin if sysadmin else factories.User)(name=name, password=PASSWORD)["name"]


def api_token(name: str, **more: Any) -> str:
    from ckan.plugins import toolkit as tk

    asked = {"user": name, "name": "A program", **more}
    return tk.get_action("api_token_create")({"ignore_auth": True, "user": name}, asked)["token"]

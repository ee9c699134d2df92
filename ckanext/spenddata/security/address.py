"""Where a request comes from."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from flask import request

from ckanext.spenddata import config

Network = IPv4Network | IPv6Network
SOCKET = "unix"
"""The word for a proxy on this machine that calls through a socket, and so has no address."""


def client() -> str:
    """The address of whoever sent this request.

    ``X-Forwarded-For`` is believed from the proxies that the administrator named, and no further than the first that is none of them:
    everybody can write the rest of it.
    """
    proxies = _proxies(tuple(config.proxies()))
    hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    address = request.remote_addr or SOCKET
    while hops and _is_proxy(address, proxies):
        address = hops.pop()
    return _shortened(address)


def is_proxy(address: str) -> bool:
    """Whether an address is that of a proxy that the administrator named."""
    return _is_proxy(address, _proxies(tuple(config.proxies())))


def is_this_machine(client: str) -> bool:
    """Whether it is this very machine that a client's address is of; a whole network is not."""
    found = _parsed(client)
    return found.is_loopback if found else client == SOCKET


def check(named: list[str]) -> None:
    """See that these are addresses and networks.

    Raises:
        ValueError: One is not; the message names it.
    """
    _proxies(tuple(named))


@lru_cache(maxsize=4)
def _proxies(named: tuple[str, ...]) -> tuple[Network | str, ...]:
    return tuple(name if name == SOCKET else ip_network(name, strict=False) for name in named)


def _is_proxy(address: str, proxies: tuple[Network | str, ...]) -> bool:
    if address == SOCKET:
        return SOCKET in proxies
    found = _parsed(address)
    return found is not None and any(not isinstance(proxy, str) and found in proxy for proxy in proxies)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _shortened(address: str) -> str:
    """One household's many addresses of version 6 are one: whoever has one of them has all 2 to the power of 64."""
    found = _parsed(address)
    if isinstance(found, IPv6Address) and not found.is_loopback:
        return str(ip_network(f"{found}/64", strict=False))
    return str(found) if found else SOCKET if address == SOCKET else "unknown"

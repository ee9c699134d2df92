"""How often something may be tried: counted in Valkey for all processes together, over a window that slides.

A try is counted before it is made, in one step, so that many at once count as many.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass

from ckan.lib import redis
from ckan.plugins import toolkit as tk

TAKE = """
local now, window, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) >= most then
    local oldest = redis.call('ZRANGE', KEYS[1], -most, -most, 'WITHSCORES')
    return math.max(1, math.ceil(tonumber(oldest[2]) + window - now))
end
redis.call('ZADD', KEYS[1], now, ARGV[4])
redis.call('EXPIRE', KEYS[1], window + 1)
return 0
"""
"""Seconds to wait, rounded up; 0 where the try is counted."""


@dataclass(frozen=True)
class Try:
    """One try that was asked for."""

    key: str
    name: str
    wait: int
    """Seconds to wait; 0 where it may be made."""

    def take_back(self) -> None:
        """It does not count: it was no failure."""
        redis.connect_to_redis().zrem(self.key, self.name)


@dataclass(frozen=True)
class Limit:
    """So many tries within so many seconds.

    Raises, wherever it is asked, what Valkey's client raises while Valkey is away.
    """

    name: str
    most: int
    seconds: int

    def take(self, *of: str) -> Try:
        """Count a try.

        Args:
            of: Whose, such as an address and an account. Only a hash of them is kept.
        """
        client, made = redis.connect_to_redis(), Try(self._key(of), secrets.token_hex(8), 0)
        wait = client.eval(TAKE, 1, made.key, repr(time.time()), self.seconds, self.most, made.name)
        return Try(made.key, made.name, int(wait))  # pyright: ignore[reportArgumentType]

    def forgive(self, *of: str) -> None:
        """Forget all tries."""
        redis.connect_to_redis().delete(self._key(of))

    def _key(self, of: tuple[str, ...]) -> str:
        whose = hashlib.sha256("\0".join(of).encode()).hexdigest()[:32]
        return f"{tk.config['ckan.site_id']}:spenddata:tries:{self.name}:{whose}"

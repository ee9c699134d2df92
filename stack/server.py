"""The web server of one process: `python -m stack.server PORT`. Several share a port, and each can be ended and started alone.

Waitress reads a whole request before a thread is given to it, and takes a whole answer from the thread before a slow reader has it. This
adds what an open door needs: no large body is read that nobody may send, nobody is waited for who sends nothing, and one address has no
more than its share of the connections.
"""

from __future__ import annotations

import copy
import logging
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, cast

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.utilities import Error

from stack import doors, framing
from stack.addresses import HOST
from stack.heartbeat import Heartbeat

log = logging.getLogger("waitress")

IsProxy = Callable[[str], bool]

THREADS = 10
"""Of one process; those that wait for Solr or PostgreSQL take no processor."""
CONNECTIONS = 2_000
PER_ADDRESS = 400
"""Connections of one address: a whole building behind one router has no more."""
HEADER_SECONDS = 20
"""By then the headers of a request must be whole."""
BODY_SECONDS = 20
"""Grace before the speed of a body is looked at."""
SLOWEST = 2_000
"""Bytes a second that a body must have come with, on average."""
LINGER_SECONDS = 10
LINGER_BYTES = 16 * 1024 * 1024
"""So long, and for so many bytes, what still comes of a refused request is thrown away: closed at once, the connection would be
reset, and the refusal lost before it is read (RFC 9112, 9.6)."""
LOOK_SECONDS = 3
BACKLOG = 512
WAITING_BYTES = 64 * 1024 * 1024
"""As much of an answer waits (on disk, above a megabyte) for a slow reader before the thread that makes it does."""


class Unknown(Error):  # noqa: N818  as Waitress names its answers
    """A large body from somebody who has not shown who he is."""

    code = 403
    reason = "Forbidden"


class Parser(HTTPRequestParser):
    """A request that is refused by its headers where its body is none that may come here."""

    may_send_much: doors.Doorkeeper

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.began = time.monotonic()

    def received(self, data: bytes) -> int:
        """Take bytes; once the headers are whole, decide how large the body may be before any of it is kept."""
        consumed = super().received(data)
        if self.headers_finished and self.body_rcv is not None and not self.body_bytes_received and not self.error:
            self._decide()
        return consumed

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers, if everybody would read them so; the limit for the body is that of the address."""
        wrong = framing.fault(header_plus)
        if wrong:
            raise ParsingError(wrong)
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # an address such as http://[
            raise ParsingError(str(error)) from None
        self.adj = copy.copy(self.adj)
        kind = self.headers.get("CONTENT_TYPE", "")
        self.adj.max_request_body_size = doors.most_bytes(str(self.command), str(vars(self)["path"]), kind) + 1

    def _decide(self) -> None:
        """Refuse a body that is large, or of unknown length, from somebody unknown."""
        limit = self.adj.max_request_body_size - 1
        small = not self.chunked and self.content_length <= doors.SMALL
        if limit <= doors.SMALL or small or self.may_send_much(self.headers):
            return
        if self.chunked:
            # It may turn out to be small.
            self.adj.max_request_body_size = doors.SMALL + 1
            return
        self.error = Unknown("Sign in, or send an API token, before you send a file. Nothing was read or kept.")
        self.completed = True


class Channel(HTTPChannel):
    """A connection."""

    parser_class = Parser
    refuses = False
    """Whether the request is refused by its headers, so that more of it may come."""
    lingers_until: float | None = None
    lingers_for = LINGER_BYTES

    def service(self) -> None:
        """Answer a request."""
        self.refuses = self.requests[0].error is not None
        super().service()
        cast("Server", self.server).heartbeat.answered()

    def handle_write(self) -> None:
        """Send what waits; a refusal is the last of it, and its reader is given time to see it."""
        if self.refuses and self.close_when_flushed and not self.total_outbufs_len and not self.will_close:
            self._linger()
        else:
            super().handle_write()

    def _linger(self) -> None:
        """Say that nothing more comes, and go on listening."""
        self.close_when_flushed, self.lingers_until = False, time.monotonic() + LINGER_SECONDS
        try:
            cast("socket.socket", self.socket).shutdown(socket.SHUT_WR)
        except OSError:  # they have gone
            self.will_close = True

    def handle_read(self) -> None:
        """Take what comes; after a refusal, throw it away."""
        if self.lingers_until is None:
            super().handle_read()
            return
        try:
            self.lingers_for -= len(self.recv(self.adj.recv_bytes))
        except OSError:
            self.will_close = True
        if self.lingers_for <= 0:
            self.will_close = True

    def is_too_slow(self, now: float) -> bool:
        """Whether a request has begun and doesn't come, or one that was refused goes on."""
        if self.lingers_until is not None:
            return now > self.lingers_until
        request: Any = self.request
        if request is None or request.completed:
            return False
        age = now - request.began
        if not request.headers_finished:
            return age > HEADER_SECONDS
        return age > BODY_SECONDS and request.body_bytes_received < SLOWEST * age


class Server(TcpWSGIServer):
    """Waitress, with time limits for who sends and a share for each address."""

    channel_class = Channel
    is_proxy: IsProxy
    heartbeat: Heartbeat

    def maintenance(self, now: float) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Close connections that are idle, as Waitress does, and those whose request comes too slowly; and tell that all is well."""
        super().maintenance(int(now))
        self.heartbeat.beat(waiting=bool(self.task_dispatcher.queue))
        clock = time.monotonic()
        for channel in self._channels():
            if channel.is_too_slow(clock):
                channel.will_close = True

    def handle_accept(self) -> None:
        """Take a connection, unless its address has its share already; a proxy's are those of many."""
        super().handle_accept()
        channels = self._channels()
        newest = channels[-1] if channels else None
        if newest is None or self.is_proxy(newest.addr[0]):
            return
        if sum(channel.addr[0] == newest.addr[0] for channel in channels) > PER_ADDRESS:
            newest.handle_close()

    def _channels(self) -> list[Channel]:
        """All connections, in the order in which they were made."""
        return list(self.active_channels.values())  # pyright: ignore[reportAttributeAccessIssue]  a dictionary


def listen(port: int) -> socket.socket:
    """A socket that shares its port with those of the other processes: the kernel hands each new connection to one of them."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind((HOST, port))
    return listener


def make(application: Any, port: int, may_send_much: doors.Doorkeeper, is_proxy: IsProxy) -> Server:
    """A server that listens.

    Args:
        application: What answers.
        port: On which; several may share it.
        may_send_much: Whose large bodies are read.
        is_proxy: Which addresses have no share of the connections that they could use up.
    """
    Parser.may_send_much = staticmethod(may_send_much)  # pyright: ignore[reportAttributeAccessIssue]
    listener = listen(port)
    settings = Adjustments(
        sockets=[listener],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        backlog=BACKLOG,
        cleanup_interval=LOOK_SECONDS,
        channel_timeout=60,
        channel_request_lookahead=1,
        asyncore_use_poll=True,
        outbuf_high_watermark=WAITING_BYTES,
        clear_untrusted_proxy_headers=False,
        ident=None,
        expose_tracebacks=False,
    )
    address = (socket.AF_INET, socket.SOCK_STREAM, None, listener.getsockname())
    server = Server(application, _sock=listener, adj=settings, sockinfo=address, bind_socket=False)
    server.is_proxy, server.heartbeat = is_proxy, Heartbeat.of_environment()
    log.warning("Serving on %s:%s", HOST, port)
    return server


def stop(_number: int, _frame: FrameType | None) -> None:
    """Asked to stop: what is being answered is finished, for a few seconds."""
    raise SystemExit


if __name__ == "__main__":
    from stack.wsgi import application, flask_application

    signal.signal(signal.SIGTERM, stop)
    # CKAN's loader reads the ini's logging, and thereby silences this one.
    log.disabled = False
    make(application, int(sys.argv[1]), doors.known_people(flask_application), doors.is_proxy).run()

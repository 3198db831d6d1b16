"""The bot's own web address: health in both modes, and in HTTP mode what Slack posts."""

import logging
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from waitress.server import TcpWSGIServer, create_server

log = logging.getLogger("g2o")

THREADS = 20
MOST_BYTES = 1_000_000  # the largest thing Slack posts is a form of 250 KB
MOST_CONNECTIONS = 500
DRAIN_SECONDS = 10.0


@dataclass(frozen=True)
class Request:
    """What came in. `headers` go by their names in lower case."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What goes out; `after` begins once it is on its way."""

    status: HTTPStatus
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"
    after: Callable[[], None] | None = None


Page = Callable[[Request], Reply]
Pages = Mapping[tuple[str, str], Page]


class Website:
    """Pages by method and path, served by waitress. Port 0 takes a free one; a taken one raises OSError."""

    def __init__(self, host: str, port: int, pages: Pages) -> None:
        self._pages = pages
        self._listener = _listen(host, port)
        self._connections: dict[int, Any] = {}
        self._server = cast(
            "TcpWSGIServer",
            create_server(
                self._answer,
                map=self._connections,
                sockets=[self._listener],
                threads=THREADS,
                max_request_body_size=MOST_BYTES,
                connection_limit=MOST_CONNECTIONS,
                clear_untrusted_proxy_headers=True,
                ident="",
            ),
        )
        self._trigger: Any = self._server.trigger
        self._thread = threading.Thread(target=self._server.run, name="website", daemon=True)
        self._at_work = 0
        self._rest = threading.Condition()

    @property
    def address(self) -> str:
        """Where it is served, such as "http://127.0.0.1:3000"."""
        host, port, *_ = self._listener.getsockname()
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Takes no new connection, finishes what was begun, and hangs up."""
        self._in_its_thread(self._server.del_channel)
        with self._rest:
            self._rest.wait_for(lambda: not self._at_work, DRAIN_SECONDS)
        self._in_its_thread(self._hang_up)
        self._thread.join()
        self._trigger.close()
        self._server.task_dispatcher.shutdown()
        self._listener.close()

    def _hang_up(self) -> None:
        for connection in list(self._connections.values()):
            if connection is not self._trigger:
                connection.close()
        # With nothing left to watch the thread ends. Whoever pulled the trigger may still have it in hand.
        self._trigger.del_channel()

    def _in_its_thread(self, work: Callable[[], None]) -> None:
        """Waitress's connections belong to the thread that watches them."""
        self._trigger.pull_trigger(work)

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with self._rest:
            self._at_work += 1
        page = self._pages.get((environ["REQUEST_METHOD"], environ["PATH_INFO"]), _nothing_here)
        try:
            reply = page(_request(environ))
        except Exception as error:  # noqa: BLE001 - the door: whatever happens is answered
            # Without the error's own text, which may hold what a person typed.
            log.error("%s of the website: %s", environ["PATH_INFO"], type(error).__name__)  # noqa: TRY400
            reply = Reply(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here.\n")
        return _Sending(reply, start_response, self._done)

    def _done(self) -> None:
        with self._rest:
            self._at_work -= 1
            self._rest.notify_all()


class _Sending:
    """A reply on its way. The server closes it when the last byte has been handed to the network."""

    def __init__(self, reply: Reply, start_response: Callable[..., Any], done: Callable[[], None]) -> None:
        self._content = reply.body.encode()
        self._after = reply.after
        self._done = done
        headers = [
            ("Content-Type", reply.content_type),
            ("Content-Length", str(len(self._content))),
            ("Cache-Control", "no-store"),
        ]
        start_response(f"{reply.status.value} {reply.status.phrase}", headers)

    def __iter__(self) -> Iterator[bytes]:
        yield self._content

    def close(self) -> None:
        self._done()
        if self._after:
            self._after()


def _listen(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(address[:2], family=family)


def _request(environ: Mapping[str, Any]) -> Request:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or name == "CONTENT_TYPE"
    }
    return Request(headers, environ["wsgi.input"].read())


def _nothing_here(_: Request) -> Reply:
    return Reply(HTTPStatus.NOT_FOUND, "There is nothing here.\n")

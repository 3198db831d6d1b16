"""The smallest app at a request URL: it keeps every request, and answers as a test tells it to."""

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from bot.sandbox.config import Json


@dataclass(frozen=True)
class Request:
    """What came in; the names of headers are found in any case."""

    headers: Message
    body: bytes

    @property
    def json(self) -> Json:
        """A JSON body."""
        found: Json = json.loads(self.body)
        return found

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True))

    @property
    def payload(self) -> Json:
        """What the one field of a form holds."""
        assert set(self.form) == {"payload"}
        found: Json = json.loads(self.form["payload"])
        return found


@dataclass(frozen=True)
class Reply:
    """What goes back; a body that is no text goes as JSON."""

    body: Any = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = ""

    def written(self) -> tuple[str, bytes]:
        if isinstance(self.body, str):
            return self.content_type or "text/plain; charset=utf-8", self.body.encode()
        return self.content_type or "application/json; charset=utf-8", json.dumps(self.body).encode()


HANG_UP = Reply()
"""No answer: the connection ends."""

Answer: TypeAlias = Callable[[Request], Reply]


class WebApp:
    """An app at an address. Handshakes are answered by `greet` and not kept."""

    def __init__(self) -> None:
        self.url = ""
        self.requests: queue.Queue[Request] = queue.Queue()
        self.answer: Answer = lambda _: Reply()
        self.greet: Answer = lambda handshake: Reply({"challenge": handshake.json["challenge"]})

    def next(self) -> Request:
        """The next request."""
        return self.requests.get(timeout=5)

    def reply(self, request: Request) -> Reply:
        """The answer to a request."""
        if b"url_verification" in request.body:
            return self.greet(request)
        self.requests.put(request)
        return self.answer(request)


@contextmanager
def serving(server: HTTPServer) -> Iterator[str]:
    """A server on a thread of its own; gives its address."""
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/slack/events"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def web_app(port: int = 0) -> Iterator[WebApp]:
    """An app for the length of a test."""
    app = WebApp()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"] or 0)
            reply = app.reply(Request(self.headers, self.rfile.read(length)))
            if reply is not HANG_UP:
                with suppress(ConnectionError):  # whoever asked may have stopped waiting
                    self._send(reply)

        def _send(self, reply: Reply) -> None:
            content_type, body = reply.written()
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", content_type)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with serving(ThreadingHTTPServer(("127.0.0.1", port), Handler)) as app.url:
        yield app

"""The sandbox as a server: the Starlette app put together, and a way to run it beside a test."""

import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Scope

from bot.sandbox import socket_mode
from bot.sandbox.config import Config
from bot.sandbox.control import Control
from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Faults, Misbehaving
from bot.sandbox.people import People
from bot.sandbox.responses import Responses
from bot.sandbox.socket_mode import SocketMode, Wire
from bot.sandbox.views import Views
from bot.sandbox.web_api import WebApi
from bot.sandbox.workspace import Workspace

HOST = "127.0.0.1"
START_WITHIN = 10.0


class Server(uvicorn.Server):
    """uvicorn around one workspace; knows the TCP connection under each request and WebSocket."""

    def __init__(self, config: Config, base: str) -> None:
        self.workspace = Workspace(config, base)
        self.responses = Responses(self.workspace)
        super().__init__(
            uvicorn.Config(
                self._app(),
                log_config=None,
                log_level="warning",
                access_log=False,
                lifespan="off",
                ws="websockets-sansio",
                ws_ping_interval=config.ping_every,
                timeout_graceful_shutdown=1,
            )
        )

    def _app(self) -> Starlette:
        workspace, views, faults = self.workspace, Views(self.workspace), Faults()
        sockets = SocketMode(workspace, self._wire)
        web_api = WebApi(workspace, views, sockets.new_url)
        control = Control(People(workspace, views, sockets, self.responses), faults)
        return Starlette(
            routes=[
                Route("/api/{method}", web_api.answer, methods=["GET", "POST"]),
                Route("/response/{name}", self._respond, methods=["POST"]),
                Route("/upload/{file}", self._upload, methods=["POST"]),
                Route("/files/{file}", self._download),
                Route("/control/{verb}", control.answer, methods=["POST"]),
                WebSocketRoute("/socket/{ticket}", sockets.serve),
            ],
            middleware=[Middleware(Misbehaving, faults=faults, workspace=workspace, reset=self._reset)],
        )

    async def _respond(self, request: Request) -> Response:
        """Take an answer to a command or click; in plain text, as Slack does here."""
        try:
            self.responses.use(request.path_params["name"], await request.body())
        except SlackError as refusal:
            return PlainTextResponse(refusal.error, 404 if refusal.error == "expired_url" else 400)
        return PlainTextResponse("ok")

    async def _upload(self, request: Request) -> Response:
        """Take the bytes of a file."""
        file, content = self.workspace.files.get(request.path_params["file"]), await request.body()
        if file is None or file.length != len(content):
            return PlainTextResponse("not the file that was announced", 400)
        file.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def _download(self, request: Request) -> Response:
        """Give an uploaded file's bytes to the app that holds the token."""
        given = request.headers.get("authorization", "")
        file = self.workspace.files.get(request.path_params["file"])
        if not secrets.compare_digest(given, f"Bearer {self.workspace.config.app.bot_token}"):
            return PlainTextResponse("not signed in", 403)
        if file is None or file.content is None:
            return PlainTextResponse("no such file", 404)
        return Response(file.content, media_type="application/octet-stream")

    def _wire(self, scope: Scope) -> Wire:
        client = scope["client"]
        found = next(
            each for each in self.server_state.connections if getattr(each, "client", None) == client
        )
        return cast("Wire", found)

    def _reset(self, scope: Scope) -> None:
        socket_mode.reset(self._wire(scope).transport)


@contextmanager
def running(config: Config, port: int = 0) -> Iterator[str]:
    """The sandbox on a thread of its own; gives its base address, such as `http://127.0.0.1:8080`."""
    with socket.create_server((HOST, port)) as listener:
        base = f"http://{HOST}:{listener.getsockname()[1]}"
        server = Server(config, base)
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True
        )
        thread.start()
        try:
            _wait_for_start(server, thread)
            yield base
        finally:
            server.should_exit = True
            thread.join()


def _wait_for_start(server: Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + START_WITHIN
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the sandbox did not start")
        time.sleep(0.005)

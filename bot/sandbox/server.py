"""The sandbox as a server: the Starlette app put together, and a way to run it beside a test."""

import asyncio
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import TYPE_CHECKING, cast

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Scope

from bot.sandbox import socket_mode
from bot.sandbox.config import Config
from bot.sandbox.control import Control
from bot.sandbox.delivery import Delivery
from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Faults, Misbehaving
from bot.sandbox.filling import Filling
from bot.sandbox.people import People
from bot.sandbox.responses import Responses
from bot.sandbox.socket_mode import SocketMode, Wire
from bot.sandbox.views import Views
from bot.sandbox.web_api import WebApi
from bot.sandbox.workspace import Workspace

if TYPE_CHECKING:
    from bot.sandbox.page.guide import Guide
    from bot.sandbox.page.mount import Page

HOST = "127.0.0.1"
START_WITHIN = 10.0
END_WITHIN = 0.2


class Server(uvicorn.Server):
    """uvicorn around one workspace; knows the TCP connection under each request and WebSocket.

    With a guide, the workspace is also a page for the browser.
    """

    def __init__(self, config: Config, base: str, guide: "Guide | None" = None) -> None:
        self.workspace = Workspace(config, base)
        self.responses = Responses(self.workspace)
        self._stopping = asyncio.Event()
        self._page: Page | None = None
        self._background = AsyncExitStack()
        super().__init__(
            uvicorn.Config(
                self._app(guide),
                # the packages that a page brings must not change how connections are made and cut
                loop="asyncio",
                http="h11",
                log_config=None,
                log_level="warning",
                access_log=False,
                lifespan="off",
                ws="websockets-sansio",
                ws_ping_interval=config.ping_every,
            )
        )

    def _app(self, guide: "Guide | None") -> ASGIApp:
        workspace, views, faults = self.workspace, Views(self.workspace), Faults()
        sockets = SocketMode(workspace, self._wire)
        delivery = Delivery(workspace, sockets)
        web_api = WebApi(workspace, views, sockets.new_url)
        people = People(workspace, views, delivery, self.responses)
        filling = Filling(workspace, views, delivery)
        control = Control(people, filling, sockets, faults)
        slack = Starlette(
            routes=[
                Route("/api/{method}", web_api.answer, methods=["GET", "POST"]),
                Route("/response/{name}", self._respond, methods=["POST"]),
                Route("/upload/{file}", self._upload, methods=["POST"]),
                Route("/files/{file}", self._download),
                Route("/control/{verb}", control.answer, methods=["POST"]),
                WebSocketRoute("/socket/{key}", sockets.serve),
            ],
            middleware=[Middleware(Misbehaving, faults=faults, workspace=workspace, reset=self._reset)],
        )
        if guide is None:
            return slack
        # NiceGUI is imported where there is a page, and nowhere else
        from bot.sandbox.page.mischief import Mischief  # noqa: PLC0415
        from bot.sandbox.page.mount import Page  # noqa: PLC0415

        self._page = Page(people, filling, guide, Mischief(workspace, faults, sockets.cut))
        return self._page.beside(slack)

    def stop(self) -> None:
        """End at once what waits and what is connected; may be called from another thread."""
        self._loop.call_soon_threadsafe(self._stopping.set)

    async def main_loop(self) -> None:
        """Serve until `stop`: uvicorn's own loop looks ten times a second, and tests start many of these."""
        await self._stopping.wait()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        self._loop = asyncio.get_running_loop()
        if self._page:
            await self._background.enter_async_context(self._page.running())
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close every connection without waiting for whoever is at its other end."""
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            cast("Wire", connection).transport.abort()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=END_WITHIN)
        await self._background.aclose()

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
def running(config: Config, port: int = 0, guide: "Guide | None" = None) -> Iterator[str]:
    """The sandbox on a thread of its own; gives its base address, such as `http://127.0.0.1:8080`.

    With a guide, the workspace is a page there.
    """
    with socket.create_server((HOST, port)) as listener:
        # handed down to each connection: asyncio leaves it out where a socket does not name its protocol, and
        # an answer in two packets then waits 40 ms for the first to be acknowledged
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        base = f"http://{HOST}:{listener.getsockname()[1]}"
        server = Server(config, base, guide)
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True
        )
        thread.start()
        _wait_for_start(server, thread)
        try:
            yield base
        finally:
            server.stop()
            thread.join()


def _wait_for_start(server: Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + START_WITHIN
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the sandbox did not start")
        time.sleep(0.005)

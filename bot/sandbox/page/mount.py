"""The page put on the sandbox's server, beside Slack's own addresses and out of reach of their faults."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import Response
from nicegui import background_tasks, ui
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.sandbox.filling import Filling
from bot.sandbox.methods import files
from bot.sandbox.page import pictures
from bot.sandbox.page.gallery import Gallery
from bot.sandbox.page.guide import Guide
from bot.sandbox.page.layout import NAME, Layout
from bot.sandbox.page.mischief import Mischief
from bot.sandbox.page.tags import STYLE
from bot.sandbox.page.visitor import Visitor
from bot.sandbox.page.world import World
from bot.sandbox.people import People

OF_SLACK = frozenset({"api", "response", "upload", "files", "control", "socket"})
"""The first parts of the addresses that are the sandbox's own."""

# The browser itself refuses whatever would be loaded from another host; the page's scripts compile templates.
POLICY = (
    "default-src 'self'; base-uri 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
    "form-action 'self'"
)


class Page:
    """The page of one sandbox; there can be one in a process, as NiceGUI keeps its state there."""

    def __init__(self, people: People, filling: Filling, guide: Guide, mischief: Mischief) -> None:
        self.world = World(people, filling, guide, mischief)
        self._following: set[asyncio.Task[None]] = set()
        self._app = FastAPI(
            openapi_url=None,
            middleware=[
                # a name that somebody else points at this computer is not answered
                Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
                Middleware(_Guarded),
            ],
        )
        self._app.get(f"{pictures.FOLDER}/{{file_id}}")(self._file)
        Gallery(self.world).open_in(self._app)
        ui.page("/")(self._show)
        ui.run_with(
            self._app,
            title=f"{people.workspace.config.team_name} - {NAME}",
            language="en-GB",
            favicon="🗂️",
            tailwind=False,
            show_welcome_message=False,
            reconnect_timeout=10.0,
        )

    def beside(self, slack: ASGIApp) -> ASGIApp:
        """Both on one server: Slack's addresses, and the page for all others."""

        async def either(scope: Scope, receive: Receive, send: Send) -> None:
            first = scope["path"].split("/")[1]
            await (slack if first in OF_SLACK else self._app)(scope, receive, send)

        return either

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What has to be entered on the server's loop before anybody is answered, and left at the end."""
        async with self._app.router.lifespan_context(self._app):
            yield
            # NiceGUI is not to end while a window is being drawn anew
            for each in self._following:
                each.cancel()
            await asyncio.gather(*self._following, return_exceptions=True)

    def _show(self, request: Request) -> None:
        """A window; `?as=` names the person to be and `&in=` the conversation to be in.

        Whoever names a person knows their way and is shown no tour.
        """
        asked = request.query_params
        me = self.world.guide.person(asked.get("as", "")).id
        visitor = Visitor(self.world, me, ui.context.client, asked.get("in", ""))
        ui.add_css(STYLE)
        Layout(visitor, with_tour="as" not in asked)
        following = background_tasks.create(visitor.follow(), name="page")
        self._following.add(following)
        following.add_done_callback(self._following.discard)
        ui.context.client.on_delete(following.cancel)

    async def _file(self, file_id: str, *, download: bool = False) -> Response:
        file = self.world.workspace.files.get(file_id)
        if file is None or not file.completed or file.content is None:
            raise HTTPException(404, "There is no such file.")
        kind = files.wire(self.world.workspace, file)["mimetype"]
        is_shown = kind in pictures.SHOWN and not download
        return Response(
            file.content,
            media_type=kind if is_shown else "application/octet-stream",
            headers={} if is_shown else {"Content-Disposition": "attachment"},
        )


class _Guarded:
    """Headers by which the browser holds the page to its promise."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    (b"content-security-policy", POLICY.encode()),
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"no-referrer"),
                ]
            await send(message)

        await self.app(scope, receive, guarded)

"""Socket Mode: the connection over which Slack delivers, on an event loop in a thread of its own.

The SDK's aiohttp client comes back soonest after a connection was reset or went half-open.
"""

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from time import time
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.aiohttp import SocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from handlers.dispatch import dispatch
from handlers.measures import Measures

log = logging.getLogger("g2o")

PING_SECONDS = 2
DRAIN_SECONDS = 10
STOP_LOOK_SECONDS = 0.2
# The client gives a connection up after four pings without an answer, and needs a moment to replace it.
SILENT_SECONDS = PING_SECONDS * 5


class _Handler(SocketModeHandler):
    """Bolt's handler, with each delivery on a worker so that a slow one holds up no acknowledgement."""

    def __init__(
        self, app: App, app_token: str, api_url: str, workers: ThreadPoolExecutor, measures: Measures
    ) -> None:
        super().__init__(
            app,
            app_token,
            logger=logging.getLogger("g2o.socket"),
            web_client=AsyncWebClient(base_url=api_url),
            ping_interval=PING_SECONDS,
        )
        self._workers = workers
        self._measures = measures
        self.in_flight = 0

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        self.in_flight += 1
        try:
            loop = asyncio.get_running_loop()
            with self._measures.acknowledging(req.payload):
                done = await loop.run_in_executor(self._workers, dispatch, self.app, req.payload)
                await send_async_response(client, req, done.response, time())
            if done.after:
                await loop.run_in_executor(self._workers, done.after)
        finally:
            self.in_flight -= 1


class SocketMode:
    """A line to Slack. `close` finishes what was delivered, then hangs up."""

    def __init__(
        self, app: App, app_token: str, api_url: str, workers: ThreadPoolExecutor, measures: Measures
    ) -> None:
        self._made_from = (app, app_token, api_url, workers, measures)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="socket-mode", daemon=True)
        self._handler: _Handler | None = None

    def open(self, stop: threading.Event) -> bool:
        """Connects, trying again until Slack takes the connection; False where told to stop before that."""
        self._thread.start()
        connecting = asyncio.run_coroutine_threadsafe(self._connect(), self._loop)
        while not stop.is_set():
            try:
                connecting.result(timeout=STOP_LOOK_SECONDS)
            except NotYet:
                continue
            return True
        return False

    @property
    def is_alive(self) -> bool:
        """Whether Slack answered a ping of late: a half-dead connection looks connected."""
        handler = self._handler
        if handler is None or handler.client.current_session is None:
            return False
        answered = handler.client.last_ping_pong_time
        is_silent = answered is not None and time() - answered > SILENT_SECONDS
        return not (is_silent or handler.client.stale or handler.client.current_session.closed)

    def close(self) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _connect(self) -> None:
        self._handler = _Handler(*self._made_from)
        await self._handler.client.connect()

    async def _close(self) -> None:
        if self._handler is None:
            return
        deadline = self._loop.time() + DRAIN_SECONDS
        while self._handler.in_flight and self._loop.time() < deadline:
            await asyncio.sleep(0.02)
        await self._handler.client.close()

"""A Slack that only measures: it delivers over a real socket and notes when what comes back arrives.

The sandbox would do as well, but checks and draws all that it is sent; this one adds next to nothing.
"""

import asyncio
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from aiohttp import ClientSession, WSMsgType, web

SECRET = "not-so-secret-at-all"  # noqa: S105 - a signing secret of this bench's own
BOT, TEAM, APP = "U0BOT00001", "T0BENCH001", "A0BENCH001"
PATIENCE = 30.0

Json = dict[str, Any]


@dataclass(frozen=True)
class Taken:
    """Milliseconds from delivery to acknowledgement, and to the answer that a person sees."""

    acknowledged: float
    answered: float


class Slack:
    """The server, on an event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._numbers = count(1)
        self._line: web.WebSocketResponse | None = None
        self._is_connected = threading.Event()
        self._acknowledged: dict[str, asyncio.Future[float]] = {}
        self._answered: dict[str, asyncio.Future[float]] = {}
        self._request_url = ""
        self._client: ClientSession | None = None
        self.base = ""

    # --- what the bench does

    def wait_for_bot(self) -> None:
        """Until the bot has connected over Socket Mode."""
        if not self._is_connected.wait(PATIENCE):
            raise TimeoutError("the bot did not connect")

    def forget(self) -> None:
        """Nobody is connected any more; the next bot is waited for."""
        self._line, self._request_url = None, ""
        self._is_connected.clear()

    def post_to(self, request_url: str) -> None:
        """From now on everything is posted to that address, as in HTTP mode."""
        self._request_url = request_url

    def deliver(self, kind: str, payloads: Sequence[Json]) -> list[Taken]:
        """Delivers them all at once, and waits for acknowledgements and answers."""

        async def all_of_them() -> list[Taken]:
            return list(await asyncio.gather(*(self._deliver(kind, payload) for payload in payloads)))

        return asyncio.run_coroutine_threadsafe(all_of_them(), self._loop).result()

    # --- what passes

    async def _deliver(self, kind: str, payload: Json) -> Taken:
        number = next(self._numbers)
        place = f"D{number:08}" if kind == "events_api" else f"R{number:08}"
        answered = self._answered[place] = self._loop.create_future()
        sent = _addressed(payload, place, self.base, number)
        begun = time.perf_counter()
        acknowledged = await (self._post(kind, sent) if self._request_url else self._send(kind, sent))
        seen = await asyncio.wait_for(answered, PATIENCE)
        return Taken((acknowledged - begun) * 1000, (seen - begun) * 1000)

    async def _send(self, kind: str, payload: Json) -> float:
        envelope = str(uuid4())
        waiting = self._acknowledged[envelope] = self._loop.create_future()
        if self._line is None:
            raise ConnectionError("no bot is connected")
        await self._line.send_json(
            {
                "envelope_id": envelope,
                "type": kind,
                "accepts_response_payload": kind != "events_api",
                "payload": payload,
            }
        )
        return await asyncio.wait_for(waiting, PATIENCE)

    async def _post(self, kind: str, payload: Json) -> float:
        if self._client is None:
            self._client = ClientSession()
        if kind == "events_api":
            body, of_type = json.dumps(payload), "application/json"
        else:
            fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, of_type = urlencode(fields), "application/x-www-form-urlencoded"
        headers = {"Content-Type": of_type, **_signed(body)}
        async with self._client.post(self._request_url, data=body, headers=headers) as answer:
            await answer.read()
            if answer.status != 200:
                raise ConnectionError(f"the bot answered {answer.status}")
        return time.perf_counter()

    # --- what the bot sees

    async def _method(self, request: web.Request) -> web.Response:
        arrived, method = time.perf_counter(), request.match_info["method"]
        body = await request.text()
        is_json = request.content_type == "application/json" and body
        given = json.loads(body) if is_json else dict(parse_qsl(body))
        if method in {"chat.postMessage", "chat.postEphemeral"}:
            self._seen(str(given["channel"]), arrived)
        return web.json_response(self._answer_to(method, given))

    def _answer_to(self, method: str, given: Any) -> Json:
        if method == "apps.connections.open":
            return {"ok": True, "url": f"{self.base.replace('http', 'ws')}/line"}
        who = {"user_id": BOT, "user": "bot", "team_id": TEAM, "team": "Bench", "bot_id": "B0BENCH001"}
        view = {"id": "V0BENCH001", "hash": "1"}
        return {"ok": True, "ts": "1.1", "channel": given.get("channel", ""), "view": view, **who}

    async def _response_url(self, request: web.Request) -> web.Response:
        arrived = time.perf_counter()
        await request.read()
        self._seen(request.match_info["place"], arrived)
        return web.Response(text="ok")

    def _seen(self, place: str, moment: float) -> None:
        answered = self._answered.pop(place, None)
        if answered and not answered.done():
            answered.set_result(moment)

    async def _line_to(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        await line.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}})
        self._line = line
        self._is_connected.set()
        async for message in line:
            if message.type is WSMsgType.TEXT:
                self._acknowledge(json.loads(message.data))
        return line

    def _acknowledge(self, said: Json) -> None:
        waiting = self._acknowledged.pop(said.get("envelope_id", ""), None)
        if waiting and not waiting.done():
            waiting.set_result(time.perf_counter())

    # --- from start to end

    async def open(self) -> None:
        """Begins to listen, on a free port of this machine."""
        site = web.Application()
        site.router.add_post("/api/{method}", self._method)
        site.router.add_post("/response/{place}", self._response_url)
        site.router.add_get("/line", self._line_to)
        self._runner = web.AppRunner(site, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Hangs up."""
        if self._client:
            await self._client.close()
        if self._line:
            await self._line.close()
        await self._runner.cleanup()

    def run(self) -> None:
        """Serves until it is stopped."""
        self._loop.run_forever()

    def do(self, work: Any) -> None:
        """Does it on the server's own loop."""
        asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def stop(self) -> None:
        """Ends `run`."""
        self._loop.call_soon_threadsafe(self._loop.stop)


@contextmanager
def running() -> Iterator[Slack]:
    """A Slack that listens."""
    slack = Slack()
    thread = threading.Thread(target=slack.run, daemon=True)
    thread.start()
    slack.do(slack.open())
    try:
        yield slack
    finally:
        slack.do(slack.close())
        slack.stop()
        thread.join()


def _addressed(payload: Json, place: str, base: str, number: int) -> Json:
    """The payload with the place of its answer: a response URL, or a conversation of its own."""
    if "event" in payload:
        event = {**payload["event"], "channel": place, "ts": f"{number}.1"}
        return {**payload, "event_id": f"Ev{uuid4().hex[:12]}", "event": event}
    return {**payload, "response_url": f"{base}/response/{place}"}


def _signed(body: str) -> dict[str, str]:
    moment = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{moment}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}

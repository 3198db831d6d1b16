"""The app's Request URL: signed HTTP requests to it, what its answers mean, and requests that are forged."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

import aiohttp

from bot.sandbox.config import Json
from bot.sandbox.delivery import Acknowledgement, Envelope, Outcome, Unacknowledged
from bot.sandbox.errors import CannotDo
from bot.sandbox.payloads import VERIFICATION_TOKEN
from bot.sandbox.workspace import Workspace

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
MANNERS = {
    "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    "Accept": "application/json,*/*",
    "Accept-Encoding": "gzip,deflate",
}
MOST_REDIRECTS = 2
LOOK_EVERY = 0.05
TOO_OLD = 6 * 60
FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "http_timeout"),
    (aiohttp.TooManyRedirects, "too_many_redirects"),
    (aiohttp.ClientSSLError, "ssl_error"),
    (aiohttp.ClientConnectorError, "connection_failed"),
    (aiohttp.ClientError, "unknown_error"),
)


@dataclass(frozen=True)
class Answer:
    """The app's answer to one request."""

    status: int
    content_type: str
    text: str
    no_retry: bool

    @property
    def ok(self) -> bool:
        """Whether it acknowledges."""
        return 200 <= self.status < 300

    def json(self) -> Json | None:
        """The object in it, if it says that it is JSON and is an object."""
        try:
            found: Any = json.loads(self.text) if self.content_type == JSON else None
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


class Unanswered(Exception):  # noqa: N818 - what became of a request
    """A request got no answer; `reason` is Slack's name for why."""

    def __init__(self, failure: Exception) -> None:
        super().__init__(str(failure))
        self.reason = next(name for kind, name in FAILURES if isinstance(failure, kind))


class RequestUrl:
    """One address that every payload is posted to."""

    def __init__(self, workspace: Workspace, url: str) -> None:
        self.workspace = workspace
        self.url = url

    async def deliver(self, envelope: Envelope) -> Outcome:
        """Post an envelope's payload; a 2xx in time acknowledges it."""
        content_type, body = _written(envelope)
        started = time.perf_counter()
        try:
            answer = await self._post(body, self._headers(content_type, body) | _retry_headers(envelope))
        except Unanswered as failure:
            slow = failure.reason == "http_timeout"
            return Unacknowledged(failure.reason, "operation_timeout" if slow else "dispatch_failed")
        if not answer.ok:
            return Unacknowledged("http_error", "dispatch_failed", final=answer.no_retry)
        return Acknowledgement(self._payload(envelope, answer), (time.perf_counter() - started) * 1000)

    async def somebody(self) -> int:
        """Wait until the app answers a handshake, for it may be starting."""
        while await self._refusal():
            await asyncio.sleep(LOOK_EVERY)
        return 1

    async def verify(self) -> None:
        """Have the app show that it is the one at this address; raises CannotDo."""
        refusal = await self._refusal()
        if refusal:
            raise CannotDo(f"{self.url} {refusal}")

    async def forge(self, kind: str, envelope: Envelope) -> int:
        """Send what Slack would not: a "wrong", "missing" or "old" signature, or one request "twice".

        Gives the HTTP status of the (second) answer, which nobody is shown; raises CannotDo.
        """
        content_type, body = _written(envelope)
        now, secret = int(self.workspace.now()), self.workspace.config.app.signing_secret
        signatures = {
            "wrong": _signature(f"not {secret}", now, body),
            "missing": {},
            "old": _signature(secret, now - TOO_OLD, body),
            "twice": _signature(secret, now, body),
        }
        if kind not in signatures:
            raise CannotDo(f"{kind} is none of {', '.join(signatures)}")
        headers = MANNERS | {"Content-Type": content_type} | signatures[kind]
        try:
            answers = [await self._post(body, headers) for _ in range(2 if kind == "twice" else 1)]
        except Unanswered as failure:
            raise CannotDo(f"{self.url} did not answer: {failure.reason}") from None
        return answers[-1].status

    async def _refusal(self) -> str:
        """What is wrong with the answer to a handshake; "" when nothing is."""
        challenge = uuid4().hex
        asked = {"token": VERIFICATION_TOKEN, "challenge": challenge, "type": "url_verification"}
        body = json.dumps(asked).encode()
        try:
            answer = await self._post(body, self._headers(JSON, body))
        except Unanswered as failure:
            return f"did not answer the challenge: {failure.reason}"
        if answer.status != 200:
            return f"answered the challenge with status {answer.status}"
        return "" if _challenge(answer) == challenge else "answered without the challenge"

    async def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        """One request; raises Unanswered.

        Each has a connection of its own: one that was kept would break when the app is started again.
        """
        try:
            return await self._exchange(body, headers)
        except (TimeoutError, aiohttp.ClientError) as failure:
            raise Unanswered(failure) from None

    async def _exchange(self, body: bytes, headers: dict[str, str]) -> Answer:
        within = aiohttp.ClientTimeout(total=self.workspace.config.acknowledge_within)
        async with (
            aiohttp.ClientSession(timeout=within) as session,
            # aiohttp counts the last redirect as one too many
            session.post(self.url, data=body, headers=headers, max_redirects=MOST_REDIRECTS + 1) as response,
        ):
            text = await response.text(errors="replace")
            no_retry = response.headers.get("X-Slack-No-Retry") == "1"
            return Answer(response.status, response.content_type, text, no_retry)

    def _headers(self, content_type: str, body: bytes) -> dict[str, str]:
        now, secret = int(self.workspace.now()), self.workspace.config.app.signing_secret
        return MANNERS | {"Content-Type": content_type} | _signature(secret, now, body)

    def _payload(self, envelope: Envelope, answer: Answer) -> Json | None:
        """What the app sent with its acknowledgement: an object, or a text that answers a command."""
        given = answer.json()
        if given is not None or not answer.text.strip():
            return given or None
        if envelope.type == "slash_commands":
            return {"text": answer.text}
        if envelope.takes_answer:
            self.workspace.warn(f"an acknowledgement was neither empty nor JSON: {answer.text[:100]}")
        return None


def _written(envelope: Envelope) -> tuple[str, bytes]:
    """The content type and the body that carry a payload."""
    match envelope.type:
        case "slash_commands":
            return FORM, urlencode(envelope.payload, errors="surrogatepass").encode()
        case "interactive":
            return FORM, urlencode({"payload": json.dumps(envelope.payload)}).encode()
        case "events_api":
            return JSON, json.dumps(envelope.payload).encode()


def _signature(secret: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers by which an app knows that Slack wrote the body, and when."""
    signed = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={signed.hexdigest()}"}


def _retry_headers(envelope: Envelope) -> dict[str, str]:
    if not envelope.retry_attempt:
        return {}
    return {"X-Slack-Retry-Num": str(envelope.retry_attempt), "X-Slack-Retry-Reason": envelope.retry_reason}


def _challenge(answer: Answer) -> str:
    """The challenge in an answer: in JSON, in a form, or as the text itself."""
    given = answer.json() or dict(parse_qsl(answer.text))
    return str(given.get("challenge", answer.text))

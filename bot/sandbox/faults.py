"""Misbehaviour that can be asked for: rate limits, server errors, slow answers, connections that drop."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.sandbox.errors import CannotDo
from bot.sandbox.workspace import Workspace

# shares are added up, and sums such as ten times 0.1 come out a little short
DUE = 1 - 1e-9

KINDS = ("ratelimited", "server_error", "server_error_after", "slow", "drop_before", "drop_after")


@dataclass
class Fault:
    """One misbehaviour, of one method or one part of the address space, so many times or until told to stop.

    `seconds` is how slow, or what Retry-After says. A `share` of 0.25 is every fourth request; `due` is how
    many requests it ought to have hit and has not, below zero where it was early.
    """

    kind: str
    prefix: str
    count: int | None = None
    seconds: float = 1.0
    share: float = 1.0
    due: float = 0.0

    def concerns(self, path: str) -> bool:
        """Whether it may still hit requests to this path."""
        return path.startswith(self.prefix) and self.count != 0

    def strike(self) -> None:
        """Hit one request."""
        self.due -= 1
        if self.count is not None:
            self.count -= 1


class Faults:
    """Every misbehaviour asked for and not yet ended."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def begin(
        self,
        kind: str,
        *,
        method: str | None = None,
        path: str | None = None,
        count: int | None = None,
        seconds: float | None = None,
        share: float | None = None,
    ) -> None:
        """Misbehave: on one Web API method, on paths that begin so, or on every Web API call."""
        if kind not in KINDS:
            raise CannotDo(f"{kind} is none of {', '.join(KINDS)}")
        prefix = path or f"/api/{method or ''}"
        self._faults.append(
            Fault(kind, prefix, count, 1.0 if seconds is None else seconds, 1.0 if share is None else share)
        )

    def end(self) -> None:
        """Behave again."""
        self._faults.clear()

    def next(self, path: str) -> Fault | None:
        """The misbehaviour this request meets, one at most; counts the request.

        Those that concern one path hit as many requests as their shares come to together, in turns: whichever
        has waited longest strikes, so none hides another and they do not all fall on the same few requests.
        """
        concerned = [each for each in self._faults if each.concerns(path)]
        for each in concerned:
            each.due += each.share
        first = max(concerned, key=lambda each: each.due, default=None)
        if first is None or max(first.due, sum(each.due for each in concerned)) < DUE:
            return None
        first.strike()
        return first


class Misbehaving:
    """The sandbox's app with its faults in front; what people do is never touched."""

    def __init__(
        self, app: ASGIApp, faults: Faults, workspace: Workspace, reset: Callable[[Scope], None]
    ) -> None:
        self.app = app
        self.faults = faults
        self.workspace = workspace
        self.reset = reset

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or fail to."""
        fault = self.faults.next(scope["path"]) if scope["type"] == "http" else None
        if fault is None:
            await self.app(scope, receive, send)
        elif fault.kind == "slow":
            request = await _whole(receive)
            await asyncio.sleep(fault.seconds)
            await self.app(scope, request, send)
        elif fault.kind.endswith("_after"):
            await self.app(scope, receive, _swallow)
            await self._fail(fault, scope, receive, send)
        else:
            self._record(fault, scope["path"])
            await self._fail(fault, scope, receive, send)

    async def _fail(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.kind.startswith("drop"):
            self.reset(scope)
            while (await receive())["type"] != "http.disconnect":
                pass
        elif fault.kind == "ratelimited":
            answer = JSONResponse(
                {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": f"{fault.seconds:.0f}"}
            )
            await answer(scope, receive, send)
        else:
            await PlainTextResponse("Internal Server Error", 500)(scope, receive, send)

    def _record(self, fault: Fault, path: str) -> None:
        """Keep a call that was not carried out beside those that were."""
        _, _, method = path.partition("/api/")
        if method:
            self.workspace.record_call(method, {}, {"ok": False, "error": fault.kind})


async def _whole(receive: Receive) -> Receive:
    """Read a request to its end, to be read again: a client that goes away cannot take it back then."""
    parts = [await receive()]
    while parts[-1].get("more_body"):
        parts.append(await receive())
    unread = iter(parts)

    async def again() -> Message:
        return next(unread, None) or await receive()

    return again


async def _swallow(_: Message) -> None:
    """Send nothing."""

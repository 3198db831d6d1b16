"""Misbehaviour that can be asked for: rate limits, server errors, slow answers, connections that drop."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.sandbox.errors import CannotDo
from bot.sandbox.workspace import Workspace

KINDS = ("ratelimited", "server_error", "server_error_after", "slow", "drop_before", "drop_after")


@dataclass
class Fault:
    """One misbehaviour, of one method or one part of the address space, so many times or until told to stop.

    `seconds` is how slow, or what Retry-After says. A `share` of 0.25 is every fourth request.
    """

    kind: str
    prefix: str
    count: int | None = None
    seconds: float = 1.0
    share: float = 1.0
    due: float = 0.0

    def strikes(self, path: str) -> bool:
        """Whether this request is hit; counts it."""
        if not path.startswith(self.prefix) or self.count == 0:
            return False
        self.due += self.share
        if self.due < 1:
            return False
        self.due -= 1
        if self.count is not None:
            self.count -= 1
        return True


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
        """The misbehaviour this request meets."""
        return next((each for each in self._faults if each.strikes(path)), None)


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
            await asyncio.sleep(fault.seconds)
            await self.app(scope, receive, send)
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


async def _swallow(_: Message) -> None:
    """Send nothing."""

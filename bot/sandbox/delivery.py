"""What is sent to the app, its acknowledgement, and events repeated until there is one: by either way."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias
from uuid import uuid4

from bot.sandbox import traffic
from bot.sandbox.config import Json
from bot.sandbox.workspace import Workspace

Kind: TypeAlias = Literal["slash_commands", "interactive", "events_api"]


@dataclass
class Envelope:
    """What is sent to the app and waits for an acknowledgement."""

    type: Kind
    payload: Json
    takes_answer: bool = False
    retry_attempt: int | None = None
    retry_reason: str = ""
    id: str = field(default_factory=lambda: str(uuid4()))


@dataclass(frozen=True)
class Acknowledgement:
    """The app's answer to an envelope: the payload it sent along, and how long it took."""

    payload: Json | None
    milliseconds: float


@dataclass(frozen=True)
class Unacknowledged:
    """Why there is no acknowledgement: as a repeated event says it, and as a person reads it after a command.

    `final` is an app's wish not to be sent the event again.
    """

    retry_reason: str
    error: Literal["dispatch_failed", "operation_timeout"]
    final: bool = False


Outcome: TypeAlias = Acknowledgement | Unacknowledged


class Way(Protocol):
    """A way to the app."""

    async def deliver(self, envelope: Envelope) -> Outcome:
        """Send an envelope once and wait for the acknowledgement."""

    async def somebody(self) -> int:
        """Wait until the app is there; gives the number of connections."""


class Delivery:
    """Everything the app is sent, by the way that is chosen at the time."""

    def __init__(self, workspace: Workspace, way: Way) -> None:
        self.workspace = workspace
        self.way = way
        self._repeating: set[asyncio.Task[None]] = set()

    async def deliver(self, envelope: Envelope) -> Outcome:
        """Send an envelope once and wait for the acknowledgement."""
        name = traffic.title(envelope.type, envelope.payload)
        exchange = self.workspace.traffic.note("delivered", name, envelope.payload)
        outcome = await self.way.deliver(envelope)
        if isinstance(outcome, Acknowledgement):
            exchange.reply, exchange.milliseconds = outcome.payload, outcome.milliseconds
        else:
            exchange.trouble = outcome.retry_reason
        self.workspace.changes.note()
        return outcome

    async def deliver_event(self, payload: Json) -> Outcome:
        """Deliver an event once and, unacknowledged, go on repeating it in the background."""
        outcome = await self.deliver(Envelope("events_api", payload, retry_attempt=0))
        if isinstance(outcome, Unacknowledged):
            task = asyncio.get_running_loop().create_task(self._repeat(payload, outcome))
            self._repeating.add(task)
            task.add_done_callback(self._repeating.discard)
        return outcome

    async def _repeat(self, payload: Json, missed: Outcome) -> None:
        for attempt, pause in enumerate(self.workspace.config.retry_after, start=1):
            if isinstance(missed, Acknowledgement) or missed.final:
                return
            await asyncio.sleep(pause)
            again = Envelope("events_api", payload, retry_attempt=attempt, retry_reason=missed.retry_reason)
            missed = await self.deliver(again)

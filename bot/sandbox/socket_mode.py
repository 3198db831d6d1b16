"""Socket Mode: the WebSockets an app opens, what is sent down them, and waiting for its acknowledgement."""

import asyncio
import json
import struct
import time
from asyncio import Transport
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from socket import SO_LINGER, SOL_SOCKET
from typing import Any, Protocol
from uuid import uuid4

from starlette.types import Scope
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.config import Json
from bot.sandbox.delivery import Acknowledgement, Envelope, Outcome, Unacknowledged
from bot.sandbox.workspace import Workspace

MOST_CONNECTIONS = 10
GRACE_AFTER_REFRESH = 1.0


class Wire(Protocol):
    """The part of uvicorn's connection object that reaches below WebSocket frames."""

    transport: Transport

    def stop_keepalive(self) -> None:
        """Send no more pings."""


@dataclass(eq=False)
class Connection:
    """One open WebSocket; a half-open one stays up and is deaf and dumb."""

    socket: WebSocket
    wire: Wire
    half_open: bool = False


class SocketMode:
    """Every connection of the app."""

    def __init__(self, workspace: Workspace, find_wire: Callable[[Scope], Wire]) -> None:
        self.workspace = workspace
        self.connections: list[Connection] = []
        self._find_wire = find_wire
        self._unused: set[str] = set()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._background: set[asyncio.Task[None]] = set()

    @property
    def live(self) -> list[Connection]:
        """The connections that still carry anything, next in turn first."""
        return [each for each in self.connections if not each.half_open]

    def new_url(self) -> str:
        """A WebSocket address that can be used once."""
        key = uuid4().hex
        self._unused.add(key)
        return f"{self.workspace.base.replace('http', 'ws', 1)}/socket/{key}"

    async def serve(self, socket: WebSocket) -> None:
        """Carry one WebSocket from its handshake to its end."""
        key = socket.path_params["key"]
        if key not in self._unused:
            await socket.close()
            return
        self._unused.discard(key)
        await socket.accept()
        if len(self.connections) >= MOST_CONNECTIONS:
            await socket.send_json(self._goodbye("too_many_websockets"))
            await socket.close()
            return
        await self._carry(Connection(socket, self._find_wire(socket.scope)))

    async def deliver(self, envelope: Envelope) -> Outcome:
        """Send an envelope down one live connection and wait for the acknowledgement."""
        live = self.live
        if not live:
            return Unacknowledged("timeout", "dispatch_failed")
        connection = live[0]
        self.connections.remove(connection)
        self.connections.append(connection)
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope.id] = answer
        started = time.perf_counter()
        try:
            await connection.socket.send_text(json.dumps(_framed(envelope)))
            payload = await asyncio.wait_for(answer, self.workspace.config.acknowledge_within)
        except (TimeoutError, WebSocketDisconnect):
            return Unacknowledged("timeout", "operation_timeout")
        finally:
            self._waiting.pop(envelope.id, None)
        return Acknowledgement(payload, (time.perf_counter() - started) * 1000)

    async def somebody(self) -> int:
        """Wait for a live connection; gives how many there are."""
        while not self.live:
            await self.workspace.changes.next()
        return len(self.live)

    async def ask_to_reconnect(self, reason: str) -> None:
        """Tell the app to reconnect; unless it is only a warning the connections close soon after."""
        for connection in self.live:
            await connection.socket.send_json(self._goodbye(reason))
            if reason != "warning":
                self._in_background(self._close_soon(connection))

    def cut(self) -> int:
        """Reset every TCP connection; returns how many there were."""
        cut = list(self.connections)
        for connection in cut:
            reset(connection.wire.transport)
            self._forget(connection)
        return len(cut)

    def half_open(self) -> int:
        """Let every connection stand and never read from it or write to it again; returns how many."""
        live = self.live
        for connection in live:
            connection.half_open = True
            connection.wire.stop_keepalive()
            connection.wire.transport.pause_reading()
        self.workspace.changes.note()
        return len(live)

    async def _carry(self, connection: Connection) -> None:
        try:
            await connection.socket.send_json(self._hello())
            self.connections.append(connection)
            self.workspace.changes.note()
            while True:
                self._acknowledge(await connection.socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._forget(connection)

    def _acknowledge(self, text: str) -> None:
        message: Json = json.loads(text)
        waiting = self._waiting.get(message.get("envelope_id", ""))
        if waiting is None:
            self.workspace.warn("an envelope was acknowledged twice, too late, or never sent")
        elif not waiting.done():
            waiting.set_result(message.get("payload") or None)

    def _forget(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
            self.workspace.changes.note()

    @staticmethod
    async def _close_soon(connection: Connection) -> None:
        await asyncio.sleep(GRACE_AFTER_REFRESH)
        reset(connection.wire.transport)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections) + 1,
            "connection_info": {"app_id": self.workspace.config.app.app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }

    @staticmethod
    def _goodbye(reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}


def _framed(envelope: Envelope) -> Json:
    """The envelope as it goes over the socket; only events carry retry fields."""
    shape: Json = {
        "envelope_id": envelope.id,
        "type": envelope.type,
        "accepts_response_payload": envelope.takes_answer,
        "payload": envelope.payload,
    }
    if envelope.retry_attempt is not None:
        shape |= {"retry_attempt": envelope.retry_attempt, "retry_reason": envelope.retry_reason}
    return shape


def reset(transport: Transport) -> None:
    """End a TCP connection with a reset instead of a goodbye, if it has not ended already."""
    if transport.is_closing():
        return
    transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()

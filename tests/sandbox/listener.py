"""The smallest Socket Mode app: it keeps every envelope, and answers as a test tells it to."""

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.sandbox.config import Json

SILENCE = object()
Answer: TypeAlias = Callable[[Json], object]


class Listener:
    """One connection. `answer` gets an envelope and returns its acknowledgement's payload, or SILENCE."""

    def __init__(self, socket: ClientConnection, answer: Answer) -> None:
        self.socket = socket
        self.answer = answer
        self.envelopes: queue.Queue[Json] = queue.Queue()
        self.notices: queue.Queue[Json] = queue.Queue()
        self.hello: Json = json.loads(socket.recv(5))
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def next(self) -> Json:
        """The next envelope."""
        return self.envelopes.get(timeout=5)

    def payload(self) -> Json:
        """The payload of the next envelope."""
        payload: Json = self.next()["payload"]
        return payload

    def join(self) -> None:
        """Wait until the connection has ended."""
        self._thread.join(5)

    def close(self) -> None:
        """Hang up."""
        self.socket.close()
        self.join()

    def _listen(self) -> None:
        try:
            for text in self.socket:
                message: Json = json.loads(text)
                if "envelope_id" in message:
                    self._take(message)
                else:
                    self.notices.put(message)
        except ConnectionClosed:
            pass

    def _take(self, envelope: Json) -> None:
        self.envelopes.put(envelope)
        payload = self.answer(envelope)
        if payload is not SILENCE:
            answer = {"envelope_id": envelope["envelope_id"]} | ({"payload": payload} if payload else {})
            self.socket.send(json.dumps(answer))


@contextmanager
def listening(base: str, app_token: str, answer: Answer = lambda _: None) -> Iterator[Listener]:
    """A connection for the length of a test."""
    with connect(address(base, app_token), close_timeout=5) as socket:
        listener = Listener(socket, answer)
        try:
            yield listener
        finally:
            listener.close()


def address(base: str, app_token: str) -> str:
    """A WebSocket address, good for one connection."""
    return str(WebClient(base_url=f"{base}/api/").apps_connections_open(app_token=app_token)["url"])

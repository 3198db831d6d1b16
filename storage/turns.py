"""Turns: who came first goes first."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class TookTooLong(Exception):  # noqa: N818 - a state of the queue, not a mistake in the code
    """The turn did not come in time."""


@dataclass
class Waits:
    """How often somebody waited, and how long all of them together. Nobody adds while another does."""

    count: int = 0
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        self.count += 1
        self.seconds += seconds


class Turns:
    """A lock whose holders take turns. A plain one is had by whoever is quick, and some then never get it."""

    def __init__(self) -> None:
        self._books = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """Waits for one's turn, so many seconds at most. Raises TookTooLong."""
        called = threading.Event()
        with self._books:
            if self._is_taken:
                self._waiting.append(called)
            else:
                self._is_taken = True
                called.set()
        if not called.wait(patience):
            self._give_up(called)
        try:
            yield
        finally:
            self._call_next()

    def _give_up(self, called: threading.Event) -> None:
        with self._books:
            # It may have been called just now; then it is its turn after all.
            if not called.is_set():
                self._waiting.remove(called)
                raise TookTooLong

    def _call_next(self) -> None:
        with self._books:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False

"""Looking at what may be away or slow, at most once a second, however many ask."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

FRESH_SECONDS = 1.0

Found = TypeVar("Found")


class Look(Generic[Found]):
    """What was found last. Whoever asks while another looks is told of the time before, and does not wait."""

    def __init__(self, look: Callable[[], Found], before: Found) -> None:
        self._look = look
        self._looking = threading.Lock()
        self._found = before
        self._found_at = float("-inf")

    def __call__(self) -> Found:
        if self._looking.acquire(blocking=False):
            try:
                if time.monotonic() - self._found_at > FRESH_SECONDS:
                    self._found = self._look()
                    self._found_at = time.monotonic()
            finally:
                self._looking.release()
        return self._found

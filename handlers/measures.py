"""What is counted of the bot's work for whoever watches it: kinds, outcomes, seconds; never who or what."""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from time import perf_counter
from typing import Any

from slack_bolt.error import BoltUnhandledRequestError

from bot.errors import Refusal
from storage.turns import Waits

# Slack gives up after three seconds.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)


class Kind(StrEnum):
    """What Slack delivers."""

    COMMAND = "command"
    CLICK = "click"
    FORM = "form"
    LIST = "list"
    SHORTCUT = "shortcut"
    EVENT = "event"
    OTHER = "other"


class How(StrEnum):
    """How what somebody asked for ended."""

    ANSWERED = "answered"
    REFUSED = "refused"
    FAILED = "failed"


_KINDS = {
    "block_actions": Kind.CLICK,
    "view_submission": Kind.FORM,
    "block_suggestion": Kind.LIST,
    "shortcut": Kind.SHORTCUT,
    "message_action": Kind.SHORTCUT,
    "event_callback": Kind.EVENT,
}


def kind_of(payload: Mapping[str, Any]) -> Kind:
    """What kind of delivery it is."""
    return Kind.COMMAND if "command" in payload else _KINDS.get(str(payload.get("type")), Kind.OTHER)


def how_of(error: Exception) -> How:
    """An entrance that this version does not have is refused in words, too."""
    return How.REFUSED if isinstance(error, Refusal | BoltUnhandledRequestError) else How.FAILED


@dataclass
class Spread:
    """How long something took: how often up to each of BOUNDS and beyond, and all together."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0


@dataclass
class Turn:
    """The last turn of a job, and how many of all ended early."""

    began: float = 0.0
    seconds: float = 0.0
    failed: int = 0


class Measures:
    """Counted as it happens, in memory; `handlers.metrics` tells it. A process begins at nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.acknowledged: dict[Kind, Spread] = {}
        self.answers: Counter[tuple[Kind, How]] = Counter()
        self.slack_errors: Counter[tuple[str, str]] = Counter()
        self.rate_limits = Waits()
        self.letters_sent = 0
        self.turns: dict[str, Turn] = {}

    def __deepcopy__(self, _: object) -> "Measures":
        """Bolt copies what a request holds, the Slack client among it; all copies count here."""
        return self

    @contextmanager
    def acknowledging(self, payload: Mapping[str, Any]) -> Iterator[None]:
        """Around a delivery, from when it came to when its acknowledgement went out."""
        began = perf_counter()
        yield
        seconds = perf_counter() - began
        with self._lock:
            spread = self.acknowledged.setdefault(kind_of(payload), Spread())
            spread.counts[bisect_left(BOUNDS, seconds)] += 1
            spread.seconds += seconds

    def answer(self, kind: Kind, how: How) -> None:
        with self._lock:
            self.answers[kind, how] += 1

    def slack_error(self, method: str, code: str) -> None:
        """A call that Slack refused or did not answer; `code` is Slack's own word, or the kind of error."""
        with self._lock:
            self.slack_errors[method, code] += 1

    def rate_limit(self, seconds: float) -> None:
        """Slack wants to be left alone for so long."""
        with self._lock:
            self.rate_limits.add(seconds)

    def letter(self) -> None:
        with self._lock:
            self.letters_sent += 1

    @contextmanager
    def job(self, name: str, at: float) -> Iterator[None]:
        """Around a turn of a job that began `at`, in seconds since 1970."""
        began = perf_counter()
        has_ended = False
        try:
            yield
            has_ended = True
        finally:
            with self._lock:
                turn = self.turns.setdefault(name, Turn())
                turn.began, turn.seconds = at, perf_counter() - began
                turn.failed += not has_ended

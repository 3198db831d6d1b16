"""What passed between the workspace and the app of late, for whoever wants to look behind the curtain."""

import json
import re
from collections import deque
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from bot.sandbox.config import Json

MOST = 30
BLANK = "…"
Kind: TypeAlias = Literal["delivered", "called", "answered"]
_TOKEN = re.compile(r"x(ox[a-z]|app)-")


@dataclass(eq=False)
class Exchange:
    """One thing that passed: delivered to the app, a method it called, or an answer by a response URL.

    `reply` is what came back, None while or where nothing has; `trouble` says why nothing will.
    """

    number: int
    kind: Kind
    name: str
    sent: Json
    reply: Json | None = None
    milliseconds: float | None = None
    trouble: str = ""

    @property
    def look(self) -> tuple[int, float | None, str]:
        """What changes when it goes on."""
        return self.number, self.milliseconds, self.trouble


class Traffic:
    """The latest exchanges, oldest first."""

    def __init__(self) -> None:
        self.kept: deque[Exchange] = deque(maxlen=MOST)
        self._count = 0

    def note(self, kind: Kind, name: str, sent: Json, reply: Json | None = None) -> Exchange:
        """Keep one; the oldest is forgotten for it."""
        self._count += 1
        exchange = Exchange(self._count, kind, name, sent, reply)
        self.kept.append(exchange)
        return exchange


def title(kind: str, payload: Json) -> str:
    """What was delivered, in a few words: the command as typed, the button's action_id, the event's type."""
    try:
        return _title(kind, payload)
    except (AttributeError, TypeError):
        # a payload that Slack never sends
        return kind


def _title(kind: str, payload: Json) -> str:
    if kind == "slash_commands":
        return f"{payload.get('command')} {payload.get('text', '')}".strip()
    if kind == "events_api":
        return str(payload.get("event", {}).get("type", "event"))
    about = [each.get("action_id", "") for each in payload.get("actions", [])]
    about += [payload.get("callback_id") or payload.get("view", {}).get("callback_id", "")]
    return " ".join([str(payload.get("type")), *filter(None, about)])


def pretty(given: Json | None) -> str:
    """As a developer reads it: indented, JSON within JSON opened, no token in it."""
    return json.dumps(_opened(given), indent=2, ensure_ascii=False)


def _opened(given: Any, name: str = "") -> Any:
    if isinstance(given, dict):
        return {key: _opened(value, key) for key, value in given.items()}
    if isinstance(given, list):
        return [_opened(each) for each in given]
    if isinstance(given, str):
        if name == "token" or _TOKEN.match(given):
            return BLANK
        return _read(given)
    return given


def _read(text: str) -> Any:
    if not text.startswith(("{", "[")):
        return text
    try:
        return _opened(json.loads(text))
    except ValueError:
        return text

"""One call of a Web API method: its arguments read as Slack reads them, and the scopes it may use."""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from bot.sandbox.config import Json
from bot.sandbox.errors import SlackError
from bot.sandbox.views import Views
from bot.sandbox.workspace import Conversation, Workspace

Item = TypeVar("Item")


@dataclass(frozen=True)
class Call:
    """What a method gets: the workspace, and the arguments under their names."""

    workspace: Workspace
    views: Views
    arguments: Json

    def need(self, *scopes: str) -> None:
        """Raise missing_scope unless the app was granted one of these."""
        granted = self.workspace.config.app.scopes
        if scopes and granted.isdisjoint(scopes):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted)))

    def text(self, name: str) -> str:
        """A required text argument."""
        value = self.arguments.get(name)
        if value is None or value == "":
            raise invalid(f"[ERROR] missing required field: {name}")
        return str(value)

    def maybe(self, name: str) -> str | None:
        """An optional text argument; empty counts as not given."""
        value = self.arguments.get(name)
        return None if value is None or value == "" else str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean argument in any of the forms Slack takes."""
        value = self.arguments.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """A whole-number argument."""
        value = self.arguments.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise invalid(f"[ERROR] must be an integer: {name}") from None

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """A structured argument, given as it is or as a JSON string; None when not given."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError:
            raise SlackError(error) from None

    def conversation(self, name: str = "channel", *, action: str | None = None) -> Conversation:
        """The conversation an argument names; `action` is the second half of the scope it takes."""
        found = self.workspace.conversation(self.text(name))
        if action:
            self.need(f"{found.scope_family}:{action}")
        return found

    def page(self, items: Iterable[Item], default_limit: int = 100) -> tuple[list[Item], str]:
        """The page that `cursor` and `limit` ask for, and the cursor of the next ("" at the end).

        No more of the items are looked at than it takes.
        """
        start = self._offset()
        limit = self.number("limit", default_limit)
        if not 1 <= limit <= 1000:
            raise SlackError("invalid_limit")
        end = start + limit
        known = list(islice(items, end + 1))
        following = base64.b64encode(f"next:{end}".encode()).decode() if end < len(known) else ""
        return known[start:end], following

    def _offset(self) -> int:
        cursor = self.maybe("cursor")
        if cursor is None:
            return 0
        try:
            return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise SlackError("invalid_cursor") from None


def invalid(*messages: str) -> SlackError:
    """invalid_arguments with the places named."""
    return SlackError("invalid_arguments", response_metadata={"messages": list(messages)})


def next_page(cursor: str) -> Json:
    """The part of an answer that leads to the next page."""
    return {"response_metadata": {"next_cursor": cursor}}

"""A Python client of the control API: act as people in a sandbox workspace, and see what they see."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox import errors
from bot.sandbox.config import Json
from bot.sandbox.errors import CannotDo, FieldMissing, NothingSaid, NotOnScreen

__all__ = ["CannotDo", "Done", "FieldMissing", "NotOnScreen", "NothingSaid", "Workspace"]

LONGEST_ACT = 60.0


@dataclass(frozen=True)
class Done:
    """What came of an act.

    `milliseconds` from delivery to acknowledgement, `since` the cursor before the act, `response` the payload
    that came with the acknowledgement, `errors` what the app said of a form, by block_id.
    """

    since: int
    acknowledged: bool
    milliseconds: float
    response: Json | None
    errors: dict[str, str] = field(default_factory=dict)


class Workspace:
    """A sandbox at a base address such as `http://127.0.0.1:8080`.

    Acts raise NotOnScreen where a person would find nothing to click, FieldMissing where a form cannot be
    submitted as it is filled in.
    """

    def __init__(self, base: str) -> None:
        self.base = base

    # what people do

    def command(self, user: str, name: str, text: str = "", channel: str | None = None) -> Done:
        """Type a slash command; no channel means the direct message with the bot."""
        return self._act("command", user_id=user, name=name, text=text, channel=channel)

    def click(
        self,
        user: str,
        where: Json | str,
        action_id: str,
        value: object = None,
        *,
        block_id: str | None = None,
    ) -> Done:
        """Press a button or choose in a menu of a message (from `screen` or `messages`) or of a view.

        `value` tells buttons of one action_id apart, and is what is chosen in a menu.
        """
        place, channel = _place(where)
        return self._act(
            "click",
            user_id=user,
            place=place,
            channel=channel,
            action_id=action_id,
            value=value,
            block_id=block_id,
        )

    def submit(self, user: str, values: Mapping[str, object], view_id: str | None = None) -> Done:
        """Fill in the top modal and submit it.

        `values` by action_id, or by block_id where the action_id is not unique: text, an option's value, a
        list of values, "YYYY-MM-DD", a user id. What is prefilled and not given is sent as it is; None
        empties a field.
        """
        return self._act("submit", user_id=user, values=dict(values), view_id=view_id)

    def close(self, user: str) -> Done:
        """Close the top modal."""
        return self._act("close", user_id=user)

    def say(self, user: str, text: str, channel: str | None = None, thread_ts: str | None = None) -> Done:
        """Post a message; no channel means the direct message with the bot."""
        return self._act("say", user_id=user, text=text, channel=channel, thread_ts=thread_ts)

    def drop(self, user: str, name: str, content: bytes, text: str = "") -> Done:
        """Drop a file into the direct message with the bot, with a few words beside it."""
        encoded = base64.b64encode(content).decode()
        return self._act("drop", user=user, name=name, content=encoded, text=text)

    def open_home(self, user: str) -> Done:
        """Open the app's Home tab."""
        return self._act("open_home", user_id=user)

    def shortcut(self, user: str, callback_id: str) -> Done:
        """Use a global shortcut."""
        return self._act("shortcut", user_id=user, callback_id=callback_id)

    def message_shortcut(self, user: str, message: Json | str, callback_id: str) -> Done:
        """Use a shortcut on a message."""
        ts, channel = _place(message)
        return self._act("message_shortcut", user_id=user, ts=ts, channel=channel, callback_id=callback_id)

    def suggest(self, user: str, action_id: str, typed: str) -> list[Json]:
        """Type into an external select of the top modal; returns the options the app offers."""
        options: list[Json] = self._ask("suggest", user_id=user, action_id=action_id, typed=typed)
        return options

    def send_event(self, payload: Json) -> Done:
        """Send a raw event: a whole event_callback as it is, or an event to be put into one."""
        return self._act("send_event", payload=payload)

    def deliver(self, kind: str, payload: Json) -> Done:
        """Send a payload as it is, also one that Slack would never send; what is answered changes no screen.

        Kinds: "slash_commands", "interactive", "events_api".
        """
        return self._act("deliver", kind=kind, payload=payload)

    def ways_back(self, user: str, ts: str | None = None, view_id: str | None = None) -> Json:
        """A trigger id and a response URL, as a payload of the person's would bring them along.

        `ts` is of the message that was clicked, `view_id` of the view.
        """
        ways: Json = self._ask("ways_back", user_id=user, ts=ts, view_id=view_id)
        return ways

    # what people see

    def screen(self, user: str) -> Json:
        """{"channels": [{"id", "name", "kind", "messages"}], "view": the top modal, "home": the Home tab}."""
        screen: Json = self._ask("screen", user=user)
        return screen

    def messages(self, user: str, since: int = 0, timeout: float = 10.0, count: int = 1) -> list[Json]:
        """What others said or changed since the cursor, once there are `count`; raises NothingSaid."""
        messages: list[Json] = self._ask("messages", user=user, since=since, timeout=timeout, count=count)
        return messages

    def view(
        self,
        user: str,
        timeout: float = 10.0,
        callback_id: str | None = None,
        changed_from: str | None = None,
    ) -> Json:
        """The top modal, once there is one whose hash is not `changed_from`; raises NothingSaid."""
        view: Json = self._ask(
            "view", user=user, timeout=timeout, callback_id=callback_id, changed_from=changed_from
        )
        return view

    def home(self, user: str, timeout: float = 10.0, changed_from: str | None = None) -> Json:
        """The Home tab, waiting until it was published; raises NothingSaid."""
        home: Json = self._ask("home", user=user, timeout=timeout, changed_from=changed_from)
        return home

    # what the app did

    def connected(self, timeout: float = 10.0) -> int:
        """The number of live Socket Mode connections, waiting until there is one; raises NothingSaid.

        With a request URL it is 1, once the app answers there.
        """
        return int(self._ask("connected", timeout=timeout))

    def api_calls(self, since: int = 0) -> list[Json]:
        """The Web API calls since the cursor: [{"method", "args", "response", "cursor"}]."""
        calls: list[Json] = self._ask("api_calls", since=since)
        return calls

    def posts(self, since: int = 0) -> list[Json]:
        """The app's messages posted or changed since the cursor and still there, in any conversation.

        [{"channel", "ts", "text", "blocks", "metadata": what was given or None, "cursor"}], oldest change
        first. Ephemeral messages are not among them.
        """
        posts: list[Json] = self._ask("posts", since=since)
        return posts

    def warnings(self) -> list[str]:
        """What Slack would let pass but an author ought to know."""
        warnings: list[str] = self._ask("warnings")
        return warnings

    def file(self, file_id: str) -> Json:
        """An uploaded file: {"id", "name", "title", "alt_text", "content": bytes, "channels", ...}."""
        file: Json = self._ask("file", file=file_id)
        return file | {"content": base64.b64decode(file["content"])}

    # what happens to the workspace

    def misbehave(
        self,
        kind: str,
        *,
        method: str | None = None,
        path: str | None = None,
        count: int | None = None,
        seconds: float | None = None,
        share: float | None = None,
    ) -> None:
        """Begin a misbehaviour on a Web API method, on paths that begin so, or on every Web API call.

        Kinds: "ratelimited" (429, `seconds` in Retry-After), "server_error" (500, not carried out),
        "server_error_after" (500 though carried out), "slow" (by `seconds`), "drop_before" and "drop_after"
        (the connection drops, the request not carried out, or carried out). It lasts for `count` requests or
        until `behave`; a `share` of 0.25 hits every fourth. Several work side by side: shares of 0.1 and 0.05
        hit three requests of twenty together. A slow request is carried out even if its client has gone.
        """
        self._ask("misbehave", kind=kind, method=method, path=path, count=count, seconds=seconds, share=share)

    def behave(self) -> None:
        """End every misbehaviour."""
        self._ask("behave")

    def set_request_url(self, url: str | None) -> None:
        """Deliver everything to this address from now on; None goes back to Socket Mode.

        Raises CannotDo unless the app there answers Slack's url_verification handshake.
        """
        self._ask("set_request_url", url=url)

    def deliver_forged(self, kind: str, user: str, command: str, text: str = "") -> int:
        """Send a command to the request URL as Slack would not; gives the HTTP status of the app's answer.

        Kinds: "wrong" (signed with another secret), "missing" (not signed), "old" (signed six minutes ago),
        "twice" (the same signed request two times, of which the second counts). Nobody is shown the answer.
        """
        return int(self._ask("deliver_forged", kind=kind, user=user, command=command, text=text))

    def cut_connections(self) -> int:
        """Reset every Socket Mode connection; returns how many."""
        return int(self._ask("cut_connections"))

    def half_open(self) -> int:
        """Neither read nor answer on the Socket Mode connections of now; returns how many."""
        return int(self._ask("half_open"))

    def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Send Slack's `disconnect` message: warning, refresh_requested or link_disabled."""
        self._ask("ask_to_reconnect", reason=reason)

    def add_user(self, *, is_told: bool = True, **user: Any) -> None:
        """Add a member, or change one: the fields of `config.User`, `id` and `name` at least.

        An app that asked for it is sent user_change of a change, unless the event gets lost: `is_told`.
        """
        self._ask("add_user", is_told=is_told, **user)

    def remove_user(self, user_id: str, *, is_told: bool = True) -> None:
        """Deactivate a member; with user_change as above."""
        self._ask("remove_user", user=user_id, is_told=is_told)

    def shift_clock(self, seconds: float) -> None:
        """Move the sandbox's clock on, so that trigger ids and response URLs grow old.

        Requests to a request URL carry its time too: five minutes from its own, an app refuses them.
        """
        self._ask("shift_clock", seconds=seconds)

    def lag_history(self, seconds: float) -> None:
        """Leave messages younger than this, by the sandbox's clock, out of what the app reads of history.

        conversations.history and conversations.replies lag so in Slack too; people see messages at once.
        """
        self._ask("lag_history", seconds=seconds)

    def refuse_blocks(self, *types: str) -> None:
        """Answer invalid_blocks to messages with blocks of these types, until told of others or of none."""
        self._ask("refuse_blocks", types=types)

    def _act(self, verb: str, **body: Any) -> Done:
        return Done(**self._ask(verb, **body))

    def _ask(self, verb: str, **body: Any) -> Any:
        connection = HTTPConnection(urlsplit(self.base).netloc, timeout=LONGEST_ACT + body.get("timeout", 0))
        try:
            connection.request(
                "POST", f"/control/{verb}", json.dumps(body), {"Content-Type": "application/json"}
            )
            response = connection.getresponse()
            answer = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise getattr(errors, answer["error"], CannotDo)(answer["message"])
        return answer


def _place(where: Json | str) -> tuple[str, str | None]:
    """The timestamp and channel of a message, or the id of a view."""
    if isinstance(where, str):
        return where, None
    return str(where.get("ts") or where["id"]), where.get("channel")

"""The control API: what tests, the terminal and a page use to act as people and to see what they see.

Every verb is a POST of a JSON object to `/control/<verb>`. What a person could not do is answered with status
409 and `{"error": kind, "message": why}`; 400 and 404 say that the verb was asked for wrongly.
"""

import asyncio
import base64
import dataclasses
import inspect
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.config import Json, User
from bot.sandbox.errors import CannotDo, NothingSaid, NotOnScreen
from bot.sandbox.faults import Faults
from bot.sandbox.filling import Filling
from bot.sandbox.people import Done, People
from bot.sandbox.request_url import RequestUrl
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.views import View
from bot.sandbox.workspace import Message

Seen = TypeVar("Seen")
Verb: TypeAlias = Callable[..., Awaitable[Any]]


class Control:
    """The verbs of the control API."""

    def __init__(self, people: People, filling: Filling, sockets: SocketMode, faults: Faults) -> None:
        self.people = people
        self.sockets = sockets
        self.faults = faults
        self.workspace = people.workspace
        self.views = people.views
        self.delivery = people.delivery
        acts: dict[str, Verb] = {
            "command": people.command,
            "click": people.click,
            "submit": filling.submit,
            "close": filling.close,
            "say": people.say,
            "drop": self.drop,
            "open_home": people.open_home,
            "shortcut": people.shortcut,
            "message_shortcut": people.message_shortcut,
            "suggest": filling.suggest,
            "send_event": people.send_event,
            "deliver": people.deliver,
            "ways_back": people.ways_back,
        }
        sights: dict[str, Verb] = {
            "screen": self.screen,
            "messages": self.messages,
            "view": self.view,
            "home": self.home,
            "api_calls": self.api_calls,
            "posts": self.posts,
            "warnings": self.warnings,
            "connected": self.connected,
            "file": self.file,
        }
        changes: dict[str, Verb] = {
            "misbehave": self.misbehave,
            "behave": self.behave,
            "set_request_url": self.set_request_url,
            "deliver_forged": self.deliver_forged,
            "cut_connections": self.cut_connections,
            "half_open": self.half_open,
            "ask_to_reconnect": self.ask_to_reconnect,
            "add_user": self.add_user,
            "remove_user": self.remove_user,
            "shift_clock": self.shift_clock,
            "lag_history": self.lag_history,
            "refuse_blocks": self.refuse_blocks,
        }
        self._verbs = acts | sights | changes

    async def answer(self, request: Request) -> Response:
        """Carry out one verb."""
        verb = self._verbs.get(request.path_params["verb"])
        if verb is None:
            return _refused("CannotDo", f"there is no {request.path_params['verb']} here", 404)
        try:
            asked = inspect.signature(verb).bind(**json.loads(await request.body() or b"{}"))
        except (TypeError, ValueError) as why:
            return _refused("CannotDo", str(why), 400)
        try:
            outcome = await verb(*asked.args, **asked.kwargs)
        except CannotDo as why:
            return _refused(why.kind, str(why), 409)
        return JSONResponse(dataclasses.asdict(outcome) if isinstance(outcome, Done) else outcome)

    async def drop(self, user: str, name: str, content: str, text: str = "") -> Done:
        """Drop a file into the direct message with the app; its bytes come as base64."""
        return await self.people.drop(user, name, base64.b64decode(content), text)

    async def screen(self, user: str) -> Json:
        """Everything a person sees: their channels with messages, the top modal, the Home tab."""
        self.workspace.person(user)
        channels = [
            {
                "id": each.id,
                "name": each.name,
                "kind": each.kind,
                "messages": [_seen(message) for message in each.seen_by(user)],
            }
            for each in self.workspace.conversations_of(user)
        ]
        home = self.views.homes.get(user)
        return {"channels": channels, "view": self._shown(self.views.top(user)), "home": self._shown(home)}

    async def messages(self, user: str, since: int, timeout: float, count: int) -> list[Json]:
        """What others said or changed since the cursor, oldest change first, once there are `count`."""

        def enough() -> list[Json] | None:
            new = [
                each for each in self.workspace.visible_to(user) if each.cursor > since and each.user != user
            ]
            return (
                [_seen(each) for each in sorted(new, key=lambda each: each.cursor)]
                if len(new) >= count
                else None
            )

        return await self._until(enough, timeout, f"fewer than {count} messages for {user} since {since}")

    async def view(
        self,
        user: str,
        timeout: float,
        callback_id: str | None = None,
        changed_from: str | None = None,
    ) -> Json:
        """The top modal, once there is one (of that callback_id) whose hash is another."""

        def there() -> Json | None:
            top = self.views.top(user)
            if top is None or top.hash == changed_from:
                return None
            return self._shown(top) if callback_id in (None, top.given.get("callback_id")) else None

        return await self._until(there, timeout, f"no such form came up for {user}")

    async def home(self, user: str, timeout: float, changed_from: str | None = None) -> Json:
        """The Home tab, once there is one whose hash is another."""

        def there() -> Json | None:
            home = self.views.homes.get(user)
            return None if home is None or home.hash == changed_from else self._shown(home)

        return await self._until(there, timeout, f"no Home came up for {user}")

    async def connected(self, timeout: float) -> int:
        """How many connections there are to the app, once there is one; a request URL that answers is one."""
        return await self._within(timeout, self.delivery.way.somebody(), "the app did not connect")

    async def api_calls(self, since: int = 0) -> list[Json]:
        """The Web API calls carried out since the cursor."""
        return [each for each in self.workspace.calls if each["cursor"] > since]

    async def posts(self, since: int = 0) -> list[Json]:
        """What the app posted or changed since the cursor and did not delete, oldest change first."""
        new = [each for each in self.workspace.posts.values() if each.cursor > since]
        return [_posted(each) for each in sorted(new, key=lambda each: each.cursor)]

    async def warnings(self) -> list[str]:
        """What Slack would let pass but an author ought to know."""
        return self.workspace.warnings

    async def file(self, file: str) -> Json:
        """An uploaded file with its bytes in base64."""
        found = self.workspace.files.get(file)
        if found is None or found.content is None:
            raise NotOnScreen(f"there is no file {file}")
        return dataclasses.asdict(found) | {"content": base64.b64encode(found.content).decode()}

    async def misbehave(self, **fault: Any) -> None:
        """Begin a misbehaviour; see `faults.Faults.begin`."""
        self.faults.begin(**fault)

    async def behave(self) -> None:
        """End every misbehaviour."""
        self.faults.end()

    async def set_request_url(self, url: str | None = None) -> None:
        """Deliver to this address once it has answered Slack's handshake; none means Socket Mode."""
        if not url:
            self.delivery.way = self.sockets
            return
        way = RequestUrl(self.workspace, url)
        await way.verify()
        self.delivery.way = way

    async def deliver_forged(self, kind: str, user: str, command: str, text: str = "") -> int:
        """Send a command as Slack would not; see `request_url.RequestUrl.forge`."""
        way = self.delivery.way
        if not isinstance(way, RequestUrl):
            raise CannotDo("there is no request URL to send it to")
        return await way.forge(kind, self.people.unsent_command(user, command, text))

    async def cut_connections(self) -> int:
        """Reset every Socket Mode connection; returns how many."""
        return self.sockets.cut()

    async def half_open(self) -> int:
        """Let every Socket Mode connection of now stand unanswered; returns how many."""
        return self.sockets.half_open()

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Send Slack's `disconnect` message: warning, refresh_requested or link_disabled."""
        await self.sockets.ask_to_reconnect(reason)

    async def add_user(self, *, is_told: bool = True, **user: Any) -> None:
        """A new member, or another state of one; the fields of `config.User`."""
        await self._account(User(**user), is_told)

    async def remove_user(self, user: str, *, is_told: bool = True) -> None:
        """Deactivate a member."""
        await self._account(dataclasses.replace(self.workspace.person(user), deleted=True), is_told)

    async def _account(self, user: User, is_told: bool) -> None:  # noqa: FBT001 - as the verb was asked
        if is_told:
            await self.people.change_account(user)
        else:
            self.workspace.users[user.id] = user

    async def shift_clock(self, seconds: float) -> None:
        """Move the sandbox's clock on: trigger ids and response URLs grow old."""
        self.workspace.clock_shift += seconds

    async def lag_history(self, seconds: float) -> None:
        """Leave messages younger than this out of history and replies."""
        self.workspace.history_lag = seconds

    async def refuse_blocks(self, types: list[str]) -> None:
        """Know no blocks of these types in messages, as workspaces do that have not got them yet."""
        self.workspace.refused_blocks = frozenset(types)

    def _shown(self, view: View | None) -> Json | None:
        return self.views.wire(view) | {"cursor": view.cursor, "errors": view.errors} if view else None

    async def _until(self, look: Callable[[], Seen | None], seconds: float, otherwise: str) -> Seen:
        async def look_at_each_change() -> Seen:
            while (seen := look()) is None:
                await self.workspace.changes.next()
            return seen

        return await self._within(seconds, look_at_each_change(), otherwise)

    @staticmethod
    async def _within(seconds: float, awaited: Awaitable[Seen], otherwise: str) -> Seen:
        try:
            async with asyncio.timeout(seconds):
                return await awaited
        except TimeoutError:
            raise NothingSaid(f"{otherwise} within {seconds} s") from None


def _seen(message: Message) -> Json:
    return message.wire() | {
        "channel": message.channel,
        "ephemeral": message.only_for is not None,
        "cursor": message.cursor,
    }


def _posted(message: Message) -> Json:
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "blocks": message.blocks,
        "metadata": message.metadata,
        "cursor": message.cursor,
    }


def _refused(kind: str, why: str, status: int) -> Response:
    return JSONResponse({"error": kind, "message": why}, status)

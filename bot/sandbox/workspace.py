"""The workspace's state: people, conversations, messages, files, and the clock they share.

Everything here runs on the server's one event loop, so nothing needs a lock.
"""

import asyncio
import itertools
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.config import Config, Json, User
from bot.sandbox.errors import NotOnScreen, SlackError
from bot.sandbox.traffic import Traffic

SLACKBOT = "USLACKBOT"


@dataclass
class Message:
    """One message. `only_for` is the one person who sees an ephemeral message; `cursor` its last change."""

    channel: str
    ts: str
    user: str
    text: str
    cursor: int
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    edited_ts: str | None = None
    files: list[Json] = field(default_factory=list)
    app_fields: Json = field(default_factory=dict)
    only_for: str | None = None
    entered: dict[tuple[str, str], Any] = field(default_factory=dict)

    def wire(self) -> Json:
        """The message as Slack's history, events and payloads show it (without its metadata)."""
        shape: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        shape |= self.app_fields
        optional = {"blocks": self.blocks, "thread_ts": self.thread_ts, "files": self.files}
        shape |= {name: value for name, value in optional.items() if value}
        if self.edited_ts:
            shape["edited"] = {"user": self.user, "ts": self.edited_ts}
        return shape


@dataclass
class Conversation:
    """A channel or a direct message; `kind` is public, private, shared, im or mpim.

    `messages` holds them by timestamp, in order of posting.
    """

    id: str
    name: str
    kind: str
    members: list[str]
    is_archived: bool = False
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def scope_family(self) -> str:
        """The first half of the scopes that govern it: channels, groups, im or mpim."""
        return {"private": "groups", "im": "im", "mpim": "mpim"}.get(self.kind, "channels")

    def message(self, ts: str) -> Message | None:
        """The message of that timestamp, ephemeral ones included."""
        return self.messages.get(ts)

    def seen_by(self, user_id: str) -> Iterator[Message]:
        """The messages a member of it sees, in order of posting."""
        return (each for each in self.messages.values() if each.only_for in (None, user_id))


@dataclass
class File:
    """An upload; `content` is None until the bytes arrive, `channels` empty until it is shared."""

    id: str
    name: str
    length: int
    user: str
    title: str = ""
    alt_text: str = ""
    content: bytes | None = None
    completed: bool = False
    channels: list[str] = field(default_factory=list)


class Changes:
    """A counter of everything that happened, and a way to wait for the next."""

    def __init__(self) -> None:
        self.cursor = 0
        self._stirred = asyncio.Event()

    def note(self) -> int:
        """Count one change, wake whoever waits, return the new cursor."""
        self.cursor += 1
        self._stirred.set()
        self._stirred = asyncio.Event()
        return self.cursor

    async def next(self) -> None:
        """Wait for the next change."""
        await self._stirred.wait()


class Workspace:
    """One Slack team as its members and its app see it.

    `posts` holds what the app said for all to see in any conversation, by timestamp.
    """

    def __init__(self, config: Config, base: str) -> None:
        self.config = config
        self.base = base
        self.changes = Changes()
        self.clock_shift = 0.0
        self.history_lag = config.history_lag
        self.refused_blocks: frozenset[str] = frozenset()
        self.users: dict[str, User] = {user.id: user for user in (*config.users, *_built_in_users(config))}
        self.conversations: dict[str, Conversation] = {}
        # the same again by who is in them, for there may be thousands
        self._joined: defaultdict[str, list[Conversation]] = defaultdict(list)
        self._direct: dict[str, Conversation] = {}
        self._groups: dict[tuple[str, ...], Conversation] = {}
        for each in config.channels:
            self._begin(Conversation(each.id, each.name, each.kind, list(each.members), each.is_archived))
        self.posts: dict[str, Message] = {}
        self.files: dict[str, File] = {}
        self.calls: list[Json] = []
        self.traffic = Traffic()
        self.warnings: list[str] = []
        self._numbers = itertools.count(1)
        self._last_ts = 0

    @property
    def bot(self) -> str:
        """The bot's user id."""
        return self.config.app.bot_user_id

    def now(self) -> float:
        """The sandbox's clock, in seconds since the epoch."""
        return time.time() + self.clock_shift

    def new_id(self, prefix: str) -> str:
        """An id such as `V0000000A7`, never given out twice."""
        return f"{prefix}{next(self._numbers):09d}"

    def new_ts(self) -> str:
        """A message timestamp later than every other."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def record_call(self, method: str, arguments: Json, response: Json) -> None:
        """Remember one Web API call."""
        cursor = self.changes.note()
        self.calls.append({"method": method, "args": arguments, "response": response, "cursor": cursor})
        self.traffic.note("called", method, arguments, response)

    def warn(self, warning: str) -> None:
        """Remember what Slack would let pass but an author ought to know."""
        self.warnings.append(warning)

    def person(self, user_id: str) -> User:
        """A member who can act; raises NotOnScreen."""
        user = self.users.get(user_id)
        if user is None or user.deleted:
            raise NotOnScreen(f"nobody here is {user_id}")
        return user

    def team_of(self, user_id: str) -> str:
        """The workspace that somebody belongs to: this one, unless they come by a shared channel."""
        user = self.users.get(user_id)
        return (user.team_id if user else "") or self.config.team_id

    def is_foreign(self, user_id: str) -> bool:
        """Whether they are another workspace's member."""
        return self.team_of(user_id) != self.config.team_id

    def user(self, user_id: str) -> User:
        """A member as the Web API finds them; raises user_not_found."""
        if user_id not in self.users:
            raise SlackError("user_not_found")
        return self.users[user_id]

    def conversation(self, channel_id: str) -> Conversation:
        """A conversation the bot can know of; raises channel_not_found.

        A private channel the bot is not in does not exist for it.
        """
        found = self.conversations.get(channel_id)
        hidden = found is not None and found.kind == "private" and self.bot not in found.members
        if found is None or hidden:
            raise SlackError("channel_not_found")
        return found

    def direct_message(self, user_id: str) -> Conversation:
        """The conversation between the bot and a person, opened if there was none."""
        if user_id not in self._direct:
            opened = Conversation(self.new_id("D"), "directmessage", "im", [user_id, self.bot])
            self._direct[user_id] = self._begin(opened)
        return self._direct[user_id]

    def reachable(self, user_id: str) -> User:
        """A member an app can write to; raises user_not_found or cannot_dm_bot."""
        user = self.user(user_id)
        if user.is_bot or user.id == SLACKBOT:
            raise SlackError("cannot_dm_bot")
        return user

    def group(self, user_ids: list[str]) -> Conversation:
        """The group direct message of the bot and several people, opened if there was none."""
        members = tuple(sorted({*user_ids, self.bot}))
        if members not in self._groups:
            opened = Conversation(self.new_id("G"), "mpdm", "mpim", list(members))
            self._groups[members] = self._begin(opened)
        return self._groups[members]

    def post(self, conversation: Conversation, user: str, text: str, **more: Any) -> Message:
        """Add a message; `more` are further fields of `Message`."""
        message = Message(conversation.id, self.new_ts(), user, text, self.changes.note(), **more)
        conversation.messages[message.ts] = message
        if user == self.bot and message.only_for is None:
            self.posts[message.ts] = message
        return message

    def remove(self, message: Message) -> None:
        """Take a message off everybody's screen."""
        del self.conversations[message.channel].messages[message.ts]
        self.posts.pop(message.ts, None)
        self.changes.note()

    def in_history(self, message: Message) -> bool:
        """Whether the app's reading of history shows it (yet); people see every message at once."""
        # without a lag no clock is asked: timestamps of one microsecond run ahead of it
        old_enough = not self.history_lag or self.now() - float(message.ts) >= self.history_lag
        return message.only_for is None and old_enough

    def conversations_of(self, user_id: str) -> Sequence[Conversation]:
        """The conversations a member is in, in the order they began."""
        return self._joined.get(user_id, [])

    def visible_to(self, user_id: str) -> Iterator[Message]:
        """Every message a person sees, in order of posting within each conversation."""
        for each in self.conversations_of(user_id):
            yield from each.seen_by(user_id)

    def _begin(self, conversation: Conversation) -> Conversation:
        self.conversations[conversation.id] = conversation
        for each in set(conversation.members):
            self._joined[each].append(conversation)
        return conversation


def _built_in_users(config: Config) -> tuple[User, User]:
    name = config.app.bot_name
    return (
        User(config.app.bot_user_id, name, name, is_bot=True),
        User(SLACKBOT, "slackbot", "Slackbot", is_bot=False),
    )

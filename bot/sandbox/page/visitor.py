"""One window that shows the page: who it is, what it looks at, and how it hears of changes."""

import asyncio
import json
from collections.abc import Awaitable, Callable

from nicegui import Client, ui

from bot.sandbox.drawing.pen import Reader
from bot.sandbox.errors import CannotDo, FieldMissing, NotOnScreen
from bot.sandbox.page.guide import HOME
from bot.sandbox.page.world import World
from bot.sandbox.people import Done
from bot.sandbox.workspace import SLACKBOT, Conversation

# After what was just drawn has arrived.
_WRITE = """setTimeout(() => {
    const field = document.getElementById("composer");
    if (!field) return;
    field.value = %s; field.dispatchEvent(new Event("input")); field.focus();
}, 80)"""
TOGETHER = 0.03
"""Changes that follow one another this closely are shown at once, in seconds."""


class Visitor:
    """A person at a window. `place` is a conversation's id or HOME, `thread` the open thread's timestamp.

    `fills` is what will be put in the fields of the next form that has them, by their names.
    """

    def __init__(self, world: World, me: str, client: Client, place: str = "") -> None:
        self.world = world
        self.client = client
        self.me = me
        self.place = place if self._is_in(place) else self._first_place()
        self.thread: str | None = None
        self.fills: dict[str, str] = {}
        self._parts: list[Callable[[], None]] = []

    @property
    def reader(self) -> Reader:
        """Whose eyes text is for."""
        return self.world.reader(self.me)

    @property
    def conversation(self) -> Conversation | None:
        """The conversation looked at; None at Home."""
        return self.world.workspace.conversations.get(self.place)

    def name(self, user_id: str) -> str:
        """What a member is called."""
        user = self.world.workspace.users.get(user_id)
        return user.real_name or user.name if user else user_id

    def is_app(self, user_id: str) -> bool:
        """Whether it is no person who speaks."""
        return user_id in (self.world.workspace.bot, SLACKBOT)

    def watch(self, part: Callable[[], None]) -> None:
        """Have this part of the page drawn now and after every change."""
        self._parts.append(part)
        part()

    def refresh(self) -> None:
        """Draw what has changed; what asked for it may be among what goes."""
        with self.client:
            for part in self._parts:
                part()

    async def follow(self) -> None:
        """Draw each change of the workspace, until the window is closed."""
        while True:
            await self.world.workspace.changes.next()
            await asyncio.sleep(TOGETHER)
            self.refresh()

    async def become(self, user_id: str) -> None:
        """Be somebody else, in the same channel where they are in it too."""
        self.me, self.thread = user_id, None
        here = self.conversation
        if self.place == HOME:
            await self.go(HOME)
        elif here is None or user_id not in here.members:
            is_direct = here is not None and here.kind == "im"
            await self.go(self.direct_message().id if is_direct else self._first_place())
        else:
            self.refresh()

    async def go(self, place: str) -> None:
        """Look at a conversation, or at HOME, of which the app is told."""
        self.place, self.thread = place, None
        self.refresh()
        if place == HOME:
            await self.attempt(self.world.people.open_home(self.me))

    async def go_if_elsewhere(self, place: str) -> None:
        """Look at a place, unless one does already."""
        if place != self.place:
            await self.go(place)

    def open_thread(self, thread_ts: str | None) -> None:
        """Open a thread at the side, or close it."""
        self.thread = thread_ts
        self.refresh()

    def direct_message(self) -> Conversation:
        """The conversation with the app."""
        return self.world.workspace.direct_message(self.me)

    async def attempt(self, act: Awaitable[Done]) -> Done | None:
        """Do it; where a person cannot, say so kindly."""
        try:
            return await act
        except NotOnScreen:
            self.say("That is not there any more.")
        except FieldMissing as problem:
            self.say(f"{problem}.")
        except CannotDo as problem:
            self.say(f"That cannot be done here: {problem}.")
        return None

    def write(self, text: str) -> None:
        """Put a text in the field where one writes, once it is there."""
        with self.client:
            ui.run_javascript(_WRITE % json.dumps(text))

    def say(self, sentence: str) -> None:
        """Tell the person something in passing."""
        with self.client:
            ui.notify(sentence, position="top", color="dark", timeout=6000)

    def _is_in(self, place: str) -> bool:
        return any(each.id == place for each in self.world.workspace.conversations_of(self.me))

    def _first_place(self) -> str:
        channels = self.world.workspace.conversations_of(self.me)
        return next((each.id for each in channels if each.kind != "im"), HOME)

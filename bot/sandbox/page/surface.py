"""Where blocks stand, a message, a form or Home: what it takes to draw them and to act in them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.sandbox import forms
from bot.sandbox.config import Json
from bot.sandbox.drawing.pen import Reader
from bot.sandbox.errors import FieldMissing
from bot.sandbox.forms import Entered, Field
from bot.sandbox.page.visitor import Visitor
from bot.sandbox.people import Done
from bot.sandbox.views import View
from bot.sandbox.workspace import Message


@dataclass
class Surface:
    """`place` is a message's timestamp or a view's id; `refused` says by block what is wrong in a form.

    `unread` holds, by block, what was typed for a day and is none.
    """

    visitor: Visitor
    place: str
    channel: str | None
    entered: Entered
    refused: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of_message(visitor: Visitor, message: Message) -> "Surface":
        """A message, in the conversation where it was said."""
        return Surface(visitor, message.ts, message.channel, message.entered)

    @staticmethod
    def of_view(visitor: Visitor, view: View) -> "Surface":
        """A form or Home."""
        return Surface(visitor, view.id, None, view.entered)

    @property
    def reader(self) -> Reader:
        """Whose eyes it is for."""
        return self.visitor.reader

    @property
    def today(self) -> date:
        """The workspace's day, where the person is."""
        now = self.visitor.world.workspace.now()
        return datetime.fromtimestamp(now, self.reader.zone).date()

    def holds(self, block: Json, element: Json) -> Any:
        """What an element holds: what was entered, else what it was prefilled with."""
        return forms.current(Field(block, element), self.entered)

    async def act(self, block: Json, element: Json, value: object = None) -> Done | None:
        """Press a button or choose in a menu; the person hears of it when the app does not answer."""
        done = await self.visitor.attempt(self._act(block, element, value))
        if done and not done.acknowledged:
            self.visitor.say("The app did not answer in time. Please try again.")
        return done

    async def enter(self, block: Json, element: Json, value: object) -> str:
        """Put a value in a form's field; returns what is wrong with it, or nothing.

        The app hears of it where the block asks for that.
        """
        try:
            await self._act(block, element, value)
        except FieldMissing as problem:
            return f"{problem}."
        return ""

    def type(self, block: Json, element: Json, text: str) -> str:
        """Put what was typed so far in a form's field; the app is not told."""
        try:
            self.entered[block["block_id"], element["action_id"]] = forms.shaped(
                Field(block, element), text, []
            )
        except FieldMissing as problem:
            return f"{problem}."
        return ""

    async def _act(self, block: Json, element: Json, value: object) -> Done:
        return await self.visitor.world.people.click(
            self.visitor.me,
            self.place,
            element["action_id"],
            value,
            block_id=block["block_id"],
            channel=self.channel,
        )

"""Who one is, what one looks at and what one has seen: what is there now, what is new, and showing it."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, TypeAlias

from rich.console import Console
from rich.text import Text

from bot.sandbox import client, drawing
from bot.sandbox.cast import Person
from bot.sandbox.config import Json
from bot.sandbox.terminal.answers import Unclear

Read: TypeAlias = Callable[[str], str]
Traits: TypeAlias = tuple[Any, ...]

LATEST = 5
"""Messages shown of a conversation, and of what is new."""

POLL = 0.05
"""Seconds between one look and the next."""

QUIET = 0.4
"""Seconds without anything new after which an answer counts as complete."""


@dataclass(frozen=True)
class Word:
    """A word more that can be typed: how, what it does, and what is said when the rest of the line is given.

    `act` raises ValueError, with a sentence, where it cannot be done.
    """

    usage: str
    does: str
    act: Callable[[str], str]


@dataclass
class Session:
    """Who one is, what one looks at, what has a number, and what everybody has seen already.

    `place` is "" for the direct messages with the app, "home", or a channel's id.
    """

    slack: client.Workspace
    people: Sequence[Person]
    read: Read
    write: Console
    names: dict[str, str]
    zone: tzinfo | None
    patience: float
    words: Mapping[str, Word] = field(default_factory=dict)
    place: str = ""
    home_drawn: str = ""
    targets: list[drawing.Target] = field(default_factory=list)
    seen: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.me = self.people[0]
        self.reader = drawing.Reader(self.names, self.zone)
        # Where often nothing more follows (a form that closed, a Home that is there), the wait is shorter.
        self.less_patience = self.patience / 3

    def look(self) -> Json:
        """What this person sees now; the channels' names are remembered."""
        screen = self.slack.screen(self.me.id)
        self.names.update({each["id"]: each["name"] for each in screen["channels"] if each["kind"] != "im"})
        return screen

    def catch_up(self) -> None:
        """Draw what is new, if anything."""
        self.news(self.look())

    def news(self, screen: Json) -> bool:
        """Draw what others said or changed since this person last looked; whether there was anything."""
        seen, now = self.seen.get(self.me.id, {}), self.cursors(screen)
        self.seen[self.me.id] = now
        new = [each for each in _messages(screen) if now.get(_key(each), 0) > seen.get(_key(each), 0)]
        if len(new) > LATEST:
            self.say(f"{len(new)} new messages, of which the latest {LATEST}:")
        self.draw_messages(sorted(new, key=lambda each: int(each["cursor"]))[-LATEST:])
        gone = seen.keys() - now.keys()
        if gone and not new:
            self.say("A message was taken away.")
        home_changed = self.place == "home" and hash_of(screen["home"]) != self.home_drawn
        if home_changed:
            self.draw_home(screen["home"])
        return bool(new or gone or home_changed)

    def settled(self, before: Traits, seconds: float) -> Json:
        """What there is once it has changed and then stayed the same for a moment, or when the time is up."""
        latest, changed_at = before, 0.0
        deadline = time.monotonic() + seconds
        while True:
            screen = self.look()
            if self.traits(screen) != latest:
                latest, changed_at = self.traits(screen), time.monotonic()
            quiet = changed_at and time.monotonic() - changed_at >= QUIET
            if quiet or time.monotonic() >= deadline:
                return screen
            time.sleep(POLL)

    def traits(self, screen: Json, form: str | None = None) -> Traits:
        """What counts as an answer: what others said, the form (or this hash), Home where one looks at it."""
        home = hash_of(screen["home"]) if self.place == "home" else ""
        return self.cursors(screen), hash_of(screen["view"]) if form is None else form, home

    def cursors(self, screen: Json) -> dict[tuple[str, str], int]:
        """(channel, timestamp) -> the cursor of the last change, of what others said."""
        return {_key(each): each["cursor"] for each in _messages(screen) if each["user"] != self.me.id}

    def close_form(self) -> None:
        """Close the form that is open without sending it. Raises Unclear when none is."""
        if self.look()["view"] is None:
            raise Unclear("No form is open, so there is nothing to cancel. Type ? to see what can be typed.")
        self.slack.close(self.me.id)
        self.say("The form is closed.")

    def say(self, words: str, style: str = "") -> None:
        """Print words as they are, never read as markup."""
        self.write.print(Text(words, style))

    def complain(self, words: str) -> None:
        """Say what went wrong."""
        self.say(words, "red")

    def show(self, drawn: drawing.Drawing) -> None:
        """Print a drawing whose numbers take the place of all before."""
        self.write.print()
        self.write.print(drawn.picture)
        self.targets = drawn.targets

    def draw_messages(self, messages: Sequence[Json]) -> None:
        """Draw messages, numbered on from one to the next; the numbers before stand when these have none."""
        targets: list[drawing.Target] = []
        for message in messages:
            self.write.print()
            if message["channel"] in self.names:
                self.say(f"In #{self.names[message['channel']]}", "italic")
            drawn = drawing.message(message, self.reader, first=len(targets) + 1)
            self.write.print(drawn.picture)
            targets += drawn.targets
        self.targets = targets or self.targets

    def draw_conversation(self, conversation: Json) -> None:
        """Draw the latest messages of a channel, numbered anew."""
        messages = conversation["messages"]
        if not messages:
            self.say("Nobody has said anything here yet.")
        elif len(messages) > LATEST:
            self.say(f"The latest {LATEST} of {len(messages)} messages:")
        self.targets = []
        self.draw_messages(messages[-LATEST:])

    def draw_home(self, view: Json) -> None:
        """Draw Home, and remember which one was drawn."""
        self.home_drawn = view["hash"]
        self.show(drawing.home(view, self.reader))


def hash_of(view: Json | None) -> str:
    """What changes with every change of a view; empty where there is none."""
    return view["hash"] if view else ""


def top_view(screen: Json) -> Json | None:
    """The top modal, typed."""
    view: Json | None = screen["view"]
    return view


def _messages(screen: Json) -> Iterator[Json]:
    for channel in screen["channels"]:
        yield from channel["messages"]


def _key(message: Json) -> tuple[str, str]:
    return message["channel"], message["ts"]

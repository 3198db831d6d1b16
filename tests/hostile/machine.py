"""People and worse at work with the bot, by chance from a seed; what must hold is looked at after each."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeAlias

from bot.cli.demo import TEAM_CHANNEL
from bot.sandbox import forms
from bot.sandbox.client import Done, NothingSaid
from tests.hostile import seen
from tests.hostile.payloads import Payload
from tests.hostile.record import Watched
from tests.hostile.scene import CAST, Scene

PATIENCE = 8.0
JOURNAL_EVERY = 40
REMEMBERED = 12
# What packs and minutes say, and nothing else.
OF_A_MEETING = ("pack", "Decided", "minutes", "Minutes", "to be followed up*", "checked by nobody yet")
# What Slack says of what came too late, was closed meanwhile, or never was: nothing is wrong with the bot.
EXPECTED_OF_SLACK = (
    "expired_url", "not_found", "hash_conflict", "trigger_id", "push_limit_reached", "user_not_in_channel",
    "not Slack's", "invalid_user", "Not Found",
)  # fmt: skip


class Fault(AssertionError):  # noqa: N818 - a finding, not a mistake in the code
    """Something happened that must not; the message says after which steps."""


@dataclass
class Tally:
    """What was sent, and how it was answered."""

    sent: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Machine:
    """One council's life under fire. `step` does one thing and looks whether all is as it must be."""

    scene: Scene
    chance: Random
    deeds: "Deeds" = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    steps: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.slack = self.scene.workspace
        self.watched = Watched(self.scene.db)
        self.cursor = 0
        self.user = CAST[0]
        self.refused_calls: list[Payload] = []
        self.typed = ""
        self.values: list[str] = []
        self.is_bringing_in = False
        self.named = frozenset((*CAST, TEAM_CHANNEL))
        # Every help names one case as its example.
        self.numbers = {one: of for one, of in self.watched.references().items() if one != "K7Q2M"}

    def run(self, steps: int) -> None:
        """So many steps, each of some kind. Raises Fault at the first thing that is wrong."""
        for number in range(1, steps + 1):
            self.step()
            if number % JOURNAL_EVERY == 0:
                self.require(self.watched.slow_faults())
        self.require(self.watched.slow_faults())

    def step(self) -> None:
        self.user = self.chance.choice(CAST)
        self.typed, self.is_bringing_in = "", False
        kind = self.chance.choices([*self.deeds], [weight for weight, _ in self.deeds.values()])[0]
        self.tally.sent[kind] += 1
        self.steps.append(f"{kind} by {self.user}")
        self.deeds[kind][1](self)
        self.look()

    def note(self, *said: object) -> None:
        """What the step does, for whoever has to understand a fault."""
        self.steps[-1] += "".join(f" {one!r:.300}" for one in said)
        self.typed += " ".join(str(one) for one in said)

    # what is looked at

    def look(self) -> None:
        """Holds what was sent, said, stored and logged since the last look to what must be."""
        sent = list(self._sent())
        for where, whom, what in sent:
            leaks = seen.markup(what, self.named)
            self.require([f"{where} to {whom}: markup {leaks}"] if leaks else [])
            loose = seen.made_links(what)
            self.require([f"{where}: Slack would link what is in {loose[:1]}"] if loose else [])
            words = seen.internals(what, self.typed)
            self.require([f"{where} to {whom}: {words} in {seen.whole(what):.600}"] if words else [])
            self.require(self.out_of_sight(whom, what))
        self.require(self._logged())
        today = self.scene.hand[0].date()
        self.require(self.watched.faults(today, takes_any_status=self.is_bringing_in))

    def _sent(self) -> Iterator[tuple[str, str, Any]]:
        """Where, to whom and what the bot sent since the last look."""
        newest = self.cursor
        for call in self.slack.api_calls(self.cursor):
            newest = max(newest, call["cursor"])
            if not call["response"]["ok"]:
                self.refused_calls.append(call["response"])
            args = {name: _read(value) for name, value in call["args"].items()}
            if call["method"].startswith(("chat.", "views.", "files.")):
                yield call["method"], str(args.get("user") or args.get("user_id") or ""), args
        for message in self.slack.messages(self.user, self.cursor, timeout=1.0, count=0):
            newest = max(newest, message["cursor"])
            if message["user"] != "USLACKBOT":
                # Letters tell also of what was somebody's, and go to whoever covers for them.
                yield "a message", self.user if message["ephemeral"] else "", message
        self.cursor = newest

    def out_of_sight(self, whom: str, what: Any) -> list[str]:
        said = seen.whole(what)
        shown = {one for one in self.numbers if one in said}
        numbers = [number for number in self.numbers.values() if number and number in said]
        found = [f"case-system numbers {numbers[:3]}"] if numbers and numbers[0] not in self.typed else []
        # Whoever is a member of a meeting is shown all that is before it, and what it decided.
        is_of_meeting = any(word in said for word in OF_A_MEETING)
        may = self.watched.seen_by(whom) if whom and shown and not is_of_meeting else None
        if may is None:
            return found
        unseen = {one for one in shown - may if one not in self.typed.upper()}
        return [*found, *([f"{whom} was shown {sorted(unseen)}"] if unseen else [])]

    def _logged(self) -> list[str]:
        found = []
        for record in self.scene.said.taken():
            said = record.getMessage()
            is_slacks = "not taken" in said or "did not open" in said
            # A form that came back bent is drawn again as it came, which Slack may refuse.
            expected = (*EXPECTED_OF_SLACK, *(("invalid_",) if "bent" in self.steps[-1] else ()))
            if is_slacks and any(word in said for word in expected):
                continue
            if record.levelname in ("ERROR", "CRITICAL") or is_slacks or "(report" in said:
                why = [str(call) for call in self.refused_calls] if is_slacks else []
                found.append(f"the log: {said} {why[-1:]}")
        return found

    def require(self, faults: list[str]) -> None:
        if faults:
            self.tally.faults += faults
            trail = "\n  ".join(self.steps[-REMEMBERED:])
            raise Fault("; ".join(faults) + f"\nafter:\n  {trail}")

    def answered(self, done: Done, *, is_sure: bool = True) -> None:
        """Waits for what the act brings to the person's screen; where it surely does, it must come."""
        self.require([] if done.acknowledged else ["the bot did not acknowledge"])
        if done.response:
            self._judge(done.response)
            return
        ends = time.monotonic() + (PATIENCE if is_sure else 0.15)
        while time.monotonic() < ends:
            if answer := self._news(done.since):
                self._judge(answer)
                return
            time.sleep(0.004)
        self.require(["nothing was answered", *self._logged()] if is_sure else [])

    def _judge(self, answer: Any) -> None:
        self.tally.answered += 1
        self.tally.refused += "Please" in seen.whole(answer) or "errors" in answer

    def _news(self, since: int) -> Any:
        """What is new for the person: a message, a form or their Home."""
        for message in self.slack.messages(self.user, since, timeout=1.0, count=0):
            if message["user"] != "USLACKBOT":
                return message
        for view in (self.top(), self.home()):
            if view and view["cursor"] > since and "One moment, please." not in seen.whole(view):
                return view
        return None

    def top(self) -> Payload | None:
        """The form or page that lies in front of the person."""
        return _if_there(lambda: self.slack.view(self.user, timeout=0.0))

    def home(self) -> Payload | None:
        return _if_there(lambda: self.slack.home(self.user, timeout=0.0))

    # what is there to be clicked

    def surfaces(self) -> list[Payload]:
        """The messages of the bot, the form and the Home that are in front of the person, newest last."""
        screen = self.slack.screen(self.user)
        messages = [
            message | {"channel": channel["id"]}
            for channel in screen["channels"]
            for message in channel["messages"]
            if message.get("blocks")
        ]
        top = [view for view in (screen["home"], screen["view"]) if view]
        return [*messages[-12:], *top]

    def clickable(self) -> list[tuple[Payload, forms.Field]]:
        """Every button and menu in front of the person; where a form is open it lies over the rest."""
        there = self.surfaces()
        views = [one for one in there if one.get("type") == "modal"]
        return [
            (one, found)
            for one in (views if views and self.chance.random() < 0.8 else there)
            for found in forms.fields(one["blocks"])
            if found.type in ("button", "overflow", "static_select", "external_select")
            or found.block.get("dispatch_action")
        ]


# A kind of deed: how often it is done, and how.
Deeds: TypeAlias = Mapping[str, tuple[int, Callable[[Machine], None]]]


def _if_there(look: Callable[[], Payload]) -> Payload | None:
    try:
        return look()
    except NothingSaid:
        return None


def _read(value: Any) -> Any:
    """Arguments of the Web API come as JSON in text."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value

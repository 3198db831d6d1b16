"""The terminal client: act as one of a sandbox workspace's people by typing, and see what they would see."""

import contextlib
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from http.client import HTTPException
from typing import Any, TypeAlias

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.sandbox import client, drawing, forms
from bot.sandbox.config import Json

with contextlib.suppress(ImportError):  # where there is none, lines are typed without a history
    import readline  # noqa: F401 - importing it gives `input` its history

Read: TypeAlias = Callable[[str], str]
Traits: TypeAlias = tuple[Any, ...]

WIDEST = 100
LONGEST_NUMBER = 3
"""Digits of a number to press; more of them are words to the app, such as a telephone number."""
LATEST = 5
"""Messages shown of a conversation, and of what is new."""

POLL = 0.05
QUIET = 0.4
"""Seconds without anything new after which an answer counts as complete."""

KEEP = object()
"""The answer that leaves a field as it is."""

GENERIC_TRIES = (
    ("hello", "any words go to the app as a direct message"),
    ("home", "the app's Home tab"),
    ("channel", "what was said in a channel"),
    ("as 2", "be somebody else"),
    ("?", "everything that can be typed"),
)

WORDS = (
    ("/command words", "send a slash command"),
    ("any words", "send the app a direct message"),
    ("7", "press what has the number 7 in brackets"),
    ("as 3, as priya", "be somebody else"),
    ("who", "the people one can be"),
    ("home", "open the app's Home tab"),
    ("channel, channel NAME", "show a channel"),
    ("again", "show once more what is there now"),
    ("cancel", "close the form that is open"),
    ("quit", "leave"),
)

HOW = {
    "datepicker": "a day, such as 2025-03-14",
    "timepicker": "a time, such as 09:30",
    "datetimepicker": "a day and time, such as 2025-03-14 09:30",
    "number_input": "a number",
    "external_select": "the first letters",
    "multi_external_select": "the first letters",
}


@dataclass(frozen=True)
class Person:
    """Somebody one can act as: `role` is a word or two for the prompt, `about` a sentence."""

    id: str
    name: str
    role: str
    about: str


class Unclear(Exception):  # noqa: N818 - said to a person, who was not clear
    """What was typed cannot be used; the message is a sentence that says what to do next."""


class _Cancelled(Exception):  # noqa: N818 - a person's decision, no error
    """The person typed `cancel`, or did not confirm."""


def run(
    base_address: str,
    people: Sequence[Person],
    read: Read | None = None,
    write: Console | None = None,
    *,
    tries: Sequence[tuple[str, str]] = GENERIC_TRIES,
    names: Mapping[str, str] | None = None,
    zone: tzinfo | None = None,
    patience: float = 6.0,
) -> None:
    """Talk until `quit`, the end of the input or Ctrl-C.

    `read` is like `input`. `tries` are pairs of what to type and what it does. `names` are, by Slack id, of
    whoever `people` does not name, such as the app. Times are shown in `zone`, this machine's if None.
    `patience` is how many seconds to wait for an answer.
    """
    known = {"USLACKBOT": "Slackbot", **(names or {}), **{each.id: each.name for each in people}}
    write = write or Console(width=min(Console().width, WIDEST))
    session = _Session(client.Workspace(base_address), people, read or _typed, write, known, zone, patience)
    try:
        session.welcome(tries)
        session.talk()
    except (EOFError, KeyboardInterrupt):
        write.print()


def _typed(prompt: str) -> str:
    """A line from standard input; shown where nobody typed it, so that the output reads as a conversation."""
    if sys.stdin.isatty():
        return input(prompt)
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.buffer.readline().decode(errors="replace")
    if not line:
        raise EOFError
    sys.stdout.write(line.rstrip("\r\n") + "\n")
    return line


@dataclass
class _Session:
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
    place: str = ""
    home_drawn: str = ""
    targets: list[drawing.Target] = field(default_factory=list)
    seen: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.me = self.people[0]
        self.reader = drawing.Reader(self.names, self.zone)
        # Where often nothing more follows (a form that closed, a Home that is there), the wait is shorter.
        self.less_patience = self.patience / 3

    def welcome(self, tries: Sequence[tuple[str, str]]) -> None:
        self.say(f"A Slack workspace on this computer, at {self.slack.base}. Nothing typed here leaves it.")
        self.introduce()
        self.say("\nThings to try:")
        self.write.print(_two_columns(tries))

    def talk(self) -> None:
        """Read and obey lines until `quit`."""
        while True:
            self.guarded(self.catch_up)
            line = self.read(f"\n{self.me.name} ({self.me.role}) > ").strip()
            if line.casefold() in {"quit", "exit"}:
                return
            self.guarded(self.obey, line)

    def guarded(self, act: Callable[..., object], *words: str) -> None:
        """Do it; where it cannot be done, say why and what to do next."""
        try:
            act(*words)
        except Unclear as problem:
            self.complain(str(problem))
        except client.NotOnScreen:
            self.complain("That is not there any more. Type again to see what is.")
        except client.CannotDo as problem:
            self.complain(f"{problem}. Type ? to see what can be typed.")
        except (OSError, HTTPException, json.JSONDecodeError):
            self.complain(
                f"The workspace at {self.slack.base} did not answer. Is it running? Type again to look."
            )

    def obey(self, line: str) -> None:
        """Do what one typed line asks for."""
        word, _, rest = line.partition(" ")
        if line.startswith("/"):
            self.place = ""
            self.act(lambda: self.slack.command(self.me.id, word, rest.strip()))
        elif line.isdecimal() and len(line) <= LONGEST_NUMBER:
            self.click(line)
        elif line.casefold() in _PLAIN_WORDS:
            _PLAIN_WORDS[line.casefold()](self)
        elif word.casefold() == "as" and len(rest.split()) in {1, 2}:
            self.become(rest.strip())
        elif word.casefold() == "channel" and len(rest.split()) == 1:
            self.channel(rest.strip())
        else:
            self.place = ""
            self.act(lambda: self.slack.say(self.me.id, line))

    # what is typed

    def look_for_news(self) -> None:
        if not self.news(self.look()):
            self.say("Nothing new. Type ? to see what can be typed.")

    def explain(self) -> None:
        self.write.print(_two_columns(WORDS))

    def introduce(self) -> None:
        self.say(f"You are {self.me.name}, {self.me.role}. {self.me.about}")

    def who(self) -> None:
        table = Table.grid(padding=(0, 2, 0, 0))
        for number, person in enumerate(self.people, start=1):
            mark = "you are" if person == self.me else f"as {number}"
            table.add_row(*(Text(words) for words in (mark, f"{person.name} ({person.role})", person.about)))
        self.write.print(table)

    def become(self, wanted: str) -> None:
        """Be the person of that number, or the one whose name begins so."""
        place = _place(wanted, self.people)
        found = [each for each in self.people if _begins(each.name, wanted)]
        if place is not None:
            found = [self.people[place]]
        if len(found) != 1:
            who = "More than one person here is" if found else "Nobody here is"
            raise Unclear(f"{who} called {wanted}. Type who to see everybody, then as and a number.")
        self.me, self.place, self.targets = found[0], "", []
        self.introduce()

    def home(self) -> None:
        self.place, self.home_drawn = "home", ""
        before = self.look()
        self.slack.open_home(self.me.id)
        after = self.settled(self.traits(before), self.less_patience if before["home"] else self.patience)
        if after["home"] is None:
            raise Unclear("The app has not shown a Home tab yet. Type again to look once more.")
        self.news(after)

    def channel(self, name: str = "") -> None:
        """Show the channel of that name, or the only one there is."""
        channels = [each for each in self.look()["channels"] if each["kind"] != "im"]
        wanted = name.removeprefix("#").casefold()
        found = [each for each in channels if wanted in ("", each["name"].casefold())]
        if not channels:
            raise Unclear(f"{self.me.name} is in no channel. Type who, then as and a number.")
        if len(found) != 1:
            names = ", ".join(each["name"] for each in channels)
            raise Unclear(f"The channels of {self.me.name} are: {names}. Type channel and one of these.")
        self.place = found[0]["id"]
        self.draw_conversation(found[0])

    def again(self) -> None:
        """Show what is there now: the open form, else Home, the channel or the direct messages."""
        screen = self.look()
        if screen["view"]:
            self.attend(screen["view"])
        elif self.place == "home" and screen["home"]:
            self.draw_home(screen["home"])
        else:
            self.draw_conversation(self.conversation(screen))

    def conversation(self, screen: Json) -> Json:
        """The channel one looks at, else the direct messages with the app."""
        direct = {"name": "", "kind": "im", "messages": []}
        for each in screen["channels"]:
            if each["id"] == self.place:
                return dict(each)
            direct = each if each["kind"] == "im" else direct
        return direct

    def cancel(self) -> None:
        if self.look()["view"] is None:
            raise Unclear("No form is open, so there is nothing to cancel. Type ? to see what can be typed.")
        self.slack.close(self.me.id)
        self.say("The form is closed.")

    def click(self, number: str) -> None:
        place = _place(number, self.targets)
        if place is None:
            there = f"The numbers go from 1 to {len(self.targets)}" if self.targets else "Nothing is numbered"
            raise Unclear(f"There is no {number} here. {there}. Type again to see what there is.")
        with contextlib.suppress(_Cancelled):
            self.act(self.press(self.targets[place]))

    def press(self, target: drawing.Target) -> Callable[[], client.Done]:
        """What presses a target, after anything has been asked that belongs to it. Raises _Cancelled."""
        self.confirm(target.element.get("confirm"))
        value = self.chosen(target)
        block_id = target.block_id or None
        return lambda: self.slack.click(
            self.me.id, target.surface, target.action_id, value, block_id=block_id
        )

    def confirm(self, dialog: Json | None) -> None:
        """Ask what the app wants asked before a click counts."""
        if not dialog:
            return
        self.say(drawing.plain(dialog.get("title")), "bold")
        self.write.print(drawing.formatted(dialog.get("text"), self.reader))
        yes, no = drawing.plain(dialog.get("confirm")) or "Yes", drawing.plain(dialog.get("deny")) or "No"
        if self.read(f"  yes for {yes}, anything else for {no} > ").strip().casefold() not in {"y", "yes"}:
            self.say("Not done.")
            raise _Cancelled

    def chosen(self, target: drawing.Target) -> object:
        """What a click chooses: asked for where the page did not show every choice."""
        kind = target.element["type"]
        if kind == "checkboxes":
            ticked = [each["value"] for each in target.element.get("initial_options") or []]
            others = [each for each in ticked if each != target.value]
            return others if target.value in ticked else [*ticked, target.value]
        if kind not in drawing.PICKERS:
            return target.value
        block = {"type": "actions", "block_id": target.block_id, "label": target.element.get("placeholder")}
        answer = _Question(self, forms.Field(block, target.element)).answer()
        if answer is KEEP:
            self.say("Nothing chosen.")
            raise _Cancelled
        return answer

    # what comes back

    def act(self, do: Callable[[], object]) -> None:
        """Do something the app hears of, and show what comes of it."""
        before = self.look()
        do()
        after = self.settled(self.traits(before), self.patience)
        answered = self.news(after)
        if _hash(after["view"]) != _hash(before["view"]):
            self.attend(after["view"])
        elif not answered:
            self.say("No answer yet; type again to look.")

    def attend(self, view: Json | None) -> None:
        """Stay with the forms that come up, until they are sent, closed or have to wait."""
        while view:
            view = _Form(self, view).fill()

    def look(self) -> Json:
        """What this person sees now; the channels' names are remembered."""
        screen = self.slack.screen(self.me.id)
        self.names.update({each["id"]: each["name"] for each in screen["channels"] if each["kind"] != "im"})
        return screen

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
        home = _hash(screen["home"]) if self.place == "home" else ""
        return self.cursors(screen), _hash(screen["view"]) if form is None else form, home

    def cursors(self, screen: Json) -> dict[tuple[str, str], int]:
        """(channel, timestamp) -> the cursor of the last change, of what others said."""
        return {_key(each): each["cursor"] for each in _messages(screen) if each["user"] != self.me.id}

    def catch_up(self) -> None:
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
        home_changed = self.place == "home" and _hash(screen["home"]) != self.home_drawn
        if home_changed:
            self.draw_home(screen["home"])
        return bool(new or gone or home_changed)

    # drawing

    def say(self, words: str, style: str = "") -> None:
        self.write.print(Text(words, style))

    def complain(self, words: str) -> None:
        self.say(words, "red")

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
        messages = conversation["messages"]
        if not messages:
            self.say("Nobody has said anything here yet.")
        elif len(messages) > LATEST:
            self.say(f"The latest {LATEST} of {len(messages)} messages:")
        self.targets = []
        self.draw_messages(messages[-LATEST:])

    def draw_home(self, view: Json) -> None:
        self.home_drawn = view["hash"]
        self.show(drawing.home(view, self.reader))

    def show(self, drawn: drawing.Drawing) -> None:
        """Print a drawing whose numbers take the place of all before."""
        self.write.print()
        self.write.print(drawn.picture)
        self.targets = drawn.targets


_PLAIN_WORDS: Mapping[str, Callable[[_Session], None]] = {
    "": _Session.look_for_news,
    "?": _Session.explain,
    "who": _Session.who,
    "home": _Session.home,
    "channel": _Session.channel,
    "again": _Session.again,
    "cancel": _Session.cancel,
}


class _Form:
    """One modal being filled in: what was answered so far, and what the app said against it."""

    def __init__(self, session: _Session, view: Json) -> None:
        self.session = session
        self.view = view
        self.targets: list[drawing.Target] = []
        self.answers: dict[forms.Key, object] = {}
        self.asked: set[forms.Key] = set()
        self.complaints: dict[str, str] = {}
        self.drawn = ""
        self.is_stuck = False

    def fill(self) -> Json | None:
        """Ask and send until the form closes or another takes its place, which is returned."""
        try:
            while True:
                self.draw()
                if not self.view["submit"]:
                    return self.wait()
                screen = self.ask_fields() or self.ask_for_button() or self.submit()
                if screen["view"] is None or screen["view"]["id"] != self.view["id"]:
                    return _view(screen)
                self.view = screen["view"]
        except _Cancelled:
            self.session.cancel()
            return _view(self.session.look())

    def draw(self) -> None:
        """Draw the form when it is new or has changed."""
        if self.view["hash"] != self.drawn:
            drawn = drawing.modal(self.view, self.session.reader)
            self.session.show(drawn)
            self.drawn, self.targets = self.view["hash"], drawn.targets

    def wait(self) -> Json | None:
        """Wait for what replaces a form that cannot be sent; one with buttons is left to the prompt."""
        if self.targets:
            self.session.say("Type a number to press it, or cancel to close the form.")
            return None
        before = self.session.traits(self.session.look(), form=self.view["hash"])
        screen = self.session.settled(before, self.session.patience)
        self.session.news(screen)
        if _hash(screen["view"]) != self.view["hash"]:
            return _view(screen)
        self.session.say("Nothing more has come. Type again to look, or cancel to close the form.")
        return None

    def fields(self) -> list[forms.Field]:
        """The fields as they stand, with what was entered so far."""
        blocks = drawing.as_entered(self.view)["blocks"]
        return [each for each in forms.fields(blocks) if each.block["type"] == "input"]

    def ask_fields(self) -> Json | None:
        """Ask what has not been asked; the screen when an answer changed the form, else None."""
        for each in self.fields():
            if each.key in self.asked:
                continue
            answer = _Question(self.session, each, self.complaints.pop(each.key[0], "")).answer()
            self.asked.add(each.key)
            if answer is KEEP:
                continue
            self.answers[each.key] = answer
            if each.block.get("dispatch_action"):
                screen = self.after(self.choice(each, answer))
                if _hash(screen["view"]) != self.view["hash"]:
                    return screen
        return None

    def choice(self, chosen: forms.Field, answer: object) -> Callable[[], client.Done]:
        """What tells the app of an answer it wants to hear at once."""
        block_id, action_id = chosen.key
        session = self.session
        return lambda: session.slack.click(session.me.id, self.view, action_id, answer, block_id=block_id)

    def ask_for_button(self) -> Json | None:
        """Where there is more than one way on, ask which; the screen after a button, None to submit."""
        if not self.targets and not self.is_stuck:
            return None
        word = drawing.plain(self.view["submit"])
        while typed := self.session.read(f"  Enter for {word}, a number to press it, or cancel > ").strip():
            if typed.casefold() == "cancel":
                raise _Cancelled
            place = _place(typed, self.targets)
            if place is not None:
                with contextlib.suppress(_Cancelled):
                    return self.after(self.session.press(self.targets[place]))
            else:
                self.session.complain(f"There is no {typed}. Press Enter for {word}, or type cancel.")
        return None

    def after(self, do: Callable[[], client.Done]) -> Json:
        """Do something in the form and show what was said; the screen afterwards."""
        before = self.session.traits(self.session.look())
        do()
        screen = self.session.settled(before, self.session.less_patience)
        self.session.news(screen)
        return screen

    def submit(self) -> Json:
        """Send the form; the screen afterwards, with what has to be asked again noted."""
        session, before = self.session, self.session.look()
        try:
            done = session.slack.submit(session.me.id, self.named_answers(), view_id=self.view["id"])
        except client.FieldMissing as problem:
            self.take_back(str(problem))
            return before
        if done.errors:
            self.ask_again(done.errors)
            return session.look()
        closed = _hash(session.look()["view"])
        screen = session.settled(session.traits(before, form=closed), session.less_patience)
        said = session.news(screen)
        self.is_stuck = _hash(screen["view"]) == self.view["hash"]
        if self.is_stuck:
            session.complain("The app did not take the form. What you filled in is still there.")
        elif not said and screen["view"] is None:
            session.say("The form is closed.")
        self.asked = self.asked if self.is_stuck else set()
        return screen

    def take_back(self, problem: str) -> None:
        """Forget the answer that could not be sent and ask again; the problem begins with its label."""
        meant = [each for each in self.fields() if problem.startswith(drawing.plain(each.block["label"]))]
        for each in meant:
            self.answers.pop(each.key, None)
        self.ask_again({each.key[0]: problem for each in meant})
        self.is_stuck = not meant
        if self.is_stuck:
            self.session.complain(f"{problem}.")

    def ask_again(self, complaints: dict[str, str]) -> None:
        """Have the fields of these blocks asked again, each with what was said against it."""
        self.complaints = complaints
        self.asked = {key for key in self.asked if key[0] not in complaints}

    def named_answers(self) -> dict[str, object]:
        """The answers by action_id, or by block_id where several fields share an action_id."""
        there = [each.key for each in forms.fields(self.view["blocks"])]
        shared = Counter(action_id for _, action_id in there)
        return {
            action_id if shared[action_id] == 1 else block_id: self.answers[block_id, action_id]
            for block_id, action_id in there
            if (block_id, action_id) in self.answers
        }


class _Question:
    """One field, asked until the answer can be used."""

    def __init__(self, session: _Session, about: forms.Field, complaint: str = "") -> None:
        self.session = session
        self.field = about
        self.complaint = complaint
        self.default = drawing.initial(about.element, session.reader)
        self.choices = self.first_choices()

    def answer(self) -> object:
        """The field's value as `Workspace.submit` takes it, or KEEP. Raises _Cancelled."""
        self.put()
        while True:
            typed = self.typed()
            if typed.casefold() == "cancel":
                raise _Cancelled
            try:
                return self.value(typed)
            except Unclear as problem:
                self.session.complain(f"  {problem}")

    def put(self) -> None:
        """Write the label, what was said against it, the hint and the choices."""
        block, say = self.field.block, self.session.say
        optional = " (optional)" if block["type"] == "input" and not self.field.required else ""
        say("")
        say((drawing.plain(block.get("label")) or "Choose") + optional, "bold")
        if self.complaint:
            self.session.complain(f"  ! {self.complaint}")
        if block.get("hint"):
            say(f"  {drawing.plain(block['hint'])}", "italic")
        self.list_choices()

    def list_choices(self) -> None:
        for number, (_, label) in enumerate(self.choices, start=1):
            self.session.say(f"  {number:>2} {label}")

    def typed(self) -> str:
        """What was typed; a field of several lines is read until an empty one."""
        skip = "skip" if self.field.block["type"] == "input" and not self.field.required else ""
        default = self.default or skip
        asking = " ".join(filter(None, (self.how(), f"[{default}]" if default else "", "> ")))
        lines = [self.session.read(f"  {asking}").strip()]
        if self.field.element.get("multiline") and lines[0].casefold() not in {"", "-", "cancel"}:
            while more := self.session.read("  > ").strip():
                lines.append(more)
        return "\n".join(lines)

    def how(self) -> str:
        """What kind of answer is wanted, in a few words."""
        if self.choices:
            return "numbers, with commas" if self.field.type in forms.MANY else "a number"
        if self.field.element.get("multiline"):
            return "lines, then an empty one"
        return HOW.get(self.field.type) or drawing.plain(self.field.element.get("placeholder"))

    def value(self, typed: str) -> object:
        """What was typed as the field's value. Raises Unclear."""
        if not typed:
            if self.default or not self.field.required:
                return KEEP
            raise Unclear("This one is needed. Type an answer, or cancel to close the form.")
        if typed == "-" and not self.field.required:
            return None
        if self.choices or self.field.type in _FROM_CHOICES:
            return self.picked(typed)
        read = _READ_AS.get(self.field.type)
        return read(typed, self.session.zone) if read else typed

    def picked(self, typed: str) -> object:
        """The values of the choices typed by number or by name; an external select looks them up first."""
        if self.field.type not in forms.MANY:
            return self.one(typed)
        return [self.one(each.strip()) for each in typed.split(",") if each.strip()]

    def one(self, typed: str) -> str:
        place = _place(typed, self.choices)
        if place is not None:
            return self.choices[place][0]
        named = [
            value for value, label in self.choices if typed.casefold() in {label.casefold(), value.casefold()}
        ]
        begun = named or [value for value, label in self.choices if _begins(label, typed)]
        if len(begun) == 1:
            return begun[0]
        if "external" in self.field.type:
            self.suggest(typed)
        raise Unclear(f"Type a number from 1 to {len(self.choices)}.")

    def suggest(self, typed: str) -> None:
        """Have the app offer choices for the letters typed. Raises Unclear when it has none."""
        session = self.session
        offered = session.slack.suggest(session.me.id, self.field.key[1], typed)
        self.choices = [(each["value"], drawing.plain(each["text"])) for each in offered]
        if not self.choices:
            raise Unclear(f"Nothing was found for {typed}. Type other letters.")
        self.list_choices()

    def first_choices(self) -> list[tuple[str, str]]:
        """(value, label) of what can be chosen before anything is typed."""
        kind = self.field.type
        if "users" in kind:
            return [(each.id, each.name) for each in self.session.people]
        if "conversations" in kind or "channels" in kind:
            channels = self.session.look()["channels"]
            return [(each["id"], each["name"]) for each in channels if each["kind"] != "im"]
        return [
            (each["value"], drawing.labelled(each, self.session.reader).plain)
            for each in forms.options(self.field.element)
        ]


_FROM_CHOICES = frozenset(kind for kind in forms.VALUE_NAMES if kind.endswith("_select")) | {
    "radio_buttons",
    "checkboxes",
}


def _day(typed: str, _: tzinfo | None) -> str:
    if typed.casefold() == "today":
        return time.strftime("%Y-%m-%d")
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"):
        with contextlib.suppress(ValueError):
            return time.strftime("%Y-%m-%d", time.strptime(typed, form))
    raise Unclear(f"“{typed}” is not a day. Type it as 2025-03-14, 14/3/2025, 14 March 2025 or today.")


def _time_of_day(typed: str, _: tzinfo | None) -> str:
    with contextlib.suppress(ValueError):
        return time.strftime("%H:%M", time.strptime(typed, "%H:%M"))
    raise Unclear(f"“{typed}” is not a time. Type it as 09:30.")


def _moment(typed: str, zone: tzinfo | None) -> int:
    with contextlib.suppress(ValueError):
        return int(datetime.strptime(typed, "%Y-%m-%d %H:%M").replace(tzinfo=zone).timestamp())
    raise Unclear(f"“{typed}” is not a day and a time. Type them as 2025-03-14 09:30.")


def _number(typed: str, _: tzinfo | None) -> str:
    with contextlib.suppress(ValueError):
        float(typed)
        return typed
    raise Unclear(f"“{typed}” is not a number. Type digits only.")


def _rich(typed: str, _: tzinfo | None) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": typed}]}
    return {"type": "rich_text", "elements": [section]}


def _file(_: str, __: tzinfo | None) -> object:
    raise Unclear("Files cannot be added here. Press Enter to go on without, or type cancel.")


_READ_AS: Mapping[str, Callable[[str, tzinfo | None], object]] = {
    "datepicker": _day,
    "timepicker": _time_of_day,
    "datetimepicker": _moment,
    "number_input": _number,
    "rich_text_input": _rich,
    "file_input": _file,
}


def _messages(screen: Json) -> Iterator[Json]:
    for channel in screen["channels"]:
        yield from channel["messages"]


def _key(message: Json) -> tuple[str, str]:
    return message["channel"], message["ts"]


def _hash(view: Json | None) -> str:
    return view["hash"] if view else ""


def _view(screen: Json) -> Json | None:
    """The top modal, typed."""
    view: Json | None = screen["view"]
    return view


def _place(typed: str, things: Sequence[object]) -> int | None:
    """Where in the list a number typed from 1 points, or None."""
    numbers = [str(number) for number in range(1, len(things) + 1)]
    return numbers.index(typed) if typed in numbers else None


def _begins(name: str, typed: str) -> bool:
    """Whether the name, or a word of it, begins with what was typed."""
    name, typed = name.casefold(), typed.casefold()
    return name.startswith(typed) or any(word.startswith(typed) for word in name.split())


def _two_columns(rows: Sequence[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 3, 0, 0))
    for typed, meaning in rows:
        table.add_row(Text(f"  {typed}", "bold"), Text(meaning))
    return table

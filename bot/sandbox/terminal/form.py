"""A form, asked field by field and sent."""

import contextlib
from collections import Counter
from collections.abc import Callable

from bot.sandbox import client, drawing, forms
from bot.sandbox.config import Json
from bot.sandbox.terminal.answers import Cancelled, numbered
from bot.sandbox.terminal.pressing import press
from bot.sandbox.terminal.question import KEEP, Question
from bot.sandbox.terminal.session import Session, hash_of, top_view


class Form:
    """One modal being filled in: what was answered so far, and what the app said against it."""

    def __init__(self, session: Session, view: Json) -> None:
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
                    return top_view(screen)
                self.view = screen["view"]
        except Cancelled:
            self.session.close_form()
            return top_view(self.session.look())

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
        if hash_of(screen["view"]) != self.view["hash"]:
            return top_view(screen)
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
            answer = Question(self.session, each, self.complaints.pop(each.key[0], "")).answer()
            self.asked.add(each.key)
            if answer is KEEP:
                continue
            self.answers[each.key] = answer
            if each.block.get("dispatch_action"):
                screen = self.after(self.choice(each, answer))
                if hash_of(screen["view"]) != self.view["hash"]:
                    return screen
            else:
                # What cannot be entered is complained of when the form is sent.
                with contextlib.suppress(client.FieldMissing):
                    self.choice(each, answer)()
        return None

    def choice(self, chosen: forms.Field, answer: object) -> Callable[[], client.Done]:
        """Enters an answer in the form; the app is told of one that it wants to hear at once."""
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
                raise Cancelled
            at = numbered(typed, self.targets)
            if at is not None:
                with contextlib.suppress(Cancelled):
                    return self.after(press(self.session, self.targets[at]))
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
        closed = hash_of(session.look()["view"])
        screen = session.settled(session.traits(before, form=closed), session.less_patience)
        said = session.news(screen)
        self.is_stuck = hash_of(screen["view"]) == self.view["hash"]
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

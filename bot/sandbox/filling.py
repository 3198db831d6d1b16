"""What people do with a form in front of them: search in it, fill it in and submit it, close it."""

from typing import Any

from bot.sandbox import elements, forms, payloads
from bot.sandbox.config import Json
from bot.sandbox.delivery import Acknowledgement, Delivery, Envelope
from bot.sandbox.errors import NotOnScreen, SlackError
from bot.sandbox.people import Done
from bot.sandbox.views import View, Views
from bot.sandbox.workspace import Workspace

FEWEST_LETTERS = 3
"""Typed into an external select before the app is asked, where the select does not say how many."""


class Filling:
    """Everything a person can do with the topmost modal."""

    def __init__(self, workspace: Workspace, views: Views, delivery: Delivery) -> None:
        self.workspace = workspace
        self.views = views
        self.delivery = delivery

    async def suggest(self, user_id: str, action_id: str, typed: str) -> list[Json]:
        """Type into an external select; returns the options the app offers, none for too few letters."""
        user, view = self.workspace.person(user_id), self._top(user_id)
        select = forms.find(view.blocks, action_id)
        block_id, _ = select.key
        if len(typed) < select.element.get("min_query_length", FEWEST_LETTERS):
            view.suggestions = []
            return []
        payload = payloads.interaction(
            self.workspace,
            "block_suggestion",
            user,
            **payloads.in_view(self.views, view),
            action_id=action_id,
            block_id=block_id,
            value=typed,
        )
        outcome = await self.delivery.deliver(Envelope("interactive", payload, takes_answer=True))
        answer = outcome.payload if isinstance(outcome, Acknowledgement) else None
        view.suggestions = self._offered(answer or {"options": []})
        return view.suggestions

    async def submit(self, user_id: str, values: Json, view_id: str | None = None) -> Done:
        """Fill in the form and submit it; `values` by action_id, or block_id."""
        user, view = self.workspace.person(user_id), self._top(user_id, view_id)
        if not view.given.get("submit"):
            raise NotOnScreen("this form has no submit button")
        filled = [(_named(view, name), value) for name, value in values.items()]
        view.entered |= {each.key: forms.shaped(each, value, view.suggestions) for each, value in filled}
        forms.submitted(view.blocks, view.entered)
        view.errors = {}
        done = Done(self.workspace.changes.cursor)
        payload = payloads.interaction(
            self.workspace,
            "view_submission",
            user,
            trigger_id=self.views.new_trigger(user_id, view.id),
            view=self.views.wire(view),
            response_urls=[],
        )
        done.take(await self.delivery.deliver(Envelope("interactive", payload, takes_answer=True)))
        if done.acknowledged:
            try:
                self._follow(view, done)
            except SlackError as refusal:
                self.workspace.warn(f"the answer to a form was refused: {refusal.error} {refusal.details}")
        return done

    async def close(self, user_id: str) -> Done:
        """Close the form; the app hears of it when the view asked for that."""
        user, view = self.workspace.person(user_id), self._top(user_id)
        cleared = bool(view.given.get("clear_on_close"))
        done = Done(self.workspace.changes.cursor)
        for closed in self.views.clear(user_id) if cleared else self.views.close(view):
            if closed.given.get("notify_on_close"):
                shape = self.views.wire(closed)
                payload = payloads.interaction(
                    self.workspace, "view_closed", user, view=shape, is_cleared=cleared
                )
                done.take(await self.delivery.deliver(Envelope("interactive", payload)))
        return done

    def _follow(self, view: View, done: Done) -> None:
        """Do with the form what the app's answer says."""
        answer = done.response or {}
        match answer.get("response_action"):
            case None:
                self.views.close(view)
            case "clear":
                self.views.clear(view.user)
            case "update":
                self.views.update(view, answer.get("view") or {})
            case "push":
                self.views.push_answer(view, answer.get("view") or {})
            case "errors":
                done.errors = view.errors = _known_errors(view, answer.get("errors"))
                self.workspace.changes.note()
            case other:
                raise SlackError("invalid_response_action", given=other)

    def _offered(self, answer: Json) -> list[Json]:
        """The options in an answer, none where Slack would refuse it."""
        problems = list(elements.SUGGESTIONS(answer, ""))
        if problems:
            self.workspace.warn(f"the suggestions were refused: {problems}")
            return []
        return forms.options(answer)

    def _top(self, user_id: str, view_id: str | None = None) -> View:
        top = self.views.top(user_id)
        if top is None or view_id not in (None, top.id):
            raise NotOnScreen(f"{user_id} has no such form open")
        return top


def _known_errors(view: View, errors: Any) -> dict[str, str]:
    known = {each.block["block_id"] for each in forms.fields(view.blocks) if each.block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= known:
        raise SlackError("invalid_errors", errors=errors, blocks=sorted(known))
    return errors


def _named(view: View, name: str) -> forms.Field:
    """The field of an action_id, or of a block_id where the action_id is not unique."""
    by_action = [each for each in forms.fields(view.blocks) if each.element["action_id"] == name]
    by_block = [each for each in forms.fields(view.blocks) if each.block["block_id"] == name]
    for found in (by_action, by_block):
        if len(found) == 1:
            return found[0]
    raise NotOnScreen(f"this form has no one field {name}")

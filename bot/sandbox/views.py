"""Modals and Home tabs: the stack each person has open, and the trigger ids that let an app open one."""

from dataclasses import dataclass, field

from bot.sandbox import forms, limits
from bot.sandbox.config import Json
from bot.sandbox.errors import SlackError
from bot.sandbox.workspace import Workspace

DEEPEST_STACK = 3
NOT_GIVEN: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "title": None,
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


@dataclass(eq=False)
class View:
    """One modal or Home tab. `given` is what the app sent; `errors` what it said of the last submission."""

    id: str
    user: str
    root_id: str
    previous_id: str | None
    given: Json
    hash: str
    cursor: int
    entered: forms.Entered = field(default_factory=dict)
    suggestions: list[Json] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """The view's blocks, every id filled in."""
        blocks: list[Json] = self.given["blocks"]
        return blocks


@dataclass
class Trigger:
    """A trigger id's story: whose act made it, when, on which view, and whether it was spent."""

    user: str
    made_at: float
    view_id: str | None
    spent: bool = False


class Views:
    """Every view people have in front of them."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self._triggers: dict[str, Trigger] = {}

    def new_trigger(self, user: str, view_id: str | None = None) -> str:
        """A trigger id for what this person just did."""
        trigger_id = f"{self.workspace.new_id('')}.{self.workspace.new_id('')}.sandbox"
        self._triggers[trigger_id] = Trigger(user, self.workspace.now(), view_id)
        return trigger_id

    def open(self, trigger_id: str, given: Json) -> View:
        """Put a modal in front of whoever made the trigger, in place of any stack they had open."""
        self._check(given, "modal")
        trigger = self._spend(trigger_id)
        view_id = self.workspace.new_id("V")
        view = self._new(view_id, trigger.user, given, root_id=view_id)
        self.stacks[trigger.user] = [view]
        return view

    def push(self, trigger_id: str, given: Json) -> View:
        """Put a modal on top of the one the trigger came from."""
        self._check(given, "modal")
        trigger = self._spend(trigger_id)
        if not any(view.id == trigger.view_id for view in self.stacks.get(trigger.user, [])):
            raise SlackError("not_found")
        return self._put_on_top(trigger.user, given)

    def push_answer(self, below: View, given: Json) -> View:
        """Put a modal on top of one whose submission asked for it."""
        self._check(given, "modal")
        return self._put_on_top(below.user, given)

    def _put_on_top(self, user: str, given: Json) -> View:
        stack = self.stacks[user]
        if len(stack) >= DEEPEST_STACK:
            raise SlackError("push_limit_reached")
        top = stack[-1]
        view = self._new(self.workspace.new_id("V"), user, given, root_id=top.root_id, previous_id=top.id)
        stack.append(view)
        return view

    def update(self, view: View, given: Json, expected_hash: str | None = None) -> View:
        """Replace what a view shows; inputs that stay keep what they hold, whatever is given for them now."""
        self._check(given, view.given["type"])
        if expected_hash not in (None, view.hash):
            raise SlackError("hash_conflict")
        held = forms.held(view.blocks, view.entered)
        view.given, view.errors = self._with_ids(given), {}
        kept = {each.key for each in forms.fields(view.blocks)}
        # the same dictionary: whoever types at this moment has it in hand
        view.entered.clear()
        view.entered.update((key, value) for key, value in held.items() if key in kept)
        view.hash, view.cursor = self._new_hash(), self.workspace.changes.note()
        return view

    def publish(self, user: str, given: Json, expected_hash: str | None = None) -> View:
        """Show a Home tab to a person."""
        self._check(given, "home")
        if user in self.homes:
            return self.update(self.homes[user], given, expected_hash)
        view_id = self.workspace.new_id("V")
        self.homes[user] = self._new(view_id, user, given, root_id=view_id)
        return self.homes[user]

    def find(self, view_id: str | None, external_id: str | None = None) -> View:
        """An open modal or a Home by its id or the app's own; raises not_found."""
        for view in self._all():
            if view_id == view.id or (external_id and external_id == view.given.get("external_id")):
                return view
        raise SlackError("not_found")

    def top(self, user: str) -> View | None:
        """The modal a person looks at."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def close(self, view: View) -> list[View]:
        """Take away one modal; returns it, or nothing when it was gone already."""
        stack = self.stacks.get(view.user, [])
        if view not in stack:
            return []
        stack.remove(view)
        self.workspace.changes.note()
        return [view]

    def clear(self, user: str) -> list[View]:
        """Take away a person's whole stack; returns what was closed, topmost first."""
        self.workspace.changes.note()
        return self.stacks.pop(user, [])[::-1]

    def wire(self, view: View) -> Json:
        """The view as Slack's answers and payloads show it."""
        config = self.workspace.config
        return {
            **NOT_GIVEN,
            **view.given,
            "id": view.id,
            "team_id": config.team_id,
            "app_id": config.app.app_id,
            "bot_id": config.app.bot_id,
            "app_installed_team_id": config.team_id,
            "hash": view.hash,
            "root_view_id": view.root_id,
            "previous_view_id": view.previous_id,
            "state": {"values": forms.state(view.blocks, view.entered)},
        }

    def _all(self) -> list[View]:
        return [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())

    def _new(
        self, view_id: str, user: str, given: Json, *, root_id: str, previous_id: str | None = None
    ) -> View:
        external_id = given.get("external_id")
        if external_id and any(external_id == each.given.get("external_id") for each in self._all()):
            raise SlackError("duplicate_external_id")
        shown, cursor = self._with_ids(given), self.workspace.changes.note()
        return View(view_id, user, root_id, previous_id, shown, self._new_hash(), cursor)

    def _with_ids(self, given: Json) -> Json:
        return {**given, "blocks": forms.with_ids(given["blocks"], self.workspace.new_id("b"))}

    def _new_hash(self) -> str:
        return f"{int(self.workspace.now())}.{self.workspace.new_id('')}"

    def _spend(self, trigger_id: str) -> Trigger:
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.spent:
            raise SlackError("exchanged_trigger_id")
        if self.workspace.now() - trigger.made_at > self.workspace.config.trigger_lifetime:
            raise SlackError("expired_trigger_id")
        trigger.spent = True
        return trigger

    @staticmethod
    def _check(given: Json, kind: limits.Surface) -> None:
        problems = limits.view_problems(given, kind)
        if problems:
            raise SlackError("invalid_arguments", response_metadata={"messages": problems})

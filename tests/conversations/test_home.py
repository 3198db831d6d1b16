"""Home: opened, clicked in, and shown again once somebody has done something."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from bot import extensions
from bot.sandbox.client import NotOnScreen
from storage.database import Database
from storage.models import Action, Ending
from storage.words import Status
from tests.conversations.conftest import Slack, over_socket_mode, shown
from tests.council import GRACE, PRIYA, STRANGER, TOMAS, Council, put_action
from tests.verbs.steps import logged


@pytest.fixture
def action(db: Database, council: Council) -> Action:
    """An action of Tomas's, due on Monday 10 March 2025: the Monday before."""
    with db.begin() as session:
        return put_action(session, "K7Q2M", TOMAS, date(2025, 3, 10))


def opened(slack: Slack, user: str) -> dict[str, Any]:
    slack.workspace.open_home(user)
    return slack.workspace.home(user)


def renewed(slack: Slack, user: str, home: dict[str, Any]) -> str:
    """What Home says once it was shown again."""
    return shown(slack.workspace.home(user, changed_from=home["hash"]))


def page(slack: Slack, user: str) -> str:
    """What the page or form says that opened over Home, once it is more than the sign that it is coming."""
    view = slack.workspace.view(user)
    if "One moment, please." in shown(view):
        view = slack.workspace.view(user, changed_from=view["hash"])
    return shown(view)


@over_socket_mode
def test_what_is_done_in_home_is_answered_in_a_page_and_shown_in_home(slack: Slack, action: Action) -> None:
    home = opened(slack, TOMAS)
    assert "Your actions: 1 open, overdue" in shown(home)
    slack.workspace.click(TOMAS, home, "action_menu", f"complete {action.id}")
    assert f"{action.name} is marked as done. Thank you." in page(slack, TOMAS)
    assert "You have no open actions." in renewed(slack, TOMAS, home)
    slack.workspace.click(TOMAS, slack.workspace.view(TOMAS), "reopen_action")
    assert "is open again" in slack.page_saying(TOMAS, "is open again")


def test_whoever_has_home_open_sees_what_others_did(slack: Slack, action: Action) -> None:
    home = opened(slack, PRIYA)
    assert "More time, for you to decide" not in shown(home)
    asking = slack.answer(TOMAS, f"/g2o action {action.name}")
    slack.workspace.click(TOMAS, asking, "ask_more_time")
    slack.form(TOMAS, "ask_more_time")
    slack.submit(TOMAS, wanted="2025-04-04", reason="The school is closed.")
    assert "More time, for you to decide: 1 request" in renewed(slack, PRIYA, home)
    home = slack.workspace.home(PRIYA)
    slack.workspace.click(PRIYA, home, "grant_extension")
    assert "is now due on Friday 4 April 2025" in page(slack, PRIYA)
    assert "Nobody waits for your answer on more time." in renewed(slack, PRIYA, home)


@over_socket_mode
def test_a_form_opens_over_home(slack: Slack, db: Database, council: Council) -> None:
    with db.begin() as session:
        logged(session, council.manager)
    home = opened(slack, GRACE)
    slack.workspace.click(GRACE, home, "moderate_audit")
    slack.form(GRACE, "moderate_audit")
    slack.submit(GRACE, grade="requires_improvement", why="The plan is old.")
    assert "Moderated: K7Q2M is Requires improvement" in slack.page(GRACE)
    assert "No audit waits for a moderated grade." in renewed(slack, GRACE, home)
    slack.workspace.click(GRACE, home, "log_audit")
    assert "Case" in shown(slack.form(GRACE, "log_audit"))


@over_socket_mode
def test_every_button_in_home_is_answered(
    slack: Slack, action: Action, db: Database, council: Council
) -> None:
    with db.begin() as session:
        logged(session, council.auditor)
        put_action(session, "M4T9X", TOMAS, date(2025, 3, 10), status=Status.DONE)
        put_action(session, "M4T9X", TOMAS, date(2025, 3, 10), disowned_on=date(2025, 3, 11))
        extensions.ask(session, council.practitioner, action.id, date(2025, 6, 2), "The school is closed.")
        ended = put_action(session, "M4T9X", TOMAS, date(2025, 3, 10), status=Status.NOT_DOING)
        why, day = "The family has moved.", date(2025, 3, 11)
        session.add(Ending(action_id=ended.id, approved_on=day, why=why, review_on=day))
    for user in (PRIYA, GRACE, TOMAS):
        clicked: set[str] = set()
        while left := [one for one in _clickable(opened(slack, user)["blocks"]) if one.kind not in clicked]:
            # What the last click did may just now have taken the button away: then one looks again.
            with suppress(NotOnScreen):
                slack.workspace.click(user, slack.workspace.home(user), left[0].action_id, left[0].value)
                clicked.add(left[0].kind)
                said = page(slack, user)
                assert "older version" not in said
                assert "went wrong" not in said
                slack.workspace.close(user)
        assert len(clicked) > 2


@dataclass(frozen=True)
class Clickable:
    """A button, or an entry of a menu. Of those of a kind one is enough."""

    action_id: str
    value: str | None

    @property
    def kind(self) -> str:
        word = (self.value or "").split(" ")[0] if self.action_id == "action_menu" else ""
        return f"{self.action_id} {word}"


def _clickable(node: Any) -> Iterator[Clickable]:
    if isinstance(node, dict):
        if "action_id" in node:
            yield from (Clickable(node["action_id"], one.get("value")) for one in node.get("options", [node]))
        for entry in node.values():
            yield from _clickable(entry)
    elif isinstance(node, list):
        for entry in node:
            yield from _clickable(entry)


@over_socket_mode
def test_a_stranger_is_told_whom_to_ask(slack: Slack) -> None:
    # Another tab of the app is not Home.
    slack.workspace.send_event({"type": "app_home_opened", "user": PRIYA, "tab": "messages"})
    home = opened(slack, STRANGER)
    assert slack.workspace.screen(PRIYA)["home"] is None
    assert len(home["blocks"]) == 1
    assert "I do not know you yet" in shown(home)


@over_socket_mode
def test_a_home_that_slack_does_not_take_holds_nobody_up(slack: Slack, action: Action) -> None:
    opened(slack, TOMAS)
    slack.workspace.misbehave("server_error", method="views.publish")
    asked = slack.answer(TOMAS, f"/g2o action {action.name}")
    assert "is marked as done" in slack.click(TOMAS, asked, "complete_action")
    slack.workspace.behave()
    home = slack.workspace.home(TOMAS)
    slack.workspace.open_home(TOMAS)
    assert "You have no open actions." in renewed(slack, TOMAS, home)

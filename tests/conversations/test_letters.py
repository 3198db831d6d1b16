"""A letter in somebody's direct message: clicked, it says what came of it."""

from datetime import timedelta
from typing import Any

import pytest

from bot import owners
from bot.sandbox.client import Workspace
from storage import actions
from storage.database import Database
from storage.models import Action
from storage.words import Status
from tests.conftest import TODAY
from tests.conversations.conftest import Slack, shown
from tests.council import GRACE, TOMAS, Council, put_action


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    """The same bot, which sends letters, and no digest."""
    return environment | {"LETTERS": "on", "TEAM_CHANNEL": ""}


@pytest.fixture
def due(db: Database, council: Council, request: pytest.FixtureRequest) -> list[int]:
    """Two actions of Tomas's that are due today, or twelve where all are to be seen."""
    count = 12 if "see_all" in request.node.name else 2
    with db.begin() as session:
        return [put_action(session, "K7Q2M", TOMAS, TODAY, text=f"Visit {n}.").id for n in range(count)]


@pytest.fixture
def letter(due: list[int], slack: Slack, workspace_address: str) -> dict[str, Any]:
    """Tomas's letter, once it has arrived."""
    return Workspace(workspace_address).messages(TOMAS, since=0, timeout=20)[-1]


def test_a_click_changes_the_letter_in_its_place(
    letter: dict[str, Any], due: list[int], slack: Slack, db: Database
) -> None:
    done, other = due
    assert "For you today: 2 things" in shown(letter)
    after = slack.clicked(TOMAS, letter, "complete_action", str(done))
    assert after["ts"] == letter["ts"]
    assert "For you today: one thing" in shown(after)
    assert f"A{done} is marked as done by <@{TOMAS}>. Thank you. Somebody else will check it." in shown(after)
    with db.reading() as session:
        action = actions.get(session, done)
    assert action is not None
    assert action.status is Status.DONE
    finished = slack.clicked(TOMAS, after, "complete_action", str(other))
    assert "All of this is settled: thank you" in shown(finished)


def test_a_day_picked_in_a_form_is_in_the_letter_that_it_was_opened_from(
    letter: dict[str, Any], due: list[int], slack: Slack
) -> None:
    slack.workspace.click(TOMAS, letter, "pick_day", str(due[0]))
    slack.form(TOMAS, "pick_day")
    done = slack.submit(TOMAS, day=(TODAY + timedelta(days=4)).isoformat())
    changed = slack.next_message(TOMAS, done)
    assert changed["ts"] == letter["ts"]
    assert "You picked Tuesday 18 March 2025 for it." in shown(changed)


def test_a_button_of_what_was_given_to_somebody_else_changes_nothing(
    letter: dict[str, Any], due: list[int], slack: Slack, db: Database, council: Council
) -> None:
    with db.begin() as session:
        owners.give(session, council.manager, due[0], GRACE)
    answer = slack.click(TOMAS, letter, "complete_action", str(due[0]))
    assert "so it was left as it is. Please ask your manager" in answer
    with db.reading() as session:
        assert session.get_one(Action, due[0]).status is Status.OPEN


def test_see_all_answers_beside_the_letter(letter: dict[str, Any], slack: Slack) -> None:
    answer = slack.clicked(TOMAS, letter, "see_all")
    assert answer["ephemeral"]
    assert "Your open actions: 12 actions" in shown(answer)

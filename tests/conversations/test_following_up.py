"""Following up: a day picked, more time asked for, a check, a moderated grade, and being away."""

from datetime import timedelta
from typing import Any

import pytest

from bot import actions
from bot.cli.demo import TEAM_CHANNEL
from storage import people
from storage.database import Database
from tests.conversations.conftest import Slack, over_socket_mode, shown
from tests.council import GRACE, HELEN, PRIYA, TOMAS, Council
from tests.verbs.steps import agreed


@pytest.fixture
def action(db: Database, council: Council) -> int:
    """The number of an action of Tomas's, due on Friday 28 March 2025."""
    due_on = council.manager.today + timedelta(days=14)
    with db.begin() as session:
        return agreed(session, council.manager, due_on=due_on).id


def test_a_day_is_picked_more_time_asked_for_and_given(slack: Slack, action: int) -> None:
    page = slack.answer(TOMAS, f"/g2o action A{action}")
    slack.workspace.click(TOMAS, page, "pick_day")
    slack.form(TOMAS, "pick_day")
    slack.submit(TOMAS, day="2025-03-18")
    said = slack.page(TOMAS)
    assert "is noted for Tuesday 18 March 2025. I remind its owner on that day." in said
    assert "It is still due on Friday 28 March" in said
    slack.workspace.close(TOMAS)
    slack.workspace.click(TOMAS, page, "ask_more_time")
    slack.form(TOMAS, "ask_more_time")
    done = slack.submit(TOMAS, wanted="2025-03-20", reason="The school is closed.")
    assert "Please give a date after that" in done.errors["wanted"]
    slack.submit(TOMAS, wanted="2025-04-04", reason="The school <b> is closed.")
    assert f"<@{PRIYA}> decides" in slack.page(TOMAS)
    request = slack.answer(PRIYA, f"/g2o action A{action}")
    for part in (
        "To be done on Tuesday 18 March 2025",
        "until Friday 4 April 2025",
        "The school &lt;b&gt; is",
    ):
        assert part in shown(request)
    given = slack.click(PRIYA, request, "grant_extension")
    assert "is now due on Friday 4 April 2025. Its first date, Friday 28 March 2025, stays" in given
    assert "More time is asked for" not in given


def test_what_is_done_is_looked_at_and_opened_again(
    slack: Slack, action: int, db: Database, council: Council
) -> None:
    with db.begin() as session:
        actions.complete(session, council.practitioner, action)
    queue = slack.answer(PRIYA, "/g2o check")
    assert "To check: 1 action" in shown(queue)
    slack.workspace.click(PRIYA, queue, "check_action_not_yet")
    slack.form(PRIYA, "check_action_not_yet")
    slack.submit(PRIYA, note="The plan is not signed.")
    assert "is open again" in slack.page(PRIYA)
    slack.workspace.close(PRIYA)
    page = slack.answer(TOMAS, f"/g2o action A{action}")
    assert "not yet done. The plan is not signed." in shown(page)
    slack.click(TOMAS, page, "complete_action")
    again = slack.answer(PRIYA, "/g2o check")
    after = slack.click(PRIYA, again, "check_action_yes")
    assert "is checked. Thank you." in after
    assert "Nothing waits for you to check." in after
    checked = slack.answer(TOMAS, f"/g2o action A{action}")
    assert "Made a difference: partly." in slack.click(TOMAS, checked, "say_impact", f"partly {action}")


def test_not_mine_is_said_and_a_manager_gives_it_to_somebody_else(
    slack: Slack, action: int, db: Database, council: Council
) -> None:
    page = slack.answer(TOMAS, f"/g2o action A{action}")
    slack.workspace.click(TOMAS, page, "not_mine")
    slack.form(TOMAS, "not_mine")
    slack.submit(TOMAS, note="The quality team's.")
    assert f"<@{PRIYA}> is told in the next letter" in slack.page(TOMAS)
    questioned = slack.answer(PRIYA, f"/g2o action A{action}")
    assert "that it is not theirs" in shown(questioned)
    slack.workspace.click(PRIYA, questioned, "give_action")
    slack.form(PRIYA, "give_action")
    slack.submit(PRIYA, owner=GRACE)
    assert f"is now <@{GRACE}>'s" in slack.page(PRIYA)
    with db.reading() as session:
        owner = actions.show(session, council.manager, action).owner
        assert owner.slack_id == GRACE


def test_an_audit_is_moderated_out_of_the_queue(slack: Slack, action: int) -> None:
    assert "is for the quality team and leaders" in slack.ask(PRIYA, "/g2o moderate")
    queue = slack.answer(GRACE, "/g2o moderate")
    assert "To moderate: 1 audit" in shown(queue)
    slack.workspace.click(GRACE, queue, "moderate_audit")
    slack.form(GRACE, "moderate_audit")
    done = slack.submit(GRACE, grade="requires_improvement")
    assert "Please say why" in done.errors["why"]
    slack.submit(GRACE, why="The plan is old.")
    assert "Moderated: K7Q2M is Requires improvement, lowered from the auditor's Good." in slack.page(GRACE)
    slack.workspace.close(GRACE)
    assert "No audit waits for a moderated grade." in slack.ask(GRACE, "/g2o moderate")
    slack.workspace.click(GRACE, queue, "moderate_audit")
    assert "Requires improvement" in shown(slack.form(GRACE, "moderate_audit"))


AWAY = (
    ("pause", "begin again on Friday 21 March 2025. Due dates stay as they are, and your manager"),
    ("pause until Tuesday", "begin again on Tuesday 18 March 2025"),
    ("pause off", "your reminders are on again"),
    ("pause off", "are not paused"),
    ("pause for ever", "`/g2o pause until Friday`"),
    ("leave 14 to 25 April cover Grace Obi", f"Meanwhile <@{GRACE}> gets your letters"),
    ("leave monday", "Your leave is noted: Monday 17 March 2025."),
    ("leave off", "Your leave, Monday 17 March 2025, is taken away."),
    ("leave today to monday for Priya Shah", "Noting somebody else's leave is for managers"),
    ("leave", "From when to when are you away?"),
    ("days mon-thu", "Your working days are now mon-thu."),
    ("days someday", "For example `/g2o days mon-thu`"),
)


def test_who_is_away_says_so_in_a_line(slack: Slack) -> None:
    for line, answer in AWAY:
        assert answer in slack.ask(TOMAS, f"/g2o {line}")


# --- an action made of a message, started, pointed to, ended, and a grade that is challenged


def said_in_the_channel(slack: Slack, text: str) -> dict[str, Any]:
    """What Helen says in the team channel, as Priya sees it there."""
    slack.workspace.say(HELEN, text, TEAM_CHANNEL)
    channels = {channel["id"]: channel for channel in slack.workspace.screen(PRIYA)["channels"]}
    message: dict[str, Any] = channels[TEAM_CHANNEL]["messages"][-1]
    return message


@over_socket_mode
def test_a_message_is_made_an_action(slack: Slack) -> None:
    post = said_in_the_channel(slack, "Ring the housing office on Monday.")
    slack.workspace.message_shortcut(PRIYA, post, "make_action")
    form = slack.form(PRIYA, "make_action")
    assert "Ring the housing office on Monday." in str(form["blocks"])
    slack.submit(PRIYA, case="K7Q2M", owner=TOMAS)
    assert f"Agreed: A1 for <@{TOMAS}>, due Friday 11 April 2025." in slack.page(PRIYA)


@over_socket_mode
def test_the_words_of_a_message_with_personal_details_are_left_out(slack: Slack) -> None:
    post = said_in_the_channel(slack, "Ring Jane on 01234 567890.")
    slack.workspace.message_shortcut(PRIYA, post, "make_action")
    form = slack.form(PRIYA, "make_action")
    assert "so I left its words out" in shown(form)
    assert "567890" not in str(form["blocks"])


@over_socket_mode
def test_an_action_is_started_pointed_to_and_checked(slack: Slack, action: int) -> None:
    page = slack.answer(TOMAS, f"/g2o action A{action}")
    started = slack.clicked(TOMAS, page, "start_action")
    assert f"A{action} is started." in shown(started)
    done = slack.clicked(TOMAS, started, "complete_action")
    slack.workspace.click(TOMAS, done, "point_to_record")
    slack.form(TOMAS, "point_to_record")
    slack.submit(TOMAS, evidence="Visit of 12 March <first>")
    assert "Whoever checks it reads where to look." in slack.page(TOMAS)
    assert "Where to look: Visit of 12 March &lt;first&gt;" in slack.ask(PRIYA, "/g2o check")


@over_socket_mode
def test_an_action_ends_undone_with_an_approver(slack: Slack, action: int) -> None:
    stale = slack.answer(TOMAS, f"/g2o action A{action}")
    assert "Not to be done" not in shown(stale)
    page = slack.answer(PRIYA, f"/g2o action A{action}")
    slack.workspace.click(PRIYA, page, "end_action")
    slack.form(PRIYA, "end_action")
    done = slack.submit(PRIYA, way="agree_not_to_do", why="The family has moved.")
    assert "looked at again" in done.errors["review"]
    slack.submit(PRIYA, review="2025-06-02")
    assert f"A{action} now stands as agreed not to do." in slack.page(PRIYA)
    slack.workspace.close(PRIYA)
    after = slack.ask(TOMAS, f"/g2o action A{action}")
    assert "Approved on Friday 14 March 2025: The family has moved. To be looked at again on" in after
    assert "already stands as agreed not to do" in slack.click(TOMAS, stale, "start_action")


@over_socket_mode
def test_a_grade_is_challenged_once(slack: Slack, action: int) -> None:
    case = slack.answer(TOMAS, "/case K7Q2M")
    slack.workspace.click(TOMAS, case, "challenge_grade")
    slack.form(TOMAS, "challenge_grade")
    slack.submit(TOMAS, why="The plan was updated.")
    assert "You are told what came of it." in slack.page(TOMAS)
    slack.workspace.close(TOMAS)
    slack.workspace.click(TOMAS, case, "challenge_grade")
    assert "You have asked for this already" in slack.page_saying(TOMAS, "already")


@over_socket_mode
def test_who_was_removed_meanwhile_changes_nothing(slack: Slack, action: int, db: Database) -> None:
    page = slack.answer(TOMAS, f"/g2o action A{action}")
    slack.workspace.click(TOMAS, page, "pick_day")
    slack.form(TOMAS, "pick_day")
    with db.begin() as session:
        person = people.by_slack_id(session, TOMAS)
        assert person is not None
        person.active = False
    done = slack.submit(TOMAS, day="2025-03-18")
    assert "I do not know you yet" in done.errors["day"]
    slack.workspace.close(TOMAS)
    assert "I do not know you yet" in slack.click(TOMAS, page, "complete_action")


@over_socket_mode
def test_of_two_who_change_an_action_the_second_is_told_how_it_stands(slack: Slack, action: int) -> None:
    pages = {user: slack.answer(user, f"/g2o action A{action}") for user in (PRIYA, GRACE)}
    for user, page in pages.items():
        slack.workspace.click(user, page, "end_action" if user == GRACE else "give_action")
        slack.form(user, "end_action" if user == GRACE else "give_action")
    slack.submit(GRACE, way="no_longer_applies", why="The plan has changed.")
    done = slack.submit(PRIYA, owner=GRACE)
    assert "already stands as no longer applies on Friday 14 March 2025 by Grace Obi" in done.errors["owner"]

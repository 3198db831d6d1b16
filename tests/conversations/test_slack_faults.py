"""A Slack that loses connections, repeats itself, or cannot be reached."""

import pytest

from bot.cli.running import Running
from handlers.blocks import parts
from storage import audits, cases
from storage.database import Database
from tests.conversations.conftest import Slack, over_socket_mode, shown
from tests.conversations.test_health import told
from tests.council import PRIYA

GENERAL = "C0GENERAL1"


def test_an_event_that_comes_twice_is_answered_once(slack: Slack) -> None:
    mention = {
        "type": "app_mention",
        "channel": GENERAL,
        "user": PRIYA,
        "text": "<@U0BOT00001> case K7Q2M",
        "ts": "1.0",
    }
    event = {"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev0TWICE", "event": mention}
    first = slack.workspace.send_event(event)
    answers = slack.workspace.messages(PRIYA, since=first.since)
    second = slack.workspace.send_event(event)
    assert second.acknowledged
    slack.ask(PRIYA, "/case M4T9X")
    later = slack.workspace.messages(PRIYA, since=second.since)
    assert "Case K7Q2M" in shown(answers[-1])
    assert not any("Case K7Q2M" in shown(message) for message in later)


@over_socket_mode
@pytest.mark.parametrize("fault", ["cut_connections", "half_open"])
def test_the_bot_answers_again_within_ten_seconds_of_losing_its_connection(slack: Slack, fault: str) -> None:
    getattr(slack.workspace, fault)()
    slack.workspace.connected(timeout=10)
    assert "Case K7Q2M" in slack.ask(PRIYA, "/case K7Q2M")


def test_an_old_button_is_answered_in_words(slack: Slack, running: Running) -> None:
    before = slack.command(PRIYA, "/g2o help")
    old = parts.actions(parts.button("Old", "button_of_an_older_version", "1"))
    running.office.slack.chat_postEphemeral(channel=GENERAL, user=PRIYA, text="Old", blocks=[old])
    messages = slack.workspace.messages(PRIYA, since=before.since, count=2)
    message = next(each for each in messages if each["text"] == "Old")
    assert "belongs to an older version" in slack.click(PRIYA, message, "button_of_an_older_version")


@pytest.mark.parametrize("fault", ["server_error", "drop_before", "ratelimited"])
def test_an_answer_that_slack_did_not_take_is_sent_again(slack: Slack, fault: str) -> None:
    slack.workspace.misbehave(fault, path="/response/", count=1)
    assert "Case K7Q2M" in slack.ask(PRIYA, "/case K7Q2M")


@pytest.mark.parametrize("fault", ["server_error", "drop_before"])
def test_a_form_that_slack_did_not_open_at_once_is_opened(slack: Slack, fault: str) -> None:
    slack.workspace.misbehave(fault, method="views.open", count=1)
    slack.command(PRIYA, "/audit")
    slack.form(PRIYA, "log_audit")


def test_a_form_that_slack_will_not_open_is_said_not_to_have_opened(slack: Slack) -> None:
    slack.workspace.misbehave("server_error", method="views.open")
    assert "The form did not open in time. Please try once more." in slack.ask(PRIYA, "/audit")


def test_what_was_recorded_while_slack_took_no_answer_is_there_and_recorded_once(
    slack: Slack, db: Database
) -> None:
    slack.workspace.misbehave("server_error", path="/response/")
    line = "/audit K7Q2M good on 14 March by A. Auditor"
    assert slack.command(PRIYA, line).acknowledged
    slack.workspace.behave()
    assert "ecorded: K7Q2M" in slack.ask(PRIYA, line)
    with db.reading() as session:
        case = cases.by_reference(session, "K7Q2M")
        assert case is not None
        assert len(audits.of_case(session, case.id)) == 1


def test_with_a_token_that_was_revoked_meanwhile_people_are_answered_and_what_they_say_is_stored(
    slack: Slack, running: Running, db: Database
) -> None:
    """Answers need no token, forms do; whoever looks at its health is told that people are answered."""
    token, running.office.slack.token = running.office.slack.token, "xoxb-revoked"
    assert "ecorded: K7Q2M" in slack.ask(PRIYA, "/audit K7Q2M good on 14 March by A. Auditor")
    case = slack.answer(PRIYA, "/case K7Q2M")
    assert "History of K7Q2M" in slack.click(PRIYA, case, "case_history")
    assert "The form did not open in time" in slack.ask(PRIYA, "/audit")
    assert told(running) == (200, "ready\n")
    running.office.slack.token = token
    slack.command(PRIYA, "/audit")
    slack.form(PRIYA, "log_audit")

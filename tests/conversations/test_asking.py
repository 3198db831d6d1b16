"""Asking: a case, what is overdue, help, and what one mistyped."""

from datetime import timedelta

import pytest

from bot import actions, audits, recommendations
from bot.audits import LogAudit
from bot.recommendations import FirstAction, NewRecommendation
from handlers.routes import COMMANDS, WORDS
from storage import people as stored_people
from storage.database import Database
from storage.words import Grade
from tests.conftest import later
from tests.conversations.conftest import Slack, over_socket_mode, shown, system_numbers
from tests.council import ALANA, GRACE, HELEN, PRIYA, SAMIR, STRANGER, TOMAS, Council

TWELVE = 12


@pytest.fixture
def late(db: Database, council: Council) -> None:
    """Twelve actions of Tomas's for K7Q2M, agreed a month ago, the first late by ten working days."""
    then = council.manager.today - timedelta(days=28)
    visit = later(council.manager, today=then, at=council.manager.at - timedelta(days=28))
    with db.begin() as session:
        audit = audits.log(session, visit, LogAudit("K7Q2M", Grade.GOOD)).audit
        for number in range(TWELVE):
            first = FirstAction(owner=TOMAS, due_on=then + timedelta(days=14 + number))
            recommendations.add(
                session, visit, audit.id, NewRecommendation(f"Do what is number {number}", first)
            )


def test_a_case_shows_its_audits_recommendations_and_actions(slack: Slack, late: None) -> None:
    answer = slack.ask(PRIYA, "/case k7q2m")
    for part in ("Case K7Q2M", "Care leaver", "Good (auditor's grade), not moderated yet", "12 open actions"):
        assert part in answer
    assert "overdue by 10 working days" in answer


def test_no_answer_gives_away_the_case_systems_number(slack: Slack, late: None) -> None:
    for line in ("/case 1001", "/overdue", "/g2o recommendations 1001"):
        assert system_numbers(slack.ask(PRIYA, line)) == []


@pytest.mark.parametrize("typed", ["nonsense", "P3W6D", "1003", "<@U0TOMAS02>", "K7Q2M; DROP TABLE cases"])
def test_a_case_one_may_not_see_is_answered_like_one_that_is_not_there(slack: Slack, typed: str) -> None:
    answer = slack.ask(PRIYA, f"/case {typed}")
    assert "There is no case of that reference that you may see." in answer
    assert "nonsense" not in answer


def test_case_alone_asks_which(slack: Slack) -> None:
    assert "Which case?" in slack.ask(PRIYA, "/case")


def test_overdue_shows_ten_a_page_the_oldest_first(slack: Slack, late: None) -> None:
    first = slack.answer(GRACE, "/overdue")
    assert "Overdue: 12 actions" in shown(first)
    assert "1 to 10 of 12" in shown(first)
    second = slack.clicked(GRACE, first, "page_after")
    assert "11 to 12 of 12" in shown(second)
    assert "1 to 10 of 12" in slack.click(GRACE, second, "page_before")


@pytest.mark.parametrize(
    ("user", "line", "expected"),
    [
        (TOMAS, "/overdue me", "12 actions, yours"),
        (TOMAS, "/overdue", "12 actions"),
        (PRIYA, "/overdue me", "You have nothing overdue."),
        (PRIYA, "/overdue care leavers", "12 actions, Care leavers"),
        (PRIYA, "/overdue Children and Families", "12 actions, team Children and Families"),
        (PRIYA, "/overdue cin", "Nothing is overdue there."),
        (HELEN, "/g2o overdue all", "12 actions"),
        (PRIYA, "/overdue care leevers", "Did you mean `/overdue care leavers`?"),
        (PRIYA, "/overdue children & families", "Did you mean `/overdue Children and Families`?"),
        (PRIYA, "/overdue blue", "I do not know whose actions you mean."),
        (SAMIR, "/overdue", "Actions are for the people who work with them."),
        (TOMAS, "/g2o mine", "Your open actions: 12 actions"),
        (TOMAS, "/g2o due", "Nothing is due then."),
        (TOMAS, "/g2o due someday", "takes week, fortnight or month"),
        (TOMAS, "/g2o action A1", "Do what is number 0"),
        (TOMAS, "/g2o action A999", "There is no action of that number that you may see."),
        (TOMAS, "/g2o action one", "An action is written like A17."),
        (PRIYA, "/g2o recommendations K7Q2M", "12 recommendations for K7Q2M"),
    ],
)
def test_a_question_is_answered(slack: Slack, late: None, user: str, line: str, expected: str) -> None:
    assert expected in slack.ask(user, line)


def test_done_in_the_list_shows_the_list_without_it(slack: Slack, late: None) -> None:
    overdue = slack.answer(TOMAS, "/overdue me")
    after = slack.click(TOMAS, overdue, "action_menu", "complete 1")
    assert "A1 is marked as done. Thank you." in after
    assert "Overdue: 11 actions" in after


def test_done_a_second_time_says_how_it_stands(slack: Slack, late: None) -> None:
    overdue = slack.answer(TOMAS, "/overdue me")
    stale = slack.answer(TOMAS, "/overdue me")
    slack.click(TOMAS, overdue, "action_menu", "complete 1")
    again = slack.click(TOMAS, stale, "action_menu", "complete 1")
    assert "A1 already stands as done on Friday 14 March 2025 by Tomas Reid." in again


def test_open_case_in_the_list_shows_the_case(slack: Slack, late: None) -> None:
    overdue = slack.answer(TOMAS, "/overdue me")
    assert "Case K7Q2M" in slack.click(TOMAS, overdue, "action_menu", "case K7Q2M")


def test_done_and_reopened_on_the_actions_own_page(slack: Slack, late: None) -> None:
    action = slack.answer(TOMAS, "/g2o action A2")
    done = slack.clicked(TOMAS, action, "complete_action")
    assert "A2 is marked as done" in shown(done)
    assert "A2 is open again" in slack.click(TOMAS, done, "reopen_action")


def test_done_on_the_page_of_a_case_shows_the_case_again(slack: Slack, late: None) -> None:
    case = slack.answer(PRIYA, "/case K7Q2M")
    after = slack.click(PRIYA, case, "action_menu", "complete 3")
    assert "A3 is marked as done" in after
    assert "11 open actions" in after


def test_somebody_elses_button_does_nothing(slack: Slack, late: None, db: Database, council: Council) -> None:
    overdue = slack.answer(TOMAS, "/overdue me")
    with db.begin() as session:
        person = stored_people.by_slack_id(session, TOMAS)
        assert person is not None
        person.active = False
    assert "I do not know you yet" in slack.click(TOMAS, overdue, "action_menu", "complete 1")
    with db.reading() as session:
        assert actions.show(session, council.manager, 1).done_on is None


@pytest.mark.parametrize("name", COMMANDS)
def test_help_works_on_each_command(slack: Slack, name: str) -> None:
    answer = slack.ask(PRIYA, f"{name} help")
    assert "You can say" in answer
    assert "If a child may be at risk now, phone the duty manager." in answer


@over_socket_mode
def test_help_works_on_each_word(slack: Slack) -> None:
    for word, entry in WORDS.items():
        assert entry.does in slack.ask(PRIYA, f"/g2o help {word}")
        assert entry.does in slack.ask(PRIYA, f"/g2o {word} help")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("casee", "Did you mean `/g2o case REF`?"),
        ("hlep", "Did you mean `/g2o help`?"),
        ("K7Q2M", "Case K7Q2M"),
        ("overdue?", "Nothing is overdue there."),
        ("overdu care leavers", "Did you mean `/g2o overdue …`?"),
        ("xyzzy", "`/g2o help` lists what you can say."),
        ("", "You can say"),
    ],
)
def test_an_unknown_word_is_answered_with_the_nearest(slack: Slack, typed: str, expected: str) -> None:
    assert expected in slack.ask(PRIYA, f"/g2o {typed}".strip())


@pytest.mark.parametrize("line", ["/case K7Q2M", "/overdue", "/audit K7Q2M good", "/g2o grades", "/g2o mine"])
def test_a_stranger_is_told_whom_to_ask(slack: Slack, line: str) -> None:
    answer = slack.ask(STRANGER, line)
    assert "I do not know you yet" in answer
    assert f"<@{SAMIR}>" in answer


@pytest.mark.parametrize(
    "line",
    [
        "/audit K7Q2M good mum is jane@example.com",
        "/audit K7Q2M good by jane@example.com",
        "/g2o jane@example.com",
        "/g2o grades jane@example.com",
        "/overdue jane@example.com",
    ],
)
def test_personal_details_are_refused_and_not_echoed(slack: Slack, line: str) -> None:
    answer = slack.ask(PRIYA, line)
    assert "seems to contain an e-mail address" in answer
    assert "jane" not in answer
    assert "Not audited yet" in slack.ask(PRIYA, "/case K7Q2M")


def test_a_direct_message_is_answered_like_a_command(slack: Slack, late: None) -> None:
    done = slack.workspace.say(PRIYA, "overdue care leavers")
    assert "12 actions, Care leavers" in shown(slack.next_message(PRIYA, done))


def test_from_a_direct_message_a_button_leads_to_the_form(slack: Slack) -> None:
    answer = slack.next_message(PRIYA, slack.workspace.say(PRIYA, "audit K7Q2M"))
    assert "Press *Log an audit* and the form opens." in shown(answer)
    slack.workspace.click(PRIYA, answer, "log_audit", "K7Q2M")
    assert "K7Q2M" in shown(slack.form(PRIYA, "log_audit"))
    slack.workspace.close(PRIYA)
    done = slack.workspace.say(PRIYA, "audit K7Q2M good")
    assert "Recorded: K7Q2M is Good." in shown(slack.next_message(PRIYA, done))


def test_an_outside_auditor_sees_the_audit_and_not_what_became_of_it(slack: Slack, late: None) -> None:
    slack.ask(ALANA, "/audit K7Q2M good")
    answer = slack.ask(ALANA, "/case K7Q2M")
    assert "by Alana Brook" in answer or "Alana Brook · March 2025" in answer
    assert "Do what is number 3" in answer
    assert "A3" not in answer
    assert "open actions" not in answer


def test_a_mention_in_a_channel_is_answered_to_its_writer_alone(slack: Slack, late: None) -> None:
    done = slack.workspace.say(PRIYA, "<@U0BOT00001> case K7Q2M", channel="C0GENERAL1")
    answer = slack.next_message(PRIYA, done)
    assert "Case K7Q2M" in shown(answer)
    assert answer["ephemeral"]


def test_the_bot_answers_nobody_but_the_one_who_asked(slack: Slack) -> None:
    slack.ask(PRIYA, "/case K7Q2M", channel="C0GENERAL1")
    screen = slack.workspace.screen(TOMAS)
    assert not any(channel["messages"] for channel in screen["channels"])

"""The digest: seen before it is posted, and answered to whoever clicks in the channel, alone."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.cli.demo import TEAM_CHANNEL
from bot.reports import digest as reports
from bot.settings import Terms
from handlers.blocks import digest as blocks
from storage import people as stored_people
from storage.database import Database
from tests.conftest import TODAY
from tests.conversations.conftest import Slack, over_socket_mode, shown
from tests.council import GRACE, HELEN, PRIYA, STRANGER, TOMAS, Council, put_action

DUTY = "If a child may be at risk now, phone the duty manager."
FAMILIES = "Children and Families"


@pytest.fixture
def late(db: Database, council: Council) -> None:
    """One action of Tomas's that is late, and one of Priya's in another team's case."""
    with db.begin() as session:
        put_action(session, "K7Q2M", TOMAS, TODAY.replace(day=7))
        put_action(session, "P3W6D", PRIYA, TODAY.replace(day=6))


def give_channel(db: Database, name: str, channel: str) -> None:
    with db.begin() as session:
        team = stored_people.team_by_name(session, name)
        assert team is not None
        team.channel = channel


@pytest.fixture
def posted(
    slack: Slack, late: None, db: Database, terms: Terms, environment: dict[str, str]
) -> dict[str, Any]:
    """The service's digest, posted in the team channel."""
    with db.reading() as session:
        message = blocks.digest(reports.digest(session, TODAY, terms, None), terms.duty_sentence)
    client = WebClient(token=environment["SLACK_BOT_TOKEN"], base_url=environment["SLACK_API_URL"])
    client.chat_postMessage(channel=TEAM_CHANNEL, text=message.text, blocks=list(message.blocks))
    return in_channel(slack)[-1]


def in_channel(slack: Slack) -> list[dict[str, Any]]:
    """What everybody in the team channel sees."""
    channels = {channel["id"]: channel for channel in slack.workspace.screen(HELEN)["channels"]}
    return [message for message in channels[TEAM_CHANNEL]["messages"] if not message["ephemeral"]]


def test_quality_see_the_services_digest_before_it_is_posted(slack: Slack, late: None) -> None:
    answer = slack.answer(GRACE, "/g2o digest")
    assert answer["ephemeral"]
    for part in (
        f"Only you see this preview. It is posted in <#{TEAM_CHANNEL}> every Monday at 09:30, "
        "or where that is a day off, on the next working day of that week or the last one before.",
        "Weekly digest: the whole service",
        "2 actions are late against the date first agreed",
        "March 2025: 0 audits recorded so far.",
        DUTY,
    ):
        assert part in shown(answer)


@over_socket_mode
def test_a_manager_sees_their_teams_and_why_it_is_not_posted(slack: Slack, late: None, db: Database) -> None:
    answer = slack.ask(PRIYA, "/g2o digest")
    assert f"Weekly digest: {FAMILIES}" in answer
    assert "1 action is late against the date first agreed" in answer
    assert f"It is not posted, as no channel is set for {FAMILIES}." in answer
    give_channel(db, FAMILIES, "C0GENERAL1")
    refused = "It is not posted in <#C0GENERAL1> as things are. It is public. Choose a private one"
    assert refused in slack.ask(PRIYA, "/g2o digest children and families")


@over_socket_mode
def test_a_slack_that_cannot_say_whether_a_channel_is_fit_hides_no_digest(slack: Slack) -> None:
    slack.workspace.misbehave("server_error", method="conversations.info")
    answer = slack.ask(GRACE, "/g2o digest")
    assert f"Slack could not say just now whether it can be posted in <#{TEAM_CHANNEL}>." in answer
    assert "Weekly digest: the whole service" in answer


@over_socket_mode
@pytest.mark.parametrize(
    ("user", "line", "expected"),
    [
        (GRACE, "/g2o digest early help", "Weekly digest: Early Help. Nothing is late"),
        (GRACE, "/g2o digest erly help", "Did you mean `/g2o digest Early Help`?"),
        (GRACE, "/g2o digest blue", "I do not know whose digest you mean."),
        (GRACE, "/g2o digest jane@example.com", "seems to contain an e-mail address"),
        (PRIYA, "/g2o digest all", "The digest of the whole service is for the quality team."),
        (TOMAS, "/g2o digest", "Digests are for managers and the quality team."),
        (STRANGER, "/g2o digest", "I do not know you yet"),
    ],
)
def test_the_digest_is_asked_for_by_team(slack: Slack, user: str, line: str, expected: str) -> None:
    assert expected in slack.ask(user, line)


@pytest.mark.parametrize(
    ("user", "action_id", "expected"),
    [
        (TOMAS, "digest_mine", "Your open actions: 1 action"),
        (HELEN, "digest_all", "Overdue: 2 actions"),
    ],
)
def test_a_click_in_the_channel_is_answered_to_whoever_clicked(
    slack: Slack, posted: dict[str, Any], user: str, action_id: str, expected: str
) -> None:
    before = in_channel(slack)
    answer = slack.clicked(user, posted, action_id)
    assert answer["ephemeral"]
    assert expected in shown(answer)
    assert in_channel(slack) == before


@over_socket_mode
@pytest.mark.parametrize("action_id", ["digest_mine", "digest_all"])
def test_who_is_not_known_is_told_whom_to_ask(
    slack: Slack, posted: dict[str, Any], db: Database, action_id: str
) -> None:
    with db.begin() as session:
        person = stored_people.by_slack_id(session, HELEN)
        assert person is not None
        person.active = False
    assert "I do not know you yet" in slack.click(HELEN, posted, action_id)


@over_socket_mode
def test_a_list_from_the_channel_is_worked_with_in_its_own_place(
    slack: Slack, posted: dict[str, Any]
) -> None:
    before = in_channel(slack)
    mine = slack.clicked(TOMAS, posted, "digest_mine")
    assert "A1 is marked as done. Thank you." in slack.click(TOMAS, mine, "action_menu", "complete 1")
    assert in_channel(slack) == before

"""A case put on hold from Slack: it says so, is not purged, and is released."""

from tests.conversations.conftest import Slack, over_socket_mode, shown
from tests.council import GRACE, HELEN, PRIYA, TOMAS

ON_HOLD = "This case has been on hold since Friday 14 March 2025, put there by Grace Obi."

pytestmark = over_socket_mode


def test_a_case_is_put_on_hold_by_a_form_kept_and_released(slack: Slack) -> None:
    slack.command(GRACE, "/g2o hold k7q2m")
    assert "While case K7Q2M is on hold it cannot be purged" in shown(slack.form(GRACE, "hold_case"))
    slack.submit(GRACE, because="A complaint of 3 March")
    assert "Case K7Q2M is on hold." in slack.page(GRACE)
    assert f"{ON_HOLD} The reason: A complaint of 3 March." in slack.ask(HELEN, "/case K7Q2M")
    seen = slack.ask(TOMAS, "/case K7Q2M")
    assert ON_HOLD in seen
    assert "complaint" not in seen
    slack.command(HELEN, "/g2o purge K7Q2M")
    refused = slack.page_saying(HELEN, "cannot be purged")
    assert "put there by Grace Obi" in refused
    assert "`/g2o release K7Q2M`" in refused
    assert "Case K7Q2M is released." in slack.ask(HELEN, "/g2o release K7Q2M")
    assert "On hold" not in slack.ask(HELEN, "/case K7Q2M")


def test_in_one_line_and_in_a_message(slack: Slack) -> None:
    assert "Case K7Q2M is on hold." in slack.ask(GRACE, "/g2o hold K7Q2M because of a court case")
    assert "The reason: a court case." in slack.ask(GRACE, "/case K7Q2M")
    for text, answer in (
        ("release K7Q2M", "Case K7Q2M is released."),
        ("release K7Q2M", "K7Q2M is not on hold"),
        ("hold K7Q2M", "Please say why, for example"),
        ("hold K7Q2M because: an inquiry", "Case K7Q2M is on hold."),
        ("hold K7Q2M a complaint", "has been on hold since Friday 14 March 2025"),
        ("hold on a minute", "I did not understand that."),
    ):
        assert answer in shown(slack.next_message(GRACE, slack.workspace.say(GRACE, text))), text


def test_a_manager_is_told_whom_it_is_for(slack: Slack) -> None:
    said = "Putting a case on hold is for the quality team and leaders."
    assert said in slack.ask(PRIYA, "/g2o hold K7Q2M because of a complaint")
    assert said in slack.ask(PRIYA, "/g2o release K7Q2M")
    assert "hold REF" not in slack.ask(PRIYA, "/g2o help")
    assert "hold REF" in slack.ask(GRACE, "/g2o help")

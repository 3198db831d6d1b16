"""A whole conversation between people and a Bolt app."""

import pytest

from bot.sandbox import client
from tests.sandbox.example import ALICE, BOB

pytestmark = pytest.mark.usefixtures("app")


def test_a_command_is_answered_to_the_one_who_typed_it(slack: client.Workspace) -> None:
    done = slack.command(ALICE, "/tea", "two sugars")
    (answer,) = slack.messages(ALICE, done.since)
    assert done.acknowledged
    assert answer["text"] == "Tea: two sugars"
    assert answer["ephemeral"]


def test_a_click_replaces_the_message_and_opens_a_form(slack: client.Workspace) -> None:
    done = slack.command(ALICE, "/tea", "black")
    (answer,) = slack.messages(ALICE, done.since)
    clicked = slack.click(ALICE, answer, "drink", "2")
    (replaced,) = slack.messages(ALICE, clicked.since)
    assert replaced["text"] == "Drunk 2"
    assert slack.view(ALICE)["callback_id"] == "thanks"
    refused = slack.submit(ALICE, {"reason": "no"})
    assert refused.errors == {"why": "Say more"}
    with pytest.raises(client.FieldMissing):
        slack.submit(ALICE, {"reason": ""})
    done = slack.submit(ALICE, {"reason": "thirst"})
    assert slack.messages(ALICE, done.since)[0]["text"] == "Because thirst"
    assert slack.screen(ALICE)["view"] is None


def test_a_direct_message_is_heard(slack: client.Workspace) -> None:
    done = slack.say(BOB, "hello")
    assert done.acknowledged
    assert slack.messages(BOB, done.since)[0]["text"] == "You said hello"

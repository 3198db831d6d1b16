"""Response URLs: how an app answers a command or a click later."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from bot.sandbox import client
from bot.sandbox.config import Json
from tests.sandbox.example import ALICE, BOB, CONFIG, KITCHEN, button
from tests.sandbox.listener import Listener, listening

CUPS = {"type": "actions", "elements": [button("Drink", "drink", "1")]}


@pytest.fixture(scope="module")
def app(base: str) -> Iterator[Listener]:
    """An app with one connection that acknowledges everything."""
    with listening(base, CONFIG.app.app_token) as listener:
        yield listener


@pytest.fixture
def url(app: Listener, slack: client.Workspace) -> str:
    """The response URL of a command typed in the kitchen."""
    slack.command(ALICE, "/tea", channel=KITCHEN)
    return str(app.payload()["response_url"])


def answer(url: str, body: object) -> tuple[int, str]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    sent = body if isinstance(body, str) else json.dumps(body)
    connection.request("POST", parts.path, sent, {"Content-Type": "application/json"})
    response = connection.getresponse()
    said = response.status, response.read().decode()
    connection.close()
    return said


def seen(slack: client.Workspace, user: str) -> list[Json]:
    """What a person sees in the kitchen."""
    channels = slack.screen(user)["channels"]
    messages: list[Json] = next(each for each in channels if each["id"] == KITCHEN)["messages"]
    return messages


def test_an_answer_is_for_the_one_who_asked(url: str, slack: client.Workspace) -> None:
    assert answer(url, {"text": "Steeping"}) == (200, "ok")
    assert seen(slack, ALICE)[-1]["text"] == "Steeping"
    assert all(each["text"] != "Steeping" for each in seen(slack, BOB))


def test_an_answer_may_be_for_everybody(url: str, slack: client.Workspace) -> None:
    answer(url, {"text": "Tea is ready", "response_type": "in_channel"})
    assert seen(slack, BOB)[-1]["text"] == "Tea is ready"


def test_a_url_is_good_for_five_answers(url: str) -> None:
    assert [answer(url, {"text": "Still steeping"})[0] for _ in range(5)] == [200] * 5
    assert answer(url, {"text": "Still steeping"}) == (404, "expired_url")


def test_a_url_is_good_for_thirty_minutes(url: str, slack: client.Workspace) -> None:
    slack.shift_clock(29 * 60)
    assert answer(url, {"text": "Still steeping"})[0] == 200
    slack.shift_clock(2 * 60)
    assert answer(url, {"text": "Still steeping"}) == (404, "expired_url")


def test_a_url_cannot_be_made_up(base: str) -> None:
    assert answer(f"{base}/response/R1", {"text": "Tea"}) == (404, "expired_url")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"text": "Tea", "blocks": [{"type": "teapot"}]}, "invalid_blocks"),
        ({}, "no_text"),
        ("tea", "invalid_payload"),
        ([], "invalid_payload"),
    ],
)
def test_what_slack_does_not_take_for_an_answer(url: str, body: object, expected: str) -> None:
    assert answer(url, body) == (400, expected)


@pytest.fixture
def clicked(url: str, app: Listener, slack: client.Workspace) -> str:
    """The response URL of a click on an ephemeral message."""
    answer(url, {"text": "Your cup", "blocks": [CUPS]})
    slack.click(ALICE, seen(slack, ALICE)[-1], "drink")
    return str(app.payload()["response_url"])


def test_an_answer_may_replace_what_was_clicked(clicked: str, slack: client.Workspace) -> None:
    answer(clicked, {"text": "Drunk", "replace_original": True})
    message = seen(slack, ALICE)[-1]
    assert (message["text"], "blocks" in message, message["ephemeral"]) == ("Drunk", False, True)


def test_an_answer_may_delete_what_was_clicked(clicked: str, slack: client.Workspace) -> None:
    before = len(seen(slack, ALICE))
    answer(clicked, {"delete_original": True})
    assert len(seen(slack, ALICE)) == before - 1


def test_what_is_gone_is_not_replaced_but_said_anew(clicked: str, slack: client.Workspace) -> None:
    answer(clicked, {"delete_original": True})
    before = len(seen(slack, ALICE))
    answer(clicked, {"text": "Drunk", "replace_original": True})
    assert len(seen(slack, ALICE)) == before + 1

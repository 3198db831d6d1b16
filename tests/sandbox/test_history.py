"""History that shows a message only some time after it was posted."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest
from slack_sdk import WebClient

from bot.sandbox import client, server
from tests.sandbox.example import ALICE, CONFIG, KITCHEN
from tests.sandbox.refusals import error

LONG = 3600.0
NUMBERS = count(1)


@pytest.fixture(autouse=True)
def prompt(slack: client.Workspace) -> Iterator[None]:
    """Every test leaves a history that does not lag."""
    yield
    slack.lag_history(0)


@pytest.fixture
def words() -> str:
    """What nobody said before."""
    return f"Round {next(NUMBERS)}"


def history(web: WebClient) -> list[str]:
    return [each["text"] for each in web.conversations_history(channel=KITCHEN)["messages"]]


def test_history_is_prompt_until_it_is_told_to_lag(web: WebClient, words: str) -> None:
    web.chat_postMessage(channel=KITCHEN, text=words)
    assert words in history(web)


def test_a_young_message_is_not_yet_in_history(web: WebClient, slack: client.Workspace, words: str) -> None:
    slack.lag_history(LONG)
    web.chat_postMessage(channel=KITCHEN, text=words)
    assert words not in history(web)


def test_a_message_that_has_grown_old_enough_is_in_history(
    web: WebClient, slack: client.Workspace, words: str
) -> None:
    slack.lag_history(LONG)
    web.chat_postMessage(channel=KITCHEN, text=words)
    slack.shift_clock(LONG)
    web.chat_postMessage(channel=KITCHEN, text=f"{words} again")
    assert history(web)[0] == words


def test_a_lag_holds_for_what_was_said_before_it_too(
    web: WebClient, slack: client.Workspace, words: str
) -> None:
    web.chat_postMessage(channel=KITCHEN, text=words)
    slack.lag_history(LONG)
    assert words not in history(web)
    slack.lag_history(0)
    assert words in history(web)


def test_people_see_a_message_at_once(web: WebClient, slack: client.Workspace, words: str) -> None:
    slack.lag_history(LONG)
    web.chat_postMessage(channel=KITCHEN, text=words)
    assert slack.messages(ALICE)[-1]["text"] == words
    (kitchen,) = [each for each in slack.screen(ALICE)["channels"] if each["id"] == KITCHEN]
    assert kitchen["messages"][-1]["text"] == words


def test_a_young_message_can_be_changed(web: WebClient, slack: client.Workspace, words: str) -> None:
    slack.lag_history(LONG)
    posted = web.chat_postMessage(channel=KITCHEN, text="Tea?")
    web.chat_update(channel=KITCHEN, ts=posted["ts"], text=words)
    assert slack.messages(ALICE)[-1]["text"] == words


def test_replies_lag_behind_their_thread(web: WebClient, slack: client.Workspace, words: str) -> None:
    slack.lag_history(LONG)
    parent = web.chat_postMessage(channel=KITCHEN, text=words)["ts"]
    assert error(web.conversations_replies, channel=KITCHEN, ts=parent) == "thread_not_found"
    slack.shift_clock(LONG)
    web.chat_postMessage(channel=KITCHEN, text="Milk?", thread_ts=parent)
    told = web.conversations_replies(channel=KITCHEN, ts=parent)["messages"]
    assert [each["text"] for each in told] == [words]


def test_a_workspace_can_lag_from_its_start(words: str) -> None:
    with server.running(replace(CONFIG, history_lag=LONG)) as base:
        web = WebClient(CONFIG.app.bot_token, base_url=f"{base}/api/")
        web.chat_postMessage(channel=KITCHEN, text=words)
        assert history(web) == []

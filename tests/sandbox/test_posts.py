"""Counting what the app posted, wherever it did."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.sandbox import client, server
from bot.sandbox.config import Json
from tests.sandbox.example import ALICE, BOB, CONFIG, KITCHEN

LETTER: Json = {"event_type": "letter", "event_payload": {"number": 7}}


@pytest.fixture
def base() -> Iterator[str]:
    """A workspace in which nothing was said."""
    with server.running(CONFIG) as address:
        yield address


def test_posts_of_every_conversation_are_told_with_their_metadata(
    web: WebClient, slack: client.Workspace
) -> None:
    blocks: list[Json] = [{"type": "divider", "block_id": "line"}]
    here = web.chat_postMessage(channel=ALICE, text="Yours", metadata=LETTER)
    there = web.chat_postMessage(channel=KITCHEN, text="Everybody's", blocks=blocks)
    one, other = slack.posts()
    assert one["cursor"] < other["cursor"]
    assert {**one, "cursor": 0} == {
        "channel": here["channel"],
        "ts": here["ts"],
        "text": "Yours",
        "blocks": [],
        "metadata": LETTER,
        "cursor": 0,
    }
    assert (other["channel"], other["ts"]) == (KITCHEN, there["ts"])
    assert (other["blocks"], other["metadata"]) == (blocks, None)


def test_posts_are_the_apps_own_and_for_all_to_see(web: WebClient, slack: client.Workspace) -> None:
    slack.say(ALICE, "Mine", KITCHEN)
    web.chat_postEphemeral(channel=KITCHEN, user=BOB, text="Psst")
    assert slack.posts() == []


def test_a_deleted_post_does_not_count(web: WebClient, slack: client.Workspace) -> None:
    posted = web.chat_postMessage(channel=KITCHEN, text="Tea?")
    web.chat_delete(channel=KITCHEN, ts=posted["ts"])
    assert slack.posts() == []


def test_posts_since_a_cursor_are_new_or_changed(web: WebClient, slack: client.Workspace) -> None:
    for text in ("One", "Two", "Three"):
        web.chat_postMessage(channel=KITCHEN, text=text)
    first, second, third = slack.posts()
    assert slack.posts(second["cursor"]) == [third]
    web.chat_update(channel=KITCHEN, ts=first["ts"], text="Four")
    assert [each["text"] for each in slack.posts(second["cursor"])] == ["Three", "Four"]
    assert len(slack.posts()) == 3


def test_a_young_post_counts_though_history_lags(web: WebClient, slack: client.Workspace) -> None:
    slack.lag_history(60)
    web.chat_postMessage(channel=KITCHEN, text="Tea?")
    assert [each["text"] for each in slack.posts()] == ["Tea?"]

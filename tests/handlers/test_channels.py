"""Where totals may be posted: channels of every kind, as the sandbox workspace has them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import config, server
from bot.sandbox.client import Workspace
from handlers.channels import Unfit
from handlers.digest import refusal, upload_chart
from handlers.manifest import manifest

APP = config.App(manifest())
BOT, PRIYA, SANDY = APP.bot_user_id, "U0PRIYA01", "U0GUEST01"
CROWD = tuple(f"U0CROWD{number:03}" for number in range(250))

WORKSPACE = config.Config(
    app=APP,
    users=(
        config.User(PRIYA, "priya"),
        config.User(SANDY, "sandy", is_restricted=True),
        config.User("U0GUEST02", "sol", is_ultra_restricted=True),
        config.User("U0GUEST03", "gone", is_restricted=True, deleted=True),
        config.User("U0HELPER1", "helper", is_bot=True),
        *(config.User(user, user.lower()) for user in CROWD),
    ),
    channels=(
        config.Channel("C0PRIVATE", "team", "private", (PRIYA, BOT, "U0HELPER1", "U0GUEST03")),
        config.Channel("C0PUBLIC1", "general", "public", (PRIYA, BOT)),
        config.Channel("C0SHARED1", "shared", "shared", (PRIYA, BOT)),
        config.Channel("C0GUEST01", "guest", "private", (PRIYA, BOT, SANDY)),
        config.Channel("C0GUEST02", "one-guest", "private", (PRIYA, BOT, "U0GUEST02")),
        config.Channel("C0CROWD01", "crowd", "private", (BOT, *CROWD, SANDY)),
        config.Channel("C0ARCHIVE", "old", "private", (PRIYA, BOT), is_archived=True),
        config.Channel("C0CLOSED1", "closed", "private", (PRIYA,)),
    ),
)


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with server.running(WORKSPACE) as base:
        yield base


@pytest.fixture
def slack(base: str) -> WebClient:
    return WebClient(token=APP.bot_token, base_url=f"{base}/api/")


def test_a_private_channel_of_ones_own_is_fit_with_bots_and_leavers_in_it(slack: WebClient) -> None:
    assert refusal(slack, "C0PRIVATE") is None


@pytest.mark.parametrize(
    ("channel", "sentence"),
    [
        ("C0PUBLIC1", "It is public. Choose a private one: totals are for the team."),
        ("C0SHARED1", "It is shared with another organisation. Choose a channel of your own."),
        ("C0GUEST01", "It has guests in it. Choose one without guests: totals are for the team."),
        ("C0GUEST02", "It has guests in it. Choose one without guests: totals are for the team."),
        ("C0CROWD01", "It has guests in it. Choose one without guests: totals are for the team."),
        ("C0ARCHIVE", "It is archived. Choose another channel, or take it out of the archive."),
        ("C0CLOSED1", "The bot cannot see it. Invite the bot to the channel, and check the channel's id."),
        ("C0NOWHERE", "The bot cannot see it. Invite the bot to the channel, and check the channel's id."),
        ("#general", "The bot cannot see it. Invite the bot to the channel, and check the channel's id."),
    ],
)
def test_any_other_is_refused_with_what_to_do(slack: WebClient, channel: str, sentence: str) -> None:
    assert refusal(slack, channel) == sentence


def test_a_direct_message_is_no_channel(slack: WebClient) -> None:
    opened = slack.conversations_open(users=[PRIYA])["channel"]
    assert refusal(slack, opened["id"]) == "It is a direct message. Choose a private channel."


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members", "users.info"])
@pytest.mark.parametrize("kind", ["ratelimited", "server_error", "drop_before"])
def test_a_slack_that_cannot_say_refuses_no_channel(
    base: str, slack: WebClient, method: str, kind: str
) -> None:
    slack.retry_handlers.clear()
    Workspace(base).misbehave(kind, method=method, count=1)
    with pytest.raises((SlackApiError, OSError)):
        refusal(slack, "C0PRIVATE")
    assert refusal(slack, "C0PRIVATE") is None


def test_a_missing_scope_is_not_the_channels_fault() -> None:
    scant = manifest()
    scant["oauth_config"]["scopes"]["bot"].remove("users:read")
    scanty = replace(WORKSPACE, app=config.App(scant))
    with server.running(scanty) as base, pytest.raises(SlackApiError, match="missing_scope"):
        refusal(WebClient(token=APP.bot_token, base_url=f"{base}/api/"), "C0PRIVATE")


def test_what_is_unfit_reads_as_two_sentences() -> None:
    assert str(Unfit("it is public", "Choose a private one.")) == "It is public. Choose a private one."


def test_a_chart_is_uploaded_unshared_and_shown_by_its_id(base: str, slack: WebClient) -> None:
    file_id = upload_chart(slack, b"\x89PNG picture", "All 3 late actions are late by up to 5 working days.")
    file = Workspace(base).file(file_id)
    assert (file["content"], file["channels"]) == (b"\x89PNG picture", [])
    assert file["alt_text"] == "All 3 late actions are late by up to 5 working days."
    image = {"type": "image", "slack_file": {"id": file_id}, "alt_text": file["alt_text"]}
    assert slack.chat_postMessage(channel="C0PRIVATE", text="Digest", blocks=[image])["ok"]

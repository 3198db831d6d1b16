"""Accounts that change: what Slack tells of them, and how members of other workspaces are known."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from slack_sdk import WebClient

from bot.sandbox import client, server
from bot.sandbox.config import App, Channel, Config, User
from tests.sandbox.example import ALICE, BOB, CONFIG, MANIFEST
from tests.sandbox.listener import Listener, listening

OURS, THEIRS, DORA, SHARED = CONFIG.team_id, "T0OTHERS02", "U0DORA0001", "C0SHARED01"
EVENTS = {"bot_events": ["app_home_opened", "app_mention", "message.im", "user_change"]}


@pytest.fixture(scope="module")
def config() -> Config:
    app = App({**MANIFEST, "settings": {**MANIFEST["settings"], "event_subscriptions": EVENTS}})
    dora = User(DORA, "dora", "Dora Example", team_id=THEIRS)
    shared = Channel(SHARED, "shared", "shared", (ALICE, DORA, app.bot_user_id))
    return replace(CONFIG, app=app, users=(*CONFIG.users, dora), channels=(*CONFIG.channels, shared))


@pytest.fixture
def listener(base: str, config: Config) -> Iterator[Listener]:
    with listening(base, config.app.app_token) as listener:
        yield listener


def test_a_changed_account_is_told_of_with_all_that_slack_shows(
    slack: client.Workspace, web: WebClient, listener: Listener
) -> None:
    slack.add_user(id=BOB, name="bob", real_name="Bob Example", is_restricted=True)
    event = listener.payload()["event"]
    shown = web.users_info(user=BOB)["user"]
    assert (event["type"], event["user"]["id"], event["user"]["is_restricted"]) == ("user_change", BOB, True)
    assert {**event["user"], "updated": 0} == {**shown, "updated": 0}


def test_of_a_deactivated_member_little_is_left(
    slack: client.Workspace, web: WebClient, listener: Listener
) -> None:
    slack.add_user(id="U0FINN0001", name="finn")
    slack.remove_user("U0FINN0001")
    user = listener.payload()["event"]["user"]
    assert user["deleted"]
    assert "is_restricted" not in user
    assert "U0FINN0001" in [one["id"] for one in web.users_list()["members"] if one["deleted"]]


def test_an_event_may_get_lost(slack: client.Workspace, listener: Listener) -> None:
    slack.add_user(id="U0GINA0001", name="gina")
    slack.remove_user("U0GINA0001", is_told=False)
    slack.command(ALICE, "/tea")
    assert listener.payload()["command"] == "/tea"


def test_another_workspaces_member_is_looked_up_and_not_listed(web: WebClient) -> None:
    assert web.users_info(user=DORA)["user"]["team_id"] == THEIRS
    assert DORA not in [user["id"] for user in web.users_list()["members"]]
    assert web.users_info(user=ALICE)["user"]["team_id"] == OURS


def test_what_they_say_and_type_names_their_workspace(
    slack: client.Workspace, listener: Listener, config: Config
) -> None:
    slack.say(DORA, f"<@{config.app.bot_user_id}> tea?", SHARED)
    body = listener.payload()
    assert body["is_ext_shared_channel"]
    assert (body["event"]["user_team"], body["team_id"]) == (THEIRS, OURS)
    slack.command(DORA, "/tea", channel=SHARED)
    assert listener.payload()["team_id"] == THEIRS
    slack.shortcut(DORA, "tea")
    body = listener.payload()
    assert (body["user"]["team_id"], body["team"]["id"]) == (THEIRS, THEIRS)
    slack.open_home(DORA)
    assert listener.payload()["team_id"] == THEIRS


def test_on_enterprise_grid_the_organisation_is_named(config: Config) -> None:
    with server.running(replace(config, enterprise_id="E0COUNCIL1")) as base:
        web = WebClient(config.app.bot_token, base_url=f"{base}/api/")
        assert web.auth_test()["enterprise_id"] == "E0COUNCIL1"
        assert web.users_info(user=ALICE)["user"]["enterprise_user"]["teams"] == [OURS]
        assert "enterprise_user" not in web.users_info(user=DORA)["user"]
        with listening(base, config.app.app_token) as listener:
            client.Workspace(base).command(ALICE, "/tea")
            assert listener.payload()["enterprise_id"] == "E0COUNCIL1"
            client.Workspace(base).command(DORA, "/tea", channel=SHARED)
            assert "enterprise_id" not in listener.payload()

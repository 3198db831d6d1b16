"""chat.* and conversations.*: what the app says, where, and what is remembered of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox import client, server
from bot.sandbox.config import Json, User
from tests.sandbox.example import (
    ALICE,
    ATTIC,
    BOB,
    CHARLIE,
    CONFIG,
    ELSEWHERE,
    GUEST,
    KITCHEN,
    OFFICE,
    granted,
)
from tests.sandbox.refusals import error, refusal

BOT = CONFIG.app.bot_user_id
DIVIDER = {"type": "divider"}


@pytest.fixture
def message(web: WebClient) -> Json:
    """A message of the app in the kitchen."""
    answer: Json = web.chat_postMessage(channel=KITCHEN, text="Tea?", blocks=[DIVIDER]).data  # type: ignore[assignment]
    return answer


def in_kitchen(slack: client.Workspace, user: str, ts: str) -> Json | None:
    channels = slack.screen(user)["channels"]
    (kitchen,) = [each for each in channels if each["id"] == KITCHEN]
    return next((each for each in kitchen["messages"] if each["ts"] == ts), None)


def test_a_message_is_seen_by_the_members(message: Json, slack: client.Workspace) -> None:
    seen = in_kitchen(slack, BOB, message["ts"])
    assert seen is not None
    assert (seen["text"], seen["user"], seen["ephemeral"]) == ("Tea?", BOT, False)
    assert KITCHEN not in [each["id"] for each in slack.screen(CHARLIE)["channels"]]


def test_every_block_gets_an_id(message: Json) -> None:
    assert message["message"]["blocks"][0]["block_id"]


def test_timestamps_only_grow(web: WebClient) -> None:
    stamps = [web.chat_postMessage(channel=KITCHEN, text=str(number))["ts"] for number in range(20)]
    assert stamps == sorted(set(stamps), key=float)


def test_a_user_id_as_the_channel_opens_the_direct_message(web: WebClient, slack: client.Workspace) -> None:
    posted = web.chat_postMessage(channel=CHARLIE, text="Tea?")
    assert posted["channel"] == web.conversations_open(users=CHARLIE)["channel"]["id"]
    assert slack.messages(CHARLIE)[-1]["text"] == "Tea?"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"channel": "C0NOWHERE1", "text": "Tea?"}, "channel_not_found"),
        ({"channel": "U0NOBODY01", "text": "Tea?"}, "channel_not_found"),
        ({"channel": ELSEWHERE, "text": "Tea?"}, "not_in_channel"),
        ({"channel": ATTIC, "text": "Tea?"}, "is_archived"),
        ({"channel": BOT, "text": "Tea?"}, "cannot_dm_bot"),
        ({"channel": KITCHEN}, "no_text"),
        ({"channel": KITCHEN, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": KITCHEN, "text": "Tea?", "blocks": "["}, "invalid_blocks_format"),
        ({"channel": KITCHEN, "text": "Tea?", "blocks": "tea"}, "invalid_blocks_format"),
        ({"channel": KITCHEN, "text": "Tea?", "blocks": ["tea"]}, "invalid_blocks_format"),
        ({"channel": KITCHEN, "text": "Tea?", "blocks": [DIVIDER] * 51}, "invalid_blocks"),
        ({"channel": KITCHEN, "text": "Tea?", "metadata": {"event_type": "tea"}}, "invalid_metadata_format"),
        ({"channel": KITCHEN, "text": "Tea?", "markdown_text": "Tea"}, "markdown_text_conflict"),
        ({"channel": KITCHEN, "markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"channel": KITCHEN, "text": "Tea?", "thread_ts": "1.000000"}, "invalid_thread_ts"),
    ],
)
def test_what_slack_does_not_post(web: WebClient, arguments: Json, expected: str) -> None:
    assert error(web.api_call, api_method="chat.postMessage", json=arguments) == expected


def test_refused_blocks_are_named(web: WebClient) -> None:
    answer = refusal(web.chat_postMessage, channel=KITCHEN, text="Tea?", blocks=[DIVIDER, {"type": "teapot"}])
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: teapot [json-pointer:/blocks/1/type]"
    ]


def test_blocks_that_are_too_long_together_are_refused(web: WebClient) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_700}}
    assert (
        error(web.chat_postMessage, channel=KITCHEN, text="Tea?", blocks=[section] * 5)
        == "msg_blocks_too_long"
    )


def test_blocks_without_text_are_worth_a_warning(web: WebClient, slack: client.Workspace) -> None:
    web.api_call("chat.postMessage", json={"channel": KITCHEN, "blocks": [DIVIDER]})
    assert any("no text" in each for each in slack.warnings())


def test_attachments_are_taken_with_a_warning(web: WebClient, slack: client.Workspace) -> None:
    attached = [{"fallback": "Tea", "text": "Tea"}]
    web.chat_postMessage(channel=KITCHEN, text="Tea?", attachments=attached)
    assert any("attachments" in each for each in slack.warnings())


def test_a_shared_channel_says_so(web: WebClient) -> None:
    attic = web.conversations_info(channel=ATTIC)["channel"]
    assert (attic["is_ext_shared"], attic["is_archived"], attic["is_private"]) == (True, True, False)


def test_a_deactivated_person_cannot_be_written_to(web: WebClient, slack: client.Workspace) -> None:
    slack.add_user(id="U0DORA0001", name="dora")
    opened = web.conversations_open(users="U0DORA0001")["channel"]["id"]
    slack.remove_user("U0DORA0001")
    assert error(web.chat_postMessage, channel="U0DORA0001", text="Tea?") == "channel_not_found"
    assert error(web.chat_postMessage, channel=opened, text="Tea?") == "channel_not_found"
    assert error(web.conversations_open, users="U0DORA0001") == "user_disabled"


def test_a_workspace_may_refuse_blocks_that_it_does_not_know(web: WebClient, slack: client.Workspace) -> None:
    divider = [{"type": "divider"}]
    slack.refuse_blocks("divider")
    assert error(web.chat_postMessage, channel=KITCHEN, text="-", blocks=divider) == "invalid_blocks"
    slack.refuse_blocks()
    assert web.chat_postMessage(channel=KITCHEN, text="-", blocks=divider)["ok"]


def test_an_update_replaces_text_and_blocks(message: Json, web: WebClient, slack: client.Workspace) -> None:
    web.chat_update(channel=KITCHEN, ts=message["ts"], text="Coffee?")
    seen = in_kitchen(slack, ALICE, message["ts"])
    assert seen is not None
    assert (seen["text"], "blocks" in seen, "edited" in seen) == ("Coffee?", False, True)


def test_an_update_is_news_to_the_members(message: Json, web: WebClient, slack: client.Workspace) -> None:
    cursor = slack.messages(ALICE)[-1]["cursor"]
    web.chat_update(channel=KITCHEN, ts=message["ts"], text="Coffee?")
    assert [each["text"] for each in slack.messages(ALICE, cursor)] == ["Coffee?"]


def test_only_ones_own_messages_can_be_changed(web: WebClient, slack: client.Workspace) -> None:
    slack.say(ALICE, "Mine", KITCHEN)
    theirs = slack.messages(BOB)[-1]["ts"]
    assert error(web.chat_update, channel=KITCHEN, ts=theirs, text="Yours") == "cant_update_message"
    assert error(web.chat_delete, channel=KITCHEN, ts=theirs) == "cant_delete_message"


def test_a_deleted_message_is_gone(message: Json, web: WebClient, slack: client.Workspace) -> None:
    web.chat_delete(channel=KITCHEN, ts=message["ts"])
    assert in_kitchen(slack, ALICE, message["ts"]) is None
    assert error(web.chat_delete, channel=KITCHEN, ts=message["ts"]) == "message_not_found"


def test_an_update_takes_less_text_than_a_post(message: Json, web: WebClient) -> None:
    assert error(web.chat_update, channel=KITCHEN, ts=message["ts"], text="x" * 4_001) == "msg_too_long"


def test_an_ephemeral_message_is_for_one_person_and_not_remembered(
    web: WebClient, slack: client.Workspace
) -> None:
    posted = web.chat_postEphemeral(channel=KITCHEN, user=BOB, text="Psst")
    seen = in_kitchen(slack, BOB, posted["message_ts"])
    assert seen is not None
    assert seen["ephemeral"]
    assert in_kitchen(slack, ALICE, posted["message_ts"]) is None
    assert all(each["text"] != "Psst" for each in web.conversations_history(channel=KITCHEN)["messages"])
    assert error(web.chat_update, channel=KITCHEN, ts=posted["message_ts"], text="!") == "message_not_found"


def test_an_ephemeral_message_needs_a_member(web: WebClient) -> None:
    refused = error(web.chat_postEphemeral, channel=KITCHEN, user=CHARLIE, text="Psst")
    assert refused == "user_not_in_channel"


def test_metadata_is_told_on_request(web: WebClient) -> None:
    metadata = {"event_type": "tea_round", "event_payload": {"round": 7}}
    posted = web.chat_postMessage(channel=KITCHEN, text="Tea?", metadata=metadata)
    history: Callable[..., Any] = web.conversations_history
    (plain,) = history(channel=KITCHEN, oldest=posted["ts"], inclusive=True)["messages"]
    (whole,) = history(channel=KITCHEN, oldest=posted["ts"], inclusive=True, include_all_metadata=True)[
        "messages"
    ]
    assert "metadata" not in plain
    assert whole["metadata"] == metadata


def test_history_is_newest_first_between_its_bounds(web: WebClient) -> None:
    stamps = [web.chat_postMessage(channel=KITCHEN, text=str(number))["ts"] for number in range(4)]
    between = web.conversations_history(channel=KITCHEN, oldest=stamps[0], latest=stamps[3])["messages"]
    assert [each["text"] for each in between] == ["2", "1"]


def test_history_comes_in_pages(web: WebClient) -> None:
    first = web.chat_postMessage(channel=KITCHEN, text="0")["ts"]
    for number in range(1, 5):
        web.chat_postMessage(channel=KITCHEN, text=str(number))
    pages = web.conversations_history(channel=KITCHEN, oldest=first, inclusive=True, limit=2)
    assert [[each["text"] for each in page["messages"]] for page in pages] == [["4", "3"], ["2", "1"], ["0"]]


@pytest.mark.parametrize("bound", ["oldest", "latest"])
def test_a_bound_of_history_is_a_timestamp(web: WebClient, bound: str) -> None:
    bounds = {"oldest": "1.000000", "latest": "2.000000", bound: "yesterday"}
    assert error(web.conversations_history, channel=KITCHEN, **bounds) == f"invalid_ts_{bound}"


def test_what_is_left_after_a_deletion_stays_in_order(web: WebClient, slack: client.Workspace) -> None:
    stamps = [web.chat_postMessage(channel=CHARLIE, text=str(number))["ts"] for number in range(4)]
    charlies = web.conversations_open(users=CHARLIE)["channel"]["id"]
    web.chat_delete(channel=charlies, ts=stamps[1])
    left = web.conversations_history(channel=charlies, oldest=stamps[0], inclusive=True)["messages"]
    assert [each["text"] for each in left] == ["3", "2", "0"]
    assert [each["text"] for each in slack.messages(CHARLIE)[-3:]] == ["0", "2", "3"]


def test_many_people_each_have_a_direct_message_of_their_own() -> None:
    people = [User(f"U0MANY{number:04d}", f"many{number}") for number in range(200)]
    with server.running(replace(CONFIG, users=tuple(people))) as base:
        web, slack = WebClient(CONFIG.app.bot_token, base_url=f"{base}/api/"), client.Workspace(base)
        opened = [web.conversations_open(users=each.id)["channel"]["id"] for each in people]
        posted = [web.chat_postMessage(channel=each.id, text=each.name)["channel"] for each in people]
        assert posted == opened
        assert len(set(opened)) == len(people)
        assert [each["text"] for each in slack.messages(people[7].id)] == ["many7"]
        (history,) = web.conversations_history(channel=opened[7])["messages"]
        assert history["text"] == "many7"


def test_replies_stay_in_their_thread(message: Json, web: WebClient) -> None:
    web.chat_postMessage(channel=KITCHEN, text="Milk?", thread_ts=message["ts"])
    thread = web.conversations_replies(channel=KITCHEN, ts=message["ts"])["messages"]
    assert [each["text"] for each in thread] == ["Tea?", "Milk?"]
    newest = web.conversations_history(channel=KITCHEN, limit=1)["messages"][0]
    assert newest["text"] == "Tea?"
    assert error(web.conversations_replies, channel=KITCHEN, ts="1.000000") == "thread_not_found"


def test_a_private_channel_the_app_is_not_in_does_not_exist(web: WebClient) -> None:
    assert web.conversations_info(channel=OFFICE)["channel"]["is_private"]
    assert web.conversations_members(channel=OFFICE)["members"] == [ALICE, BOT]
    assert error(web.conversations_info, channel="C0SECRET01") == "channel_not_found"


def test_a_channel_says_how_many_are_in_it(web: WebClient) -> None:
    kitchen = web.conversations_info(channel=KITCHEN, include_num_members=True)["channel"]
    assert (kitchen["name"], kitchen["num_members"], kitchen["is_member"]) == ("kitchen", 3, True)


def test_channels_are_listed_by_kind(web: WebClient) -> None:
    def names(**arguments: Any) -> list[str]:
        return [each["name"] for each in web.conversations_list(**arguments)["channels"]]

    assert names() == ["kitchen", "elsewhere", "attic"]
    assert names(exclude_archived=True) == ["kitchen", "elsewhere"]
    assert names(types="private_channel") == ["office"]
    assert [each["name"] for each in web.users_conversations()["channels"]] == ["kitchen", "attic"]
    assert error(web.conversations_list, types="tearoom") == "invalid_types"


def test_a_direct_message_names_the_other_person(web: WebClient) -> None:
    opened = web.conversations_open(users=[GUEST], return_im=True)["channel"]
    assert (opened["is_im"], opened["user"]) == (True, GUEST)
    assert web.conversations_open(channel=opened["id"])["channel"] == {"id": opened["id"]}


def test_a_group_needs_a_scope_of_its_own(web: WebClient) -> None:
    assert refusal(web.conversations_open, users=[ALICE, BOB])["needed"] == "mpim:write"


def test_a_group_is_opened_once(slack: client.Workspace) -> None:
    with server.running(granted(CONFIG.app.scopes | {"mpim:write"})) as base:
        web = WebClient(CONFIG.app.bot_token, base_url=f"{base}/api/")
        first, again = (web.conversations_open(users=[ALICE, BOB])["channel"]["id"] for _ in range(2))
        web.chat_postMessage(channel=first, text="Tea for two")
        assert client.Workspace(base).messages(BOB)[0]["channel"] == first == again


def test_history_of_a_channel_the_app_left_is_refused(web: WebClient) -> None:
    assert error(web.conversations_history, channel=ELSEWHERE) == "not_in_channel"

"""The Web API's door: tokens, scopes, arguments, and a record of every call."""

import inspect
import json
from dataclasses import replace
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from slack_sdk import WebClient

from bot.sandbox import client, server
from bot.sandbox.config import Json, User
from bot.sandbox.web_api import METHODS
from tests.sandbox.example import ALICE, CONFIG, KITCHEN, OFFICE, granted
from tests.sandbox.refusals import error, refusal


def post(base: str, method: str, body: str, content_type: str, token: str | None = None) -> Json:
    connection = HTTPConnection(urlsplit(base).netloc, timeout=10)
    headers = {"Content-Type": content_type} | ({"Authorization": f"Bearer {token}"} if token else {})
    connection.request("POST", f"/api/{method}", body, headers)
    response = connection.getresponse()
    answer: Json = json.loads(response.read())
    connection.close()
    assert response.status == 200
    return answer


def test_auth_test_says_who_the_app_is(web: WebClient) -> None:
    answer = web.auth_test()
    assert answer["user_id"] == CONFIG.app.bot_user_id
    assert answer["bot_id"] == CONFIG.app.bot_id
    assert answer["team"] == "Sandbox"
    assert answer["user"] == "tea"


def test_api_test_repeats_what_it_was_given(web: WebClient) -> None:
    assert web.api_test(cup="blue")["args"] == {"cup": "blue"}
    assert error(web.api_test, error="spilt") == "spilt"


@pytest.mark.parametrize(
    ("token", "method", "expected"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-somebody-else", "auth.test", "invalid_auth"),
        (CONFIG.app.app_token, "auth.test", "not_allowed_token_type"),
        (CONFIG.app.bot_token, "apps.connections.open", "not_allowed_token_type"),
        (CONFIG.app.bot_token, "chat.postTelegram", "unknown_method"),
    ],
)
def test_a_call_needs_the_right_token(base: str, token: str, method: str, expected: str) -> None:
    assert post(base, method, "{}", "application/json", token)["error"] == expected


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded"])
def test_a_body_may_be_json_or_a_form(base: str, content_type: str) -> None:
    arguments = {"channel": KITCHEN, "text": "Tea?", "unfurl_links": "false"}
    body = json.dumps(arguments) if "json" in content_type else urlencode(arguments)
    answer = post(base, "chat.postMessage", body, content_type, CONFIG.app.bot_token)
    assert answer["message"]["text"] == "Tea?"


def test_a_form_carries_blocks_as_json(base: str) -> None:
    blocks = json.dumps([{"type": "divider"}])
    body = urlencode({"token": CONFIG.app.bot_token, "channel": KITCHEN, "text": "-", "blocks": blocks})
    answer = post(base, "chat.postMessage", body, "application/x-www-form-urlencoded")
    assert answer["message"]["blocks"][0]["type"] == "divider"


def test_a_body_that_is_no_json_object_is_refused(base: str) -> None:
    assert post(base, "auth.test", "[", "application/json", CONFIG.app.bot_token)["error"] == "invalid_json"
    assert post(base, "auth.test", "[]", "application/json", CONFIG.app.bot_token)["error"] == "invalid_json"


def test_an_unknown_argument_is_an_error(web: WebClient) -> None:
    answer = refusal(web.chat_postMessage, channel=KITCHEN, text="Tea?", colour="red")
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] unknown argument: colour"]


def test_a_missing_argument_is_named(web: WebClient) -> None:
    answer = refusal(web.api_call, api_method="users.info")
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_argument_the_sdk_offers_is_known(method: str) -> None:
    offered = set(inspect.signature(getattr(WebClient, method.replace(".", "_"))).parameters)
    assert offered - {"self", "kwargs", "channel_id", "team_id"} <= set(METHODS[method].arguments.split())


@pytest.mark.parametrize(
    ("without", "method", "arguments"),
    [
        ("chat:write", "chat.postMessage", {"channel": KITCHEN, "text": "Tea?"}),
        ("chat:write", "chat.update", {"channel": KITCHEN, "text": "Tea?", "ts": "1.0"}),
        ("users:read", "users.info", {"user": ALICE}),
        ("users:read", "users.list", {}),
        ("im:write", "conversations.open", {"users": ALICE}),
        ("channels:history", "conversations.history", {"channel": KITCHEN}),
        ("groups:history", "conversations.history", {"channel": OFFICE}),
        ("channels:read", "conversations.info", {"channel": KITCHEN}),
        ("groups:read", "conversations.info", {"channel": OFFICE}),
        ("groups:read", "conversations.members", {"channel": OFFICE}),
        ("channels:read", "conversations.list", {}),
        ("files:write", "files.getUploadURLExternal", {"filename": "a.png", "length": 1}),
        ("files:read", "files.info", {"file": "F1"}),
    ],
)
def test_a_method_needs_its_scope(without: str, method: str, arguments: Json) -> None:
    with server.running(granted(CONFIG.app.scopes - {without})) as base:
        web = WebClient(CONFIG.app.bot_token, base_url=f"{base}/api/")
        answer = refusal(web.api_call, api_method=method, json=arguments)
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == without
    assert "commands" in answer["provided"]


def test_a_name_of_ones_own_needs_a_scope(web: WebClient) -> None:
    answer = refusal(web.chat_postMessage, channel=KITCHEN, text="Tea?", username="Coffee")
    assert answer["needed"] == "chat:write.customize"


def test_calls_are_remembered_with_their_answers(web: WebClient, slack: client.Workspace) -> None:
    since = slack.api_calls()[-1]["cursor"] if slack.api_calls() else 0
    web.users_info(user=ALICE)
    (call,) = slack.api_calls(since)
    assert (call["method"], call["args"]) == ("users.info", {"user": ALICE})
    assert call["response"]["user"]["id"] == ALICE


def test_users_are_told_apart(web: WebClient, slack: client.Workspace) -> None:
    slack.add_user(id="U0DORA0001", name="dora", is_ultra_restricted=True)
    assert web.users_info(user="U0DORA0001")["user"]["is_restricted"]
    slack.remove_user("U0DORA0001")
    assert web.users_info(user="U0DORA0001")["user"]["deleted"]
    assert error(web.users_info, user="U0NOBODY01") == "user_not_found"


def test_an_email_address_is_shown_with_its_scope_only(web: WebClient) -> None:
    assert "email" not in web.users_info(user=ALICE)["user"]["profile"]
    with server.running(granted(CONFIG.app.scopes | {"users:read.email"})) as base:
        reading = WebClient(CONFIG.app.bot_token, base_url=f"{base}/api/")
        assert reading.users_info(user=ALICE)["user"]["profile"]["email"] == "alice@example.org"


def test_a_long_list_comes_in_pages() -> None:
    many = tuple(User(f"U{number:09d}", f"user{number}") for number in range(25))
    with server.running(replace(CONFIG, users=many)) as base:
        pages = WebClient(CONFIG.app.bot_token, base_url=f"{base}/api/").users_list(limit=10)
        sizes = [len(page["members"]) for page in pages]
    assert sizes == [10, 10, 7]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"cursor": "soon"}, "invalid_cursor"),
        ({"limit": 0}, "invalid_limit"),
        ({"limit": "many"}, "invalid_arguments"),
    ],
)
def test_a_page_that_is_none_is_refused(web: WebClient, arguments: Json, expected: str) -> None:
    assert error(web.users_list, **arguments) == expected

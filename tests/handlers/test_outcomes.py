"""How an attempt to post ended: what each of Slack's answers, and the lack of one, says of a letter."""

import socket
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from handlers.outcomes import Ending, outcome_of


def refused(code: str, status: int = 200, **headers: str) -> SlackApiError:
    """Slack's refusal, as the client raises it."""
    answer: dict[str, Any] = {"ok": False, "error": code}
    response = SlackResponse(
        client=WebClient(),
        http_verb="POST",
        api_url="https://slack.example/api/chat.postMessage",
        req_args={},
        data=answer,
        headers=headers,
        status_code=status,
    )
    return SlackApiError("refused", response)


@pytest.mark.parametrize(
    ("code", "ending"),
    [
        ("user_not_found", Ending.GONE),
        ("user_disabled", Ending.GONE),
        ("channel_not_found", Ending.GONE),
        ("cannot_dm_bot", Ending.GONE),
        ("is_archived", Ending.NEVER),
        ("not_in_channel", Ending.NEVER),
        ("invalid_blocks", Ending.NEVER),
        ("msg_too_long", Ending.NEVER),
        ("token_revoked", Ending.WHEN_MENDED),
        ("missing_scope", Ending.WHEN_MENDED),
        ("fatal_error", Ending.UNKNOWN),
        ("internal_error", Ending.UNKNOWN),
        ("restricted_action_read_only_channel", Ending.NEVER),
        ("messages_tab_disabled", Ending.WHEN_MENDED),
        ("something_new", Ending.NEVER),
    ],
)
def test_a_refused_post_ends_by_slacks_word(code: str, ending: Ending) -> None:
    outcome = outcome_of(refused(code), was_posting=True)
    assert (outcome.ending, outcome.reason) == (ending, code)


def test_too_many_requests_wait_as_long_as_slack_says() -> None:
    outcome = outcome_of(refused("ratelimited", 429, **{"Retry-After": "30"}), was_posting=True)
    assert (outcome.ending, outcome.wait) == (Ending.LATER, 30.0)


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}])
def test_too_many_requests_without_a_time_wait_a_second(headers: dict[str, str]) -> None:
    assert outcome_of(refused("ratelimited", 429, **headers), was_posting=True).wait == 1.0


@pytest.mark.parametrize(
    "error",
    [
        refused("", 500),
        refused("", 503),
        URLError(TimeoutError()),
        TimeoutError(),
        ConnectionResetError(),
    ],
    ids=repr,
)
def test_without_a_clear_answer_a_post_may_have_arrived_and_a_look_may_be_repeated(error: Exception) -> None:
    assert outcome_of(error, was_posting=True).ending is Ending.UNKNOWN
    assert outcome_of(error, was_posting=False).ending is Ending.LATER


@pytest.mark.parametrize("reason", [socket.gaierror(), ConnectionRefusedError()], ids=repr)
def test_where_there_was_no_connection_nothing_was_posted(reason: OSError) -> None:
    outcome = outcome_of(URLError(reason), was_posting=True)
    assert (outcome.ending, outcome.reason) == (Ending.LATER, "Slack could not be reached")

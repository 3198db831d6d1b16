"""Misbehaviour that can be asked for, as the SDK's client meets it."""

import time
from collections.abc import Iterator
from http.client import HTTPException
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

from bot.sandbox import client
from bot.sandbox.config import Config
from tests.sandbox.example import ALICE, CONFIG, KITCHEN

DROPPED = (URLError, HTTPException, OSError)
SHARES = {"ratelimited": 0.1, "server_error_after": 0.1, "drop_after": 0.05, "slow": 0.05}
SEEN_AS = ("429", "500", "dropped", "200")


@pytest.fixture
def web(base: str, config: Config) -> WebClient:
    """A client that does not try again by itself."""
    return WebClient(config.app.bot_token, base_url=f"{base}/api/", retry_handlers=[])


@pytest.fixture(autouse=True)
def behaved(slack: client.Workspace) -> Iterator[None]:
    """Every test leaves a workspace that behaves."""
    yield
    slack.behave()


def said(slack: client.Workspace, text: str) -> int:
    """How often the app said this."""
    return sum(each["text"] == text for each in slack.messages(ALICE, count=0))


def outcome(base: str) -> str:
    """The HTTP status that came of one message, or that the connection dropped."""
    web = WebClient(CONFIG.app.bot_token, base_url=f"{base}/api/", retry_handlers=[])
    try:
        return str(web.chat_postMessage(channel=KITCHEN, text="Steadily").status_code)
    except SlackApiError as refused:
        return str(refused.response.status_code)
    except DROPPED:
        return "dropped"


def test_a_rate_limit_says_when_to_come_back(web: WebClient, slack: client.Workspace) -> None:
    slack.misbehave("ratelimited", method="chat.postMessage", seconds=7)
    with pytest.raises(SlackApiError) as refused:
        web.chat_postMessage(channel=KITCHEN, text="One")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["retry-after"] == "7"
    assert said(slack, "One") == 0


def test_the_sdk_waits_out_a_rate_limit(base: str, slack: client.Workspace) -> None:
    slack.misbehave("ratelimited", count=1, seconds=0)
    patient = WebClient(
        CONFIG.app.bot_token, base_url=f"{base}/api/", retry_handlers=[RateLimitErrorRetryHandler(1)]
    )
    patient.chat_postMessage(channel=KITCHEN, text="Two")
    assert said(slack, "Two") == 1


@pytest.mark.parametrize(
    ("kind", "times"),
    [("server_error", 0), ("server_error_after", 1), ("drop_before", 0), ("drop_after", 1)],
)
def test_a_failure_tells_nothing_of_what_was_done(
    web: WebClient, slack: client.Workspace, kind: str, times: int
) -> None:
    slack.misbehave(kind, method="chat.postMessage", count=1)
    with pytest.raises((SlackApiError, *DROPPED)):
        web.chat_postMessage(channel=KITCHEN, text=f"During {kind}")
    assert said(slack, f"During {kind}") == times
    assert web.chat_postMessage(channel=KITCHEN, text="After")["ok"]


def test_a_client_that_tries_again_after_a_drop_says_it_twice(base: str, slack: client.Workspace) -> None:
    slack.misbehave("drop_after", count=1)
    hasty = WebClient(
        CONFIG.app.bot_token, base_url=f"{base}/api/", retry_handlers=[ConnectionErrorRetryHandler(1)]
    )
    hasty.chat_postMessage(channel=KITCHEN, text="Twice")
    assert said(slack, "Twice") == 2


def test_slowness_delays_and_no_more(web: WebClient, slack: client.Workspace) -> None:
    slack.misbehave("slow", method="chat.postMessage", seconds=0.2)
    started = time.perf_counter()
    web.chat_postMessage(channel=KITCHEN, text="Slowly")
    assert time.perf_counter() - started >= 0.2
    assert said(slack, "Slowly") == 1


def test_a_share_hits_some(web: WebClient, slack: client.Workspace) -> None:
    slack.misbehave("server_error", share=0.25)
    failed = 0
    for _ in range(8):
        try:
            web.auth_test()
        except SlackApiError:
            failed += 1
    assert failed == 2


def test_several_faults_each_hit_their_share(slack: client.Workspace, base: str) -> None:
    for kind, share in SHARES.items():
        slack.misbehave(kind, method="chat.postMessage", share=share, seconds=0)
    met = [outcome(base) for _ in range(100)]
    assert {kind: met.count(kind) for kind in SEEN_AS} == {"429": 10, "500": 10, "dropped": 5, "200": 75}
    assert said(slack, "Steadily") == 90


def test_faults_side_by_side_are_spread_over_the_requests(slack: client.Workspace, base: str) -> None:
    slack.misbehave("ratelimited", method="chat.postMessage", share=0.2)
    slack.misbehave("server_error", method="chat.postMessage", share=0.2)
    met = [outcome(base) for _ in range(10)]
    assert met == ["200", "200", "429", "200", "500", "200", "200", "429", "200", "500"]


def test_a_fault_of_every_request_leaves_room_for_another(slack: client.Workspace, base: str) -> None:
    slack.misbehave("server_error", method="chat.postMessage")
    slack.misbehave("ratelimited", method="chat.postMessage", share=0.25)
    assert {outcome(base) for _ in range(8)} == {"500", "429"}


def test_faults_of_so_many_requests_follow_one_another(slack: client.Workspace, base: str) -> None:
    slack.misbehave("ratelimited", method="chat.postMessage", count=1)
    slack.misbehave("server_error", method="chat.postMessage", count=2)
    assert sorted(outcome(base) for _ in range(4)) == ["200", "429", "500", "500"]


def test_a_slow_request_is_carried_out_though_its_client_has_gone(base: str, slack: client.Workspace) -> None:
    slack.misbehave("slow", method="chat.postMessage", count=1, seconds=0.4)
    hurried = WebClient(CONFIG.app.bot_token, base_url=f"{base}/api/", timeout=0.1, retry_handlers=[])  # type: ignore[arg-type]
    before = len(slack.messages(ALICE, count=0))
    with pytest.raises(DROPPED):
        hurried.chat_postMessage(channel=KITCHEN, text="Late")
    assert slack.messages(ALICE, count=before + 1)[-1]["text"] == "Late"


def test_only_the_method_named_is_hit(web: WebClient, slack: client.Workspace) -> None:
    slack.misbehave("server_error", method="chat.postMessage")
    assert web.auth_test()["ok"]


def test_other_addresses_can_be_hit_too(base: str, slack: client.Workspace) -> None:
    slack.misbehave("drop_before", path="/response/", count=1)
    with pytest.raises(DROPPED):
        urlopen(f"{base}/response/R1", b"{}", timeout=10)  # noqa: S310 - 127.0.0.1


def test_good_behaviour_can_be_asked_for(web: WebClient, slack: client.Workspace) -> None:
    slack.misbehave("server_error")
    slack.behave()
    assert web.auth_test()["ok"]


def test_a_call_that_failed_is_remembered_as_that(web: WebClient, slack: client.Workspace) -> None:
    slack.misbehave("server_error", method="auth.test", count=1)
    with pytest.raises(SlackApiError):
        web.auth_test()
    last = slack.api_calls()[-1]
    assert (last["method"], last["response"]) == ("auth.test", {"ok": False, "error": "server_error"})


def test_there_are_no_other_kinds(slack: client.Workspace) -> None:
    with pytest.raises(client.CannotDo, match="ratelimited"):
        slack.misbehave("earthquake")

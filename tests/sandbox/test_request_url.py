"""A request URL: signed requests, acknowledgements by HTTP, repeats, and requests that are forged."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from slack_bolt import App as BoltApp
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.signature import Clock, SignatureVerifier

from bot.sandbox import client, server
from bot.sandbox.config import Config, Json
from tests.sandbox.example import ALICE, BOB, CONFIG, KITCHEN, button, listen, modal, plain, text_input
from tests.sandbox.listener import listening
from tests.sandbox.web_app import HANG_UP, Reply, Request, WebApp, serving, web_app

SECRET = CONFIG.app.signing_secret
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def config() -> Config:
    """Slack's three seconds shortened, its minutes too."""
    return replace(CONFIG, acknowledge_within=0.5, retry_after=(0.0, 0.05, 0.1))


@pytest.fixture
def app(slack: client.Workspace) -> Iterator[WebApp]:
    """An app at the request URL that acknowledges everything."""
    with web_app() as app:
        slack.set_request_url(app.url)
        yield app
    slack.set_request_url(None)


@pytest.fixture
def released() -> Iterator[threading.Event]:
    """What a slow app waits for; set at the end of a test at the latest."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def unused_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def said(slack: client.Workspace, done: client.Done) -> str:
    """What Alice reads after an act."""
    return str(slack.messages(ALICE, done.since)[0]["text"])


def never(released: threading.Event) -> Callable[[Request], Reply]:
    def answer(_: Request) -> Reply:
        released.wait(10)
        return Reply()

    return answer


# what is sent


def test_a_command_is_a_form(app: WebApp, slack: client.Workspace) -> None:
    done = slack.command(ALICE, "/tea", "black & sweet", channel=KITCHEN)
    request = app.next()
    assert request.headers["Content-Type"] == FORM
    assert request.headers["User-Agent"].startswith("Slackbot 1.0")
    assert "X-Slack-Retry-Num" not in request.headers
    assert request.form["command"] == "/tea"
    assert request.form["text"] == "black &amp; sweet"
    assert (request.form["user_id"], request.form["channel_id"]) == (ALICE, KITCHEN)
    assert request.form["response_url"].startswith(slack.base)
    assert done.acknowledged
    assert 0 < done.milliseconds < 500


def test_a_click_is_a_form_around_json(app: WebApp, web: WebClient, slack: client.Workspace) -> None:
    blocks = [{"type": "actions", "elements": [button("Trinken – jetzt", "drink", "1")]}]
    web.chat_postMessage(channel=ALICE, text="Tea?", blocks=blocks)
    assert slack.click(ALICE, slack.messages(ALICE)[-1], "drink").acknowledged
    request = app.next()
    assert request.headers["Content-Type"] == FORM
    assert request.payload["type"] == "block_actions"
    assert request.payload["actions"][0]["text"] == plain("Trinken – jetzt")


def test_an_event_is_json(app: WebApp, slack: client.Workspace) -> None:
    assert slack.say(ALICE, "hello").acknowledged
    request = app.next()
    assert request.headers["Content-Type"] == "application/json"
    assert request.json["type"] == "event_callback"
    assert request.json["event"]["text"] == "hello"
    assert "X-Slack-Retry-Num" not in request.headers


def test_every_request_is_signed(app: WebApp, slack: client.Workspace) -> None:
    slack.command(ALICE, "/tea", "Grüner Tee")
    slack.shortcut(ALICE, "tea")
    slack.say(ALICE, "hello")
    for request in (app.next(), app.next(), app.next()):
        headers = dict(request.headers.items())
        assert SignatureVerifier(SECRET).is_valid_request(request.body, headers)
        assert not SignatureVerifier("another").is_valid_request(request.body, headers)


def test_requests_are_of_the_sandboxs_time(app: WebApp, slack: client.Workspace) -> None:
    class AnHourAgo(Clock):
        def now(self) -> float:
            return time.time() - 3600

    slack.shift_clock(-3600)
    slack.command(ALICE, "/tea")
    slack.shift_clock(3600)
    request = app.next()
    headers = dict(request.headers.items())
    assert not SignatureVerifier(SECRET).is_valid_request(request.body, headers)
    assert SignatureVerifier(SECRET, AnHourAgo()).is_valid_request(request.body, headers)


def test_nothing_goes_to_a_socket_while_there_is_a_request_url(
    app: WebApp, base: str, slack: client.Workspace
) -> None:
    with listening(base, CONFIG.app.app_token) as connected:
        slack.command(ALICE, "/tea")
        assert app.requests.qsize() == 1
        assert connected.envelopes.empty()
        slack.set_request_url(None)
        slack.command(ALICE, "/tea")
        assert app.requests.qsize() == 1
        assert connected.payload()["command"] == "/tea"


# what an answer means


@pytest.mark.parametrize(
    ("reply", "response"),
    [
        (Reply(), None),
        (Reply(status=204), None),
        (Reply("Kettle on"), {"text": "Kettle on"}),
        (Reply({"text": "Kettle on", "response_type": "ephemeral"}, status=201),
         {"text": "Kettle on", "response_type": "ephemeral"}),
        (Reply("[1", content_type="application/json"), {"text": "[1"}),
    ],
)  # fmt: skip
def test_a_command_is_answered_with_nothing_text_or_json(
    app: WebApp, slack: client.Workspace, reply: Reply, response: Json | None
) -> None:
    app.answer = lambda _: reply
    done = slack.command(ALICE, "/tea")
    assert (done.acknowledged, done.response) == (True, response)
    if response:
        assert said(slack, done) == response["text"]


def test_a_form_is_answered_with_errors_and_with_another_form(
    app: WebApp, web: WebClient, slack: client.Workspace
) -> None:
    slack.command(ALICE, "/tea")
    view = modal("tea", text_input("cup", "colour"))
    web.views_open(trigger_id=app.next().form["trigger_id"], view=view)
    app.answer = lambda _: Reply({"response_action": "errors", "errors": {"cup": "Not that one"}})
    assert slack.submit(ALICE, {"colour": "blue"}).errors == {"cup": "Not that one"}
    submitted = app.next().payload
    assert submitted["type"] == "view_submission"
    assert submitted["view"]["state"]["values"]["cup"]["colour"]["value"] == "blue"
    app.answer = lambda _: Reply({"response_action": "update", "view": modal("coffee")})
    slack.submit(ALICE, {"colour": "red"})
    assert slack.view(ALICE)["callback_id"] == "coffee"
    app.answer = lambda _: Reply()
    slack.submit(ALICE, {})
    assert slack.screen(ALICE)["view"] is None


def test_a_form_answered_with_text_is_worth_a_warning(
    app: WebApp, web: WebClient, slack: client.Workspace
) -> None:
    slack.command(ALICE, "/tea")
    web.views_open(trigger_id=app.next().form["trigger_id"], view=modal("tea"))
    app.answer = lambda _: Reply("fine")
    slack.submit(ALICE, {})
    assert any("neither empty nor JSON: fine" in each for each in slack.warnings())


def test_an_external_select_asks_the_app(app: WebApp, web: WebClient, slack: client.Workspace) -> None:
    options = [{"text": plain("Blue"), "value": "blue"}]
    block = {**text_input("cup", "it"), "element": {"type": "external_select", "action_id": "it"}}
    slack.command(ALICE, "/tea")
    web.views_open(trigger_id=app.next().form["trigger_id"], view=modal("tea", block))
    app.answer = lambda _: Reply({"options": options})
    assert slack.suggest(ALICE, "it", "bla") == options
    asked = app.next().payload
    assert (asked["type"], asked["value"]) == ("block_suggestion", "bla")


@pytest.mark.parametrize("status", [302, 401, 404, 500, 503])
def test_a_command_answered_with_an_error_fails(app: WebApp, slack: client.Workspace, status: int) -> None:
    app.answer = lambda _: Reply("no", status)
    done = slack.command(ALICE, "/tea")
    assert not done.acknowledged
    assert said(slack, done) == "/tea failed with the error “dispatch_failed”"


def test_a_command_that_reaches_nobody_fails(slack: client.Workspace) -> None:
    with web_app() as app:
        slack.set_request_url(app.url)
    done = slack.command(ALICE, "/tea")
    slack.set_request_url(None)
    assert said(slack, done) == "/tea failed with the error “dispatch_failed”"


def test_a_command_answered_too_late_fails_and_is_not_repeated(
    app: WebApp, slack: client.Workspace, released: threading.Event
) -> None:
    app.answer = never(released)
    done = slack.command(ALICE, "/tea")
    assert not done.acknowledged
    assert said(slack, done) == "/tea failed with the error “operation_timeout”"
    assert app.requests.qsize() == 1


# events that are repeated


def test_an_event_is_repeated_until_it_is_acknowledged(app: WebApp, slack: client.Workspace) -> None:
    replies = iter([Reply(status=500), Reply(status=404), Reply()])
    app.answer = lambda _: next(replies)
    assert not slack.say(ALICE, "hello").acknowledged
    first, second, third = app.next(), app.next(), app.next()
    assert [each.headers["X-Slack-Retry-Num"] for each in (first, second, third)] == [None, "1", "2"]
    assert [each.headers["X-Slack-Retry-Reason"] for each in (second, third)] == ["http_error"] * 2
    assert first.json == third.json


def test_a_repeat_says_that_the_app_was_too_slow(
    app: WebApp, slack: client.Workspace, released: threading.Event
) -> None:
    app.answer = never(released)
    assert not slack.say(ALICE, "hello").acknowledged
    released.set()
    assert app.next().headers["X-Slack-Retry-Num"] is None
    again = app.next()
    assert (again.headers["X-Slack-Retry-Num"], again.headers["X-Slack-Retry-Reason"]) == (
        "1",
        "http_timeout",
    )


def test_a_repeat_says_that_the_app_hung_up(app: WebApp, slack: client.Workspace) -> None:
    replies = iter([HANG_UP, Reply()])
    app.answer = lambda _: next(replies)
    assert not slack.say(ALICE, "hello").acknowledged
    _, again = app.next(), app.next()
    assert again.headers["X-Slack-Retry-Reason"] == "unknown_error"


def test_a_repeat_says_that_the_app_was_sending_it_round_in_circles(
    app: WebApp, slack: client.Workspace
) -> None:
    replies = iter([*[Reply(status=307, headers={"Location": "/slack/events"})] * 3, Reply()])
    app.answer = lambda _: next(replies)
    assert not slack.say(ALICE, "hello").acknowledged
    *_, last = [app.next() for _ in range(4)]
    assert last.headers["X-Slack-Retry-Reason"] == "too_many_redirects"


def test_a_repeat_says_that_the_app_could_not_be_reached(config: Config, unused_port: int) -> None:
    with server.running(replace(config, retry_after=(0.0, *[0.05] * 100))) as base:
        slack = client.Workspace(base)
        with web_app(unused_port) as app:
            slack.set_request_url(app.url)
        assert not slack.say(ALICE, "hello").acknowledged
        with web_app(unused_port) as app:
            assert app.next().headers["X-Slack-Retry-Reason"] == "connection_failed"


def test_an_app_can_ask_for_no_repeats(app: WebApp, slack: client.Workspace) -> None:
    app.answer = lambda _: Reply(status=500, headers={"X-Slack-No-Retry": "1"})
    slack.say(ALICE, "unwanted")
    app.answer = lambda _: Reply(status=500) if app.requests.qsize() == 2 else Reply()
    slack.say(ALICE, "wanted")
    heard = [app.next() for _ in range(3)]
    assert [each.json["event"]["text"] for each in heard] == ["unwanted", "wanted", "wanted"]


# the handshake


@pytest.mark.parametrize(
    "greet",
    [
        lambda handshake: Reply({"challenge": handshake.json["challenge"]}),
        lambda handshake: Reply(handshake.json["challenge"]),
        lambda handshake: Reply(f"challenge={handshake.json['challenge']}", content_type=FORM),
    ],
)
def test_the_challenge_is_answered_in_any_of_three_ways(
    slack: client.Workspace, greet: Callable[[Request], Reply]
) -> None:
    with web_app() as app:
        app.greet = greet
        slack.set_request_url(app.url)
        slack.set_request_url("")


def test_a_handshake_is_signed(slack: client.Workspace) -> None:
    handshakes: list[Request] = []

    def greet(handshake: Request) -> Reply:
        handshakes.append(handshake)
        return Reply(handshake.json["challenge"])

    with web_app() as app:
        app.greet = greet
        slack.set_request_url(app.url)
        slack.set_request_url(None)
    (handshake,) = handshakes
    assert SignatureVerifier(SECRET).is_valid_request(handshake.body, dict(handshake.headers.items()))
    assert set(handshake.json) == {"type", "token", "challenge"}


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply("no", status=401), "answered the challenge with status 401"),
        (Reply("hello"), "answered without the challenge"),
        (Reply({"challenge": "another"}), "answered without the challenge"),
        (Reply(["challenge"]), "answered without the challenge"),
    ],
)
def test_an_address_without_the_right_answer_is_not_taken(
    app: WebApp, slack: client.Workspace, reply: Reply, why: str
) -> None:
    with web_app() as other:
        other.greet = lambda _: reply
        with pytest.raises(client.CannotDo, match=f"{other.url} {why}"):
            slack.set_request_url(other.url)
    assert slack.command(ALICE, "/tea").acknowledged
    assert app.requests.qsize() == 1


def test_an_address_that_answers_too_late_is_not_taken(
    slack: client.Workspace, released: threading.Event
) -> None:
    with web_app() as app:
        app.greet = never(released)
        with pytest.raises(client.CannotDo, match="did not answer the challenge: http_timeout"):
            slack.set_request_url(app.url)
        released.set()


def test_an_address_where_nobody_is_is_not_taken(slack: client.Workspace, unused_port: int) -> None:
    with pytest.raises(client.CannotDo, match="connection_failed"):
        slack.set_request_url(f"http://127.0.0.1:{unused_port}/")
    with pytest.raises(client.CannotDo, match="nowhere did not answer"):
        slack.set_request_url("nowhere")


def test_one_can_wait_until_the_app_answers_again(slack: client.Workspace, unused_port: int) -> None:
    with web_app(unused_port) as app:
        slack.set_request_url(app.url)
        assert slack.connected() == 1
    with pytest.raises(client.NothingSaid):
        slack.connected(timeout=0.1)
    counted: list[int] = []
    waiting = threading.Thread(target=lambda: counted.append(slack.connected()))
    waiting.start()
    with web_app(unused_port):
        waiting.join()
    slack.set_request_url(None)
    assert counted == [1]


def test_the_end_does_not_wait_for_an_app_that_is_slow(released: threading.Event) -> None:
    def type_a_command() -> None:
        with pytest.raises(OSError, match=r"closed|reset"):
            slack.command(ALICE, "/tea")

    with web_app() as app:
        app.answer = never(released)
        with server.running(CONFIG) as base:
            slack = client.Workspace(base)
            slack.set_request_url(app.url)
            typing = threading.Thread(target=type_a_command)
            typing.start()
            app.next()
            started = time.monotonic()
        assert time.monotonic() - started < CONFIG.acknowledge_within
        typing.join()
        released.set()


# a Bolt app, and forgeries


class _Server(ThreadingMixIn, WSGIServer):
    """wsgiref's server, a thread for each request."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def bolt_app(base: str, signing_secret: str) -> Iterator[str]:
    """The tea round behind Bolt's WSGI adapter; gives its address."""
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    bolt = BoltApp(
        client=WebClient(CONFIG.app.bot_token, base_url=f"{base}/api/"),
        signing_secret=signing_secret,
        process_before_response=True,
    )
    listen(bolt)
    http = _Server(("127.0.0.1", 0), _Quiet)
    http.set_app(SlackRequestHandler(bolt))
    with serving(http) as url:
        yield url


@pytest.fixture
def bolt(base: str, slack: client.Workspace) -> Iterator[None]:
    """A Bolt app at the request URL."""
    with bolt_app(base, SECRET) as url:
        slack.set_request_url(url)
        yield
    slack.set_request_url(None)


@pytest.mark.usefixtures("bolt")
def test_a_bolt_app_holds_a_conversation(slack: client.Workspace) -> None:
    assert slack.connected() == 1
    done = slack.command(ALICE, "/tea", "two sugars")
    (answer,) = slack.messages(ALICE, done.since)
    assert answer["text"] == "Tea: two sugars"
    clicked = slack.click(ALICE, answer, "drink", "2")
    assert slack.messages(ALICE, clicked.since)[0]["text"] == "Drunk 2"
    assert slack.view(ALICE)["callback_id"] == "thanks"
    assert slack.submit(ALICE, {"reason": "no"}).errors == {"why": "Say more"}
    done = slack.submit(ALICE, {"reason": "thirst"})
    assert said(slack, done) == "Because thirst"
    heard = slack.say(BOB, "hello")
    assert slack.messages(BOB, heard.since)[0]["text"] == "You said hello"


@pytest.mark.usefixtures("bolt")
@pytest.mark.parametrize(("kind", "status"), [("wrong", 401), ("missing", 401), ("old", 401), ("twice", 200)])
def test_a_bolt_app_refuses_what_slack_did_not_sign_now(
    slack: client.Workspace, kind: str, status: int
) -> None:
    before = len(slack.messages(ALICE, count=0))
    assert slack.deliver_forged(kind, ALICE, "/tea", "two sugars") == status
    assert len(slack.messages(ALICE, count=0)) == before


def test_a_bolt_app_of_another_secret_is_not_taken(base: str, slack: client.Workspace) -> None:
    with bolt_app(base, "another") as url, pytest.raises(client.CannotDo, match="status 401"):
        slack.set_request_url(url)


def test_twice_is_the_same_request_two_times(app: WebApp, slack: client.Workspace) -> None:
    statuses = iter([200, 409])
    app.answer = lambda _: Reply(status=next(statuses))
    assert slack.deliver_forged("twice", ALICE, "/tea", "milk") == 409
    first, second = app.next(), app.next()
    assert first.body == second.body
    assert first.headers["X-Slack-Signature"] == second.headers["X-Slack-Signature"]


def test_only_some_forgeries_are_known_and_only_to_a_request_url(
    slack: client.Workspace, app: WebApp, released: threading.Event
) -> None:
    with pytest.raises(client.CannotDo, match="clumsy is none of wrong, missing, old, twice"):
        slack.deliver_forged("clumsy", ALICE, "/tea")
    app.answer = never(released)
    with pytest.raises(client.CannotDo, match="did not answer: http_timeout"):
        slack.deliver_forged("wrong", ALICE, "/tea")
    released.set()
    slack.set_request_url(None)
    with pytest.raises(client.CannotDo, match="no request URL"):
        slack.deliver_forged("wrong", ALICE, "/tea")

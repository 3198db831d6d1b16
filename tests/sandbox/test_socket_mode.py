"""Socket Mode: connections, envelopes, acknowledgements, repeats, and connections that fail."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from bot.sandbox import client, server
from bot.sandbox.config import Config
from tests.sandbox.example import ALICE, CONFIG
from tests.sandbox.listener import SILENCE, Listener, address, listening

TOKEN = CONFIG.app.app_token


@pytest.fixture(scope="module")
def config() -> Config:
    """Slack's three seconds shortened, its minutes too."""
    return replace(CONFIG, acknowledge_within=1.0, retry_after=(0.0, 0.1, 0.2, 0.5, 1.0, 2.0))


@pytest.fixture
def app(base: str) -> Iterator[Listener]:
    """An app with one connection that acknowledges everything."""
    with listening(base, TOKEN) as listener:
        yield listener


def test_the_first_message_is_hello(app: Listener) -> None:
    assert app.hello["type"] == "hello"
    assert app.hello["connection_info"] == {"app_id": CONFIG.app.app_id}
    assert app.hello["num_connections"] == 1


def test_an_address_works_once(base: str) -> None:
    url = address(base, TOKEN)
    with connect(url):
        pass
    with pytest.raises(InvalidStatus), connect(url):
        pass


def test_a_command_travels_in_an_envelope_that_takes_an_answer(
    app: Listener, slack: client.Workspace
) -> None:
    done = slack.command(ALICE, "/tea", "please")
    envelope = app.next()
    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"] is True
    assert "retry_attempt" not in envelope
    assert done.acknowledged
    assert 0 < done.milliseconds < 500


def test_the_payload_of_an_acknowledgement_comes_back(app: Listener, slack: client.Workspace) -> None:
    app.answer = lambda _: {"text": "Kettle on"}
    done = slack.command(ALICE, "/tea")
    assert done.response == {"text": "Kettle on"}
    assert slack.messages(ALICE, done.since)[0]["text"] == "Kettle on"


def test_connections_take_turns(base: str, slack: client.Workspace) -> None:
    with listening(base, TOKEN) as one, listening(base, TOKEN) as other:
        for _ in range(4):
            slack.command(ALICE, "/tea")
        assert (one.envelopes.qsize(), other.envelopes.qsize()) == (2, 2)


def test_the_eleventh_connection_is_turned_away(base: str) -> None:
    with ExitStack() as connections:
        apps = [connections.enter_context(listening(base, TOKEN)) for _ in range(11)]
        assert [each.hello["type"] for each in apps[:10]] == ["hello"] * 10
        assert apps[10].hello["reason"] == "too_many_websockets"


def test_a_command_without_an_app_fails_at_once(slack: client.Workspace) -> None:
    done = slack.command(ALICE, "/tea")
    assert not done.acknowledged
    assert slack.messages(ALICE, done.since)[0]["text"] == "/tea failed with the error “dispatch_failed”"


def test_a_command_nobody_acknowledges_times_out_and_is_not_repeated(
    base: str, slack: client.Workspace
) -> None:
    with listening(base, TOKEN, lambda _: SILENCE) as app:
        done = slack.command(ALICE, "/slow")
        (said,) = slack.messages(ALICE, done.since)
        assert said["text"] == "/slow failed with the error “operation_timeout”"
        assert (said["user"], said["ephemeral"]) == ("USLACKBOT", True)
        assert app.envelopes.qsize() == 1


def test_an_event_is_repeated_until_it_is_acknowledged(base: str, slack: client.Workspace) -> None:
    attempts = iter([SILENCE, SILENCE, None])
    with listening(base, TOKEN, lambda _: next(attempts)) as app:
        assert not slack.say(ALICE, "hello").acknowledged
        first, second, third = app.next(), app.next(), app.next()
    assert [each["retry_attempt"] for each in (first, second, third)] == [0, 1, 2]
    assert [each["retry_reason"] for each in (first, second, third)] == ["", "timeout", "timeout"]
    assert first["payload"]["event_id"] == third["payload"]["event_id"]
    assert len({each["envelope_id"] for each in (first, second, third)}) == 3


def test_an_event_is_repeated_on_a_connection_that_came_later(base: str, slack: client.Workspace) -> None:
    slack.say(ALICE, "is anybody there")
    with listening(base, TOKEN) as app:
        assert app.next()["retry_attempt"] > 0


def test_the_same_event_can_be_sent_twice(app: Listener, slack: client.Workspace) -> None:
    slack.say(ALICE, "hello")
    payload = app.payload()
    assert slack.send_event(payload).acknowledged
    assert app.payload() == payload


def test_a_bare_event_is_put_into_a_callback(app: Listener, slack: client.Workspace) -> None:
    slack.send_event({"type": "team_join", "user": {"id": ALICE}})
    payload = app.payload()
    assert payload["type"] == "event_callback"
    assert payload["event"]["type"] == "team_join"
    assert payload["authorizations"][0]["user_id"] == CONFIG.app.bot_user_id


def test_a_cut_connection_is_gone_on_both_sides(app: Listener, slack: client.Workspace) -> None:
    assert slack.connected() == 1
    assert slack.cut_connections() == 1
    with pytest.raises(client.NothingSaid):
        slack.connected(timeout=0)
    app.join()
    with pytest.raises(ConnectionClosed):
        app.socket.ping()


def test_a_half_open_connection_answers_no_ping_and_carries_nothing(
    app: Listener, slack: client.Workspace
) -> None:
    assert app.socket.ping().wait(5)
    assert slack.half_open() == 1
    assert not app.socket.ping().wait(0.2)
    assert not slack.command(ALICE, "/tea").acknowledged
    assert app.envelopes.empty()
    slack.cut_connections()


def test_a_new_connection_works_beside_a_half_open_one(
    app: Listener, base: str, slack: client.Workspace
) -> None:
    slack.half_open()
    with listening(base, TOKEN) as fresh:
        assert slack.command(ALICE, "/tea").acknowledged
        assert fresh.envelopes.qsize() == 1
        slack.cut_connections()


def test_an_envelope_under_way_when_the_connection_is_cut_stays_unacknowledged(
    base: str, slack: client.Workspace
) -> None:
    with listening(base, TOKEN, lambda _: SILENCE) as app:
        outcome: list[client.Done] = []
        typing = threading.Thread(target=lambda: outcome.append(slack.command(ALICE, "/slow")))
        typing.start()
        app.next()
        slack.cut_connections()
        typing.join()
    assert not outcome[0].acknowledged


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
def test_slack_can_ask_an_app_to_reconnect(app: Listener, slack: client.Workspace, reason: str) -> None:
    slack.ask_to_reconnect(reason)
    notice = app.notices.get(timeout=5)
    assert (notice["type"], notice["reason"]) == ("disconnect", reason)


def test_slack_pings_the_app(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "websockets.client")
    with server.running(replace(CONFIG, ping_every=0.05)) as base, listening(base, TOKEN):
        deadline = time.monotonic() + 5
        while "< PING" not in caplog.text and time.monotonic() < deadline:
            time.sleep(0.01)
    assert "< PING" in caplog.text


def test_a_late_acknowledgement_is_worth_a_warning(base: str, slack: client.Workspace) -> None:
    with listening(base, TOKEN) as app:
        app.socket.send('{"envelope_id": "never-sent"}')
        slack.command(ALICE, "/tea")
    assert any("never sent" in each for each in slack.warnings())

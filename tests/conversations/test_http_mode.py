"""HTTP mode: only what Slack signed just now is read, and health is told beside it."""

import json
from http.client import HTTPConnection

import pytest

from bot.cli.running import Running
from handlers import http_mode
from storage import journal
from storage.database import Database
from tests.conversations.conftest import Slack, over_http, shown
from tests.council import PRIYA

pytestmark = over_http

LINE = "K7Q2M good on 14 March by A. Auditor"


def stored(db: Database) -> int:
    with db.reading() as session:
        return journal.length(session)


@pytest.mark.parametrize("kind", ["wrong", "missing", "old"])
def test_a_request_that_slack_did_not_sign_just_now_is_refused(
    slack: Slack, db: Database, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert slack.workspace.deliver_forged(kind, PRIYA, "/audit", LINE) == 401
    assert stored(db) == 0
    assert "it was not signed by Slack just now" in caplog.text
    assert "K7Q2M" not in caplog.text


def test_the_same_request_twice_is_recorded_once(slack: Slack, db: Database) -> None:
    assert slack.workspace.deliver_forged("twice", PRIYA, "/audit", LINE) == 200
    slack.ask(PRIYA, f"/audit {LINE}")
    assert stored(db) == 1


@pytest.mark.parametrize("text", ["payload", 'payload={"a":1}', "K7Q2M payload", "&payload=%7B%7D"])
def test_a_command_may_hold_the_word_payload(slack: Slack, text: str) -> None:
    done = slack.command(PRIYA, f"/case {text}")
    assert done.acknowledged
    assert "There is no case of that reference that you may see." in shown(slack.next_message(PRIYA, done))


@pytest.mark.parametrize("text", ["<&>", "é😀", "a+b", "100%", "a;b", "\0", "\ud7ff"])
def test_whatever_is_typed_is_answered(slack: Slack, text: str) -> None:
    assert "There is no case of that reference" in slack.ask(PRIYA, f"/case K{text}")
    assert "Something went wrong" not in slack.ask(PRIYA, f"/overdue {text}")


def answered(running: Running, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
    connection = HTTPConnection(running.address.removeprefix("http://"), timeout=5)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    said = response.status, response.read().decode()
    connection.close()
    return said


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=1", "X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Signature": "v0=\xe9", "X-Slack-Request-Timestamp": "1"},
        {"X-Slack-Signature": "", "X-Slack-Request-Timestamp": ""},
        {"X-Slack-Signature": "v0=1", "X-Slack-Request-Timestamp": "9" * 400},
    ],
    ids=str,
)
@pytest.mark.parametrize("body", [b"", b"{", b"\xff", json.dumps({"type": "url_verification"}).encode()])
def test_strangers_are_told_nothing(running: Running, headers: dict[str, str], body: bytes) -> None:
    assert answered(running, "POST", http_mode.PATH, body, **headers) == (
        401,
        "This address is for Slack alone.\n",
    )


@pytest.mark.parametrize(("method", "path"), [("GET", http_mode.PATH), ("POST", "/"), ("GET", "/metrics/")])
def test_there_is_nothing_elsewhere(running: Running, method: str, path: str) -> None:
    assert answered(running, method, path)[0] == 404

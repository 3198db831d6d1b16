"""What Slack delivers is held to its shape before anything reads it."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import deliveries, origins
from handlers.origins import Workspace
from tests.hostile import payloads

HERE = Workspace(payloads.TEAM, "E1")
WAYS = {"trigger_id": "1.2.3", "response_url": "https://hooks.slack.com/x"}
VIEW = {
    "id": "V1", "type": "modal", "title": {"text": "x"}, "submit": {"text": "x"}, "callback_id": "log_audit",
    "blocks": [{"type": "input", "block_id": "why"}], "private_metadata": "", "hash": "1.x",
    "state": {"values": {"why": {"why": {"type": "plain_text_input", "value": None}}}},
}  # fmt: skip
MESSAGE = {
    "type": "message",
    "channel_type": "im",
    "user": "U1",
    "channel": "D1",
    "text": "help",
    "ts": "1.1",
}
GONE = {"id": "U1", "team_id": "T1", "deleted": True, "profile": {"real_name": "A. Person"}}
SOUND: dict[str, dict[str, Any]] = {
    "a command": payloads.command("U1", WAYS, "/g2o", "help"),
    "a click": payloads.click("U1", WAYS, "see_list", "mine 0"),
    "a click in a form": payloads.click("U1", WAYS, "grade", "good", VIEW),
    "a form": payloads.submission("U1", WAYS, VIEW),
    "what is typed in a list": payloads.suggestion("U1", "case", "K7"),
    "a message": payloads.event(MESSAGE, "Ev1"),
    "what a bot says": payloads.event({"type": "message", "bot_id": "B1", "subtype": "bot_message"}, "Ev2"),
    "an account that is gone": payloads.event({"type": "user_change", "user": GONE}, "Ev4"),
    "an edit": payloads.event({"type": "message", "subtype": "message_changed", "channel": "D1"}, "Ev3"),
}


@pytest.mark.parametrize("payload", SOUND.values(), ids=SOUND)
def test_what_slack_sends_is_taken_in(payload: dict[str, Any]) -> None:
    assert deliveries.read(payload) is not None


@pytest.mark.parametrize(
    ("name", "place", "value"),
    [
        ("a command", "user_id", None),
        ("a command", "response_url", 7),
        ("a command", "text", ["help"]),
        ("a click", "actions", []),
        ("a click", "user", "U1"),
        ("a click", "container", {"type": "message"}),
        ("a form", "view", {}),
        ("a form", "view", {name: value for name, value in VIEW.items() if name != "state"}),
        ("a form", "view", {**VIEW, "state": {"values": {"why": []}}}),
        ("a click", "user", {"id": "U1", "team_id": {}}),
        ("a click", "team", {"id": []}),
        ("an account that is gone", "event", {"type": "user_change", "user": "U1"}),
        ("an account that is gone", "event", {"type": "user_change", "user": {**GONE, "deleted": "no"}}),
        ("an account that is gone", "event", {"type": "user_change", "user": {**GONE, "profile": []}}),
        ("a message", "event", {"type": "app_home_opened", "tab": "home"}),
        ("a message", "event_id", ["Ev1"]),
        ("a message", "event_id", "E" * 300),
        ("a message", "event", {**MESSAGE, "user": None}),
        ("a message", "event", {**MESSAGE, "subtype": "file_share", "files": [{}]}),
    ],
)
def test_what_has_another_shape_is_not(name: str, place: str, value: object) -> None:
    assert deliveries.read({**SOUND[name], place: value}) is None


def test_what_cannot_be_stored_and_what_is_null_is_left_out() -> None:
    command = payloads.command("U1", {**WAYS, "enterprise": None}, "/g2o", "a\0b\ud800c")
    read = deliveries.read(command)
    assert read is not None
    assert read["text"] == "abc"
    assert "enterprise" not in read


def test_what_is_far_too_deep_is_not_read() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert deliveries.read({"type": "block_actions", "actions": deep}) is None


@given(st.sampled_from(sorted(SOUND)), st.randoms(use_true_random=False))
def test_however_a_payload_is_bent_it_is_read_or_passed_over(name: str, chance: Any) -> None:
    bent = payloads.bend(chance, copy.deepcopy(SOUND[name]), 2)
    read = deliveries.read(bent)
    assert read is None or origins.is_foreign(read, HERE) in (True, False)

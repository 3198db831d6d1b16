"""What passed is kept for whoever wants to see it, without tokens."""

import json

import pytest

from bot.sandbox import traffic
from bot.sandbox.config import Json
from bot.sandbox.traffic import MOST, Traffic


def test_only_the_latest_is_kept() -> None:
    kept = Traffic()
    for number in range(MOST + 5):
        kept.note("called", f"method.{number}", {})
    assert [kept.kept[0].name, len(kept.kept)] == ["method.5", MOST]


@pytest.mark.parametrize(
    ("kind", "payload", "title"),
    [
        ("slash_commands", {"command": "/find", "text": "it"}, "/find it"),
        ("events_api", {"event": {"type": "app_home_opened"}}, "app_home_opened"),
        ("interactive", {"type": "block_actions", "actions": [{"action_id": "yes"}]}, "block_actions yes"),
        ("interactive", {"type": "view_submission", "view": {"callback_id": "f"}}, "view_submission f"),
    ],
)
def test_what_was_delivered_has_a_title(kind: str, payload: Json, title: str) -> None:
    assert traffic.title(kind, payload) == title


def test_tokens_are_blanked_and_json_within_json_is_opened() -> None:
    shown = traffic.pretty({"token": "abc", "text": "xoxb-secret", "view": json.dumps({"a": "xapp-1"})})
    assert json.loads(shown) == {"token": "…", "text": "…", "view": {"a": "…"}}
    assert json.loads(traffic.pretty({"text": "[not json"})) == {"text": "[not json"}

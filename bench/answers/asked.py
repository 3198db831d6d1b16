"""What is asked of the bot, as Slack delivers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bench import grown
from bench.answers.slack import APP, BOT, TEAM, Json

ASKER = f"U{grown.QUALITY:06}"
LATEST = date(2026, 1, 1)


@dataclass(frozen=True)
class Asked:
    """One kind of delivery: its envelope, and the payload of the n-th in a record of so many cases."""

    kind: str
    payload: Callable[[int, int], Json]


def _command(name: str, text: Callable[[int, int], str]) -> Asked:
    def payload(n: int, cases: int) -> Json:
        return {
            "command": name,
            "text": text(n, cases),
            "user_id": ASKER,
            "team_id": TEAM,
            "channel_id": "D00000001",
            "api_app_id": APP,
            "trigger_id": f"{n}.1.x",
        }

    return Asked("slash_commands", payload)


def _case(n: int, cases: int) -> str:
    # Scattered, so that what one asks for is not what was just read.
    return grown.reference(n * 7919 % cases + 1)


def _audit(n: int, cases: int) -> str:
    # A day of its own for each, as the same audit is recorded once.
    return f"{_case(n, cases)} good on {LATEST - timedelta(days=n % 300):%d %B %Y} by A. Auditor {n}"


def _click(n: int, cases: int) -> Json:
    return {
        "type": "block_actions",
        "user": {"id": ASKER, "team_id": TEAM},
        "team": {"id": TEAM},
        "api_app_id": APP,
        "trigger_id": f"{n}.1.x",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1", "is_ephemeral": True},
        "channel": {"id": "D00000001"},
        "actions": [{"type": "button", "action_id": "open_case", "block_id": "b", "value": _case(n, cases)}],
    }


def _question(_n: int, _cases: int) -> Json:
    event = {
        "type": "message",
        "channel_type": "im",
        "user": ASKER,
        "text": "what's overdue for care leavers?",
    }
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": APP,
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        "event": event,
    }


ASKED: Mapping[str, Asked] = {
    "/case": _command("/case", _case),
    "/overdue": _command("/overdue", lambda _n, _cases: "all"),
    "/audit REF GRADE": _command("/audit", _audit),
    "a click": Asked("interactive", _click),
    "a question": Asked("events_api", _question),
}

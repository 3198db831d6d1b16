"""How an attempt to post ended, told by Slack's answer or by the lack of one."""

import socket
import ssl
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

UNANSWERED = (SlackApiError, SlackClientError, OSError)

# https://docs.slack.dev/reference/methods/chat.postMessage and conversations.open: nothing was posted.
GONE = {"user_not_found", "user_disabled", "cannot_dm_bot", "user_not_visible", "channel_not_found"}
# Slack's own troubles: it does not say how far it came.
UNCLEAR = {
    "fatal_error",
    "internal_error",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
}
# Whoever looks after the bot must act first; then everything goes out that waited.
OURS = {
    "access_denied",
    "account_inactive",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "invalid_auth",
    "messages_tab_disabled",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "token_expired",
    "token_revoked",
}


class Ending(Enum):
    """How an attempt may end, beside well."""

    LATER = auto()  # nothing was posted; it may be tried again
    WHEN_OPEN = auto()  # nothing was posted, and nothing is at this time of the day
    WHEN_MENDED = auto()  # nothing was posted, and nothing can be before somebody has acted
    GONE = auto()  # nothing was posted, and this reader cannot be reached any more
    NEVER = auto()  # nothing was posted, and this letter never can be
    UNKNOWN = auto()  # it may have been posted


@dataclass(frozen=True)
class Outcome:
    """How it ended, in Slack's own word for it, and how many seconds Slack wants to be left alone."""

    ending: Ending
    reason: str
    wait: float = 0.0


def outcome_of(error: Exception, *, was_posting: bool) -> Outcome:
    """What Slack's answer, or the lack of one, says of the letter."""
    unclear = Ending.UNKNOWN if was_posting else Ending.LATER
    if isinstance(error, SlackApiError):
        return _refused(error, unclear)
    if isinstance(error, URLError) and isinstance(error.reason, _NEVER_REACHED):
        return Outcome(Ending.LATER, "Slack could not be reached")
    return Outcome(unclear, f"no answer ({type(error).__name__})")


# Nothing was sent: there was no connection to send it over.
_NEVER_REACHED = (socket.gaierror, ConnectionRefusedError, ssl.SSLCertVerificationError)


def _refused(error: SlackApiError, unclear: Ending) -> Outcome:
    status = getattr(error.response, "status_code", 0)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome(Ending.LATER, "too many requests", wait=_retry_after(error))
    if status != HTTPStatus.OK:
        return Outcome(unclear, f"Slack answered {status}")
    code = str(error.response.get("error"))
    for codes, ending in ((GONE, Ending.GONE), (UNCLEAR, unclear), (OURS, Ending.WHEN_MENDED)):
        if code in codes:
            return Outcome(ending, code)
    # Every other word refuses this one post, also one that is new to us: somebody is told.
    return Outcome(Ending.NEVER, code)


def _retry_after(error: SlackApiError) -> float:
    headers = {name.lower(): value for name, value in (error.response.headers or {}).items()}
    try:
        return float(headers["retry-after"])
    except (KeyError, ValueError):
        return 1.0

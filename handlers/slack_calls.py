"""Calls to Slack, counted where they fail: by method and Slack's own word, and never with what was sent."""

import re
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from handlers.measures import Measures

_WORD = re.compile(r"[a-z0-9_]{1,60}")


class Calling(WebClient):
    """Slack's client; whatever a call raises goes on its way."""

    def __init__(self, measures: Measures, **settings: Any) -> None:
        super().__init__(**settings)
        self.measures = measures

    def api_call(self, api_method: str, **arguments: Any) -> SlackResponse:
        try:
            return super().api_call(api_method, **arguments)
        except (SlackApiError, SlackClientError, OSError) as error:
            self.measures.slack_error(api_method, _code(error))
            raise


def respond(slack: WebClient, url: str, **message: Any) -> str:
    """Posts to the response URL of a command or click; gives Slack's own answer, "ok" or what is wrong."""
    webhook = WebhookClient(url, timeout=10, retry_handlers=slack.retry_handlers)
    try:
        said = webhook.send(**message).body
    except OSError as error:
        _note(slack, "response_url", type(error).__name__)
        raise
    if said != "ok":
        _note(slack, "response_url", word(said))
    return said


def _note(slack: WebClient, method: str, code: str) -> None:
    if isinstance(slack, Calling):
        slack.measures.slack_error(method, code)


class LeavingAlone(RateLimitErrorRetryHandler):
    """Waits as long as Slack says, and counts it."""

    def __init__(self, measures: Measures, max_retry_count: int) -> None:
        super().__init__(max_retry_count=max_retry_count)
        self._measures = measures

    def prepare_for_next_attempt(self, **attempt: Any) -> None:
        headers = {name.lower(): values for name, values in attempt["response"].headers.items()}
        self._measures.rate_limit(float((headers.get("retry-after") or ["1"])[0]))
        super().prepare_for_next_attempt(**attempt)


def word(said: object) -> str:
    """Slack's word for what is wrong; anything else that may stand in its place is not repeated."""
    return str(said) if _WORD.fullmatch(str(said)) else "other"


def _code(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        return word(error.response.get("error"))
    return type(error).__name__

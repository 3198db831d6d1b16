"""Reading Slack's refusals in tests."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.config import Json


def refusal(call: Callable[..., Any], **arguments: Any) -> Json:
    """The answer of a Web API call that Slack refuses."""
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    answer: Json = refused.value.response.data
    return answer


def error(call: Callable[..., Any], **arguments: Any) -> str:
    """The error code of a Web API call that Slack refuses."""
    return str(refusal(call, **arguments)["error"])

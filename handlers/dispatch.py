"""One delivery of Slack's handed to Bolt, whichever way it came."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse

from handlers import deliveries

log = logging.getLogger("g2o")

# Under this name a listener leaves in its context what may begin only when its acknowledgement is on its way.
AFTER_ACKNOWLEDGEMENT = "after_acknowledgement"


@dataclass(frozen=True)
class Dispatched:
    """Bolt's response, and what is to begin once it is on its way to Slack."""

    response: BoltResponse
    after: Callable[[], None] | None


def dispatch(app: App, payload: Mapping[str, Any]) -> Dispatched:
    """Lets Bolt find the listener.

    The payload is already read, and a request of Slack's already checked, so to Bolt both ways are Socket
    Mode: its own reading of a request drops every command whose text holds the word "payload".
    """
    delivery = deliveries.read(payload)
    if delivery is None:
        log.warning("a delivery was passed over: it is nothing that Slack sends")
        return Dispatched(BoltResponse(status=200), None)
    request = BoltRequest(mode="socket_mode", body=delivery)
    response = app.dispatch(request)
    return Dispatched(response, request.context.get(AFTER_ACKNOWLEDGEMENT))

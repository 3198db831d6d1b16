"""HTTP mode: what Slack posts to the bot, held against the signing secret before anything in it is read."""

import json
import logging
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import App
from slack_sdk.signature import SignatureVerifier

from handlers.dispatch import dispatch
from handlers.measures import Measures
from handlers.website import Reply, Request

log = logging.getLogger("g2o")

PATH = "/slack/events"

_SECONDS = re.compile(r"[0-9]{1,12}")


class HttpMode:
    """The page that Slack posts to."""

    def __init__(self, app: App, signing_secret: str, measures: Measures) -> None:
        self._app = app
        self._measures = measures
        self._verifier = SignatureVerifier(signing_secret)

    def answer(self, request: Request) -> Reply:
        """Hands on what is Slack's; 401 for a signature that is wrong, missing or older than five minutes."""
        if not self._is_slacks(request):
            log.warning("a request was refused: it was not signed by Slack just now")
            return Reply(HTTPStatus.UNAUTHORIZED, "This address is for Slack alone.\n")
        payload = _payload(request)
        if payload is None:
            return Reply(HTTPStatus.BAD_REQUEST, "This is nothing that Slack sends.\n")
        with self._measures.acknowledging(payload):
            done = dispatch(self._app, payload)
        content_type = done.response.headers.get("content-type", ["text/plain; charset=utf-8"])[0]
        return Reply(HTTPStatus(done.response.status), done.response.body or "", content_type, done.after)

    def _is_slacks(self, request: Request) -> bool:
        given = request.headers.get("x-slack-signature", "")
        at = request.headers.get("x-slack-request-timestamp", "")
        is_readable = bool(_SECONDS.fullmatch(at)) and given.isascii()
        try:
            return is_readable and self._verifier.is_valid(request.body, at, given)
        except UnicodeDecodeError:
            # What Slack signs is text.
            return False


def _payload(request: Request) -> dict[str, Any] | None:
    """Events come as JSON, commands as a form's fields, everything else as JSON in its field `payload`."""
    try:
        text = request.body.decode()
        if request.headers.get("content-type", "").startswith("application/json"):
            read = json.loads(text)
        else:
            fields = dict(parse_qsl(text, keep_blank_values=True))
            read = json.loads(fields["payload"]) if "command" not in fields else fields
    except (ValueError, KeyError, RecursionError):
        return None
    return read if isinstance(read, dict) else None

"""Before any listener: each event once, nobody of another workspace, and no entrance that is not there."""

import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from bot import people
from bot.errors import Refusal
from handlers import accounts, calls, carried, origins, refusals
from handlers.answers import Answers, as_page
from handlers.blocks import home as home_blocks
from handlers.blocks.parts import Message
from handlers.calls import Body, Call
from handlers.measures import how_of, kind_of
from handlers.office import Office
from handlers.origins import Workspace
from storage import inbox
from storage.unavailable import Unavailable

log = logging.getLogger("g2o")

Next = Callable[[], Any]

_CALLS: Mapping[str, Callable[[Office, Body], Call]] = {
    "block_actions": calls.click,
    "shortcut": calls.shortcut,
    "message_action": calls.shortcut,
    "event_callback": calls.message,
}


def once(office: Office, workspace: Workspace, body: dict[str, Any], next: Next) -> Any:  # noqa: A002 - Bolt's name
    """Takes in each event once. Without the database there is no acknowledgement, and Slack tries again."""
    if body.get("type") != "event_callback":
        return next()
    try:
        if _is_no_news(office, workspace, body["event"]):
            return BoltResponse(status=200)
        with office.db.begin() as session:
            is_new = inbox.take_in(session, body["event_id"], office.clock())
    except Unavailable:
        log.warning("event %s is left to be tried again: the database is out of reach", body["event_id"])
        return BoltResponse(status=503)
    return next() if is_new else BoltResponse(status=200)


def _is_no_news(office: Office, workspace: Workspace, event: Body) -> bool:
    """Slack tells of every new picture and status in the whole council, which need not be written down."""
    return event["type"] == "user_change" and not accounts.is_news(office, event["user"], workspace)


def from_here(
    office: Office,
    workspace: Workspace,
    workers: Executor,
    body: dict[str, Any],
    next: Next,  # noqa: A002 - Bolt's name
) -> Any:
    """Turns away whoever belongs to another workspace, also where their id is in the record by a slip."""
    if not origins.is_foreign(body, workspace):
        return next()
    log.info("somebody of another workspace was turned away")
    if body.get("type") == "view_submission":
        return _json(at_its_field(_usual(office), body["view"]))
    if body.get("type") == "block_suggestion":
        return _json({"options": []})
    workers.submit(lambda: say(office, body, refusals.words(_usual(office))))
    return BoltResponse(status=200)


def unknown(office: Office, error: Exception, body: dict[str, Any]) -> BoltResponse:
    """An entrance that this version does not have, or a fault before its handler was reached."""
    if isinstance(error, BoltUnhandledRequestError):
        error = Refusal(carried.OF_ANOTHER_VERSION)
    office.measures.answer(kind_of(body), how_of(error))
    if body.get("type") == "view_submission":
        return _json(at_its_field(error, body["view"]))
    if body.get("type") == "block_actions" or "command" in body:
        say(office, body, refusals.words(error))
    return BoltResponse(status=200)


def say(office: Office, body: Body, sentence: str) -> None:
    """Says it by the way that such a delivery leaves open."""
    event = body.get("event") or {}
    if event.get("type") == "app_home_opened":
        Answers(office.slack, event["user"]).publish(home_blocks.sentence(sentence))
        return
    if event.get("bot_id") or (event and event.get("type") not in ("message", "app_mention")):
        return
    call = (calls.command if "command" in body else _CALLS[body["type"]])(office, body)
    answer = Message.plain(sentence)
    try:
        call.answers.make_room()
    except Exception as error:  # noqa: BLE001 - the door: whatever happens, the person is answered in words
        answer = Message.plain(refusals.words(error))
    call.answers.show(answer)


def at_its_field(error: Exception, view: Body) -> dict[str, Any]:
    """The answer that shows it beside the field that it concerns; a page where the form has no fields."""
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    if not fields:
        page = as_page(Message.plain(refusals.words(error)))
        return {"response_action": "update", "view": page.as_dict()}
    wanted = error.field if isinstance(error, Refusal) else None
    at = wanted if wanted in fields else fields[0]
    return {"response_action": "errors", "errors": {at: refusals.plain_words(error)}}


def _usual(office: Office) -> Exception:
    """What strangers are told, with whom to ask."""
    try:
        with office.db.reading() as session:
            return people.unknown(session, office.terms)
    except Unavailable as error:
        return error


def _json(answer: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": "application/json"})

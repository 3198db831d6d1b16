"""`/g2o purge REF`: a leader approves that a case is purged; and letters that told of it are deleted."""

import logging
from collections.abc import Iterable, Iterator

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import purging
from bot.errors import NotUnderstood, Refusal
from bot.purging import Posted, Purge
from bot.rules import references
from handlers.blocks import purging as blocks
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office
from handlers.outcomes import UNANSWERED
from storage.unavailable import Unavailable

log = logging.getLogger("g2o")

GONE = "message_not_found"
NOT_KNOWN_WHERE = "it was on its way, and nobody knows where it arrived"


def open_form(office: Office, call: Call) -> View:
    """Says what would go, and asks for the reference again."""
    if not call.text:
        raise NotUnderstood("Which case? Write `/g2o purge REF`, such as `/g2o purge K7Q2M`.")
    if not call.answers.can_open:
        raise NotUnderstood("That needs a form, which a message cannot open. Please write `/g2o purge REF`.")
    call.answers.open("Purge a case")
    with office.db.reading() as session:
        return blocks.form(purging.look(session, call.visit(office, session), call.text))


def purge(office: Office, call: Call) -> Message:
    form = call.typed
    if references.read(form.text("again")) != call.carried:
        raise Refusal("That is not the reference of this case, so nothing was deleted.", field="again")
    with office.db.begin() as session:
        wanted = Purge(call.carried, asked_by=form.text("asked_by"))
        purged = purging.carry_out(session, call.visit(office, session), wanted)
    left = list(take_back(office.slack, purged.posted))
    return Message.plain(blocks.purged(purged, left, is_swept=_sweep(office)))


def _sweep(office: Office) -> bool:
    try:
        return office.db.sweep()
    except Unavailable:
        log.warning("the database was not swept after a purge: run python -m bot db sweep")
        return False


def take_back(slack: WebClient, posted: Iterable[Posted]) -> Iterator[tuple[Posted, str]]:
    """Deletes the letters in Slack; gives each that may still be there, and why."""
    for letter in posted:
        reason = _delete(slack, letter)
        if reason:
            yield letter, reason


def _delete(slack: WebClient, letter: Posted) -> str:
    if letter.channel is None or letter.ts is None:
        return NOT_KNOWN_WHERE
    try:
        slack.chat_delete(channel=letter.channel, ts=letter.ts)
    except SlackApiError as error:
        code = str(error.response.get("error", "no reason given"))
        return "" if code == GONE else f"Slack refused ({code})"
    except UNANSWERED:
        return "Slack could not be reached"
    return ""

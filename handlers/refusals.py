"""The one place where an error becomes words for the person."""

import logging
import secrets
import traceback

from sqlalchemy.exc import DBAPIError

from bot.errors import NotAllowed, PersonalDetails, Refusal
from handlers.blocks.parts import escape, mention
from storage.unavailable import Unavailable, Why, code_of

log = logging.getLogger("g2o")

_AGAIN = "Please try again in a minute. If it goes on, let an administrator know"
_MEND = "Trying again will not help yet: please let an administrator know"

UNAVAILABLE = {
    Why.AWAY: f"The record is out of reach just now, so nothing was stored. {_AGAIN}",
    Why.BUSY: f"The record is busy just now, so nothing was stored. {_AGAIN}",
    Why.FULL: f"There is no room left where the record is kept, so nothing was stored. {_MEND}",
    Why.READ_ONLY: f"The record can be read just now but not written, so nothing was stored. {_MEND}",
    Why.DAMAGED: f"Something is wrong with the record's database, so nothing was stored. {_MEND}",
}
UNCERTAIN = (
    "The connection to the record broke just as this was being stored, so I cannot tell whether it was. "
    "Please look, and if it is not there, do it again: the same thing is never recorded twice. "
    "If it goes on, let an administrator know"
)


def words(error: Exception) -> str:
    """What happened and what to do next, as mrkdwn. Only a Refusal's own text is shown to people."""
    if isinstance(error, NotAllowed):
        names = [mention(contact) for contact in error.ask.contacts]
        return f"{escape(error.message)} {_ask(error, names)}"
    if isinstance(error, Refusal):
        return escape(error.message)
    if isinstance(error, Unavailable):
        sentence = UNAVAILABLE[error.why] if error.is_certain else UNCERTAIN
        return f"{sentence} (report {logged(error)})."
    return (
        "Something went wrong on my side, and nothing was stored. Please try again. "
        f"If it happens again, let an administrator know (report {logged(error)})."
    )


def plain_words(error: Exception) -> str:
    """The same where Slack reads no markup: beside the field of a form."""
    if isinstance(error, NotAllowed):
        # A name that is but a Slack id tells nobody anything.
        names = [contact.name for contact in error.ask.contacts if contact.name != contact.slack_id]
        return f"{error.message} {_ask(error, names)}"
    if isinstance(error, PersonalDetails):
        return error.in_form
    return error.message if isinstance(error, Refusal) else words(error)


def _ask(error: NotAllowed, names: list[str]) -> str:
    return f"Please ask {error.ask.who}: {' or '.join(names)}." if names else f"Please ask {error.ask.who}."


def logged(error: Exception) -> str:
    """Logs where it happened, without the error's text: that may hold what a person typed; gives a number."""
    report = secrets.token_hex(4)
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s (report %s)\n%s", _kind(error), report, places, extra={"report": report})
    return report


def _kind(error: Exception) -> str:
    """What kind of error, with the database's code for it if it is one of the database's."""
    if isinstance(error, Unavailable):
        return str(error)
    name = type(error).__name__
    return f"{name} {code_of(error)}" if isinstance(error, DBAPIError) else name

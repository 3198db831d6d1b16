"""The one place where an error becomes words for the person."""

import logging
import traceback

from bot.errors import NotAllowed, Refusal
from handlers.blocks.parts import escape, mention
from handlers.office import short_reference
from storage.database import Unavailable

log = logging.getLogger("g2o")


def words(error: Exception) -> str:
    """What happened and what to do next, as mrkdwn. Only a Refusal's own text is shown to people."""
    if isinstance(error, NotAllowed):
        names = [mention(contact.name, contact.slack_id) for contact in error.ask.contacts]
        return f"{escape(error.message)} {_ask(error, names)}"
    if isinstance(error, Refusal):
        return escape(error.message)
    if isinstance(error, Unavailable):
        return (
            "The record is out of reach just now, so nothing was stored. Please try again in a minute. "
            f"If it goes on, let an administrator know (reference {_logged(error)})."
        )
    return (
        "Something went wrong on my side, and nothing was stored. Please try again. "
        f"If it happens again, let an administrator know (reference {_logged(error)})."
    )


def plain_words(error: Exception) -> str:
    """The same where Slack reads no markup: beside the field of a form."""
    if isinstance(error, NotAllowed):
        return f"{error.message} {_ask(error, [contact.name for contact in error.ask.contacts])}"
    return error.message if isinstance(error, Refusal) else words(error)


def _ask(error: NotAllowed, names: list[str]) -> str:
    return f"Please ask {error.ask.who}: {' or '.join(names)}." if names else f"Please ask {error.ask.who}."


def _logged(error: Exception) -> str:
    """Logs where it happened, without the error's text: that may hold what a person typed."""
    reference = short_reference()
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s (reference %s)\n%s", type(error).__name__, reference, places)
    return reference

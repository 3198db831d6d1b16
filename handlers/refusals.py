"""The one place where an error becomes words for the person."""

import logging
import secrets
import traceback

from bot.errors import NotAllowed, Refusal
from handlers.blocks.parts import escape, mention
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
            f"If it goes on, let an administrator know (report {_logged(error)})."
        )
    return (
        "Something went wrong on my side, and nothing was stored. Please try again. "
        f"If it happens again, let an administrator know (report {_logged(error)})."
    )


def plain_words(error: Exception) -> str:
    """The same where Slack reads no markup: beside the field of a form."""
    if isinstance(error, NotAllowed):
        # A name that is but a Slack id tells nobody anything.
        names = [contact.name for contact in error.ask.contacts if contact.name != contact.slack_id]
        return f"{error.message} {_ask(error, names)}"
    return error.message if isinstance(error, Refusal) else words(error)


def _ask(error: NotAllowed, names: list[str]) -> str:
    return f"Please ask {error.ask.who}: {' or '.join(names)}." if names else f"Please ask {error.ask.who}."


def _logged(error: Exception) -> str:
    """Logs where it happened, without the error's text: that may hold what a person typed."""
    report = secrets.token_hex(4)
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s (report %s)\n%s", _kind(error), report, places)
    return report


def _kind(error: Exception) -> str:
    """What kind of error, and what the database called the one behind it: locked, full, damaged …"""
    behind = getattr(error.__cause__, "orig", None)
    name = getattr(behind, "sqlite_errorname", None) or type(behind).__name__
    return f"{type(error).__name__} from {name}" if behind else type(error).__name__

"""A case on hold: how that is told, and what it forbids."""

from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.rules import dates
from bot.visit import Visit
from storage import holds as stored
from storage.models import Case, Hold
from storage.words import Door


def since(hold: Hold, visit: Visit) -> str:
    """ "on hold since Friday 14 March 2025, put there by Grace Obi"."""
    day = hold.held_at.astimezone(visit.terms.zone).date()
    by = hold.held_by.name if hold.held_by else "whoever ran the command line"
    return f"on hold since {dates.in_words(day)}, put there by {by}"


def because(hold: Hold) -> str:
    """The reason as the end of a sentence."""
    return f"The reason: {hold.because.rstrip('.')}."


def told(case: Case, hold: Hold, visit: Visit) -> str:
    """In two sentences, for whoever may put cases on hold."""
    return f"Case {case.reference} has been {since(hold, visit)}. {because(hold)}"


def refuse_while_held(session: Session, visit: Visit, case: Case) -> None:
    """Raises Refusal where the case is on hold: what is held on it must stay."""
    hold = stored.of_case(session, case.id)
    if hold is not None:
        at_the_command_line = visit.door is Door.COMMAND_LINE
        how = "python -m bot release case" if at_the_command_line else "/g2o release"
        raise Refusal(
            f"{told(case, hold, visit)} While it is on hold it cannot be purged, so nothing was deleted. "
            "Once the reason has passed, somebody of the quality team or a leader ends the hold: "
            f"`{how} {case.reference}`."
        )

"""`/g2o figures`: the figures of today, how each is counted, and what is behind it."""

from handlers import lists, parsing
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office


def show(office: Office, call: Call) -> Message:
    """All of a team or of the service; or after a grade the audits that have it."""
    kind = "graded" if parsing.graded_asked(call.text) else "figures"
    return lists.answer(office, call, Listing(kind, call.text))

"""`/g2o history` without a reference: what the record has of whoever asks, as pages and as a file."""

from sqlalchemy.orm import Session

from bot import own_history, person_file, sent_files
from bot.visit import Visit
from handlers.blocks import own_history as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.handover import Order, hand_over
from handlers.office import Office

LIST = "own_history"
WORDS = ("", "me", own_history.ALL)


def listing(typed: str) -> Listing:
    """The list that is meant by what was typed after the word."""
    return Listing(LIST, own_history.ALL if typed.lower() == own_history.ALL else "")


def page(session: Session, visit: Visit, listing: Listing) -> Message:
    everything = listing.words == own_history.ALL
    shown = own_history.of_me(session, visit, listing.page, everything=everything)
    return blocks.page(listing, shown, visit.terms.zone)


def as_file(office: Office, call: Call) -> Message:
    """The whole of it by direct message."""
    return hand_over(office, call, Order(sent_files.OWN, sent_files.OWN, blocks.FILE, person_file.own))

"""`/g2o programme`: the programme of a year."""

from datetime import MAXYEAR, MINYEAR

from bot import programme
from bot.rules import programme as rules
from handlers import carried, lists
from handlers.blocks import programme as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office


def mark_carried_out(office: Office, call: Call) -> Message:
    """Marks what is left of a past year; its page then says so."""
    year = call.number
    carried.require(holds=MINYEAR <= year < MAXYEAR)
    with office.db.begin() as session:
        visit = call.visit(office, session)
        many = programme.mark_carried_out(session, visit, year)
        listing = Listing("programme", rules.in_words(year))
        return lists.page(session, visit, listing, blocks.marked(year, many)).in_place()


def of_year(office: Office, call: Call) -> Message:
    return lists.answer(office, call, Listing("programme", call.text))

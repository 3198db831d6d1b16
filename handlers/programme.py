"""`/g2o programme`: the programme of a year."""

from handlers import lists
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office


def of_year(office: Office, call: Call) -> Message:
    return lists.answer(office, call, Listing("programme", call.text))

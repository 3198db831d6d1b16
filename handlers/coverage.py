"""`/g2o coverage`: what was audited of late, what is left, and what is one's own to audit."""

from bot import coverage
from bot.errors import NotUnderstood
from handlers import lists
from handlers.blocks import coverage as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office

# What may stand after the word, and the list that it stands for.
LISTED = {
    "me": "to_audit",
    "mine": "to_audit",
    "left": "not_audited",
}


def shown(office: Office, call: Call) -> Message:
    word = call.text.lower()
    if word in LISTED:
        return lists.answer(office, call, Listing(LISTED[word]))
    if word:
        raise NotUnderstood(
            "Write `/g2o coverage`, `/g2o coverage left` for the cases that were not audited in the last "
            "twelve months, or `/g2o coverage me` for what you are to audit."
        )
    with office.db.reading() as session:
        return blocks.page(coverage.of(session, call.visit(office, session)))

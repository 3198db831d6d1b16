"""`/g2o coverage`: what was audited of late, what is left, and what is one's own to audit."""

from bot import coverage
from bot.errors import NotUnderstood
from bot.rules.spellings import COHORTS
from handlers import lists
from handlers.blocks import coverage as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message
from handlers.calls import Call
from handlers.office import Office

MINE = ("me", "mine")
LEFT = "left"


def shown(office: Office, call: Call) -> Message:
    word, rest = asked(call.text)
    if word in MINE:
        return to_do(office, call)
    if word == LEFT:
        return lists.answer(office, call, Listing("not_audited", rest))
    with office.db.reading() as session:
        return blocks.page(coverage.of(session, call.visit(office, session)))


def to_do(office: Office, call: Call) -> Message:
    return lists.answer(office, call, Listing("to_audit"))


def asked(text: str) -> tuple[str, str]:
    """Which list is asked for, and of which cohort; neither where all is. Raises NotUnderstood."""
    words = text.lower().split()
    if not words or (words[0] in MINE and len(words) == 1):
        return " ".join(words), ""
    if words[0] == LEFT:
        cohort = COHORTS.get(" ".join(words[1:]))
        if cohort is not None or len(words) == 1:
            return LEFT, cohort.value if cohort else ""
    raise NotUnderstood(
        "Write `/g2o coverage`, `/g2o coverage left` for the open cases that were not audited in the last "
        "twelve months, `/g2o coverage left care leavers` for those of a cohort, or `/g2o coverage me` for "
        "what you are to audit."
    )

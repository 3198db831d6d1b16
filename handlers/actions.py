"""`/overdue`, `/g2o mine`, `due` and `action`, the menu of every row, and the form that agrees an action."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot import actions, people
from bot.actions import ActionList, Asked
from bot.errors import NotUnderstood
from bot.visit import Visit
from handlers import cases, parsing
from handlers.blocks import actions as blocks
from handlers.blocks.actions import Listing
from handlers.blocks.parts import Message, View
from handlers.calls import Call
from handlers.office import Office

DAYS_AHEAD = {"": 7, "week": 7, "fortnight": 14, "month": 31}


def overdue(office: Office, call: Call) -> Message:
    return listed(office, call, Listing("overdue", call.text))


def mine(office: Office, call: Call) -> Message:
    return listed(office, call, Listing("mine"))


def due(office: Office, call: Call) -> Message:
    return listed(office, call, Listing("due", call.text))


def show(office: Office, call: Call) -> Message:
    return one(office, call, parsing.action_number(call.text))


def turn_page(office: Office, call: Call) -> Message:
    """A click on Next or Previous, whose value says which list and page."""
    return listed(office, call, Listing.read(call.text)).in_place()


def listed(office: Office, call: Call, listing: Listing, note: str = "") -> Message:
    """One page of a list; `note` is what was just done to one of its rows."""
    with office.db.reading() as session:
        visit = office.visit(session, call.slack_id, call.door)
        shown = LISTS[listing.kind](session, visit, listing)
    return blocks.page(listing, shown, visit.day, note)


def one(office: Office, call: Call, action_id: int, note: str = "") -> Message:
    with office.db.reading() as session:
        visit = office.visit(session, call.slack_id, call.door)
        action = actions.show(session, visit, action_id)
    return blocks.one(action, visit.day, note)


def choose(office: Office, call: Call) -> Message:
    """An entry of a row's menu: the word says what, the block's id where the row is shown."""
    word, subject = call.text.split(" ", 1)
    if word == "case":
        return cases.page(office, call, subject)
    if word == "show":
        return one(office, call, int(subject))
    note = CHANGES[word](office, call, int(subject))
    return _again(office, call, note).in_place()


def complete(office: Office, call: Call) -> Message:
    return one(office, call, int(call.text), _complete(office, call, int(call.text))).in_place()


def reopen(office: Office, call: Call) -> Message:
    return one(office, call, int(call.text), _reopen(office, call, int(call.text))).in_place()


def open_agreement(office: Office, call: Call) -> View:
    call.answers.open("Agree an action")
    with office.db.reading() as session:
        visit = office.visit(session, call.slack_id, call.door)
        actions.require_to_agree(session, visit, int(call.text))
    return blocks.agree_form({}, carried=call.text)


def agree(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = office.visit(session, call.slack_id, call.door)
        action = actions.agree(session, visit, parsing.agreement_form(call.typed, int(call.carried)))
    return blocks.agreed(action, visit.day)


def _complete(office: Office, call: Call, action_id: int) -> str:
    with office.db.begin() as session:
        visit = office.visit(session, call.slack_id, call.door)
        action = actions.complete(session, visit, action_id)
    return f"{action.name} is marked as done. Thank you. Somebody else will check it."


def _reopen(office: Office, call: Call, action_id: int) -> str:
    with office.db.begin() as session:
        visit = office.visit(session, call.slack_id, call.door)
        action = actions.reopen(session, visit, action_id)
    return f"{action.name} is open again, with the dates it had."


def _again(office: Office, call: Call, note: str) -> Message:
    """The message whose row was clicked, as it is now."""
    _, _, place = call.place.partition("|")
    kind, _, reference = place.partition(" ")
    if kind == "case":
        return cases.page(office, call, reference, note)
    return listed(office, call, Listing.read(place), note)


def _overdue(session: Session, visit: Visit, listing: Listing) -> ActionList:
    asked = parsing.asked(listing.words, people.team_names(session))
    return actions.overdue(session, visit, asked, listing.page)


def _mine(session: Session, visit: Visit, listing: Listing) -> ActionList:
    return actions.unfinished(session, visit, Asked(mine=True), listing.page)


def _due(session: Session, visit: Visit, listing: Listing) -> ActionList:
    span = listing.words.strip().lower()
    if span not in DAYS_AHEAD:
        raise NotUnderstood("`/g2o due` takes week, fortnight or month; without one it looks a week ahead.")
    return actions.due(session, visit, Asked(), DAYS_AHEAD[span], listing.page)


LISTS: dict[str, Callable[[Session, Visit, Listing], ActionList]] = {
    "overdue": _overdue,
    "mine": _mine,
    "due": _due,
}
CHANGES: dict[str, Callable[[Office, Call, int], str]] = {"complete": _complete, "reopen": _reopen}

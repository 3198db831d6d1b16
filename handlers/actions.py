"""`/overdue`, `/g2o mine`, `due` and `action`, the menu of every row, and the form that agrees an action."""

from collections.abc import Callable
from dataclasses import replace

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
from storage.models import Action

DAYS_AHEAD = {"": 7, "week": 7, "fortnight": 14, "month": 31}


def overdue(office: Office, call: Call) -> Message:
    return _asked(office, call, Listing("overdue", call.text))


def mine(office: Office, call: Call) -> Message:
    return _asked(office, call, Listing("mine"))


def due(office: Office, call: Call) -> Message:
    return _asked(office, call, Listing("due", call.text))


def turn_page(office: Office, call: Call) -> Message:
    """A click on Next or Previous, whose value says which list and page."""
    return _asked(office, call, Listing.read(call.text)).in_place()


def show(office: Office, call: Call) -> Message:
    number = parsing.action_number(call.text)
    with office.db.reading() as session:
        visit = call.visit(office, session)
        return blocks.one(actions.show(session, visit, number), visit.day)


def choose(office: Office, call: Call) -> Message:
    """An entry of a row's menu: the word says what, the block's id where the row is shown."""
    word, subject = call.text.split(" ", 1)
    if word == "case":
        return cases.show(office, replace(call, text=subject))
    if word == "show":
        return show(office, replace(call, text=subject))
    # The change and the list that shows it are of one transaction: both hold, or neither.
    with office.db.begin() as session:
        visit = call.visit(office, session)
        note = _noted(word, CHANGES[word](session, visit, int(subject)))
        return _where_it_was_shown(session, visit, call.place, note).in_place()


def complete(office: Office, call: Call) -> Message:
    return _changed(office, call, "complete")


def reopen(office: Office, call: Call) -> Message:
    return _changed(office, call, "reopen")


def open_agreement(office: Office, call: Call) -> View:
    call.answers.open("Agree an action")
    with office.db.reading() as session:
        actions.require_to_agree(session, call.visit(office, session), int(call.text))
    return blocks.agree_form({}, carried=call.text)


def agree(office: Office, call: Call) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        action = actions.agree(session, visit, parsing.agreement_form(call.typed, int(call.carried)))
    return blocks.agreed(action, visit.day)


def _changed(office: Office, call: Call, word: str) -> Message:
    with office.db.begin() as session:
        visit = call.visit(office, session)
        action = CHANGES[word](session, visit, int(call.text))
    return blocks.one(action, visit.day, _noted(word, action)).in_place()


def _noted(word: str, action: Action) -> str:
    if word == "complete":
        return f"{action.name} is marked as done. Thank you. Somebody else will check it."
    return f"{action.name} is open again, with the dates it had."


def _asked(office: Office, call: Call, listing: Listing) -> Message:
    with office.db.reading() as session:
        return _listed(session, call.visit(office, session), listing)


def _listed(session: Session, visit: Visit, listing: Listing, note: str = "") -> Message:
    return blocks.page(listing, LISTS[listing.kind](session, visit, listing), visit.day, note)


def _where_it_was_shown(session: Session, visit: Visit, block_id: str, note: str) -> Message:
    """The message whose row was clicked, as it is now."""
    _, _, place = block_id.partition("|")
    kind, _, reference = place.partition(" ")
    if kind == "case":
        return cases.page(session, visit, reference, note)
    return _listed(session, visit, Listing.read(place), note)


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
CHANGES: dict[str, Callable[[Session, Visit, int], Action]] = {
    "complete": actions.complete,
    "reopen": actions.reopen,
}
